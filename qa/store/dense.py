"""The dense index in a file, built from the catalog and the vectors that are kept, without encoding anything."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, VectorFormatError, Vectors
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.columns import PassageColumns, allowed
from qa.store.disk import writing
from qa.store.store import DenseSearch, Rows


class FilteredIndex:
    """A `DenseSearch` in memory: an index, and the columns that filters read."""

    def __init__(self, index: DenseIndex, columns: PassageColumns) -> None:
        """Take both, of one snapshot."""
        self._index = index
        self._columns = columns

    def __len__(self) -> int:
        """Number of passages of the snapshot that have a vector."""
        return int(np.isin(self._columns.ids, self._index.ids).sum())

    def lacking(self, ids: Sequence[int]) -> set[int]:
        """Those of these passages that have none."""
        covered = self._index.ids  # in increasing order
        places = np.searchsorted(covered, ids)
        return {
            identity
            for identity, place in zip(ids, places.tolist(), strict=True)
            if place == len(covered) or covered[place] != identity
        }

    def search(self, vectors: Vectors, k: int, filters: Filters, among: Sequence[int] | None = None) -> list[int]:
        """Ids of the k passages that are nearest to a question, best first; equal scores in the order of their ids."""
        if among is None:
            ids = allowed(filters, self._columns) if filters else None
        else:
            ids = np.asarray(among, dtype=np.int64)
        found: list[int] = self._index.search(vectors, k, ids)[1][0].tolist()
        return found


class DenseFile:
    """The dense index in a file; `Dense` says what each method is for."""

    def __init__(self, path: Path, catalog: Catalog) -> None:
        """Name the file, and the catalog that it follows."""
        self._path = path
        self._catalog = catalog

    def follow(self, rows: Rows | None) -> None:
        """Bring the dense index up to date with catalog and vectors; without passages there are no rows."""
        with writing(self._path):
            if rows is None:
                self.delete()
            else:
                self._follow(rows)

    def _follow(self, rows: Rows) -> None:
        ids, positions = self._encoded(rows)
        try:
            index = DenseIndex.load(self._path, rows.dimension)
        except VectorFormatError:
            index = DenseIndex(rows.dimension)
        new = ~np.isin(ids, index.ids)
        if not new.any() and len(index) == len(ids) and self._path.exists():
            return
        if new.any() and (not len(index) or ids[new][0] < index.ids[-1]):
            index = self.build(rows)  # or an older passage got its vector late, and ids must increase
        else:
            index.remove(np.setdiff1d(index.ids, ids))
            index.add(ids[new], rows.read(positions[new]))
        try:
            index.save(self._path)
        except RuntimeError as error:  # faiss's, which speaks of no errno
            raise OSError(str(error)) from error

    def searched(self, columns: PassageColumns, rows: Callable[[], Rows]) -> DenseSearch:
        """The index of the file; one in memory where that is not there yet, deleted, or being replaced right now."""
        if not len(columns.ids):
            return FilteredIndex(DenseIndex(1), columns)
        try:
            index = DenseIndex.load(self._path, int(self._catalog.get_property("dimension") or 0))
        except VectorFormatError:
            index = self.build(rows())
        return FilteredIndex(index, columns)

    def build(self, rows: Rows) -> DenseIndex:
        """An index of all passages that have a vector; seconds for a hundred thousand."""
        ids, positions = self._encoded(rows)
        return DenseIndex.build(ids, lambda some: rows.read(positions[some]), rows.dimension)

    def ids(self, rows: Rows) -> set[int]:
        """Ids of all passages in the file."""
        return set(np.asarray(DenseIndex.load(self._path, rows.dimension).ids).tolist())

    def delete(self) -> None:
        """Delete the file."""
        self._path.unlink(missing_ok=True)

    def _encoded(self, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Ids of the passages that have a vector, increasing, and the row of each."""
        ids, keys = self._catalog.keys()
        positions = rows.find(keys)
        return np.asarray(ids, dtype=np.int64)[positions >= 0], positions[positions >= 0]
