"""Vector rows on disk, found by the hash of the text that they were encoded from.

Three files that only grow: `rows.f16` holds the rows of texts, `lines.i4` those of their lines, and `keys.bin`
one record a text: the key, the number of lines, and a checksum of all its rows. Rows are written and synced before
their records, so that after a crash every record has its rows; whatever lies behind the last complete record is
dropped when rows are added again. A row that is found damaged is discarded: its record gets a key that no text has, and
the text is encoded again into a row at the end. A line's row is kept in four bits a value with a scale (`lines`).
"""

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import EncoderMismatchError, VectorFormatError
from embeddings.lines import line_type, pack_lines, unpack_lines

FORMAT = 2
KEY_BYTES = 32
_RECORD = np.dtype([("key", np.void, KEY_BYTES), ("lines", "<u2"), ("checksum", "<u4")])
_CHUNK = 8192
_NO_LINES = np.empty(0, dtype=np.void)


class VectorRows:
    """Rows of float16 of one encoder in a folder; one writer, many readers."""

    def __init__(self, folder: Path, fingerprint: str, dimension: int) -> None:
        """Open the folder, and make it when it is missing.

        Raises:
            EncoderMismatchError: The folder holds vectors of another encoder.
        """
        self.dimension = dimension
        self._rows_path = folder / "rows.f16"
        self._lines_path = folder / "lines.i4"
        self._keys_path = folder / "keys.bin"
        self._row_of: dict[bytes, int] = {}
        self._first_line = [0]
        self._maps: dict[Path, NDArray[Any]] = {}
        self._line = line_type(dimension)
        folder.mkdir(parents=True, exist_ok=True)
        _check_layout(folder / "layout.json", {"format": FORMAT, "fingerprint": fingerprint, "dimension": dimension})
        self.refresh()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._first_line) - 1

    def __contains__(self, key: bytes) -> bool:
        """Whether a row with this key is there."""
        return key in self._row_of

    def refresh(self) -> None:
        """Take in the rows that another process has added since, or begin anew where the files were deleted."""
        if _size(self._keys_path) < len(self) * _RECORD.itemsize:
            self._row_of, self._first_line, self._maps = {}, [0], {}
        self._take_in(self._records(len(self)))

    def _take_in(self, records: NDArray[np.void]) -> None:
        for row, key in enumerate(records["key"], start=len(self)):
            self._row_of[key.tobytes()] = row
        self._first_line += (self._first_line[-1] + np.cumsum(records["lines"], dtype=np.int64)).tolist()

    def find(self, keys: Iterable[bytes]) -> NDArray[np.int64]:
        """Row number of each key, (n_keys,) int64, -1 where there is none."""
        return np.fromiter((self._row_of.get(key, -1) for key in keys), dtype=np.int64)

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows with these numbers, (n_rows, dimension) float32, in the order given.

        Raises:
            VectorFormatError: There is no row of a number.
        """
        self._require(rows)
        if not len(rows):
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.ascontiguousarray(self._mapped()[rows], dtype=np.float32)

    def read_lines(self, rows: NDArray[np.int64]) -> list[Vectors]:
        """The rows of the lines of each of these texts, (n_lines, dimension) float32 each, in the order given.

        Raises:
            VectorFormatError: There is no row of a number.
        """
        self._require(rows)
        spans = [self._first_line[row : row + 2] for row in rows.tolist()]
        lines = self._mapped_lines() if any(first < end for first, end in spans) else np.empty(0, dtype=self._line)
        packed = [lines[first:end] for first, end in spans]
        found = unpack_lines(np.concatenate([lines[:0], *packed]), self.dimension)
        ends = accumulate(map(len, packed))
        return [found[end - len(some) : end] for some, end in zip(packed, ends, strict=True)]

    def as_kept(self, vectors: Vectors, lines: Sequence[Vectors]) -> tuple[Vectors, list[Vectors]]:
        """Rows and lines as `read` and `read_lines` give them back after `append`."""
        halves = vectors.astype(np.float16).astype(np.float32)
        return halves, [unpack_lines(pack_lines(some), self.dimension) for some in lines]

    def append(self, keys: Sequence[bytes], vectors: Vectors, lines: Sequence[Vectors]) -> None:
        """Add rows; when this returns they survive a crash. Keys that are there already are left out.

        Args:
            keys: One key of 32 bytes a row.
            vectors: (n_keys, dimension) float32.
            lines: (n_lines, dimension) float32 for each key.

        Raises:
            VectorFormatError: A shape or the length of a key is wrong, or a value is not finite.
        """
        if vectors.shape != (len(keys), self.dimension):
            raise VectorFormatError(f"rows of shape {vectors.shape}, expected {(len(keys), self.dimension)}")
        if len(lines) != len(keys) or any(some.shape != (len(some), self.dimension) for some in lines):
            raise VectorFormatError(f"lines of {len(lines)} texts for {len(keys)} keys, or of another dimension")
        if any(len(key) != KEY_BYTES for key in keys):
            raise VectorFormatError(f"a key must have {KEY_BYTES} bytes")
        with np.errstate(over="ignore"):
            half = np.ascontiguousarray(vectors, dtype="<f2")
        if not np.isfinite(half).all() or not all(np.isfinite(some).all() for some in lines):
            raise VectorFormatError("a row holds a value that is not a finite number; nothing was added")
        self.refresh()  # or what another has added since would be written over
        new = {key: position for position, key in enumerate(keys) if key not in self._row_of}
        if not new:
            return
        half = half[list(new.values())]
        packed = [pack_lines(lines[position]) for position in new.values()]
        records = np.empty(len(new), dtype=_RECORD)
        records["key"] = [np.void(key) for key in new]
        records["lines"] = [len(some) for some in packed]
        records["checksum"] = [_checksum(row, some) for row, some in zip(half, packed, strict=True)]
        count = len(self)
        _write_at(self._rows_path, count * self._row_bytes, half.tobytes())
        _write_at(self._lines_path, self._first_line[-1] * self._line.itemsize, np.concatenate(packed).tobytes())
        _write_at(self._keys_path, count * _RECORD.itemsize, records.tobytes())
        self._take_in(records)

    def damaged(self) -> list[int]:
        """Numbers of the rows whose bytes do not match their checksum, but for those that were discarded."""
        records = self._records(0)[: len(self)]
        checksums = records["checksum"]
        lines = self._mapped_lines() if self._first_line[-1] else _NO_LINES
        bad: list[int] = []
        for start in range(0, len(self), _CHUNK):
            for row, values in enumerate(self._mapped()[start : start + _CHUNK], start=start):
                first, end = self._first_line[row : row + 2]
                if _checksum(values, lines[first:end]) != checksums[row]:
                    bad.append(row)
        return [row for row in bad if records["key"][row].tobytes() != _discarded(row)]

    def discard(self, rows: Iterable[int]) -> None:
        """Forget rows, so that their texts count as not encoded; whoever has them loaded still finds them."""
        for row in rows:
            with _open_for_update(self._keys_path) as file:
                file.seek(row * _RECORD.itemsize)
                file.write(_discarded(row))
                file.flush()
                os.fsync(file.fileno())
        self._row_of, self._first_line, self._maps = {}, [0], {}
        self.refresh()

    def _require(self, rows: NDArray[np.int64]) -> None:
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(self):
            raise VectorFormatError(f"row numbers from {rows.min()} to {rows.max()}, but there are {len(self)} rows")

    def _mapped_lines(self) -> NDArray[np.void]:
        return self._mapped_file(self._lines_path, self._line, (self._first_line[-1],))

    @property
    def _row_bytes(self) -> int:
        return self.dimension * 2

    def _mapped(self) -> NDArray[np.float16]:
        return self._mapped_file(self._rows_path, np.dtype("<f2"), (len(self), self.dimension))

    def _mapped_file(self, path: Path, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        """What a file holds; it stays mapped, but on Windows, where a mapped file cannot be cut or replaced."""
        known = self._maps.get(path)
        if known is not None and known.shape == shape:
            return known
        found = np.asarray(np.memmap(path, dtype=dtype, mode="r", shape=shape))
        if os.name != "nt":
            self._maps[path] = found
        return found

    def _records(self, start: int) -> NDArray[np.void]:
        """Records from a number on whose rows are complete."""
        sizes = [_size(path) for path in (self._keys_path, self._rows_path, self._lines_path)]
        complete = min(sizes[0] // _RECORD.itemsize, sizes[1] // self._row_bytes)
        if complete <= start:
            return np.empty(0, dtype=_RECORD)
        records = np.fromfile(self._keys_path, dtype=_RECORD, count=complete - start, offset=start * _RECORD.itemsize)
        ends = self._first_line[start] + np.cumsum(records["lines"], dtype=np.int64)
        return records[: np.searchsorted(ends, sizes[2] // self._line.itemsize, side="right")]


def _check_layout(path: Path, expected: dict[str, str | int]) -> None:
    if not path.exists():
        # Several may open a new folder at once: each writes a file of its own, and all write the same.
        with NamedTemporaryFile("w", dir=path.parent, suffix=".tmp", delete=False, encoding="utf-8") as file:
            json.dump(expected, file)
        Path(file.name).replace(path)
        return
    try:
        found = dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise VectorFormatError(f"{path} cannot be read: {_encode_again(path.parent)}") from error
    if found.get("format") != FORMAT:
        raise VectorFormatError(
            f"{path.parent} holds vectors of format {found.get('format')}, and this version reads format {FORMAT}: "
            f"upgrade if a newer version wrote them, else {_encode_again(path.parent)}"
        )
    if found != expected:
        raise EncoderMismatchError(
            f"{path.parent} holds vectors of {found.get('fingerprint')!r} with {found.get('dimension')} dimensions, "
            f"not of {expected['fingerprint']!r}: set that model, or {_encode_again(path.parent)}"
        )


def _encode_again(folder: Path) -> str:
    return f"delete the folder {folder}, which holds nothing but vectors, to encode again"


def _discarded(row: int) -> bytes:
    """The key of a row that was discarded, which is no hash of a text."""
    return row.to_bytes(KEY_BYTES, "big")


def _checksum(row: NDArray[np.float16], lines: NDArray[np.void]) -> int:
    return zlib.crc32(lines.tobytes(), zlib.crc32(row.tobytes()))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _write_at(path: Path, offset: int, data: bytes) -> None:
    with _open_for_update(path) as file:
        if file.seek(0, os.SEEK_END) > offset:  # a mapped file cannot be cut on Windows, not even to the same length
            file.truncate(offset)  # what a crash left behind the last complete record
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _open_for_update(path: Path) -> BinaryIO:
    path.touch()
    return path.open("r+b")
