"""Dense search in Milvus: the vectors of passages, with what filters read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np

from embeddings import Vectors
from embeddings.index import EXACT_UP_TO
from qa.filters import Filters
from qa.store.cluster.milvus import Milvus, passing
from qa.store.cluster.milvus_layouts import passages_layout
from qa.store.cluster.milvus_lexical import Notes
from qa.store.cluster.milvus_vectors import MilvusRows
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark

_PASSAGES_AT_ONCE = 500
_NOTE = "vectors in milvus"
_TIES = 8
"""Rows asked for beyond those wanted, so that of equal scores at the end those of the lowest ids are taken."""


class Passages(Notes, Protocol):
    """What is asked of the catalog."""

    @property
    def watermark(self) -> Watermark:
        """The newest passage and the newest removal."""

    def passages_after(self, passage: int) -> Iterable[StoredPassage]:
        """The passages with greater ids, in their order."""

    def removals_after(self, removal: int) -> list[int]:
        """Ids of the passages removed after this removal."""

    def counts(self) -> tuple[int, int]:
        """Number of documents and of passages."""


@dataclass(frozen=True, slots=True)
class _Published:
    """How far the catalog was followed without a gap, and the greatest id that readers see."""

    watermark: Watermark
    until: int


class MilvusDense:
    """The vectors of passages; one writer, many readers.

    Raises:
        IndexFormatError: From every method, when Milvus has lost them; `delete` and follow again.
        CollectionError: From every method, when the server does not answer.
    """

    def __init__(self, server: Milvus, name: str, catalog: Passages) -> None:
        """Take the parts of the collection that is called so; nothing is asked of a server yet."""
        self._server = server
        self._collection = f"{name}_passages"
        self._catalog = catalog
        self._seen: int | None = None

    def follow(self, rows: MilvusRows) -> None:
        """Bring it up to date with catalog and vectors, without encoding anything, and publish it.

        What was noted ends before the first passage that has no vector. Those beyond that have one are there too, and
        are written again by the next call, which changes nothing.
        """
        reached, newest = self.watermark, self._catalog.watermark
        if reached == newest and self._server.has(self._collection):
            return
        collection = self._collection
        self._make(rows.dimension)
        removed = self._catalog.removals_after(reached.removal)
        self._server.delete_values(collection, "id", removed)
        passages = iter(self._catalog.passages_after(reached.passage))
        covered, is_whole = reached.passage, True
        while some := list(islice(passages, _PASSAGES_AT_ONCE)):
            positions = rows.find(stored.key for stored in some)
            encoded = [stored for stored, position in zip(some, positions, strict=True) if position >= 0]
            vectors = rows.read(positions[positions >= 0])
            self._server.put(
                collection,
                [_row(stored, vector) for stored, vector in zip(encoded, vectors, strict=True)],
            )
            for stored, position in zip(some, positions.tolist(), strict=True):
                is_whole = is_whole and position >= 0
                covered = stored.id if is_whole else covered
        self._server.settle(collection)
        self._note(Watermark(newest.passage if is_whole else covered, newest.removal), newest.passage)
        self.refresh()

    @property
    def watermark(self) -> Watermark:
        """How far it has followed the catalog."""
        return self._noted().watermark

    def delete(self) -> None:
        """Forget it; it can be made again from the catalog and the vectors."""
        self._server.drop(self._collection)
        self._note(Watermark(), 0)
        self.refresh()

    def __len__(self) -> int:
        """Number of passages that have a vector."""
        return self._server.count(self._collection)

    def search(self, vectors: Vectors, k: int, filters: Filters, among: Sequence[int] | None = None) -> list[int]:
        """Ids of the k passages that are nearest to a question, best first; equal scores in the order of their ids.

        Args:
            vectors: (1, dimension) float32, a unit row.
            k: How many at most.
            filters: On date and category.
            among: Ids of the passages that are searched; None for all.
        """
        if k <= 0 or (among is not None and not len(among)):
            return []
        found = self._server.search(
            self._collection,
            "vector",
            vectors[0].tolist(),
            k + _TIES,
            passing(filters, among, self._until),
        )
        return [identity for identity, _, _ in sorted(found, key=lambda hit: (-hit[1], hit[0]))][:k]

    def refresh(self) -> None:
        """See what was published since."""
        self._seen = None

    def lacking(self, ids: Sequence[int]) -> set[int]:
        """Those of these passages that have no vector here."""
        found = self._server.rows(self._collection, "id", list(ids), ["id"])
        return set(ids) - {row["id"] for row in found}

    @property
    def _until(self) -> int:
        if self._seen is None:
            self._seen = self._noted().until
        return self._seen

    def _make(self, dimension: int) -> None:
        """Make the collection of Milvus unless it is there, with the index that suits the number of passages."""
        index = "FLAT" if self._catalog.counts()[1] <= EXACT_UP_TO else "HNSW"
        self._server.ensure(self._collection, passages_layout(dimension, index))

    def _noted(self) -> _Published:
        note = self._catalog.get_property(_NOTE)
        if note is None:
            return _Published(Watermark(), 0)
        found = json.loads(note)
        return _Published(Watermark(found["passage"], found["removal"]), found["until"])

    def _note(self, watermark: Watermark, until: int) -> None:
        note = {"passage": watermark.passage, "removal": watermark.removal, "until": until}
        self._catalog.set_property(_NOTE, json.dumps(note))


def _row(stored: StoredPassage, vector: Vectors) -> dict[str, object]:
    """A passage as Milvus keeps it."""
    return {
        "id": stored.id,
        "day": stored.document.date.toordinal() if stored.document.date else 0,
        "categories": list(stored.document.categories),
        "vector": np.asarray(vector, dtype=np.float32),
    }
