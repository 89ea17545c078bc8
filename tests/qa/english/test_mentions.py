"""Amounts, dates and names, found by rules."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english import mentions
from qa.english.mentions import Span

ALL = (
    mentions.money,
    mentions.shares,
    mentions.durations,
    mentions.measures,
    mentions.ages,
    mentions.counts,
    mentions.dates,
    mentions.names,
)


def check(find: Callable[[str], list[Span]], marked: str) -> None:
    """Brackets mark what is to be found."""
    text = marked.replace("[", "").replace("]", "")
    shown, last = "", 0
    for start, end in find(text):
        shown += f"{text[last:start]}[{text[start:end]}]"
        last = end
    assert shown + text[last:] == marked


@pytest.mark.parametrize(
    "marked",
    [
        "It cost [$1.9 billion], not [$1,487,165] or [€5].",
        "From [$2B] to [US$3 million]; [50 cents] and [two million dollars].",
        "No 5 of 1999.",
    ],
)
def test_money(marked: str) -> None:
    check(mentions.money, marked)


@pytest.mark.parametrize(
    "marked",
    [
        "From nearly [30%] to [14 percent], about [0.02 percent].",
        "[forty-two percent], [10 percentage points], [two-thirds], [5 to 7 percent]",
        "It was 5 percentile and half.",
    ],
)
def test_shares(marked: str) -> None:
    check(mentions.shares, marked)


def test_durations() -> None:
    check(mentions.durations, "For [90 days], a [two-year] term, [3–5 weeks] or [6 to 12 months]; he is 34 years old.")


def test_measures() -> None:
    check(
        mentions.measures, "[5.70 acres], [200-225 pounds], [5 million barrels], [30 miles per hour], [12 square feet]"
    )


def test_ages() -> None:
    check(mentions.ages, "At age [34], aged [7], over the age of [65], [12 years old] or [12-year-old], in 30 years.")


@pytest.mark.parametrize(
    "marked",
    [
        "It held [597] events for [1.2 million] people and [forty-two] others, [four] of [20,000].",
        "Over [30,000] vehicles; [two dozen]; [3.5].",
        "In 2021 it spent $5 million, 14%, for 90 days, on May 5.",
        "Section 5, No. 12, H.R. 49, S. 12, Order 14323, COVID-19, 34th, at 9:30, 1-800-555, age 34, twenty-first, v2.",
    ],
)
def test_counts(marked: str) -> None:
    check(mentions.counts, marked)


@pytest.mark.parametrize(
    "marked",
    [
        "On [Tuesday, March 3, 2020], and [Thursday, March 5, 2020], it closes.",
        "From [1993 to 2020], in [2019–2021], since [May 2021], by [3 May 2021], on [Jan. 6].",
        "Until [May 3], [October 14, 2022] or [August 31st, 2022]; [July 4-6, 2026].",
        "By fiscal year [2030].",
        "It may 5 times march; $2021, 2021%.",
        "Some 12,021 of 2,0215.",
    ],
)
def test_dates(marked: str) -> None:
    check(mentions.dates, marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Today [Dr. Ann B. Lee] met [Bob A. Roe Jr.] and two more.",
        "at the [University of York] with [Ann O’Neil]’s [Acme Tools, Inc.] in [Bern]",
        "no name here",
    ],
)
def test_names(marked: str) -> None:
    check(mentions.names, marked)


PIECES = st.sampled_from(
    [
        "$",
        "5",
        "1,000",
        "2021",
        " ",
        "%",
        " percent",
        " million",
        "May",
        "Ann",
        "of",
        "Dr. ",
        "-",
        "–",
        " to ",
        "four",
        ".",
    ]
)


@given(st.lists(PIECES).map("".join) | st.text(max_size=50))
def test_what_is_found_is_in_order_without_overlap(text: str) -> None:
    for find in ALL:
        last = 0
        for start, end in find(text):
            assert last <= start < end <= len(text)
            last = end


def test_the_time_grows_with_the_length_only(within: Callable[[float], AbstractContextManager[None]]) -> None:
    for text in ("1," * 8_000, "two " * 8_000, "May " * 8_000, "A. " * 8_000, "5 million " * 4_000):
        with within(5):
            for find in ALL:
                find(text)
