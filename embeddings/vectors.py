"""Vector rows on disk, found by the hash of the text that they were encoded from.

Two files that only grow: `rows.f16` holds the rows, `keys.bin` one record a row, the key and a checksum
of the row. Rows are written and synced before their records, so that after a crash every record has its
row; whatever lies behind the last complete record is dropped at the next opening for writing.
"""

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import EncoderMismatchError, VectorFormatError

KEY_BYTES = 32
_RECORD = np.dtype([("key", np.void, KEY_BYTES), ("checksum", "<u4")])
_CHUNK = 8192


class VectorRows:
    """Rows of float16 of one encoder in a folder; one writer, many readers."""

    def __init__(self, folder: Path, fingerprint: str, dimension: int) -> None:
        """Open the folder, and make it when it is missing.

        Raises:
            EncoderMismatchError: The folder holds vectors of another encoder.
        """
        self.dimension = dimension
        self._rows_path = folder / "rows.f16"
        self._keys_path = folder / "keys.bin"
        self._row_of: dict[bytes, int] = {}
        folder.mkdir(parents=True, exist_ok=True)
        _check_layout(folder / "layout.json", {"fingerprint": fingerprint, "dimension": dimension})
        self.refresh()

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._row_of)

    def __contains__(self, key: bytes) -> bool:
        """Whether a row with this key is there."""
        return key in self._row_of

    def refresh(self) -> None:
        """Take in the rows that another process has added since."""
        known = len(self._row_of)
        for row, key in enumerate(self._records(known)["key"], start=known):
            self._row_of[key.tobytes()] = row

    def find(self, keys: Iterable[bytes]) -> NDArray[np.int64]:
        """Row number of each key, (n_keys,) int64, -1 where there is none."""
        return np.fromiter((self._row_of.get(key, -1) for key in keys), dtype=np.int64)

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows with these numbers, (n_rows, dimension) float32, in the order given.

        Raises:
            VectorFormatError: There is no row of a number.
        """
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(self):
            raise VectorFormatError(f"row numbers from {rows.min()} to {rows.max()}, but there are {len(self)} rows")
        if not len(rows):
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.ascontiguousarray(self._mapped()[rows], dtype=np.float32)

    def append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Add rows; when this returns they survive a crash. Keys that are there already are left out.

        Args:
            keys: One key of 32 bytes a row.
            vectors: (n_keys, dimension) float32.

        Raises:
            VectorFormatError: A shape or the length of a key is wrong, or a value is not finite.
        """
        if vectors.shape != (len(keys), self.dimension):
            raise VectorFormatError(f"rows of shape {vectors.shape}, expected {(len(keys), self.dimension)}")
        if any(len(key) != KEY_BYTES for key in keys):
            raise VectorFormatError(f"a key must have {KEY_BYTES} bytes")
        with np.errstate(over="ignore"):
            half = np.ascontiguousarray(vectors, dtype="<f2")
        if not np.isfinite(half).all():
            raise VectorFormatError("a row holds a value that is not a finite number; nothing was added")
        new = {key: position for position, key in enumerate(keys) if key not in self._row_of}
        if not new:
            return
        half = half[list(new.values())]
        records = np.empty(len(new), dtype=_RECORD)
        records["key"] = [np.void(key) for key in new]
        records["checksum"] = [zlib.crc32(row.tobytes()) for row in half]
        count = len(self._row_of)
        _write_at(self._rows_path, count * self._row_bytes, half.tobytes())
        _write_at(self._keys_path, count * _RECORD.itemsize, records.tobytes())
        for row, key in enumerate(new, start=count):
            self._row_of[key] = row

    def damaged(self) -> list[int]:
        """Numbers of the rows whose bytes do not match their checksum."""
        checksums = self._records(0)["checksum"][: len(self)]
        bad: list[int] = []
        for start in range(0, len(self), _CHUNK):
            rows = self._mapped()[start : start + _CHUNK]
            bad += [
                start + offset
                for offset, row in enumerate(rows)
                if zlib.crc32(row.tobytes()) != checksums[start + offset]
            ]
        return bad

    @property
    def _row_bytes(self) -> int:
        return self.dimension * 2

    def _mapped(self) -> NDArray[np.float16]:
        shape = (len(self._row_of), self.dimension)
        return np.memmap(self._rows_path, dtype="<f2", mode="r", shape=shape)

    def _records(self, start: int) -> NDArray[np.void]:
        if not self._keys_path.exists() or not self._rows_path.exists():
            return np.empty(0, dtype=_RECORD)
        complete = min(
            self._keys_path.stat().st_size // _RECORD.itemsize,
            self._rows_path.stat().st_size // self._row_bytes,
        )
        return np.fromfile(
            self._keys_path, dtype=_RECORD, count=max(complete - start, 0), offset=start * _RECORD.itemsize
        )


def _check_layout(path: Path, expected: dict[str, str | int]) -> None:
    if not path.exists():
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(expected), encoding="utf-8")
        temporary.replace(path)
        return
    try:
        found = dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise VectorFormatError(f"{path} cannot be read: delete the folder to encode again") from error
    if found != expected:
        raise EncoderMismatchError(
            f"{path.parent} holds vectors of {found.get('fingerprint')!r} with {found.get('dimension')} dimensions, "
            f"not of {expected['fingerprint']!r}: set that model, or delete the folder to encode again"
        )


def _write_at(path: Path, offset: int, data: bytes) -> None:
    with _open_for_update(path) as file:
        file.truncate(offset)  # what a crash left behind the last complete record
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _open_for_update(path: Path) -> BinaryIO:
    path.touch()
    return path.open("r+b")
