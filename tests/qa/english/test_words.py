"""Times, names and content words that a question mentions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.words import content_words, names, times, without


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2023", [("in", None, None, 2023)]),
        ("fiscal year 2024 and FY 2025", [("", None, None, 2024), ("", None, None, 2025)]),
        ("since aug. 2021", [("since", 8, None, 2021)]),
        ("on March 3rd, 2023", [("on", 3, 3, 2023)]),
        ("the sept one", [("", 9, None, None)]),
        ("from May of 2020 until June", [("from", 5, None, 2020), ("until", 6, None, None)]),
        ("the May one", [("", 5, None, None)]),
        ("may I march to 20230 Mars in 1492?", []),
        ("2,024 or 2024.5", []),
    ],
)
def test_times_are_found_with_their_prepositions(
    text: str, found: list[tuple[str, int | None, int | None, int | None]]
) -> None:
    assert [(time.preposition, time.month, time.day, time.year) for time in times(text)] == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("in fy 2024", "fiscal year 2024"),
        ("Late dec 2021", "late December 2021"),
        ("by sept 9, 2020", "September 9, 2020"),
        ("on June 10", "June 10"),
    ],
)
def test_a_time_is_written_out(text: str, words: str) -> None:
    assert [time.words for time in times(text)] == [words]


def test_a_text_without_its_times_has_no_gaps() -> None:
    text = "How much, in June 2020, did the ferry carry in 2019?"
    assert without(text, times(text)) == "How much, did the ferry carry?"


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
    assert [name.words for name in names(text)] == found


def test_content_words_are_singular_and_hold_no_times() -> None:
    assert list(content_words("What did the ferries' 12 masters' class cost in June 2020?")) == [
        "ferrie",
        "12",
        "master",
        "class",
        "cost",
    ]


@given(st.text() | st.lists(st.sampled_from("A of the May 3 2020 Oslo's in . may NATO".split())).map(" ".join))
def test_what_is_found_stands_where_it_says(text: str) -> None:
    assert all(text[name.start : name.end] == name.words for name in names(text))
    assert all(str(time.year) in text[time.start : time.end] for time in times(text) if time.year)
