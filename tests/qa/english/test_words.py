"""Words that tell something, and texts without some of their words."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from qa.english.words import FUNCTION_WORDS, content_words, drop_words


def test_content_words_are_singular_and_hold_no_dates() -> None:
    assert list(content_words("What did the ferries' 12 masters' class cost in June 2020, or last fall?")) == [
        "ferry",
        "12",
        "master",
        "class",
        "cost",
    ]


def test_words_are_dropped_with_their_possessives() -> None:
    assert drop_words("What’s the toll on who's ferry?", FUNCTION_WORDS).split() == ["toll", "ferry?"]
    assert drop_words("Why can't it, and didn’t they’re mother-in-law?", FUNCTION_WORDS).split() == [
        ",",
        "mother-in-law?",
    ]


@pytest.mark.parametrize("piece", ["can’", "a-", "who's ", "May ", "a", "’t "])
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    text = piece * (100_000 // len(piece))
    with within(10):
        list(content_words(text))
        drop_words(text, FUNCTION_WORDS)
