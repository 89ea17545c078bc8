"""English sentences that keep their form."""

import json
import pickle
from datetime import date

import pytest

from qa.errors import UsageError
from qa.messages import Message, all_of, any_of


def test_a_message_is_its_english_text() -> None:
    assert Message("Nothing found") == "Nothing found"
    assert Message("{name} holds {count} of {day}", name="a", count=1200, day=date(2021, 3, 5)) == (
        "a holds 1,200 of 2021-03-05"
    )
    assert Message("Only {limits}.", limits=(Message("from {first}", first="a"), Message("in {names}", names="b"))) == (
        "Only from a in b."
    )
    assert str(UsageError(Message("{name} is missing", name="q"))) == "q is missing"


def test_a_text_without_values_may_hold_braces() -> None:
    assert Message("{curly}") == "{curly}"
    assert Message("{name}", name="{curly}") == "{curly}"


@pytest.mark.parametrize(("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (12345, "12,345 files")])
def test_a_number_decides_between_two_forms(number: int, text: str) -> None:
    assert Message("{number} file", "{number} files", number) == text


@pytest.mark.parametrize(
    ("words", "any_text", "all_text"),
    [
        (("a",), "a", "a"),
        (("a", "b"), "a or b", "a and b"),
        (("a", "b", "c", Message("{d}", d="D")), "a, b, c or D", "a, b, c and D"),
    ],
)
def test_any_and_all_of_some_words(words: tuple[str, ...], any_text: str, all_text: str) -> None:
    assert (any_of(words), all_of(words)) == (any_text, all_text)


MESSAGES = [
    Message("a {b}", b="{c}"),
    Message("{number} file of {name}", "{number} files of {name}", 3, name="x"),
    Message("{a} of {b}: {c}", a=Message("x"), b=date(2021, 3, 5), c=(1, Message("from {day}", day=date(2021, 3, 6)))),
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_comes_whole_from_another_process(message: Message) -> None:
    again = pickle.loads(pickle.dumps(message))  # as exceptions of the reading process do
    assert again == message
    assert vars(again) == vars(message)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_comes_whole_from_a_record(message: Message) -> None:
    again = Message.from_record(json.loads(json.dumps(message.to_record())))
    assert again == message
    assert vars(again) == vars(message)


def test_a_text_is_the_record_of_a_message_that_nothing_fills() -> None:
    assert vars(Message.from_record("3 of {name}")) == vars(Message("3 of {name}"))


@pytest.mark.parametrize("record", [None, 3, {}, {"form": 3, "forms": None, "number": None, "values": {}}])
def test_anything_else_is_no_record(record: object) -> None:
    with pytest.raises(ValueError, match="it is no record of a message"):
        Message.from_record(record)
