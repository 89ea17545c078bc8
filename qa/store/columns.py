"""The columns that filters read, one row per passage, and the passages that filters allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qa.filters import Filters
from qa.store.passage_rows import lines_of

UNKNOWN = -1
"""Stands for a date that is not known."""


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """The columns that filters read: one entry per passage, and one for each category of each document.

    Attributes:
        ids: (n_passages,) int64, increasing.
        days: (n_passages,) int32, proleptic ordinal of the document's date, UNKNOWN where there is none.
        documents: (n_passages,) int64, the place of the document among all of them, from 0.
        category_names: Each category once.
        categories: (n_entries,) int32, position in `category_names`.
        categorised: (n_entries,) int64, the place of the document that is of the category.
        document_names: The name of each document, by its place.
    """

    ids: NDArray[np.int64]
    days: NDArray[np.int32]
    documents: NDArray[np.int64]
    category_names: tuple[str, ...]
    categories: NDArray[np.int32]
    categorised: NDArray[np.int64]
    document_names: tuple[str, ...]

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return int(self.documents.max()) + 1 if len(self.documents) else 0

    @classmethod
    def from_rows(
        cls, rows: Sequence[tuple[int, str | None, str | None, int]], names: Mapping[int, str]
    ) -> "PassageColumns":
        """From (id, date as YYYY-MM-DD, categories one a line, id of the document), in the order of ids.

        Args:
            rows: One a passage.
            names: Of the documents, by their ids; one that has left the catalog meanwhile may be missing.
        """
        ordinals = {day: date.fromisoformat(day).toordinal() for day in {row[1] for row in rows} if day is not None}
        identities, firsts, documents = np.unique([row[3] for row in rows], return_index=True, return_inverse=True)
        entries = [(place, name) for place, first in enumerate(firsts.tolist()) for name in lines_of(rows[first][2])]
        categories = tuple(sorted({name for _, name in entries}))
        codes = {name: code for code, name in enumerate(categories)}
        return cls(
            ids=np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows)),
            days=np.fromiter((ordinals.get(row[1] or "", UNKNOWN) for row in rows), dtype=np.int32, count=len(rows)),
            documents=documents.astype(np.int64),
            category_names=categories,
            categories=np.array([codes[name] for _, name in entries], dtype=np.int32),
            categorised=np.array([place for place, _ in entries], dtype=np.int64),
            document_names=tuple(names.get(int(identity), "") for identity in identities),
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
        passing = np.zeros(columns.n_documents, dtype=bool)
        passing[columns.categorised[np.isin(columns.categories, codes)]] = True
        keep &= passing[columns.documents]
    if filters.documents:
        places = [place for place, name in enumerate(columns.document_names) if name in filters.documents]
        keep &= np.isin(columns.documents, places)
    return columns.ids[keep]
