"""Follow-up questions."""

import pytest

from qa.conversation import Conversation, standalone

BEFORE = Conversation(("Who leads NASA?", "What is the Artemis program?"))


@pytest.mark.parametrize(
    "question", ["How much does it cost?", "And in 2024?", "What about Mars?", "Why do they do that?"]
)
def test_a_follow_up_takes_the_turn_before_with_it(question: str) -> None:
    assert standalone(question, BEFORE) == f"What is the Artemis program? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "How many free COVID-19 tests could each household order?",
        "Is it true that the president signed the executive order about the national emergency at the border?",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(question: str) -> None:
    assert standalone(question, BEFORE) == question


def test_the_first_question_stays_as_it_is() -> None:
    assert standalone("How much does it cost?", Conversation()) == "How much does it cost?"


def test_a_conversation_grows_by_a_turn_and_the_old_one_stays() -> None:
    first = Conversation()
    assert first.then("One?").then("Two?") == Conversation(("One?", "Two?"))
    assert first == Conversation()
