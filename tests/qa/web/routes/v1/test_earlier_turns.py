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
    turns = conversation_of(EarlierTurn(question=question) for question in questions).turns
    assert [turn.question for turn in turns] == questions
    for number, turn in enumerate(turns):
        assert turn.interpreted == standalone(turn.question, Conversation(turns[:number])).interpreted
