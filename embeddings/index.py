"""Exact search among passage vectors: the only file that imports faiss."""

import zlib
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import VectorFormatError

Ids = NDArray[np.int64]
_TIES = 8


class DenseIndex:
    """Inner-product search over unit vectors with 64-bit ids; exact (FAISS `IndexFlatIP`).

    Ids are kept in increasing order, so that a filter becomes a bitmap by binary search.
    """

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of this length."""
        self._index = faiss.IndexFlatIP(dimension)
        self._ids: Ids = np.empty(0, dtype=np.int64)

    def __len__(self) -> int:
        """Number of vectors."""
        return len(self._ids)

    @property
    def ids(self) -> Ids:
        """The ids that are in the index, (n,) int64, increasing."""
        return self._ids

    @classmethod
    def load(cls, path: Path, dimension: int) -> "DenseIndex":
        """Read an index that `save` wrote.

        Raises:
            VectorFormatError: The files are missing, damaged or of another dimension; build it again.
        """
        index = cls(dimension)
        try:
            checksums, index._ids = _read_ids(_ids_path(path))
            # Before faiss reads it: of a damaged file it would believe sizes of gigabytes.
            if checksums != (_file_checksum(path), zlib.crc32(index._ids.tobytes())):
                raise VectorFormatError(f"{path} does not match its checksums; build it again")
            index._index = faiss.read_index(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise VectorFormatError(f"{path} cannot be read as a dense index: {error}") from error
        if index._index.d != dimension or index._index.ntotal != len(index._ids):
            raise VectorFormatError(
                f"{path} has {index._index.ntotal} vectors of {index._index.d} dimensions for {len(index._ids)} ids; "
                f"expected {dimension} dimensions"
            )
        return index

    def save(self, path: Path) -> None:
        """Write the index; a reader sees the old one or the new one.

        Between the two moves the files do not match each other, and `load` refuses them.
        """
        ids_path = _ids_path(path)
        temporary, temporary_ids = path.with_suffix(".tmp"), ids_path.with_suffix(".ids.tmp")
        faiss.write_index(self._index, str(temporary))
        checksums = np.array([_file_checksum(temporary), zlib.crc32(self._ids.tobytes())], dtype=np.int64)
        np.concatenate([checksums, self._ids]).tofile(temporary_ids)
        temporary_ids.replace(ids_path)
        temporary.replace(path)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors under ids greater than every id that is there.

        Args:
            ids: (n,) int64, increasing.
            vectors: (n, dimension) float32, unit rows.

        Raises:
            VectorFormatError: Shapes differ, or ids do not increase.
        """
        if vectors.shape != (len(ids), self._index.d):
            raise VectorFormatError(f"vectors of shape {vectors.shape}, expected {(len(ids), self._index.d)}")
        joined = np.concatenate([self._ids, np.asarray(ids, dtype=np.int64)])
        if len(joined) > 1 and not (np.diff(joined) > 0).all():
            raise VectorFormatError("ids must increase and be greater than those in the index")
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._ids = joined

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are passed over."""
        gone = np.isin(self._ids, ids)
        if gone.any():
            self._index.remove_ids(faiss.IDSelectorBatch(np.flatnonzero(gone).astype(np.int64)))
            self._ids = self._ids[~gone]

    def search(self, vectors: Vectors, k: int, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The k nearest vectors of each query, best first; equal scores in the order of their ids.

        Args:
            vectors: (n_queries, dimension) float32, unit rows.
            k: How many at most.
            allowed: Ids to search among, (n,) int64; None for all. Ids not in the index are passed over.

        Returns:
            Scores (n_queries, m) float32 and ids (n_queries, m) int64, m = min(k, number searched).

        Raises:
            VectorFormatError: The queries have another shape.
        """
        if vectors.ndim != 2 or (len(self) and vectors.shape[1] != self._index.d):
            raise VectorFormatError(f"queries of shape {vectors.shape}, expected (n_queries, {self._index.d})")
        positions = None if allowed is None else self._positions(allowed)
        searched = len(self) if positions is None else len(positions)
        m = min(k, searched)
        if m == 0:
            return np.empty((len(vectors), 0), dtype=np.float32), np.empty((len(vectors), 0), dtype=np.int64)
        parameters = None if positions is None else _bitmap(positions, len(self))
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        n = min(m + _TIES, searched)
        scores, found = self._index.search(queries, n, params=parameters)
        while n < searched and (scores[:, m - 1] == scores[:, n - 1]).any():
            # Which of equal vectors stand at the end is faiss's choice: all of them are needed to take the first ids.
            n = min(4 * n, searched)
            scores, found = self._index.search(queries, n, params=parameters)
        order = np.lexsort((found, -scores), axis=1)[:, :m]
        return np.take_along_axis(scores, order, axis=1), self._ids[np.take_along_axis(found, order, axis=1)]

    def _positions(self, ids: Ids) -> Ids:
        ids = np.unique(ids)
        positions = np.searchsorted(self._ids, ids)
        inside = positions < len(self._ids)
        positions, ids = positions[inside], ids[inside]
        found: Ids = positions[self._ids[positions] == ids]
        return found


def _ids_path(path: Path) -> Path:
    return path.with_suffix(".ids")


def _read_ids(path: Path) -> tuple[tuple[int, int], Ids]:
    """Checksums of the index file and of the ids, and the ids."""
    numbers = np.fromfile(path, dtype=np.int64)
    if len(numbers) < 2:
        raise ValueError(f"{path} is cut off")
    return (int(numbers[0]), int(numbers[1])), np.ascontiguousarray(numbers[2:])


def _file_checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return checksum


def _bitmap(positions: Ids, size: int) -> faiss.SearchParameters:
    mask = np.zeros(size, dtype=bool)
    mask[positions] = True
    bits = np.packbits(mask, bitorder="little")
    # SearchParameters keeps a reference to the selector, and the selector one to the bits.
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
