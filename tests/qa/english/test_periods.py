"""Dates and ranges in words; 'today' is Friday, 21 August 2026."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.periods import find_periods

TODAY = date(2026, 8, 21)


def read(text: str, today: date | None = TODAY) -> list[str]:
    """Each period as 'first – last: words', with '' for an open end."""
    return [f"{p.first or ''} – {p.last or ''}: {p.words}" for p in find_periods(text, today)]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("10 may 2024", "2024-05-10", "2024-05-10"),
        ("on May 10, 2024", "2024-05-10", "2024-05-10"),
        ("on May 10th 2024", "2024-05-10", "2024-05-10"),
        ("on the 10th of May 2024", "2024-05-10", "2024-05-10"),
        ("on 2024-05-10", "2024-05-10", "2024-05-10"),
        ("5/10/2024", "2024-05-10", "2024-05-10"),
        ("25/12/2024", "2024-12-25", "2024-12-25"),
        ("May 3-5, 2021", "2021-05-03", "2021-05-05"),
        ("in March 2021", "2021-03-01", "2021-03-31"),
        ("in Feb. 2024", "2024-02-01", "2024-02-29"),
        ("in sept 2021", "2021-09-01", "2021-09-30"),
        ("March of 2021", "2021-03-01", "2021-03-31"),
        ("in 2021-03", "2021-03-01", "2021-03-31"),
        ("late March 2022", "2022-03-21", "2022-03-31"),
        ("mid-March 2022", "2022-03-11", "2022-03-20"),
        ("early 2022", "2022-01-01", "2022-04-30"),
        ("mid-2022", "2022-05-01", "2022-08-31"),
        ("the end of 2022", "2022-09-01", "2022-12-31"),
        ("in 2023", "2023-01-01", "2023-12-31"),
        ("Q3 2023", "2023-07-01", "2023-09-30"),
        ("2023 Q3", "2023-07-01", "2023-09-30"),
        ("the third quarter of 2023", "2023-07-01", "2023-09-30"),
        ("in the last quarter of 2023", "2023-10-01", "2023-12-31"),
        ("first half of 2024", "2024-01-01", "2024-06-30"),
        ("H2 2024", "2024-07-01", "2024-12-31"),
        ("in the summer of 2022", "2022-06-01", "2022-08-31"),
        ("fall 2022", "2022-09-01", "2022-11-30"),
        ("winter 2022", "2021-12-01", "2022-02-28"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the week of May 3, 2021", "2021-05-03", "2021-05-09"),
        ("the week of May 2, 2021", "2021-05-02", "2021-05-08"),
        ("the week of 2021-05-05", "2021-05-03", "2021-05-09"),
        ("the year after 2024", "2025-01-01", "2025-12-31"),
        ("the month before March 2021", "2021-02-01", "2021-02-28"),
        ("the day before March 1, 2021", "2021-02-28", "2021-02-28"),
        ("between March 2021 and June 2022", "2021-03-01", "2022-06-30"),
        ("between March and June 2021", "2021-03-01", "2021-06-30"),
        ("from March 3, 2021 to April 2021", "2021-03-03", "2021-04-30"),
        ("from 2021 through 2023", "2021-01-01", "2023-12-31"),
        ("2021–2023", "2021-01-01", "2023-12-31"),
        ("2021-22", "2021-01-01", "2022-12-31"),
        ("from November to February 2022", "2021-11-01", "2022-02-28"),
        ("since August 2021", "2021-08-01", ""),
        ("starting in 2022", "2022-01-01", ""),
        ("from March 2021 onwards", "2021-03-01", ""),
        ("from March 2021 on", "2021-03-01", ""),
        ("after March 2021", "2021-04-01", ""),
        ("before 2022", "", "2021-12-31"),
        ("before the end of 2022", "", "2022-12-31"),
        ("until June 2021", "", "2021-06-30"),
        ("by February 2022", "", "2022-02-28"),
    ],
)
def test_a_period_is_read_with_its_words(words: str, first: str, last: str) -> None:
    assert read(f"What was said {words}?") == [f"{first} – {last}: {words}"]
    assert read(words.upper()) == [f"{first} – {last}: {words.upper()}"]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("yesterday", "2026-08-20", "2026-08-20"),
        ("this week", "2026-08-17", "2026-08-23"),
        ("last week", "2026-08-10", "2026-08-16"),
        ("last month", "2026-07-01", "2026-07-31"),
        ("last quarter", "2026-04-01", "2026-06-30"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last summer", "2025-06-01", "2025-08-31"),
        ("last March", "2026-03-01", "2026-03-31"),
        ("last October", "2025-10-01", "2025-10-31"),
        ("two weeks ago", "2026-08-03", "2026-08-09"),
        ("a year ago", "2025-01-01", "2025-12-31"),
        ("in the last 3 months", "2026-05-21", "2026-08-21"),
    ],
)
def test_relative_words_count_from_the_newest_document(words: str, first: str, last: str) -> None:
    assert read(f"What was said {words}?") == [f"{first} – {last}: {words}"]
    assert read(f"What was said {words}?", today=None) == []


@pytest.mark.parametrize(
    "text",
    [
        "a park of 2,021 acres",
        "it costs $2021",
        "what does H.R. 2021 say",
        "what does S. 2021 say",
        "Order 14028",
        "Determination No. 2022-25",
        "fiscal 2030",
        "the budget for 2025 and 2026",
        "FY2030",
        "fiscal years 2022 and 2023",
        "2000 people came",
        "more than 2000",
        "a share of 2021%",
        "call 555-2021",
        "version 1.2021",
        "the years 1066 and 2525",
        "February 30, 2021",
        "it may march on",
        "in May",
        "since taking office",
        "in the first 100 days",
        "by 2030",
        "until 2031",
    ],
)
def test_what_is_no_date_of_a_document_is_not_read(text: str) -> None:
    assert read(text) == []


def test_a_number_after_a_preposition_is_a_year_whatever_is_counted_next() -> None:
    assert read("In 2020 people stayed at home.") == ["2020-01-01 – 2020-12-31: In 2020"]


def test_what_follows_on_may_be_the_subject() -> None:
    assert read("news from March 2021 on taxes") == ["2021-03-01 – 2021-03-31: from March 2021"]


def test_several_periods_are_read_in_their_order() -> None:
    assert read("Guests of 2022, and in May 2024?") == [
        "2022-01-01 – 2022-12-31: of 2022",
        "2024-05-01 – 2024-05-31: in May 2024",
    ]


def test_a_year_that_says_which_event_is_meant_is_no_limit() -> None:
    assert read("before the 2022 elections") == ["2022-01-01 – 2022-12-31: 2022"]
    assert read("after 2021’s storm") == ["2021-01-01 – 2021-12-31: 2021"]


@given(st.lists(st.sampled_from("in since May March 2021 2022 5 , of the last week to and between first Q3 -".split())))
def test_the_words_of_a_period_stand_where_it_says(words: list[str]) -> None:
    text = " ".join(words)
    periods = find_periods(text, TODAY)
    assert [text[p.start : p.end] for p in periods] == [p.words for p in periods]
    assert all(a.end <= b.start for a, b in zip(periods, periods[1:], strict=False))
    assert all(p.first <= p.last for p in periods if p.first and p.last)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%Y-%m-%d", "%m/%d/%Y", "%d %B %Y", "%b %d, %Y"])
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    [period] = find_periods(day.strftime(form), None)
    assert (period.first, period.last) == (day, day)


@given(st.text(alphabet="0123456789/- ,.mayMAR", max_size=30))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(p.first is not None or p.last is not None for p in find_periods(text, TODAY))


@pytest.mark.parametrize(
    "piece", ["for 2021, ", "from 2021 to ", "between ", "since May 2021 ", "in ", "until 2030 on "]
)
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(10):
        find_periods(piece * (100_000 // len(piece)), TODAY)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on March 22", "2026-03-22", "2026-03-22"),
        ("on 21 August", "2026-08-21", "2026-08-21"),
        ("on August 22", "2025-08-22", "2025-08-22"),
        ("from March 3 to March 9", "2026-03-03", "2026-03-09"),
        ("since May 5", "2026-05-05", ""),
    ],
)
def test_a_day_without_a_year_is_the_last_such_day(words: str, first: str, last: str) -> None:
    assert read(f"What was said {words}?") == [f"{first} – {last}: {words}"]
