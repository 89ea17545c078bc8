"""How the documents that match a question are spread over months and categories; pure counting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.filters import Filters
from qa.store.columns import UNKNOWN, PassageColumns, allowed

_AS_MUCH_AS_MOST = 0.75
"""Share of what the passage holds that holds most of the question, from which another matches."""
_LEAST = 0.4
"""Share of the question that some passage must hold, or nothing matches."""
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
    """

    months: tuple[tuple[date, int], ...]
    categories: tuple[tuple[str, int], ...]
    documents: int
    undated: int

    def to_dict(self) -> Mapping[str, object]:
        """The JSON of `/api/matches`."""
        return {
            "documents": self.documents,
            "undated": self.undated,
            "months": [{"month": month.isoformat()[:7], "documents": count} for month, count in self.months],
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
    return Matches(
        months=_months(days[days != UNKNOWN], documents.days[documents.days != UNKNOWN]),
        categories=_categories(documents.categories[of_any_category], documents.category_names),
        documents=int(among(matching, filters, documents).sum()),
        undated=int((days == UNKNOWN).sum()),
    )


def document_columns(columns: PassageColumns) -> PassageColumns:
    """The columns with one entry a document, by its place."""
    count = int(columns.documents.max()) + 1 if len(columns.documents) else 0
    days, categories = np.full(count, UNKNOWN, dtype=np.int32), np.full(count, UNKNOWN, dtype=np.int32)
    days[columns.documents], categories[columns.documents] = columns.days, columns.categories
    places = np.arange(count, dtype=np.int64)
    return PassageColumns(places, days, categories, columns.category_names, places, columns.document_names)


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


def _month(days: NDArray[np.int32]) -> NDArray[np.int64]:
    """Months since January 1970."""
    since = np.asarray(days, dtype=np.int64) - _ORDINAL_OF_1970
    return since.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _categories(found: NDArray[np.int32], names: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(found[found != UNKNOWN], minlength=len(names)).tolist()
    return tuple(
        sorted(((name, n) for name, n in zip(names, counts, strict=True) if n), key=lambda one: (-one[1], one[0]))
    )
