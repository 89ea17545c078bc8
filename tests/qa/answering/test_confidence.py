"""How sure an answer is."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.confidence import SURE, THRESHOLD, confidence
from qa.answering.hit_sentences import Sentence
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.matching import SentenceMatch
from qa.retrieval.retriever import Hit
from qa.understanding.clues import Clue
from qa.understanding.questions import UnderstoodQuestion, understand

ANY = understand("zzz", "zzz", Filters())
MARCH = replace(
    ANY,
    period=(date(2021, 3, 1), date(2021, 3, 31)),
    clues=(Clue("from", "2021-03-01", "in March 2021", 0, 13), Clue("to", "2021-03-31", "in March 2021", 0, 13)),
)


class _Question:
    def __init__(self, information: float) -> None:
        self.information = information


def sure(
    question: UnderstoodQuestion = ANY,
    *,
    similarity: float = 0.5,
    coverage: float = 1.0,
    information: float = 2.5,
    day: date | None = None,
    text: str = "A sentence.",
    context: str = "",
) -> float:
    hit = Hit(Passage(0, len(text), text, context, None, None), DocumentInfo("a.md", "", day, None, None), 1.0, 1)
    match = SentenceMatch(0, len(text), similarity, 0.0, coverage)
    return confidence(question, _Question(information), Sentence(hit, 0, len(text), None), match)


def logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def test_the_signs_are_weighed() -> None:
    assert sure() == pytest.approx(logistic(2.5 * 0.5 + 2.0 * 1 + 0.56 * 2.5 - 4.57))
    assert sure(similarity=0, coverage=0, information=5) == pytest.approx(logistic(0.56 * 5 - 4.57))


def test_a_question_that_says_little_is_taken_to_say_more() -> None:
    assert sure(information=0.1) == sure(information=2.5) < sure(information=2.6)


def test_a_document_of_the_period_agrees_and_so_does_a_passage_that_names_it() -> None:
    agrees, differs = sure(MARCH, day=date(2021, 3, 31)), sure(MARCH, day=date(2021, 4, 1))
    assert agrees == pytest.approx(logistic(0.08 + 1.32))
    assert differs == pytest.approx(logistic(0.08 - 1.32))
    assert sure(MARCH, day=date(2021, 4, 1), text="It was in march, 2021.") == agrees
    assert sure(MARCH, day=date(2021, 4, 1), text="It was in March.", context="A title of 2021") == agrees
    assert sure(MARCH, text="It was in March.") == differs
    assert sure(replace(MARCH, period=(None, date(2021, 3, 31))), day=date(1999, 1, 1)) == agrees


def test_where_no_period_is_named_dates_say_nothing() -> None:
    assert sure(day=date(2021, 3, 1)) == sure(day=None)


@given(*[st.floats(-1, 1)] * 2, *[st.floats(0, 1)] * 2, st.floats(0, 9))
def test_a_better_match_is_never_less_sure(a: float, b: float, c: float, d: float, information: float) -> None:
    worse, better = sorted((a, b)), sorted((c, d))
    low = sure(similarity=worse[0], coverage=better[0], information=information)
    high = sure(similarity=worse[1], coverage=better[1], information=information)
    assert 0 < low <= high < 1


def test_an_answer_that_is_sure_is_above_the_threshold() -> None:
    assert 0 < THRESHOLD < SURE < 1
