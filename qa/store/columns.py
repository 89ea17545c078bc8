"""The columns that filters read, one row per passage, and the passages that filters allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa.filters import Filters

UNKNOWN = -1
"""Stands for a date or a category that is not known."""


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """The columns that filters read, one entry per passage.

    Attributes:
        ids: (n_passages,) int64, increasing.
        days: (n_passages,) int32, proleptic ordinal of the document's date, UNKNOWN where there is none.
        categories: (n_passages,) int32, position in `category_names`, UNKNOWN where there is none.
        category_names: Each category once.
        documents: (n_passages,) int64, the place of the document among all of them, from 0.
        document_names: The name of each document, by its place.
    """

    ids: NDArray[np.int64]
    days: NDArray[np.int32]
    categories: NDArray[np.int32]
    category_names: tuple[str, ...]
    documents: NDArray[np.int64]
    document_names: tuple[str, ...]

    @classmethod
    def from_rows(
        cls, rows: Sequence[tuple[int, str | None, str | None, int]], names: Mapping[int, str]
    ) -> "PassageColumns":
        """From (id, date as YYYY-MM-DD, category, id of the document), in the order of ids.

        Args:
            rows: One a passage.
            names: Of the documents, by their ids; one that has left the catalog meanwhile may be missing.
        """
        ordinals = {day: date.fromisoformat(day).toordinal() for day in {row[1] for row in rows} if day is not None}
        categories = tuple(sorted({row[2] for row in rows if row[2] is not None}))
        codes = {name: code for code, name in enumerate(categories)}
        documents, places = np.unique([row[3] for row in rows], return_inverse=True)
        return cls(
            ids=np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows)),
            days=np.fromiter((ordinals.get(row[1] or "", UNKNOWN) for row in rows), dtype=np.int32, count=len(rows)),
            categories=np.fromiter((codes.get(row[2] or "", UNKNOWN) for row in rows), dtype=np.int32, count=len(rows)),
            category_names=categories,
            documents=places.astype(np.int64),
            document_names=tuple(names.get(int(document), "") for document in documents),
        )


def allowed(filters: Filters, columns: PassageColumns) -> NDArray[np.int64]:
    """Ids of the passages that the filters allow, (n,) int64, increasing."""
    keep = np.ones(len(columns.ids), dtype=bool)
    if filters.date_from or filters.date_to:
        keep &= columns.days != UNKNOWN
    if filters.date_from:
        keep &= columns.days >= filters.date_from.toordinal()
    if filters.date_to:
        keep &= columns.days <= filters.date_to.toordinal()
    if filters.categories:
        codes = [code for code, name in enumerate(columns.category_names) if name in filters.categories]
        keep &= np.isin(columns.categories, codes)
    if filters.documents:
        places = [place for place, name in enumerate(columns.document_names) if name in filters.documents]
        keep &= np.isin(columns.documents, places)
    return columns.ids[keep]
