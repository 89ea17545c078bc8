"""A snapshot of a collection: the parts that are searched together, replaced as a whole when the collection changes."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from qa.documents import DocumentInfo
from qa.retrieval.counting import place_documents
from qa.retrieval.retriever import Retriever
from qa.retrieval.search import IndexState
from qa.store.columns import PassageColumns
from qa.store.passage_vectors import PassageVectors
from qa.store.store import Rows, Stamp, Store
from qa.understanding.vocabulary import Vocabulary, learn_vocabulary

_Documents = Callable[[], Sequence[DocumentInfo | None]]
_Read = tuple[Stamp, PassageColumns, Callable[[], Vocabulary], _Documents]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A retriever, how much of the collection it searches, and what is loaded when it is first needed.

    That is the vocabulary, and the documents in the order of their places in the columns.
    """

    retriever: Retriever
    columns: PassageColumns
    state: IndexState
    vocabulary: Callable[[], Vocabulary]
    documents: _Documents


class Snapshots:
    """Loads the newest snapshot of a collection, whichever process made it; safe to share between threads."""

    def __init__(self, store: Store, rows: Callable[[], Rows], vectors: PassageVectors) -> None:
        """Take the parts; the vector rows are passed as a function, called when the dense index must be built."""
        self._store = store
        self._catalog = store.catalog
        self._rows = rows
        self._vectors = vectors
        self._loading = threading.Lock()
        self._read: _Read | None = None
        self._newest: tuple[tuple[Stamp, Stamp], Snapshot] | None = None

    def newest(self) -> Snapshot:
        """The newest snapshot; loaded when the catalog or an index has changed since the last call."""
        with self._loading:
            stamps = self._store.stamps()
            if self._newest is None or self._newest[0] != stamps:
                self._newest = stamps, self._load(stamps[0])
            return self._newest[1]

    def _load(self, words: Stamp) -> Snapshot:
        if self._read is None or self._read[0] != words:  # otherwise only the dense index has grown
            self._store.lexical.refresh()
            columns = self._catalog.columns()
            documents: _Documents = cache(lambda: place_documents(columns, self._catalog.first_passages()))
            self._read = words, columns, cache(self._learn_vocabulary), documents
        _, columns, vocabulary, placed = self._read
        passages = len(columns.ids)
        dense = self._store.dense.searched(columns, self._rows)
        ready = len(dense) / passages if passages else 1.0
        retriever = Retriever(self._catalog, self._store.lexical, dense, columns, self._vectors)
        return Snapshot(retriever, columns, IndexState(passages, ready), vocabulary, placed)

    def _learn_vocabulary(self) -> Vocabulary:
        return learn_vocabulary(self._catalog.titles(), self._catalog.turns(), self._catalog.names(), date.today())
