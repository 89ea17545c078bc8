"""Which quotations answer, and which are folded away."""

import pytest
from support.briefing import citation

from qa.answering.answer import Citation
from qa.answering.leading import holds_what_is_asked, leading, short_answer_of
from qa.answering.short_answers import may_be_short_answer
from qa.filters import Filters
from qa.understanding.answer_types import AnswerType
from qa.understanding.questions import UnderstoodQuestion, understand


def asked(question: str) -> UnderstoodQuestion:
    return understand(question, question, Filters())


def answering(marker: int, short: str, document: str = "a.md") -> Citation:
    """A citation whose short answer is all of it."""
    return citation(marker=marker, document=document, quote=short, start=0, end=len(short), answer=(0, len(short)))


def markers(question: str, *citations: Citation) -> list[int]:
    return [one.marker for one in leading(citations, asked(question))]


def test_another_value_is_another_answer_and_the_same_one_is_none() -> None:
    first, other = answering(1, "about 500"), answering(3, "1,200", "b.md")
    assert markers("How many tests?", first, answering(2, "500", "b.md"), other) == [1, 3]
    assert markers("How many tests?", first, other, answering(2, "1,200")) == [1, 3]


def test_a_quotation_without_a_value_adds_none() -> None:
    without = citation(marker=2, quote="Tests are made.", end=23)
    assert markers("How many tests?", answering(1, "500"), without) == [1]
    assert markers("How many tests?", without, answering(1, "500")) == [2]


def test_a_question_for_a_reason_has_one_answer() -> None:
    assert markers("Why were tests made?", answering(1, "to be sure"), answering(2, "because of 500 cases")) == [1]


def test_the_rest_of_a_list_is_a_list_of_the_same_document() -> None:
    first, rest, other = (
        answering(1, "Tests:\n\none"),
        answering(2, "two, three, four and five"),
        answering(3, "a\nb", "b.md"),
    )
    prose = answering(4, "Tests are made.")
    assert markers("Which tests were made?", first, rest, other, prose) == [1, 2]


def test_both_sides_of_a_comparison_lead() -> None:
    sides = (
        citation(marker=1, quote="The ferry is slow."),
        citation(marker=2, document="b.md", quote="The tram is fast."),
    )
    assert markers("What is the difference between the ferry and the tram?", *sides) == [1, 2]
    assert markers("Is the ferry slow?", *sides) == [1]


def test_of_nothing_nothing_leads() -> None:
    assert markers("How many?") == []


@pytest.mark.parametrize(
    ("question", "short", "is_shown"),
    [
        ("How many tests?", "five hundred", True),
        ("How many tests?", "the tests", False),
        ("When was it signed?", "August 16, 2022", True),
        ("When was it signed?", "One year ago", False),
        ("When was it signed?", "in the law", False),
        ("Who signed it?", "the governor", False),
        ("Who signed it?", "Ann Lee", True),
        ("Where was it signed?", "in Dayton", True),
        ("Why was it signed?", "to save 5 jobs", False),
        ("What did Ann Lee say?", "Dayton", False),
        ("What is the new bridge called?", "the Heron", True),
        ("What is the new bridge called?", "it has been a long time since anybody gave a name", False),
    ],
)
def test_a_short_answer_is_of_the_kind_that_is_asked_for(question: str, short: str, is_shown: bool) -> None:
    assert (short_answer_of(answering(1, short), asked(question)) == short) is is_shown


def test_a_list_has_no_short_answer() -> None:
    assert not may_be_short_answer(AnswerType.LIST, "one")


@pytest.mark.parametrize(
    ("question", "quote", "holds"),
    [
        ("How many tests?", "A large number of tests.", False),
        ("How many tests?", "We have 500 tests.", True),
        ("How many tests?", "Five hundred tests.", True),
        ("How many tests?", "Hundreds of tests.", True),
        ("How much is it?", "It costs a lot.", False),
        ("How much is it?", "It costs $5.", True),
        ("What is the number of tests?", "It is high.", False),
        ("When was it opened?", "It was opened after the war.", True),
        ("Who opened it?", "The neighbours did.", True),
        ("How often does it run?", "It runs daily.", True),
    ],
)
def test_how_many_there_are_is_said_by_a_number(question: str, quote: str, holds: bool) -> None:
    one = citation(quote=quote, start=0, end=len(quote), context=None)
    assert holds_what_is_asked([one], asked(question)) is holds


def test_what_a_quotation_is_not_understood_without_is_part_of_it() -> None:
    one = citation(quote="They paid it.", start=0, end=13, context="The debt was 50 crowns.")
    assert holds_what_is_asked([one], asked("How much did they pay?"))


def test_one_of_several_is_enough_and_of_none_nothing_is_held() -> None:
    without, held = citation(quote="Tests.", start=0, end=6), answering(2, "500 tests")
    assert holds_what_is_asked([without, held], asked("How many tests?"))
    assert not holds_what_is_asked([], asked("How many tests?"))
