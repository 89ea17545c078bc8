"""Dense search in Milvus: the vectors of passages, with what filters read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from embeddings import Vectors
from embeddings.index import EXACT_UP_TO
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.cluster.milvus import Milvus
from qa.store.cluster.milvus_filters import passing
from qa.store.cluster.milvus_layouts import filtered, passages_layout
from qa.store.columns import PassageColumns
from qa.store.store import DenseSearch, Rows
from qa.store.watermark import Watermark

NOTE = "vectors in milvus"
"""The property of the catalog that says what was published."""
_PASSAGES_AT_ONCE = 500
_TIES = 8
"""Rows asked for beyond those wanted, so that of equal scores at the end those of the lowest ids are taken."""


@dataclass(frozen=True, slots=True)
class _Published:
    """What readers see.

    Attributes:
        watermark: How far the catalog was followed without a gap.
        until: The greatest id that is searched.
        count: Number of passages that have a vector.
    """

    watermark: Watermark = Watermark()
    until: int = 0
    count: int = 0


class MilvusDense:
    """The vectors of passages; one writer, many readers. `Dense` says what each method is for.

    Raises:
        IndexFormatError: From every method, when Milvus has lost them; follow again.
        CollectionError: From every method, when the server does not answer.
    """

    def __init__(self, server: Milvus, name: str, catalog: Catalog) -> None:
        """Take the parts of the collection that is called so; nothing is asked of a server yet."""
        self._server = server
        self._collection = f"{name}_passages"
        self._catalog = catalog

    def follow(self, rows: Rows | None) -> None:
        """Bring it up to date with catalog and vectors, without encoding anything, and publish it.

        What was noted ends before the first passage that has no vector. Those beyond that have one are there too, and
        are written again by the next call, which changes nothing.
        """
        if rows is None:
            self.delete()
            return
        reached, newest = self._noted().watermark, self._catalog.watermark
        is_there = self._server.has(self._collection)
        if is_there and reached == newest:
            return
        if not is_there:  # it is new, or the server has lost it
            reached = Watermark()
            index = "FLAT" if self._catalog.counts()[1] <= EXACT_UP_TO else "HNSW"
            self._server.ensure(self._collection, passages_layout(rows.dimension, index))
        self._server.delete_values(self._collection, "id", self._catalog.removals_after(reached.removal))
        covered = self._add(rows, reached.passage)
        self._server.settle(self._collection)
        whole = newest.passage if covered is None else covered
        self._note(_Published(Watermark(whole, newest.removal), newest.passage, self._server.count(self._collection)))

    def _add(self, rows: Rows, passage: int) -> int | None:
        """Add the passages after this one that have a vector.

        Returns:
            The last before the first that has none; None where all have one.
        """
        passages = self._catalog.passages_after(passage)
        gap: int | None = None
        while some := list(islice(passages, _PASSAGES_AT_ONCE)):
            positions = rows.find(stored.key for stored in some)
            has_vector = (positions >= 0).tolist()
            encoded = [stored for stored, has in zip(some, has_vector, strict=True) if has]
            vectors = rows.read(positions[positions >= 0])
            self._server.put(
                self._collection,
                [{**filtered(one), "vector": vector} for one, vector in zip(encoded, vectors, strict=True)],
            )
            for stored, has in zip(some, has_vector, strict=True):
                if gap is None and not has:
                    gap = passage
                passage = stored.id
        return gap

    def searched(self, columns: PassageColumns, rows: Callable[[], Rows]) -> DenseSearch:
        """What was published: only a writer adds to it."""
        published = self._noted()
        return SearchedMilvus(self._server, self._collection, published.until, published.count)

    def ids(self, rows: Rows) -> set[int]:
        """Ids of all passages in it."""
        return self._server.ids(self._collection)

    def delete(self) -> None:
        """Forget it; it can be made again from the catalog and the vectors."""
        self._server.drop(self._collection)
        self._note(_Published())

    def _noted(self) -> _Published:
        note = self._catalog.get_property(NOTE)
        if note is None:
            return _Published()
        found = json.loads(note)
        return _Published(Watermark(found["passage"], found["removal"]), found["until"], found["count"])

    def _note(self, published: _Published) -> None:
        mark = published.watermark
        note = {"passage": mark.passage, "removal": mark.removal, "until": published.until, "count": published.count}
        self._catalog.set_property(NOTE, json.dumps(note))


class SearchedMilvus:
    """The vectors that were published; `DenseSearch` says what each method is for."""

    def __init__(self, server: Milvus, collection: str, until: int, count: int) -> None:
        """Take the server, the greatest id that is searched, and the number of vectors."""
        self._server = server
        self._collection = collection
        self._until = until
        self._count = count

    def __len__(self) -> int:
        """Number of passages that have a vector."""
        return self._count

    def lacking(self, ids: Sequence[int]) -> set[int]:
        """Those of these passages that have none."""
        if not self._until:
            return set(ids)
        found = self._server.rows(self._collection, "id", list(dict.fromkeys(ids)), ["id"])
        return set(ids) - {row["id"] for row in found}

    def search(self, vectors: Vectors, k: int, filters: Filters, among: Sequence[int] | None = None) -> list[int]:
        """Ids of the k passages that are nearest to a question, best first; equal scores in the order of their ids."""
        if not self._until or k <= 0 or (among is not None and not among):
            return []
        condition = passing(filters, among, self._until)
        found = self._server.search(self._collection, "vector", vectors[0].tolist(), k + _TIES, condition)
        return [identity for identity, _ in sorted(found, key=lambda hit: (-hit[1], hit[0]))][:k]
