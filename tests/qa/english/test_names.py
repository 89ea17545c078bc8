"""Proper names."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.names import find_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Did Finland join NATO in May 2023?", ["Finland", "NATO"]),
        ("Who got the Order of the Garter in Oslo's hall?", ["Order of the Garter", "Oslo"]),
        ("Tell Minister Okafor. Sweden’s army?", ["Minister Okafor", "Sweden"]),
        ("who leads nasa?", []),
        ("WHO LEADS NASA?", []),
        ("Can I ask?", []),
    ],
)
def test_names_are_capitalised_words_that_do_more_than_open_a_sentence(text: str, found: list[str]) -> None:
    assert [name.words for name in find_names(text)] == found


@given(st.text() | st.lists(st.sampled_from("A of the May 3 2020 Oslo's in . may NATO".split())).map(" ".join))
def test_a_name_stands_where_it_says(text: str) -> None:
    assert all(text[name.start : name.end] == name.words for name in find_names(text))


@pytest.mark.parametrize("piece", ["Ann ", "A.", "Ann of the ", "Ann May 3 ", "Ab", "A’", "A  "])
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(5):
        find_names("a" + piece * (100_000 // len(piece)))
