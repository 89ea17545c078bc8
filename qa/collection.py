"""A collection on disk: opens, indexes, retrieves, asks; where the parts are put together."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from embeddings import Encoder, VectorRows, default_encoder
from qa.answering.citations import Answer
from qa.answering.pipeline import HITS_SHOWN, Asking, askable
from qa.conversations.history import History
from qa.errors import CollectionError, IndexFormatError, LockedError, UsageError
from qa.filters import Filters
from qa.indexing.encoding import Encoding
from qa.indexing.indexer import Indexer, IndexReport, Progress, require, silent
from qa.retrieval.facets import Matches
from qa.retrieval.matching import TermStatistics
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.retrieval.snapshot import Generations
from qa.store.catalog import Catalog
from qa.store.integrity import find_problems
from qa.store.lexical import LexicalIndex
from qa.store.passage_vectors import PassageVectors
from qa.store.writer_lock import writer_lock
from qa.understanding.follow_ups import Conversation, FollowUp, standalone

NO_FILTERS = Filters()
_PATIENCE = 5.0
"""Seconds to wait for another writer."""
_ENCODED_A_STEP, _STEPS_TOGETHER = 16, 4
"""Passages a step in the background, which a question waits for, and steps that another writer waits for."""
_BREATH, _NOTHING_TO_DO = 0.1, 1.0
"""Seconds between steps, and between looks for something to encode."""


class Collection:
    """Documents that can be asked; safe to use from several threads.

    Open one with `Collection.open`.
    """

    def __init__(self, folder: Path, load_encoder: Callable[[str | None], Encoder]) -> None:
        """Open the collection in an existing folder; `open` is the usual way.

        Args:
            folder: Where it lies.
            load_encoder: Loads the encoder, given the fingerprint of the one that the collection was made with.
        """
        self.folder = folder
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self._loading = threading.RLock()
        self.catalog = Catalog(folder / "catalog.sqlite")
        self.history = History(folder / "catalog.sqlite")
        self._dense_path = folder / "dense.faiss"
        self._encoding = Encoding(self.catalog, self._get_encoder, self._open_rows, self._dense_path)
        self._lexical = self._open_lexical()
        self._vectors = PassageVectors(folder, self._get_encoder, self._open_rows)
        self._generations = Generations(self.catalog, self._lexical, self._open_rows, self._dense_path, self._vectors)
        self._asking = Asking(self.catalog, self._generations, self._lexical, self._vectors, self._get_encoder)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        model: str | None = None,
        precision: str | None = None,
        encoder: Encoder | None = None,
    ) -> "Collection":
        """Open a collection; it is made when the folder is missing or empty.

        Args:
            folder: Where it lies.
            model: A sentence-transformers name or folder; None for the packaged model.
            precision: Of the packaged model in a new collection, float32 or int8; None for the faster one.
            encoder: An encoder to use in place of a model's.

        Raises:
            CollectionError: The folder holds something else, or a collection of another format.
        """
        folder = Path(folder)
        if folder.exists() and not folder.is_dir():
            raise CollectionError(f"{folder} is a file; a collection is a folder")
        if folder.is_dir() and not (folder / "catalog.sqlite").exists() and any(folder.iterdir()):
            raise CollectionError(f"{folder} holds other files; name an empty or a new folder for the collection")
        folder.mkdir(parents=True, exist_ok=True)
        if encoder is not None:
            return cls(folder, lambda _: encoder)
        return cls(folder, lambda made_with: default_encoder(model, precision, made_with))

    def close(self) -> None:
        """Close the connections of the catalog and of the history."""
        self.catalog.close()
        self.history.close()

    # Writing

    def index(
        self,
        paths: Iterable[str | Path],
        progress: Progress = silent,
        *,
        rehash: bool = False,
        background: bool = False,
    ) -> IndexReport:
        """Bring the collection up to date with files and folders.

        A document can be asked about as soon as it stands in the lexical index; its vectors are encoded after
        that. A document whose file has left an indexed folder is removed. A file that cannot be read is
        reported, and what the collection held of it is kept.

        Args:
            paths: Files and folders.
            progress: Called as the stages go on.
            rehash: Whether to read files again whose size and times are the same.
            background: Whether to leave the vectors to `encode_in_background`.

        Raises:
            UsageError: A path does not exist; then nothing was changed.
            LockedError: Another process is writing.
            CollectionError: The collection was made with another encoder.
        """
        files = [Path(path) for path in paths]
        require(files)
        report = IndexReport()
        with self._writing() as indexer:
            if self.catalog.get_property("encoder") is None:
                encoder = self._get_encoder()
                with self.catalog.transaction():
                    self.catalog.set_property("encoder", encoder.fingerprint)
                    self.catalog.set_property("dimension", str(encoder.dimension))
            indexer.index(files, rehash, report, progress)
            if not background:
                indexer.encode(report, progress)
        return report

    def encode_in_background(self, stop: threading.Event) -> None:
        """Encode what has no vector, whenever nobody asks or else writes, until stopped."""
        while not stop.is_set():
            if self._encoding.is_current:  # the lock, which is a file, is not taken to find nothing to do
                stop.wait(_NOTHING_TO_DO)
                continue
            with suppress(LockedError), writer_lock(self.folder):
                for _ in range(_STEPS_TOGETHER):
                    if not self._asking.is_busy and not stop.is_set():
                        self._encoding.step(_ENCODED_A_STEP)
            stop.wait(_BREATH)  # another writer must find the lock free

    def remove(self, names: Iterable[str]) -> None:
        """Remove documents; one whose file stays in an indexed folder comes back when that is indexed again.

        Raises:
            UsageError: There is no document of that name; then nothing was removed.
            LockedError: Another process is writing.
        """
        with self._writing() as indexer:
            paths = []
            for name in names:
                path = self.catalog.path_of(name)
                if path is None:
                    raise UsageError(f"no document is called {name!r}; `quotable status --documents` lists them")
                paths.append(path)
            with self.catalog.transaction():
                self.catalog.remove(paths)
            indexer.follow_lexical()
            self._encoding.publish()

    def _open_lexical(self) -> LexicalIndex:
        """The lexical index, filled again where it was deleted, damaged, or left behind by a crash."""
        folder = self.folder / "lexical"
        try:
            index = LexicalIndex(folder)
            behind = index.watermark != self.catalog.watermark
        except IndexFormatError:
            behind, index = True, None
        if behind:
            try:
                with writer_lock(self.folder):
                    if index is None:
                        LexicalIndex.delete(folder)
                        index = LexicalIndex(folder)
                    Indexer(self.catalog, index, self._get_encoder, self._encoding).follow_lexical()
            except LockedError:  # whoever writes brings it up to date
                index = index or LexicalIndex(folder)
        assert index is not None
        return index

    @contextmanager
    def _writing(self) -> Iterator[Indexer]:
        with writer_lock(self.folder, _PATIENCE):
            yield Indexer(self.catalog, self._lexical, self._get_encoder, self._encoding)

    # Searching

    def retrieve(self, question: str, k: int = 5, filters: Filters | None = None) -> list[Hit]:
        """The k best passages for a question, best first; fewer when fewer match.

        Raises:
            UsageError: The question is empty or too long, or k is less than 1.
            CollectionError: The collection was made with another encoder.
        """
        return list(self.search(question, k, filters).hits)

    def search(
        self,
        question: str,
        k: int = HITS_SHOWN,
        filters: Filters | None = None,
        without: Iterable[str] = (),
    ) -> Search:
        """As `retrieve`, with what was understood, how much is searched, and the time of each stage.

        Args:
            question: In words.
            k: How many hits at most.
            filters: Which documents are searched.
            without: Keys of clues in the question to leave out ('from:2021-03-01', or 'from' for all of them).
        """
        return self._asking.search(question, k, filters or NO_FILTERS, tuple(without))

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
        k: int = HITS_SHOWN,
        without: Iterable[str] = (),
        *,
        follow_up: FollowUp | None = None,
    ) -> Answer:
        """Answer a question with verified quotations, or say that it is not known.

        Args:
            question: As it was typed.
            conversation: The turns before; None for none.
            filters: Which documents are searched.
            k: How many hits the answer comes with.
            without: Keys of clues in the question to leave out, as for `search`.
            follow_up: How the question is read as a standalone one; None for by the rules of `conversation`.

        Raises:
            UsageError: The question is empty or too long, or k is less than 1.
            CollectionError: The collection was made with another encoder.
        """
        question = askable(question, k)
        read = follow_up or standalone(question, conversation or Conversation())
        return self._asking.ask(question, read, filters or NO_FILTERS, k, tuple(without))

    def matches(self, question: str | None, filters: Filters | None = None, without: Iterable[str] = ()) -> Matches:
        """How the documents that match are spread over months and categories (`Matches`).

        Args:
            question: What they hold; None or blank for all documents.
            filters: Each leaves its own spread as it is: days the months, categories the categories.
            without: Keys of clues in the question to leave out, as for `search`.

        Raises:
            UsageError: The question is too long.
        """
        return self._asking.matches(question, filters or NO_FILTERS, tuple(without))

    # State

    @property
    def state(self) -> IndexState:
        """How much is searched."""
        return self._generations.newest().state

    @property
    def passages_to_encode(self) -> int | None:
        """Passages that `encode_in_background` has still to encode; None while it has not looked.

        It counts down from step to step, where `state` follows with every new dense index.
        """
        return self._encoding.left

    def status(self) -> dict[str, object]:
        """What the collection holds: the JSON of `status --json`."""
        documents, passages = self.catalog.counts()
        dates = self.catalog.date_range()
        return {
            "collection": str(self.folder),
            "documents": documents,
            "passages": passages,
            "dense_ready": round(self.state.dense_ready, 4),
            "generation": self.catalog.generation,
            "encoder": self.catalog.get_property("encoder"),
            "first_date": dates[0].isoformat() if dates else None,
            "last_date": dates[1].isoformat() if dates else None,
            "categories": self.catalog.categories(),
        }

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded when it is first asked for."""
        return self._get_encoder()

    @property
    def statistics(self) -> TermStatistics:
        """How rare the collection's words are."""
        return self._lexical

    def _get_encoder(self) -> Encoder:
        with self._loading:
            made_with = self.catalog.get_property("encoder")
            if self._encoder is None:
                self._encoder = self._load_encoder(made_with)
            encoder = self._encoder
            if made_with not in (None, encoder.fingerprint):
                raise CollectionError(
                    f"{self.folder} was made with the encoder {made_with}, and this one is {encoder.fingerprint}; "
                    "set QUOTABLE_MODEL to the model it was made with, or index into another folder"
                )
            return encoder

    def _open_rows(self) -> VectorRows:
        fingerprint, dimension = self.catalog.get_property("encoder"), self.catalog.get_property("dimension")
        if fingerprint is None or dimension is None:
            encoder = self._get_encoder()
            return VectorRows(self.folder / "vectors", encoder.fingerprint, encoder.dimension)
        return VectorRows(self.folder / "vectors", fingerprint, int(dimension))

    def problems(self) -> list[str]:
        """What is wrong with the collection, one sentence each; nothing when it is whole."""
        return find_problems(self.catalog, self._lexical, self._open_rows(), self._dense_path)


@cache
def _opened(folder: Path) -> Collection:
    return Collection.open(folder)


def retrieve(
    question: str, k: int = 5, *, collection: str | Path | Collection, filters: Filters | None = None
) -> list[Hit]:
    """The k best passages of a collection for a question, best first; fewer when fewer match.

    A collection given by its folder stays open for the next call.

    Raises:
        UsageError: The question is empty or too long, or k is less than 1.
        CollectionError: The folder is no collection, or it was made with another encoder.
    """
    if not isinstance(collection, Collection):
        folder = Path(collection).absolute()
        if not (folder / "catalog.sqlite").exists():
            raise CollectionError(f"there is no collection in {folder}; make one with Collection.open(…).index(…)")
        collection = _opened(folder)
    return collection.retrieve(question, k, filters)
