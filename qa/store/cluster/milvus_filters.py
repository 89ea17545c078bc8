"""Filters as conditions on rows of Milvus."""

import json
from collections.abc import Iterable

from qa.filters import Filters

_MOST_YEARS = 16
"""Years of a range of days whose parts are named; of a longer one all parts are searched."""


def passing(filters: Filters, among: Iterable[int] | None = None, until: int | None = None) -> str:
    """The condition on a row that filters allow it; empty where nothing is filtered out.

    Args:
        filters: On date and category; names of documents are not kept in Milvus.
        among: Ids of the passages that are allowed; None for all.
        until: The greatest id; None for no limit.
    """
    conditions = []
    if filters.date_from or filters.date_to:
        # Day 0 stands for an unknown date, and no date is before day 1.
        conditions.append(f"day >= {filters.date_from.toordinal() if filters.date_from else 1}")
    if filters.date_to:
        conditions.append(f"day <= {filters.date_to.toordinal()}")
    if filters.date_from and filters.date_to and filters.date_to.year - filters.date_from.year < _MOST_YEARS:
        # What names the partitions that can hold such days: the others are not searched.
        conditions.append(f"year in {list(range(filters.date_from.year, filters.date_to.year + 1))}")
    if filters.categories:
        names = json.dumps(sorted(filters.categories), ensure_ascii=False)
        conditions.append(f"array_contains_any(categories, {names})")
    if among is not None:
        conditions.append(f"id in {list(among)}")
    if until is not None:
        conditions.append(f"id <= {until}")
    return " and ".join(conditions)
