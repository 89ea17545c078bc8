"""A snapshot of a collection: the parts that are searched together, replaced as a whole when the collection changes."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from embeddings import DenseIndex, VectorFormatError, VectorRows
from qa.documents import DocumentInfo
from qa.retrieval.counting import place_documents
from qa.retrieval.retriever import Retriever
from qa.retrieval.search import IndexState
from qa.store.catalog import Catalog
from qa.store.columns import PassageColumns
from qa.store.dense import build_dense
from qa.store.lexical import LexicalIndex
from qa.store.passage_vectors import PassageVectors
from qa.understanding.vocabulary import Vocabulary, learn_vocabulary

_Stamp = tuple[int, ...]
_Documents = Callable[[], Sequence[DocumentInfo | None]]
_Read = tuple[_Stamp, PassageColumns, Callable[[], Vocabulary], _Documents]


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

    def __init__(
        self,
        catalog: Catalog,
        lexical: LexicalIndex,
        rows: Callable[[], VectorRows],
        dense_path: Path,
        vectors: PassageVectors,
    ) -> None:
        """Take the parts; the vector rows are passed as a function, called when the dense index must be built."""
        self._catalog = catalog
        self._lexical = lexical
        self._rows = rows
        self._dense_path = dense_path
        self._vectors = vectors
        self._loading = threading.Lock()
        self._read: _Read | None = None
        self._newest: tuple[_Stamp, Snapshot] | None = None

    def newest(self) -> Snapshot:
        """The newest snapshot; loaded when the catalog or an index has changed since the last call."""
        with self._loading:
            words = (self._catalog.generation, *_stamp(self._lexical.watermark_path))
            stamp = (*words, *_stamp(self._dense_path))
            if self._newest is None or self._newest[0] != stamp:
                self._newest = stamp, self._load(words)
            return self._newest[1]

    def _load(self, words: _Stamp) -> Snapshot:
        if self._read is None or self._read[0] != words:  # otherwise only the dense index has grown
            self._lexical.refresh()
            columns = self._catalog.columns()
            documents: _Documents = cache(lambda: place_documents(columns, self._catalog.first_passages()))
            self._read = words, columns, cache(self._learn_vocabulary), documents
        _, columns, vocabulary, placed = self._read
        passages = len(columns.ids)
        dense = self._load_dense() if passages else DenseIndex(1)
        ready = float(np.isin(columns.ids, dense.ids).mean()) if passages else 1.0
        retriever = Retriever(self._catalog, self._lexical, dense, columns, self._vectors)
        return Snapshot(retriever, columns, IndexState(passages, ready), vocabulary, placed)

    def _learn_vocabulary(self) -> Vocabulary:
        return learn_vocabulary(self._catalog.titles(), self._catalog.turns(), self._catalog.names(), date.today())

    def _load_dense(self) -> DenseIndex:
        try:
            return DenseIndex.load(self._dense_path, int(self._catalog.get_property("dimension") or 0))
        except VectorFormatError:  # not there yet, deleted, or being replaced right now
            return build_dense(self._catalog, self._rows())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
