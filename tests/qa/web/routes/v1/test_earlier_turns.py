"""A conversation that a client keeps is read as the server's own would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding.follow_ups import Conversation, Turn, standalone
from qa.web.routes.v1.earlier_turns import EarlierTurn, conversation_of

QUESTIONS = st.sampled_from(["What did the bees make in 2021?", "And in 2022?", "Who signed it?", "Thanks!"])


def cited(*names: str) -> list[dict[str, object]]:
    return [{"document": name, "quote": "what is not read"} for name in names]


@pytest.mark.parametrize(
    ("answer", "documents"),
    [
        (None, ()),
        ({}, ()),
        ({"citations": cited("a.md", "b.md", "a.md"), "hits": cited("c.md")}, ("a.md", "b.md")),
        ({"citations": [], "hits": cited("c.md", "d.md")}, ("c.md",)),
        (
            {
                "answer": {"listing": {"count": 4, "documents": cited("1.md", "2.md", "3.md", "4.md")}},
                "citations": cited("2.md"),
            },
            ("1.md", "2.md", "3.md"),
        ),
    ],
)
def test_a_turn_refers_to_what_its_answer_cites_lists_or_found(answer: object, documents: tuple[str, ...]) -> None:
    [turn] = conversation_of([EarlierTurn.model_validate({"question": "Why?", "answer": answer})]).turns
    assert turn == Turn("Why?", "Why?", documents)


def test_what_was_understood_before_is_taken_as_it_is_sent() -> None:
    sent = EarlierTurn.model_validate({"question": "And then?", "answer": {"interpreted": "What did bees make?"}})
    assert conversation_of([sent]) == Conversation((Turn("And then?", "What did bees make?"),))


@given(st.lists(QUESTIONS, max_size=5))
def test_without_answers_each_question_is_read_after_those_before_it(questions: list[str]) -> None:
    turns = conversation_of([EarlierTurn(question=question) for question in questions]).turns
    assert [turn.question for turn in turns] == questions
    for number, turn in enumerate(turns):
        assert turn.interpreted == standalone(turn.question, Conversation(turns[:number])).interpreted


@pytest.mark.parametrize(
    ("lengths", "kept"),
    [
        ([], 0),
        ([2000, 2000], 2),
        ([1000, 2000, 2000], 3),
        ([1001, 2000, 2000], 2),
        ([9] * 30, 20),
        ([2000] * 30, 2),
    ],
)
def test_of_a_long_conversation_the_newest_turns_are_read(lengths: list[int], kept: int) -> None:
    turns = [EarlierTurn(question=str(number)[0] * length) for number, length in enumerate(lengths)]
    read = conversation_of(turns).turns
    assert [turn.question for turn in read] == [turn.question for turn in turns[len(turns) - kept :]]


def test_what_was_understood_counts_as_well() -> None:
    turns = [EarlierTurn.model_validate({"question": "a", "answer": {"interpreted": "b" * 4000}})] * 2
    assert len(conversation_of(turns).turns) == 1
