"""The dense index, built from the catalog and the vectors that are kept, without encoding anything."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, VectorFormatError
from qa.store.catalog import Catalog
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
            index = self.read(rows.dimension)
        except VectorFormatError:
            index = DenseIndex(rows.dimension)
        new = ~np.isin(ids, index.ids)
        if not new.any() and len(index) == len(ids) and self.path.exists():
            return
        if new.any() and (not len(index) or ids[new][0] < index.ids[-1]):
            index = self.build(catalog, rows)  # or an older passage got its vector late, and ids must increase
        else:
            index.remove(np.setdiff1d(index.ids, ids))
            index.add(ids[new], rows.read(positions[new]))
        try:
            index.save(self.path)
        except RuntimeError as error:  # faiss's, which speaks of no errno
            raise OSError(str(error)) from error

    def read(self, dimension: int) -> DenseIndex:
        """The index of the file."""
        return DenseIndex.load(self.path, dimension)

    def build(self, catalog: Catalog, rows: Rows) -> DenseIndex:
        """An index of all passages that have a vector; seconds for a hundred thousand."""
        ids, positions = _encoded(catalog, rows)
        return DenseIndex.build(ids, lambda some: rows.read(positions[some]), rows.dimension)

    def delete(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)


def _encoded(catalog: Catalog, rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids of the passages that have a vector, increasing, and the row of each."""
    ids, keys = catalog.keys()
    positions = rows.find(keys)
    return np.asarray(ids, dtype=np.int64)[positions >= 0], positions[positions >= 0]
