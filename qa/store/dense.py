"""The dense index, built from the catalog and the vectors that are kept, without encoding anything."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, VectorFormatError, VectorRows
from qa.store.catalog import Catalog


def follow_dense(catalog: Catalog, rows: VectorRows | None, path: Path) -> None:
    """Bring the dense index up to date with catalog and vectors; without passages there are no rows."""
    if rows is None:
        path.unlink(missing_ok=True)
        return
    ids, positions = _encoded(catalog, rows)
    try:
        index = DenseIndex.load(path, rows.dimension)
    except VectorFormatError:
        index = DenseIndex(rows.dimension)
    new = ~np.isin(ids, index.ids)
    if not new.any() and len(index) == len(ids) and path.exists():
        return
    if new.any() and (not len(index) or ids[new][0] < index.ids[-1]):
        index = build_dense(catalog, rows)  # or an older passage got its vector late, and ids must increase
    else:
        index.remove(np.setdiff1d(index.ids, ids))
        index.add(ids[new], rows.read(positions[new]))
    try:
        index.save(path)
    except RuntimeError as error:  # faiss's, which speaks of no errno
        raise OSError(str(error)) from error


def build_dense(catalog: Catalog, rows: VectorRows) -> DenseIndex:
    """A dense index of all passages that have a vector; seconds for a hundred thousand."""
    ids, positions = _encoded(catalog, rows)
    return DenseIndex.build(ids, lambda some: rows.read(positions[some]), rows.dimension)


def _encoded(catalog: Catalog, rows: VectorRows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids of the passages that have a vector, increasing, and the row of each."""
    ids, keys = catalog.keys()
    positions = rows.find(keys)
    return np.asarray(ids, dtype=np.int64)[positions >= 0], positions[positions >= 0]
