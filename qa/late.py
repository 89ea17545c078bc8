"""Passages that dense search does not cover yet: the most promising are encoded when a question comes, and kept."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import numpy as np

from embeddings import Encoder, VectorRows, Vectors
from qa.catalog import Catalog, StoredPassage, text_key
from qa.errors import LockedError
from qa.writing import writer_lock

MOST_ENCODED = 16
"""Passages that a question scores so; more made no answer better (`tests/benchmarks/late_vectors.py`)."""
BUDGET = 0.5
"""Seconds after which no further batch is begun."""
_TOGETHER = 8
_MOST_UNWRITTEN = 4096


class LateVectors:
    """Scores passages without waiting for the index; safe to share between threads."""

    def __init__(
        self, folder: Path, catalog: Catalog, encoder: Callable[[], Encoder], rows: Callable[[], VectorRows]
    ) -> None:
        """Take the parts of the collection in a folder; the rows come as a function, called when first needed."""
        self._folder = folder
        self._catalog = catalog
        self._encoder = encoder
        self._open_rows = rows
        self._rows: VectorRows | None = None
        self._unwritten: dict[bytes, tuple[Vectors, Vectors]] = {}
        self._lock = threading.Lock()

    def scores(self, ids: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Inner products of the first passages with a question; of those without a vector as many as time allows.

        Args:
            ids: The most promising first.
            vector: (1, dimension) float32, the question as the encoder has it.
        """
        if not ids:
            return {}
        with self._lock:
            if self._rows is None:
                self._rows = self._open_rows()
            self._rows.refresh()
            # Always the same ones, or a question that is asked again would be answered from more.
            stored = self._catalog.passages(ids[:MOST_ENCODED])
            texts = {identity: stored[identity] for identity in ids[:MOST_ENCODED] if identity in stored}
            keys = {identity: text_key(found.passage.encoded_text) for identity, found in texts.items()}
            self._encode({keys[identity]: found for identity, found in texts.items()}, self._rows)
            positions = self._rows.find(keys.values())
            scores = {
                identity: float(self._unwritten[key][0] @ vector[0])
                for identity, key in keys.items()
                if key in self._unwritten
            }
            there = [(i, int(position)) for i, position in zip(keys, positions, strict=True) if position >= 0]
            products = self._rows.read(np.array([position for _, position in there], dtype=np.int64)) @ vector[0]
            return scores | {identity: float(score) for (identity, _), score in zip(there, products, strict=True)}

    def _encode(self, passages: dict[bytes, StoredPassage], rows: VectorRows) -> None:
        missing = [key for key in passages if key not in rows and key not in self._unwritten]
        until = perf_counter() + BUDGET
        while missing and perf_counter() < until:
            some, missing = missing[:_TOGETHER], missing[_TOGETHER:]
            vectors, lines = self._encoder().encode_lines([passages[key].passage.encoded_lines for key in some])
            vectors = vectors.astype(np.float16).astype(np.float32)  # as they are kept, so that scores stay the same
            self._unwritten |= {key: (vectors[row], lines[row][1:]) for row, key in enumerate(some)}
        if self._unwritten:
            self._write(rows)

    def _write(self, rows: VectorRows) -> None:
        """Keep what was encoded, or hold it until whoever writes is done."""
        with suppress(LockedError), writer_lock(self._folder):
            vectors, lines = zip(*self._unwritten.values(), strict=True)
            rows.append(list(self._unwritten), np.stack(vectors), lines)
            self._unwritten.clear()
        while len(self._unwritten) > _MOST_UNWRITTEN:
            del self._unwritten[next(iter(self._unwritten))]
