"""What a question asks for."""

import pytest

from qa.filters import Filters
from qa.questions import AnswerType, understand


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("How much does it cost?", AnswerType.NUMBER),
        ("how many tests were ordered", AnswerType.NUMBER),
        ("What was the total amount?", AnswerType.NUMBER),
        ("What percentage of it?", AnswerType.NUMBER),
        ("When was it signed?", AnswerType.DATE),
        ("On what day did they meet?", AnswerType.DATE),
        ("Who signed it?", AnswerType.OTHER),
        ("Why?", AnswerType.OTHER),
        ("", AnswerType.OTHER),
    ],
)
def test_the_type_of_answer_comes_from_the_words(question: str, answer_type: AnswerType) -> None:
    assert understand(question, question, Filters()).answer_type is answer_type


def test_the_interpreted_question_is_what_is_read() -> None:
    filters = Filters(categories=frozenset({"blog"}))
    found = understand("And when?", "How many came? And when?", filters)
    assert (found.question, found.interpreted) == ("And when?", "How many came? And when?")
    assert found.answer_type is AnswerType.NUMBER
    assert found.filters is filters


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How many free tests were ordered?", "free tests ordered ?"),
        ("When did they sign the treaty?", "sign treaty?"),
        ("What’s the sample’s name?", "sample’s name?"),
        ("Who is it?", "?"),
    ],
)
def test_the_subject_is_the_question_without_what_asks_for_it(question: str, subject: str) -> None:
    found = understand(question, question, Filters()).subject
    assert "".join(found.split()) == "".join(subject.split())
