"""Dates with and without a year; 'today' is Friday, 21 August 2026."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.calendar import Unit
from qa.english.date_forms import _FORMS, _RELATIVE, read_forms
from qa.english.dates import NamedDate, find_dates, with_full_months

TODAY = date(2026, 8, 21)


def read(text: str, today: date | None = None) -> list[str]:
    """Each date as 'words: first – last', with nothing behind the words where the days are not known."""
    return [f"{one.words}: {one.span[0]} – {one.span[1]}" if one.span else one.words for one in find_dates(text, today)]


def one(words: str) -> NamedDate:
    [found] = find_dates(words)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on May 7", ["May 7: 0004-05-07 – 0004-05-07"]),
        ("on 7 may", ["7 may: 0004-05-07 – 0004-05-07"]),
        ("on Feb. 29", ["Feb. 29: 0004-02-29 – 0004-02-29"]),
        ("on Monday, May 3, 2021", ["Monday, May 3, 2021: 2021-05-03 – 2021-05-03"]),
        ("and in fall?", ["fall: 0004-09-01 – 0004-11-30"]),
        ("And winter?", ["winter: 0003-12-01 – 0004-02-29"]),
        ("in Q4", ["Q4: 0004-10-01 – 0004-12-31"]),
        ("in the third quarter", ["the third quarter: 0004-07-01 – 0004-09-30"]),
        ("in the second half", ["the second half: 0004-07-01 – 0004-12-31"]),
        ("March?", ["March: 0004-03-01 – 0004-03-31"]),
        ("late March", ["late March: 0004-03-21 – 0004-03-31"]),
        ("FY 2024", ["FY 2024: 2024-01-01 – 2024-12-31"]),
        ("in 1863", ["1863: 1863-01-01 – 1863-12-31"]),
        ("on Tuesday or last week", ["Tuesday", "last week"]),
        ("next month, today", ["next month", "today"]),
        ("the May one", ["May: 0004-05-01 – 0004-05-31"]),
        ("it was March, then", ["March: 0004-03-01 – 0004-03-31"]),
    ],
)
def test_a_date_may_lack_its_year_or_its_days(text: str, found: list[str]) -> None:
    assert read(text) == found


def test_relative_words_have_days_where_there_is_a_day_to_count_from() -> None:
    assert read("yesterday", TODAY) == ["yesterday: 2026-08-20 – 2026-08-20"]
    assert find_dates("yesterday", TODAY)[0].year is None


@pytest.mark.parametrize(
    "text",
    [
        "may I march to 20230 Mars?",
        "It may 5 times march.",
        "the fall of Rome",
        "rise and fall",
        "in the first half of the match",
        "the second half was worse",
        "a spring in the desert",
        "March for peace",
        "2,024 or 2024.5",
        "$2021, 2021%",
        "February 30, 2021",
        "Room 2021",
        "12,021 of 2,0215",
    ],
)
def test_other_words_and_numbers_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("from March to June 2021", (date(2021, 3, 1), date(2021, 6, 30))),
        ("from March 3 to April 5, 2021", (date(2021, 3, 3), date(2021, 4, 5))),
        ("from November to February 2022", (date(2021, 11, 1), date(2022, 2, 28))),
        ("between spring and fall 2021", (date(2021, 3, 1), date(2021, 11, 30))),
        ("from Q2 to Q3 2023", (date(2023, 4, 1), date(2023, 9, 30))),
    ],
)
def test_a_date_takes_its_year_from_the_one_that_it_is_joined_to(text: str, days: tuple[date, date]) -> None:
    first, last = find_dates(text)
    assert first.days is not None
    assert last.days is not None
    assert (first.days[0], last.days[1]) == days


@pytest.mark.parametrize(
    ("one_date", "other"),
    [
        ("2021", "March 5, 2021"),
        ("May 2021", "2021-05-07"),
        ("May 7", "May 7, 2021"),
        ("summer 2021", "July 2021"),
        ("Q3 2021", "the third quarter of 2021"),
        ("July 4, 2026", "July 4-6, 2026"),
        ("Tuesday", "tuesday"),
    ],
)
def test_a_longer_time_holds_a_shorter_one(one_date: str, other: str) -> None:
    assert one(one_date).holds(one(other))


@pytest.mark.parametrize(
    ("one_date", "other"),
    [
        ("March 5, 2021", "2021"),
        ("May 7", "May 8, 2021"),
        ("2021", "March 2022"),
        ("late 2021", "2021"),
        ("July 9, 2026", "July 4-6, 2026"),
        ("Tuesday", "Monday"),
        ("Tuesday", "May 4, 2021"),
    ],
)
def test_a_shorter_or_another_time_does_not_hold_it(one_date: str, other: str) -> None:
    assert not one(one_date).holds(one(other))


def test_a_year_completes_a_date_that_has_such_a_day() -> None:
    assert one("on Feb. 29").in_year(2024).days == (date(2024, 2, 29), date(2024, 2, 29))
    assert one("on Feb. 29").in_year(2023).days is None
    assert one("in winter").in_year(2022).days == (date(2021, 12, 1), date(2022, 2, 28))
    assert one("in 2021").in_year(1999).year == 2021


def test_parts_of_a_date() -> None:
    assert [(date.unit, date.month, date.year) for date in find_dates("May 3, 2021; in June; 2020; last May")] == [
        (Unit.DAY, 5, 2021),
        (Unit.MONTH, 6, None),
        (Unit.YEAR, None, 2020),
        (Unit.RELATIVE, None, None),
    ]


def test_months_are_written_in_full() -> None:
    assert with_full_months("late dec 2021 or sept 9") == "late December 2021 or September 9"


TEXTS = st.lists(st.sampled_from("in May 3 2020 , the fall of Q3 - to last week sept".split())).map(" ".join)


@given(st.text() | TEXTS)
def test_dates_stand_where_they_say_in_order(text: str) -> None:
    found = find_dates(text, TODAY)
    assert [text[one.start : one.end] for one in found] == [one.words for one in found]
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    "piece",
    ["2021, ", "2021-", "May ", "May 3 ", "the ", "1/", "12-", "in the fall ", "last ", "a", "for 2021, ", "week of ",
     "1 May to ", "the year after "],
)  # fmt: skip
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(5):
        find_dates(piece * (100_000 // len(piece)), TODAY)


_NEAR_DATES = (
    "the first last quarter half of May mar MARCH sept. spring Fall winter Monday today tonight yesterday ago next "
    "early mid- late end middle week day year 3 12 2021 1990s 2021-03-04 5/6/2022 Q3 auguſt İn three the past same "
    "this previous following to from , . – H.R. 49 KX-12"
).split()


@given(st.lists(st.sampled_from(_NEAR_DATES), max_size=7).map(" ".join), st.sampled_from([None, date(2022, 5, 4)]))
def test_no_form_is_left_out_where_it_stands(text: str, today: date | None) -> None:
    stand = {match.span() for pattern, *_ in (*_FORMS, *_RELATIVE) for match in pattern.finditer(text)}
    assert stand <= {(start, end) for start, end, *_ in read_forms(text, today)}
