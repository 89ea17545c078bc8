"""English sentences that keep their form."""

import pickle
from datetime import date

import pytest

from qa.errors import UsageError
from qa.messages import Message, either


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


@pytest.mark.parametrize(("words", "text"), [(("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a or b or c")])
def test_any_of_some_words(words: tuple[str, ...], text: str) -> None:
    assert either(words) == text


@pytest.mark.parametrize(
    "message", [Message("a {b}", b="{c}"), Message("{number} file of {name}", "{number} files of {name}", 3, name="x")]
)
def test_a_message_comes_whole_from_another_process(message: Message) -> None:
    again = pickle.loads(pickle.dumps(message))  # as exceptions of the reading process do
    assert again == message
    assert vars(again) == vars(message)
