"""Filters and the passages that they allow."""

from datetime import date

import pytest

from qa.errors import UsageError
from qa.filters import Filters
from qa.store.columns import UNKNOWN, PassageColumns, allowed

COLUMNS = PassageColumns.from_rows(
    [
        (1, "2021-03-01", "blog", 7),
        (2, "2021-03-31", "remarks", 8),
        (3, None, "blog", 11),
        (5, "2022-01-01", None, 12),
        (9, None, None, 12),
    ],
    {7: "a.md", 8: "b.md", 11: "c.md", 12: "d.md"},
)


def test_columns_hold_days_and_positions_of_categories() -> None:
    assert COLUMNS.ids.tolist() == [1, 2, 3, 5, 9]
    assert COLUMNS.days.tolist() == [737850, 737880, UNKNOWN, 738156, UNKNOWN]
    assert COLUMNS.category_names == ("blog", "remarks")
    assert COLUMNS.categories.tolist() == [0, 1, 0]
    assert COLUMNS.categorised.tolist() == [0, 1, 2]


def test_a_document_passes_a_filter_on_any_of_its_categories() -> None:
    columns = PassageColumns.from_rows(
        [(1, None, "bus\nwinter", 4), (2, None, "bus\nwinter", 4), (3, None, "winter", 6), (4, None, None, 9)], {}
    )
    assert columns.category_names == ("bus", "winter")
    assert columns.categories.tolist() == [0, 1, 1]
    assert columns.categorised.tolist() == [0, 0, 1]
    for categories, expected in (
        ({"bus"}, [1, 2]),
        ({"winter"}, [1, 2, 3]),
        ({"bus", "winter"}, [1, 2, 3]),
        ({"tram"}, []),
    ):
        assert allowed(Filters(categories=frozenset(categories)), columns).tolist() == expected


def test_columns_number_the_documents_without_gaps() -> None:
    assert COLUMNS.documents.tolist() == [0, 1, 2, 3, 3]
    assert PassageColumns.from_rows([], {}).documents.tolist() == []


MARCH, END_OF_MARCH, YEAR = date(2021, 3, 1), date(2021, 3, 31), date(2022, 1, 1)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), [1, 2, 3, 5, 9]),
        (Filters(MARCH), [1, 2, 5]),
        (Filters(date(2021, 3, 2)), [2, 5]),
        (Filters(None, END_OF_MARCH), [1, 2]),
        (Filters(MARCH, MARCH), [1]),
        (Filters(date(1, 1, 1), date(9999, 12, 31)), [1, 2, 5]),
        (Filters(YEAR, None, frozenset({"blog"})), []),
        (Filters(categories=frozenset({"blog"})), [1, 3]),
        (Filters(categories=frozenset({"blog", "remarks", "other"})), [1, 2, 3]),
        (Filters(categories=frozenset({"other"})), []),
        (Filters(MARCH, END_OF_MARCH, frozenset({"remarks"})), [2]),
    ],
)
def test_an_unknown_date_or_category_passes_no_filter_on_it(filters: Filters, expected: list[int]) -> None:
    assert allowed(filters, COLUMNS).tolist() == expected


def test_no_passages_are_allowed_of_none() -> None:
    assert allowed(Filters(MARCH), PassageColumns.from_rows([], {})).tolist() == []


def test_what_is_set_is_named_as_the_options_are() -> None:
    filters = Filters(date(2021, 1, 2), date(2021, 3, 4), frozenset({"press", "blog"}))
    assert filters.to_dict() == {"from": "2021-01-02", "to": "2021-03-04", "category": ["blog", "press"]}
    assert Filters(date_to=date(2021, 3, 4)).to_dict() == {"to": "2021-03-04"}
    assert Filters().to_dict() == {}


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(UsageError, match="the range of dates is empty: from 2022-01-01 to 2021-03-01"):
        Filters(YEAR, MARCH)


@pytest.mark.parametrize(
    ("filters", "filter_something"),
    [
        (Filters(), False),
        (Filters(MARCH), True),
        (Filters(None, MARCH), True),
        (Filters(categories=frozenset({"blog"})), True),
    ],
)
def test_filters_are_true_when_they_filter(filters: Filters, filter_something: bool) -> None:
    assert bool(filters) is filter_something


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(documents=frozenset({"b.md"})), [2]),
        (Filters(documents=frozenset({"a.md", "d.md"})), [1, 5, 9]),
        (Filters(MARCH, documents=frozenset({"a.md", "d.md"})), [1, 5]),
        (Filters(documents=frozenset({"nothing.md", ""})), []),
    ],
)
def test_documents_are_chosen_by_their_names(filters: Filters, expected: list[int]) -> None:
    assert allowed(filters, COLUMNS).tolist() == expected
    assert filters
    assert filters.to_dict()["document"] == sorted(filters.documents)
