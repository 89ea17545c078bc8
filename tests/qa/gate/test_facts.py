"""What a text states exactly."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from qa.gate.facts import facts


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("On May 7 it cost $5.", ["date:0004-05-07/0004-05-07", "money:5"]),
        ("in Q3 2021 at 9:30", ["date:2021-07-01/2021-09-30", "time:930"]),
        ("on Tuesday, last week", ["day word:tuesday", "day word:lastweek"]),
        ("Order 14,028, see ann@pier.example", ["identifier:14028", "address:ann@pier.example"]),
        ("www.pier.org; 5 tons per day, weekly", ["address:www.pier.org", "number:5", "rate:day", "rate:week"]),
        ("COVID-19 and v2", ["identifier:covid19", "identifier:v2"]),
        ("one of them", []),
        ("three weeks ago", ["number:3"]),
    ],
)
def test_facts_are_written_in_one_way(text: str, keys: list[str]) -> None:
    assert [fact.key for fact in facts(text)] == keys


def test_a_date_agrees_with_a_shorter_one() -> None:
    [march], [day], [bare] = facts("March 2021"), facts("March 5, 2021"), facts("March 5")
    assert march.agrees(day)
    assert not day.agrees(march)
    assert march.agrees(bare, 2021)
    assert not march.agrees(bare, 2022)
    assert not march.agrees(bare)
    assert bare.agrees(day)


@pytest.mark.parametrize("piece", ["a@", "a.", "a-", "1:", "x1-", "every ", "h.r. ", "@", "(555) "])
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(10):
        facts(piece * (100_000 // len(piece)))
