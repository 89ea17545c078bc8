"""What clients of OpenAI's API send, read as a question and the conversation before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exchanges import exchange
from support.places import Write

from qa import Collection, UsageError
from qa.exports.chat_message import chat_message
from qa.understanding.follow_ups import Conversation, Turn
from qa.web.html.addresses import document_address
from qa.web.routes.openai.messages import Message, ToComplete, read_messages


def messages(*said: tuple[str, str]) -> list[Message]:
    return [Message(role=role, content=content) for role, content in said]


def test_each_question_is_understood_from_those_before_it() -> None:
    asked = read_messages(
        messages(
            ("system", "Be brief."),
            ("user", "How many loaves did the baker make in 2021?"),
            ("assistant", "> “Ninety.” [[1]](http://h/document?name=a%20b/bread.md&start=1&end=7#quotation)"),
            ("tool", "nothing"),
            ("user", "And in 2022?"),
            ("assistant", "The documents do not say."),
            ("user", "And in 2023?"),
        )
    )
    assert asked.question == "And in 2023?"
    assert asked.conversation.turns == (
        Turn(
            "How many loaves did the baker make in 2021?",
            "How many loaves did the baker make in 2021?",
            ("a b/bread.md",),
        ),
        Turn("And in 2022?", "How many loaves did the baker make in 2022?"),
    )


def test_what_could_not_be_asked_is_no_turn() -> None:
    asked = read_messages(messages(("user", " "), ("user", "x" * 2001), ("user", "Who?"), ("user", "Which oven?")))
    assert [turn.question for turn in asked.conversation.turns] == ["Who?"]


def test_messages_behind_the_last_question_are_passed_over() -> None:
    asked = read_messages(messages(("user", "Which oven?"), ("assistant", "The old one.")))
    assert (asked.question, asked.conversation) == ("Which oven?", Conversation())


def test_a_question_about_a_number_sign_is_a_question() -> None:
    assert not read_messages(messages(("user", "#1 priority of the baker?"))).is_prompt
    assert read_messages(messages(("user", "## Task\nName the chat."))).is_prompt


@given(st.text(min_size=1).filter(lambda name: name.isprintable() and "/../" not in name))
def test_the_documents_of_an_answer_are_found_in_its_links(name: str) -> None:
    answer = exchange({name: "Ninety loaves."}, [(name, "Ninety loaves.")], title=name, url=None).answer
    said = chat_message(answer, lambda document, *place: f"http://h:1/{document_address(document, *place)}").text
    asked = read_messages(messages(("user", "How many?"), ("assistant", said), ("user", "Which oven?")))
    assert asked.conversation.turns[0].documents == (name,)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["user", "text", "\ud800", "Who?"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["role", "content", "type", "text"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "x"]), "content": JSON}), max_size=4)
)
def test_whatever_is_sent_is_read_or_refused(sent: list[object]) -> None:
    try:
        asked = read_messages(ToComplete.model_validate({"model": "m", "messages": sent}).messages)
    except (UsageError, ValueError):  # the latter is what the route answers with a sentence
        return
    said = [asked.question, *(turn.question for turn in asked.conversation.turns)]
    assert "".join(said).encode().decode() == "".join(said)


def test_documents_that_do_not_exist_change_nothing(collection: Collection, write: Write) -> None:
    collection.index([write("oven.md", "The oven is old. Nobody knows who built the oven.\n")])
    said = "[[1]](http://h/document?name=%00%ED%A0%80../../etc/passwd)"
    asked = read_messages(messages(("user", "Which oven?"), ("assistant", said), ("user", "And who built it?")))
    assert asked.conversation.turns[0].documents == ("\0\ufffd\ufffd\ufffd../../etc/passwd",)
    without = Conversation((Turn("Which oven?", "Which oven?"),))
    expected = collection.ask("And who built it?", without).to_dict()
    found = collection.ask(asked.question, asked.conversation).to_dict()
    assert found | {"timings_ms": None} == expected | {"timings_ms": None}


@pytest.mark.parametrize("content", [None, [], [{"type": "text"}], [{"type": "text", "text": None}]])
def test_a_message_without_words_is_an_empty_question(content: list[dict[str, object]] | None) -> None:
    with pytest.raises(UsageError, match="the question is empty"):
        read_messages([Message(role="user", content=content)])
