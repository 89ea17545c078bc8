"""Search among passage vectors: the only file that imports faiss.

Which of two kinds an index is depends on the number of vectors alone. Both hold the rows as float16, mapped from the
file, and score them exactly:

- up to `EXACT_UP_TO`, `IndexScalarQuantizer(QT_fp16)`: every row is scored. At 165,000 x 384 it takes 35 ms a query on
  a busy core, `IndexFlatIP` with float32 rows 85 ms: half the bytes are read.
- beyond, `IndexIVFScalarQuantizer(QT_fp16)`: the rows in lists around k-means centres, of which the `PROBES` lists
  nearest to a query are scored. As the codes are the rows, nothing needs to be refined. With 8-bit codes refined from
  float16 rows a query took as long at the same recall (1.7 ms at 1,000,000, 1.6 ms this way); 4-bit product codes,
  refined, took 0.3 ms: to be had if memory gets short, for a second file of rows. A graph was not tried: its links
  come on top of the rows, and removing a row is a rebuild.

`tests/benchmarks/dense_index.py` measures both.
"""

import math
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import VectorFormatError

Ids = NDArray[np.int64]
EXACT_UP_TO = 200_000
"""Vectors that are searched exhaustively; more are searched by lists."""
PROBES = 32
"""Lists scored for a query. Of 37,008 vectors of real passages in 385 lists, with 200 more as queries, 0.990 of the 10
nearest were found and 0.951 of the 200 nearest; of 1,000,000 drawn around them 1.000 and 0.973, of 10,000,000 all."""
MOST_LISTS = 4096
"""Beyond about four million vectors the lists get longer instead of more: finding the list of a row costs as many
inner products as there are lists."""
SPARSE = 128
"""If fewer than one row of so many is allowed, they are read one by one and all scored: 2.4 µs each, while a row that
is passed over in a list costs 17 ns."""
_TRAINED_ON = 48
"""Rows a centre in the sample for k-means; faiss asks for 39 at least."""
_ITERATIONS = 8
_CHUNK = 1 << 16
_TIES = 8


class DenseIndex:
    """Inner-product search over unit vectors with 64-bit ids; exact up to `EXACT_UP_TO` vectors.

    Vectors are kept as float16. Ids are kept in increasing order, so that a filter becomes a bitmap by binary search.
    A loaded index is mapped from its file, also when that is replaced, until it is changed: that reads it into memory.
    """

    def __init__(self, dimension: int) -> None:
        """Make an empty index for vectors of this length."""
        self._index = _exact(dimension)
        self._ids: Ids = np.empty(0, dtype=np.int64)
        self._mapped: tuple[Path, tuple[int, int]] | None = None

    @classmethod
    def build(cls, ids: Ids, read: Callable[[Ids], Vectors], dimension: int) -> "DenseIndex":
        """Make an index of many vectors, which need not be in memory together.

        Args:
            ids: (n,) int64, increasing.
            read: The vectors at positions among the ids, which come in increasing order; (n, dimension) float32.
            dimension: Length of a vector.

        Raises:
            VectorFormatError: Ids do not increase, or what is read has another shape.
        """
        index = cls(dimension)
        index._ids = _increasing(ids)
        if lists := _lists_for(len(ids)):
            index._index = _trained(lists, read, len(ids), dimension)
        for start in range(0, len(ids), _CHUNK):
            positions = np.arange(start, min(start + _CHUNK, len(ids)))
            index._index.add(_rows(read(positions), (len(positions), dimension)))
        index._place_rows()
        return index

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
            # Before faiss reads it: of a damaged file it would believe sizes of gigabytes. It is also what brings
            # the file into the page cache. Of pages that are there already crc32 takes 0.4 s a gigabyte.
            if checksums != (_file_checksum(path), zlib.crc32(index._ids.tobytes())):
                raise VectorFormatError(f"{path} does not match its checksums; build it again")
            if os.name == "nt":  # a file that is mapped cannot be replaced there
                index._index = faiss.read_index(str(path))
            else:
                index._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
                index._mapped = path, checksums
        except (OSError, RuntimeError, ValueError) as error:
            raise VectorFormatError(f"{path} cannot be read as a dense index: {error}") from error
        if not isinstance(index._index, (faiss.IndexScalarQuantizer, faiss.IndexIVFScalarQuantizer)):
            raise VectorFormatError(f"{path} is a {type(index._index).__name__}, of an older version; build it again")
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
            VectorFormatError: Shapes differ, ids do not increase, or the file was replaced since it was loaded.
        """
        rows = _rows(vectors, (len(ids), self._index.d))
        joined = _increasing(np.concatenate([self._ids, np.asarray(ids, dtype=np.int64)]))
        known = len(self)

        def read(positions: Ids) -> Vectors:
            split = np.searchsorted(positions, known)
            return np.concatenate([self._read(positions[:split]), rows[positions[split:] - known]])

        if self._outgrown(len(joined)):
            self._take(DenseIndex.build(joined, read, self._index.d))
        elif len(rows):
            self._into_memory()
            self._index.add(rows)
            self._ids = joined

    def remove(self, ids: Ids) -> None:
        """Remove vectors; ids that are not there are passed over.

        Raises:
            VectorFormatError: The file was replaced since it was loaded.
        """
        gone = np.isin(self._ids, ids)
        kept = np.flatnonzero(~gone)
        if len(kept) == len(self):
            return
        if self._outgrown(len(kept)):
            self._take(DenseIndex.build(self._ids[kept], lambda some: self._read(kept[some]), self._index.d))
            return
        self._into_memory()
        if _lists(self._index):
            self._index.set_direct_map_type(faiss.DirectMap.NoMap)  # rows cannot be removed while it stands
        self._index.remove_ids(_bitmap(np.flatnonzero(gone), len(self)))
        self._renumber(np.cumsum(~gone) - 1)
        self._place_rows()
        self._ids = self._ids[kept]

    def search(self, vectors: Vectors, k: int, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The k nearest vectors of each query, best first; equal scores in the order of their ids.

        By lists some of the nearest may be missed, see `PROBES`; the fewer ids are allowed, the more lists are scored,
        and of fewer than one in `SPARSE` none is missed.

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
        queries = np.ascontiguousarray(vectors, dtype=np.float32)
        if positions is None or searched * SPARSE >= len(self) or not _lists(self._index):
            scores, found = _best(self._index, queries, m, positions)
        else:
            few = _exact(self._index.d)
            few.add(self._read(positions))
            scores, found = _best(few, queries, m, None)
            found = positions[found]
        return scores, self._ids[found]

    def _positions(self, ids: Ids) -> Ids:
        if not (np.diff(ids) > 0).all():
            ids = np.unique(ids)  # numpy's hashing takes 120 ms for 150,000, so not where they increase already
        positions = np.searchsorted(self._ids, ids)
        inside = positions < len(self._ids)
        positions, ids = positions[inside], ids[inside]
        found: Ids = positions[self._ids[positions] == ids]
        return found

    def _read(self, positions: Ids) -> Vectors:
        rows: Vectors = self._index.reconstruct_batch(positions)
        return rows

    def _outgrown(self, count: int) -> bool:
        """Whether so many vectors need another kind, or more than twice as many lists."""
        lists, needed = _lists(self._index), _lists_for(count)
        return (needed == 0) != (lists == 0) or needed > 2 * lists

    def _take(self, built: "DenseIndex") -> None:
        self._index, self._ids, self._mapped = built._index, built._ids, None

    def _into_memory(self) -> None:
        """Read the rows that are mapped: changing those ends the process, in C++."""
        if self._mapped is None:
            return
        path, checksums = self._mapped
        if _read_ids(_ids_path(path))[0] != checksums:
            raise VectorFormatError(f"{path} was replaced after it was loaded; load it again to change it")
        self._index, self._mapped = faiss.read_index(str(path)), None

    def _renumber(self, new: Ids) -> None:
        """Give the rows in the lists new positions; without lists the place of a row is its position."""
        for number in range(_lists(self._index)):
            if size := self._index.invlists.list_size(number):
                positions = faiss.rev_swig_ptr(self._index.invlists.get_ids(number), size)
                positions[:] = new[positions]

    def _place_rows(self) -> None:
        """Note the list of each row, so that rows can be read."""
        if _lists(self._index):
            self._index.make_direct_map()


def _exact(dimension: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _trained(lists: int, read: Callable[[Ids], Vectors], count: int, dimension: int) -> faiss.IndexIVFScalarQuantizer:
    """An empty index by lists, around centres of a sample of the vectors."""
    centres = faiss.IndexFlatIP(dimension)
    # The last argument: codes of the rows themselves, not of their differences from the centres.
    index = faiss.IndexIVFScalarQuantizer(
        centres, dimension, lists, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.niter, index.cp.max_points_per_centroid = _ITERATIONS, _TRAINED_ON
    index.cp.min_points_per_centroid = 1  # fewer than it likes are a matter of tests: no word on stderr
    size = min(count, lists * _TRAINED_ON)
    sample = np.sort(np.random.default_rng(0).choice(count, size, replace=False))
    index.train(_rows(read(sample), (size, dimension)))
    return index


def _lists_for(count: int) -> int:
    return 0 if count <= EXACT_UP_TO else min(round(2 * math.sqrt(count)), MOST_LISTS)


def _lists(index: faiss.Index) -> int:
    return index.nlist if isinstance(index, faiss.IndexIVF) else 0


def _best(index: faiss.Index, queries: Vectors, m: int, positions: Ids | None) -> tuple[Vectors, Ids]:
    """The m best scores and their positions, equal scores in the order of positions."""
    searched = index.ntotal if positions is None else len(positions)
    selector = None if positions is None else _bitmap(positions, index.ntotal)
    lists = _lists(index)
    probes = min(lists, math.ceil(PROBES * index.ntotal / searched))
    n = min(m + _TIES, searched)
    # A second thread brings one query nothing, and burns a processor while it waits: 5 ms each of 125,000 vectors.
    faiss.omp_set_num_threads(1)  # of this thread
    while True:
        scores, found = index.search(queries, n, params=_parameters(selector, probes))
        if probes < lists and (found[:, m - 1] < 0).any():
            probes = min(lists, 4 * probes)  # these hold fewer than m
        elif n < searched and (scores[:, m - 1] == scores[:, n - 1]).any():
            # Which of equal vectors stand at the end is faiss's choice: all are needed to take the first.
            n = min(4 * n, searched)
        else:
            order = np.lexsort((found, -scores), axis=1)[:, :m]
            return np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)


def _rows(vectors: Vectors, shape: tuple[int, int]) -> Vectors:
    if vectors.shape != shape:
        raise VectorFormatError(f"vectors of shape {vectors.shape}, expected {shape}")
    return np.ascontiguousarray(vectors, dtype=np.float32)


def _increasing(ids: Ids) -> Ids:
    if len(ids) > 1 and not (np.diff(ids) > 0).all():
        raise VectorFormatError("ids must increase and be greater than those in the index")
    return np.asarray(ids, dtype=np.int64)


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


def _bitmap(positions: Ids, size: int) -> faiss.IDSelectorBitmap:
    mask = np.zeros(size, dtype=bool)
    mask[positions] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))  # keeps a reference to the bits


def _parameters(selector: faiss.IDSelectorBitmap | None, probes: int) -> faiss.SearchParameters | None:
    chosen = {} if selector is None else {"sel": selector}
    if probes:
        return faiss.SearchParametersIVF(nprobe=probes, **chosen)
    return faiss.SearchParameters(**chosen) if chosen else None
