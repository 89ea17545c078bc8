"""Vectors of texts in Milvus, by the encoder and the hash of the text: what did not change is never encoded twice."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from embeddings import VectorFormatError, Vectors
from embeddings.lines import line_type, pack_lines, unpack_lines
from qa.store.cluster.milvus import Milvus
from qa.store.cluster.milvus_layouts import LONGEST, vectors_layout

_REMEMBERED = 4096
"""Vectors that are kept in memory after they were read; a text's never change."""


class MilvusRows:
    """Rows of one encoder, as `VectorRows` has them; any number of writers and readers.

    Rows have the numbers that this process has given them.

    Raises:
        CollectionError: From every method, when the server does not answer.
    """

    def __init__(self, server: Milvus, name: str, fingerprint: str, dimension: int) -> None:
        """Take the rows of a collection that is called so, of an encoder; they are made when they are missing."""
        self.dimension = dimension
        self._server = server
        self._collection = f"{name}_vectors_{sha256(fingerprint.encode()).hexdigest()[:12]}"
        self._keys: list[bytes] = []
        self._row_of: dict[bytes, int] = {}
        self._read: dict[bytes, tuple[Vectors, Vectors]] = {}
        server.ensure(self._collection, vectors_layout(dimension))

    def __len__(self) -> int:
        """Number of rows."""
        return self._server.count(self._collection)

    def __contains__(self, key: bytes) -> bool:
        """Whether a row with this key is there."""
        return bool(self.find([key])[0] >= 0)

    def refresh(self) -> None:
        """Nothing is to be done: what another has added is asked for when it is missing."""

    def find(self, keys: Iterable[bytes]) -> NDArray[np.int64]:
        """Row number of each key, (n_keys,) int64, -1 where there is none."""
        wanted = list(keys)
        new = list(dict.fromkeys(key for key in wanted if key not in self._row_of))
        for row in self._server.rows(self._collection, "key", [key.hex() for key in new], ["key"], newest=True):
            self._number(bytes.fromhex(row["key"]))
        return np.fromiter((self._row_of.get(key, -1) for key in wanted), dtype=np.int64, count=len(wanted))

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows with these numbers, (n_rows, dimension) float32, in the order given.

        Raises:
            VectorFormatError: There is no row of a number.
        """
        found = [vector for vector, _ in self._fetched(rows)]
        return np.stack(found) if found else np.empty((0, self.dimension), dtype=np.float32)

    def read_lines(self, rows: NDArray[np.int64]) -> list[Vectors]:
        """The rows of the lines of each of these texts, (n_lines, dimension) float32 each, in the order given.

        Raises:
            VectorFormatError: There is no row of a number.
        """
        return [lines for _, lines in self._fetched(rows)]

    def as_kept(self, vectors: Vectors, lines: Sequence[Vectors]) -> tuple[Vectors, list[Vectors]]:
        """Rows and lines as `read` and `read_lines` give them back after `append`."""
        return _halves(vectors), [unpack_lines(pack_lines(some), self.dimension) for some in lines]

    def append(self, keys: Sequence[bytes], vectors: Vectors, lines: Sequence[Vectors]) -> None:
        """Add rows; when this returns the server has them. A key that is there already gets the same row again.

        Args:
            keys: One key of 32 bytes a row.
            vectors: (n_keys, dimension) float32.
            lines: (n_lines, dimension) float32 for each key.

        Raises:
            VectorFormatError: A shape is wrong, or a value is not finite.
        """
        if vectors.shape != (len(keys), self.dimension) or len(lines) != len(keys):
            raise VectorFormatError(
                f"rows of shape {vectors.shape} and lines of {len(lines)} texts, expected {(len(keys), self.dimension)}"
            )
        halves = _halves(vectors)
        if not np.isfinite(halves).all() or not all(np.isfinite(some).all() for some in lines):
            raise VectorFormatError("a row holds a value that is not a finite number; nothing was added")
        rows = {
            key: {"key": key.hex(), "vector": vector, "lines": self._text(some)}
            for key, vector, some in zip(keys, halves, lines, strict=True)
        }
        self._server.put(self._collection, list(rows.values()))
        for key in rows:
            self._number(key)

    def damaged(self) -> list[int]:
        """None: Milvus watches over its own files."""
        return []

    def discard(self, rows: Iterable[int]) -> None:
        """Forget rows, so that their texts count as not encoded."""
        keys = [self._keys[row] for row in rows]
        self._server.delete_values(self._collection, "key", [key.hex() for key in keys])
        for key in keys:
            del self._row_of[key]
            self._read.pop(key, None)

    def _number(self, key: bytes) -> None:
        if key not in self._row_of:
            self._row_of[key] = len(self._keys)
            self._keys.append(key)

    def _fetched(self, rows: NDArray[np.int64]) -> list[tuple[Vectors, Vectors]]:
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(self._keys):
            raise VectorFormatError(f"row numbers from {rows.min()} to {rows.max()}, but {len(self._keys)} are known")
        keys = [self._keys[row] for row in rows.tolist()]
        known = {key: self._read[key] for key in keys if key in self._read}
        if new := [key for key in dict.fromkeys(keys) if key not in known]:
            names = [key.hex() for key in new]
            for row in self._server.rows(self._collection, "key", names, ["vector", "lines"], newest=True):
                vector = np.asarray(row["vector"], dtype=np.float32)
                known[bytes.fromhex(row["key"])] = vector, self._lines(row["lines"])
            if lost := [key for key in new if key not in known]:
                for key in lost:
                    del self._row_of[key]  # what is asked next has it encoded again
                raise VectorFormatError(f"{len(lost)} vectors are gone from {self._server.place}; index again")
            self._remember(known)
        return [known[key] for key in keys]

    def _remember(self, known: dict[bytes, tuple[Vectors, Vectors]]) -> None:
        joined = {**self._read, **known}
        self._read = dict(list(joined.items())[-_REMEMBERED:])

    def _text(self, lines: Vectors) -> str:
        """Lines as text, as many as Milvus takes; a passage with fewer lines than sentences is matched as a whole."""
        size = line_type(self.dimension).itemsize
        return b64encode(pack_lines(lines[: LONGEST * 3 // 4 // size]).tobytes()).decode()

    def _lines(self, text: str) -> Vectors:
        return unpack_lines(np.frombuffer(b64decode(text), dtype=line_type(self.dimension)), self.dimension)


def _halves(vectors: Vectors) -> Vectors:
    """Vectors with the values that `VectorRows` keeps, so that scores are the same in both."""
    with np.errstate(over="ignore"):
        return vectors.astype(np.float16).astype(np.float32)
