"""Vectors of passages and their sentences; those of promising passages are encoded while a question waits."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from embeddings import Encoder, Vectors
from qa.documents.passages import Passage
from qa.errors import CollectionError
from qa.store.disk import writing
from qa.store.passage_rows import text_key
from qa.store.store import Rows

BUDGET = 0.5
"""Seconds after which no further batch is begun."""
_BATCH = 8
"""Passages encoded at once."""
_MOST_UNWRITTEN = 4096
"""Vectors held in memory while they cannot be written; the oldest are dropped beyond."""


@dataclass(frozen=True, slots=True)
class PassageVector:
    """The vectors of a passage and its sentences.

    Attributes:
        whole: (dimension,) float32, of the passage with its context.
        sentences: (n_sentences, dimension) float32, in the order of `sentence_spans`.
    """

    whole: Vectors
    sentences: Vectors


class PassageVectors:
    """Vectors of the passages of a collection; safe to share between threads."""

    def __init__(
        self,
        encoder: Callable[[], Encoder],
        rows: Callable[[], Rows],
        lock: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Take the parts of a collection; they come as functions, called when first needed.

        Args:
            encoder: Encodes what has no vector.
            rows: The vectors that are kept.
            lock: Holds the lock of the one writer.
        """
        self._writers_lock = lock
        self._encoder = encoder
        self._open_rows = rows
        self._rows: Rows | None = None
        self._unwritten: dict[bytes, PassageVector] = {}
        self._lock = threading.Lock()

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        """The vectors of passages, one entry each; None for a passage that is not encoded yet."""
        if not passages:
            return []
        keys = [text_key(passage.encoded_text) for passage in passages]
        with self._lock:
            rows = self._refreshed(keys)
            found = {key: self._held(self._unwritten[key], rows) for key in keys if key in self._unwritten}
            positions = rows.find(keys)
            there = [key for key, position in zip(keys, positions, strict=True) if position >= 0]
            kept = positions[positions >= 0]
            vectors = zip(rows.read(kept), rows.read_lines(kept), strict=True)
            found |= {key: PassageVector(*its) for key, its in zip(there, vectors, strict=True)}
            return [found.get(key) for key in keys]

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode passages that have no vector, as many as time allows.

        Args:
            passages: The most promising first.
        """
        if not passages:
            return
        texts = {text_key(passage.encoded_text): passage.encoded_lines for passage in passages}
        with self._lock:
            rows = self._refreshed(list(texts))
            found = zip(texts.items(), rows.find(texts).tolist(), strict=True)
            missing = [text for text, row in found if row < 0 and text[0] not in self._unwritten]
            until = perf_counter() + BUDGET
            while missing and perf_counter() < until:
                batch, missing = missing[:_BATCH], missing[_BATCH:]
                vectors, lines = self._encoder().encode_lines([text for _, text in batch])
                for row, (key, _) in enumerate(batch):
                    self._unwritten[key] = PassageVector(vectors[row], lines[row][1:])  # the first is the context
            if self._unwritten:
                self._write(rows)

    def _refreshed(self, keys: Sequence[bytes]) -> Rows:
        if self._rows is None:
            self._rows = self._open_rows()
        elif (self._rows.find(keys) < 0).any():
            self._rows.refresh()
        return self._rows

    def _held(self, vector: PassageVector, rows: Rows) -> PassageVector:
        """The vector as it will be read once it is written, so that scores stay the same."""
        wholes, sentences = rows.as_kept(vector.whole[None], [vector.sentences])
        return PassageVector(wholes[0], sentences[0])

    def _write(self, rows: Rows) -> None:
        """Write what was encoded; while another writes, or the disk is full, it is used from memory."""
        with suppress(CollectionError), self._writers_lock(), writing("a vector"):
            held = list(self._unwritten.values())
            rows.append(list(self._unwritten), np.stack([one.whole for one in held]), [one.sentences for one in held])
            self._unwritten.clear()
        while len(self._unwritten) > _MOST_UNWRITTEN:
            del self._unwritten[next(iter(self._unwritten))]
