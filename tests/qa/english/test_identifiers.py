"""Numbers that name something."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from qa.english.identifiers import find_identifiers


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("H.R. 49", "hr", "49"),
        ("HR 49", "hr", "49"),
        ("S. 475", "s", "475"),
        ("S.J.Res. 13", "sjres", "13"),
        ("H. Con. Res. 7", "hconres", "7"),
        ("Executive Order 14,028", "order", "14028"),
        ("EO 14028", "order", "14028"),
        ("Presidential Determination No. 2022-25", "determination", "2022-25"),
        ("Section 5", "section", "5"),
        ("No. 12-b4", "", "12-b4"),
        ("(555) 010-2030", "", "5550102030"),
    ],
)
def test_a_label_and_its_number(text: str, label: str, number: str) -> None:
    [found] = find_identifiers(f"whom does {text} concern?")
    assert (found.label, found.number) == (label, number)


@pytest.mark.parametrize("text", ["Adler’s 475 wells", "in order five times", "U.S. 475", "20 wells", "no 5 of them"])
def test_other_numbers_name_nothing(text: str) -> None:
    assert find_identifiers(text) == []


def test_long_numbers_and_bills_name_a_paper() -> None:
    text = "H.R. 4, Order 14028, Section 5, Room 12, 555-010-2030"
    assert [one.names_paper for one in find_identifiers(text)] == [True, True, False, False, True]


@pytest.mark.parametrize("piece", ["no. ", "1-", "h", "order ", "1,", "s. ", "(555"])
def test_the_time_grows_with_the_length_only(
    piece: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(5):
        find_identifiers(piece * (100_000 // len(piece)))
