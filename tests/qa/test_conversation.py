"""Follow-up questions."""

import pytest

from qa.conversation import Conversation, standalone

BEFORE = Conversation(("What is the Artemis program?",))


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


def test_follow_ups_of_follow_ups_take_the_topic_and_the_last_one_with_them() -> None:
    conversation = Conversation()
    for question in ("Who leads NASA?", "What is the Artemis program?", "And in 2024?", "And in 2023?"):
        conversation = conversation.then(question)
    assert standalone("How much of it is new?", conversation) == (
        "What is the Artemis program? And in 2023? How much of it is new?"
    )


def test_a_new_topic_ends_the_old_one_and_the_old_conversation_stays() -> None:
    first = Conversation().then("Who leads NASA?")
    assert first.then("Which chips are made in Ohio?") == Conversation(("Which chips are made in Ohio?",))
    assert first == Conversation(("Who leads NASA?",))
