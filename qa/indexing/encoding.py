"""Encodes passages step by step, and keeps the dense index up to date; the caller holds the writer's lock."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from qa.indexing.workers import Encoded, Workers
from qa.store.catalog import Catalog
from qa.store.disk import writing
from qa.store.store import Dense, Rows

_SORTED_TOGETHER = 4096
"""Passages ordered by length before they are encoded, so that texts in a batch have similar lengths."""
_PUBLISHED_AFTER = 1024
"""Number of new vectors after which the dense index is written again, or a tenth of it if that is more."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """A batch that was begun.

    Attributes:
        keys: Of its texts.
        passages: How many it settles.
        take: Waits for the vectors; None where another has encoded all of them.
    """

    keys: list[bytes]
    passages: int
    take: Callable[[], Encoded] | None


class Encoding:
    """Encodes passages that have no vector yet, and publishes them to searches from time to time.

    The vector rows are passed as a function, called when they are first needed: most runs find nothing to encode.
    """

    def __init__(self, catalog: Catalog, workers: Workers, rows: Callable[[], Rows], dense: Dense) -> None:
        """Take the parts of a collection."""
        self._catalog = catalog
        self._workers = workers
        self._open_rows = rows
        self._dense = dense
        self._rows: Rows | None = None
        self._planned_for: int | None = None
        self._missing: deque[tuple[int, bytes]] = deque()
        self._sorted: deque[tuple[bytes, str]] = deque()
        self._begun: deque[_Batch] = deque()
        self._under_way = 0
        self._published = 0
        self._unpublished = 0
        self._behind = True

    def plan(self) -> int:
        """Look for passages without a vector, unless nothing has changed since; returns how many there are."""
        generation = self._catalog.generation
        if generation != self._planned_for:
            ids, keys = self._catalog.keys()
            self._rows = self._open_rows() if ids else None
            found = self._rows.find(keys).tolist() if self._rows is not None else []
            missing = {key: identity for identity, key, row in zip(ids, keys, found, strict=True) if row < 0}
            self._missing = deque((identity, key) for key, identity in missing.items())
            self._sorted.clear()
            self._begun.clear()
            self._under_way = 0
            self._published, self._unpublished, self._behind = len(ids) - len(missing), 0, True
            self._planned_for = generation
        return self._waiting

    @property
    def _waiting(self) -> int:
        return len(self._missing) + len(self._sorted) + self._under_way

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to encode or to publish; it may be read without the writer's lock."""
        return self._planned_for == self._catalog.generation and not (self._waiting or self._behind)

    @property
    def left(self) -> int | None:
        """Passages without a vector; None before they were counted. It may be read without the writer's lock."""
        known = self._planned_for == self._catalog.generation
        return self._waiting if known else None

    def step(self, most: int, workers: Workers | None = None) -> tuple[int, int]:
        """Encode and keep up to so many passages; returns how many were encoded, and how many are left.

        When a tenth more has a vector, or nothing is left, the dense index follows. After an error the next step
        looks again for what is missing.

        Args:
            most: Passages a batch.
            workers: Encode in place of the usual ones, until nothing is left.

        Raises:
            CollectionError: The disk is full, or the folder cannot be written.
        """
        try:
            return self._step(most, workers or self._workers)
        except BaseException:
            self._planned_for = None
            raise

    def _step(self, most: int, workers: Workers) -> tuple[int, int]:
        left = self.plan()
        encoded = 0
        if left:
            assert self._rows is not None  # opened for what is missing
            while (self._missing or self._sorted) and len(self._begun) < workers.ahead:
                self._begun.append(self._begin(most, self._rows, workers))
            batch = self._begun.popleft()
            self._under_way -= batch.passages
            if batch.take is not None:
                vectors, lines = batch.take()
                with writing("a vector"):
                    self._rows.append(batch.keys, vectors, [found[1:] for found in lines])  # the first is the context
            encoded, left = len(batch.keys), left - batch.passages
            self._unpublished += batch.passages
            self._behind = True
        if self._behind and (not left or self._unpublished >= max(_PUBLISHED_AFTER, self._published // 10)):
            self.publish()
        return encoded, left

    def _begin(self, most: int, rows: Rows, workers: Workers) -> _Batch:
        if not self._sorted:
            self._sort_next()
        batch = [self._sorted.popleft() for _ in range(min(most, len(self._sorted)))]
        rows.refresh()
        found = rows.find(key for key, _ in batch).tolist()  # a question may have encoded some
        new = {key: text for (key, text), row in zip(batch, found, strict=True) if row < 0}
        self._under_way += len(batch)
        return _Batch(list(new), len(batch), workers.begin(list(new.values())) if new else None)

    def publish(self) -> None:
        """Bring the dense index up to date with catalog and vectors, without encoding anything."""
        self.plan()
        self._dense.follow(self._rows)
        self._published += self._unpublished
        self._unpublished, self._behind = 0, False

    def _sort_next(self) -> None:
        batch = [self._missing.popleft() for _ in range(min(_SORTED_TOGETHER, len(self._missing)))]
        stored = self._catalog.passages([identity for identity, _ in batch])
        texts = [(key, stored[identity].passage.encoded_lines) for identity, key in batch if identity in stored]
        self._sorted.extend(sorted(texts, key=lambda text: len(text[1])))
