"""The dense index, built from the catalog and the vectors that are kept, without encoding anything."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, VectorFormatError, Vectors
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.columns import PassageColumns, allowed
from qa.store.disk import writing
from qa.store.store import Rows


class DenseFile:
    """The dense index in a file; `Dense` says what each method is for."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        self.path = path

    def follow(self, catalog: Catalog, rows: Rows | None) -> None:
        """Bring the dense index up to date with catalog and vectors; without passages there are no rows."""
        with writing(self.path):
            if rows is None:
                self.delete()
            else:
                self._follow(catalog, rows)

    def _follow(self, catalog: Catalog, rows: Rows) -> None:
        ids, positions = _encoded(catalog, rows)
        try:
            index = self._load(rows.dimension)
        except VectorFormatError:
            index = DenseIndex(rows.dimension)
        new = ~np.isin(ids, index.ids)
        if not new.any() and len(index) == len(ids) and self.path.exists():
            return
        if new.any() and (not len(index) or ids[new][0] < index.ids[-1]):
            index = _built(catalog, rows)  # or an older passage got its vector late, and ids must increase
        else:
            index.remove(np.setdiff1d(index.ids, ids))
            index.add(ids[new], rows.read(positions[new]))
        try:
            index.save(self.path)
        except RuntimeError as error:  # faiss's, which speaks of no errno
            raise OSError(str(error)) from error

    def read(self, dimension: int, columns: PassageColumns) -> "SearchedFile":
        """The index of the file."""
        return SearchedFile(self._load(dimension), columns)

    def build(self, catalog: Catalog, rows: Rows, columns: PassageColumns) -> "SearchedFile":
        """An index of all passages that have a vector; seconds for a hundred thousand."""
        return SearchedFile(_built(catalog, rows), columns)

    def _load(self, dimension: int) -> DenseIndex:
        return DenseIndex.load(self.path, dimension)

    def delete(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)


class SearchedFile:
    """The dense index of a snapshot; `DenseSearch` says what each method is for."""

    def __init__(self, index: DenseIndex, columns: PassageColumns) -> None:
        """Take the index, and the columns of all passages."""
        self._index = index
        self._columns = columns

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of the passages that are searched, increasing."""
        return self._index.ids

    @property
    def ready(self) -> float:
        """Share of the snapshot's passages that are searched, 0–1; 1 where there are none."""
        passages = self._columns.ids
        return float(np.isin(passages, self.ids).mean()) if len(passages) else 1.0

    def search(self, vector: Vectors, k: int, filters: Filters, among: Sequence[int] | None = None) -> list[int]:
        """Ids of the k passages nearest to a question, best first; the columns know the documents too."""
        ids = allowed(filters, self._columns) if filters else None
        found: list[int] = self._index.search(vector, k, ids)[1][0].tolist()
        return found

    def lacking(self, ids: Sequence[int]) -> set[int]:
        """Those of these passages that are not searched."""
        covered = self.ids  # in increasing order
        places = np.searchsorted(covered, ids)
        return {
            identity
            for identity, place in zip(ids, places.tolist(), strict=True)
            if place == len(covered) or covered[place] != identity
        }


def _built(catalog: Catalog, rows: Rows) -> DenseIndex:
    ids, positions = _encoded(catalog, rows)
    return DenseIndex.build(ids, lambda some: rows.read(positions[some]), rows.dimension)


def _encoded(catalog: Catalog, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids of the passages that have a vector, increasing, and the row of each."""
    ids, keys = catalog.keys()
    positions = rows.find(keys)
    return np.asarray(ids, dtype=np.int64)[positions >= 0], positions[positions >= 0]
