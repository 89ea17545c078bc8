"""How the documents that match a question are spread over months and categories; pure counting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.filters import Filters
from qa.store.columns import UNKNOWN, PassageColumns, allowed

_AS_MUCH_AS_MOST = 0.75
"""Share of what the passage holds that holds most of the question, from which another matches."""
_LEAST = 0.4
"""Share of the question that some passage must hold, or nothing matches."""
_MOST_MONTHS_BY_DAY = 2
"""Months of a collection that is spread over days; over more, days would be too narrow to be seen."""
_ORDINAL_OF_1970 = date(1970, 1, 1).toordinal()


class Holders(Protocol):
    """What counting asks of the lexical index."""

    def most_held(self, text: str) -> float:
        """The share of a text's terms that one passage holds at most."""

    def holding(self, text: str, least: float) -> list[int]:
        """Ids, increasing, of the passages that hold at least this share of a text's terms."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text."""


@dataclass(frozen=True, slots=True)
class Matches:
    """How what matches is spread, in documents.

    A filter leaves its own spread as it is: the months are of all days, and the categories are all, so that a reader
    sees what another filter would let through.

    Attributes:
        months: The first day of each month, from the first to the last of which the collection holds a document, and
            how many match; zeros included, empty where no document has a date.
        categories: Each that matches, the most frequent first, equal ones by name.
        documents: How many match, within all filters.
        undated: How many without a date match, on no filter's days.
        days: The same as months of each day, where the collection spans two months at most; else empty.
    """

    months: tuple[tuple[date, int], ...]
    categories: tuple[tuple[str, int], ...]
    documents: int
    undated: int
    days: tuple[tuple[date, int], ...] = ()

    def to_dict(self) -> Mapping[str, object]:
        """The JSON of `/api/matches`."""
        return {
            "documents": self.documents,
            "undated": self.undated,
            "months": [{"month": month.isoformat()[:7], "documents": count} for month, count in self.months],
            "days": [{"day": day.isoformat(), "documents": count} for day, count in self.days],
            "categories": [{"category": name, "documents": count} for name, count in self.categories],
        }


def find_matches(topic: str, filters: Filters, columns: PassageColumns, holders: Holders) -> Matches:
    """Count the documents about a topic.

    A document is about it when one of its passages holds nearly as much of the topic's terms, rare ones weighing
    more, as any passage does; none is where no passage holds two fifths of them.

    Args:
        topic: In words; without a term in them all documents match.
        filters: Which documents are counted.
        columns: Of all passages.
        holders: The lexical index.
    """
    documents = document_columns(columns)
    matching = np.ones(len(documents.ids), dtype=bool)
    if holders.terms(topic):
        most = holders.most_held(topic)
        ids = holders.holding(topic, _AS_MUCH_AS_MOST * most) if most >= _LEAST else []
        # The index may be a snapshot ahead, or behind.
        matching[:] = False
        matching[columns.documents[np.isin(columns.ids, ids, assume_unique=True)]] = True
    of_any_day = among(matching, replace(filters, date_from=None, date_to=None), documents)
    of_any_category = among(matching, replace(filters, categories=frozenset()), documents)
    days = documents.days[of_any_day]
    dated, all_dated = days[days != UNKNOWN], documents.days[documents.days != UNKNOWN]
    months = _months(dated, all_dated)
    return Matches(
        months=months,
        days=_days(dated, months) if 0 < len(months) <= _MOST_MONTHS_BY_DAY else (),
        categories=_categories(of_any_category, documents),
        documents=int(among(matching, filters, documents).sum()),
        undated=int((days == UNKNOWN).sum()),
    )


def document_columns(columns: PassageColumns) -> PassageColumns:
    """The columns with one entry a document, by its place."""
    days = np.full(columns.n_documents, UNKNOWN, dtype=np.int32)
    days[columns.documents] = columns.days
    places = np.arange(columns.n_documents, dtype=np.int64)
    return replace(columns, ids=places, days=days, documents=places)


def among(matching: NDArray[np.bool_], filters: Filters, documents: PassageColumns) -> NDArray[np.bool_]:
    """(n_documents,) bool: those of the matching that the filters let through."""
    passing = np.zeros(len(matching), dtype=bool)
    passing[allowed(filters, documents)] = True
    return matching & passing


def _months(days: NDArray[np.int32], all_days: NDArray[np.int32]) -> tuple[tuple[date, int], ...]:
    if not len(all_days):
        return ()
    first, last = _month(all_days.min()), _month(all_days.max())
    counts = np.bincount(_month(days) - first, minlength=last - first + 1)
    months = (divmod(month, 12) for month in range(first, last + 1))
    return tuple((date(1970 + year, month + 1, 1), int(n)) for (year, month), n in zip(months, counts, strict=True))


def _days(days: NDArray[np.int32], months: Sequence[tuple[date, int]]) -> tuple[tuple[date, int], ...]:
    """Each day of the months."""
    first, last = months[0][0], months[-1][0]
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    length = (after - first).days
    counts = np.bincount(np.asarray(days, dtype=np.int64) - first.toordinal(), minlength=length)
    return tuple((first + timedelta(days=place), int(count)) for place, count in enumerate(counts))


def _month(days: NDArray[np.int32]) -> NDArray[np.int64]:
    """Months since January 1970."""
    since = np.asarray(days, dtype=np.int64) - _ORDINAL_OF_1970
    return since.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _categories(matching: NDArray[np.bool_], documents: PassageColumns) -> tuple[tuple[str, int], ...]:
    names = documents.category_names
    found = documents.categories[matching[documents.categorised]]
    counts = np.bincount(found, minlength=len(names)).tolist()
    return tuple(
        sorted(((name, n) for name, n in zip(names, counts, strict=True) if n), key=lambda one: (-one[1], one[0]))
    )
