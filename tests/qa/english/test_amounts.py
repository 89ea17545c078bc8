"""Amounts and numerals."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.english.amounts import AmountKind, find_amounts, regrouped_sums


def read(text: str) -> list[str]:
    """Each amount as 'value unit', with its kind where the unit does not say it."""
    plain = (AmountKind.COUNT, AmountKind.MEASURE, AmountKind.DURATION, AmountKind.AGE, AmountKind.MONEY)
    kinds = {**dict.fromkeys(plain, ""), AmountKind.SHARE: "%"}
    return [f"{one.value} {one.unit}{kinds.get(one.kind, one.kind.value)}".strip() for one in find_amounts(text)]


def marked(text: str, kind: AmountKind) -> str:
    """The text with brackets around the amounts of a kind, ranges as one."""
    for start, end in sorted({one.whole for one in find_amounts(text) if one.kind is kind}, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("It cost $1.9 billion, not $1,487,165 or €5.", ["1900000000 $", "1487165 $", "5 €"]),
        ("From $2B to US$3 million; 50 cents", ["2000000000 $", "3000000 $", "0.5 $"]),
        ("$2 to $3 billion; from $5 to 7", ["2000000000 $", "3000000000 $", "5 $", "7 $"]),
        ("two million dollars, forty-two percent", ["2000000 $", "42 %"]),
        ("from nearly 30% to 14 per cent", ["30 %", "14 %"]),
        ("5 to 7 percent, 10 percentage points", ["5 %", "7 %", "10 percentage points"]),
        ("two-thirds, half of it, a quarter", ["66.6667 %", "50 %", "25 %"]),
        ("two hundred and five thousand", ["205000"]),
        ("one and a half million, half a billion, two dozen", ["1500000", "500000000", "24"]),
        ("one hundred twenty-three thousand four hundred five", ["123405"]),
        ("three four-month terms", ["3", "4 month"]),
        (
            "12 square feet, 30 miles per hour, 5 miles an hour",
            ["12 square foot", "30 mile per hour", "5 mile per hour"],
        ),
        ("aged 7, 12 years old, a 3-year-old", ["7 year of age", "12 year of age", "3 year of age"]),
        ("it doubled twice", ["2 factor", "2 factor"]),
        ("dozens came, a majority", ["dozens vague number", "majority vague number"]),
        ("the first, 34th and twenty-first", ["1 ordinal", "34 ordinal", "21 ordinal"]),
        ("two weeks ago", ["2 week"]),
    ],
)
def test_amounts_are_brought_to_one_way_of_writing(text: str, amounts: list[str]) -> None:
    assert read(text) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "In 2021, on May 5, from 1993 to 2020",
        "Section 5, No. 12, H.R. 49, S. 12, Order 14323",
        "COVID-19, at 9:30, 1-800-555, v2",
        "a year and a half",
    ],
)
def test_numbers_that_count_nothing_are_no_amounts(text: str) -> None:
    assert read(text) == []


def test_a_range_is_one_where_it_shares_its_unit() -> None:
    assert marked("3–5 weeks, 90 days, a two-year term; 34 years old", AmountKind.DURATION) == (
        "[3–5 weeks], [90 days], a [two-year] term; 34 years old"
    )
    assert marked("200-225 pounds or 5 acres in 2 days", AmountKind.MEASURE) == (
        "[200-225 pounds] or [5 acres] in 2 days"
    )
    assert marked("from 30% to 14 percent", AmountKind.SHARE) == "from [30%] to [14 percent]"


def test_counts_have_no_unit() -> None:
    assert marked("597 events, $5, 14%, 90 days, age 34, 1.2 million people, one, 5.", AmountKind.COUNT) == (
        "[597] events, $5, 14%, 90 days, age 34, [1.2 million] people, [one], [5]."
    )


PIECES = st.sampled_from("$ 5 1,000 2021 % percent million May Ann of - – to four . half two-thirds age".split())


@given(st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join) | st.text(max_size=50))
def test_amounts_are_in_order_without_overlap(text: str) -> None:
    last = 0
    for one in find_amounts(text):
        assert last <= one.start < one.end <= len(text)
        assert one.whole[0] <= one.start < one.end <= one.whole[1]
        last = one.end


@pytest.mark.parametrize(
    "piece", ["1,", "two ", "5 million ", "5 to ", "half ", "12", "one hundred ", "$5 ", "from ", "a "]
)
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(5):
        find_amounts(piece * (100_000 // len(piece)))


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("2300 euros or $1,450,000 in 2021", "2,300 1450000"),
        ("the 2300 boats of 2021", ""),
        ("$2,300.50", "2300"),
        ("90 euros", ""),
    ],
)
def test_a_sum_is_written_with_commas_and_without(text: str, others: str) -> None:
    assert regrouped_sums(text) == others
