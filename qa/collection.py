"""A collection, put together from its parts: it is opened, indexed, searched and asked here."""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from embeddings import Encoder, default_encoder
from qa.address import Address, read_address
from qa.answering.answer import Answer
from qa.answering.asked import Answerers, Asked, Found, unwatched
from qa.answering.caution import BALANCED, Caution
from qa.answering.pipeline import HITS_SHOWN, Asking, askable
from qa.answering.reading import PassageReader, own_reader
from qa.conversations.history import History
from qa.errors import CollectionError, UsageError
from qa.fetching.addresses import is_address
from qa.fetching.pages import FetchedPages
from qa.filters import Filters
from qa.indexing.background import BackgroundEncoding
from qa.indexing.encoding import Encoding
from qa.indexing.indexer import Indexer, IndexReport, Progress, require, silent
from qa.indexing.machines import ThisMachine, reach
from qa.retrieval.facets import Matches
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.retrieval.snapshot import Snapshots
from qa.store.about import About, keep_about, read_about, status_json
from qa.store.collection_encoder import CollectionEncoder
from qa.store.following import LexicalRepair, follow_lexical
from qa.store.integrity import find_problems
from qa.store.opening import holds_collection, open_store
from qa.store.passage_vectors import PassageVectors
from qa.store.store import Store
from qa.understanding.follow_ups import Conversation, FollowUp, standalone

NO_FILTERS = Filters()
_PATIENCE = 5.0
"""Seconds to wait for another writer."""


class Collection:
    """Documents that questions can be asked about; safe to use from several threads.

    Open one with `Collection.open`.

    Attributes:
        place: Where it is, as sentences name it.
        name: What its place is called, and it where nobody has given it a title.
        folder: Of this machine: its own, or one for what comes through the web and for what can be made again.
        catalog: Its documents.
        history: Its conversations.
    """

    def __init__(
        self,
        store: Store,
        load_encoder: Callable[[str | None, str | None], Encoder],
        load_reader: Callable[[], PassageReader | None],
        model: str | None = None,
    ) -> None:
        """Put together the collection of a store; `open` is the usual way.

        Args:
            store: What it is kept in.
            load_encoder: Loads the encoder, given the model and the fingerprint of the one that the collection was
                made with.
            load_reader: Loads the reader; it may give None, and answers are then chosen without one.
            model: Of a new collection.
        """
        self._store = store
        self.place, self.name, self.folder = store.place, store.name, store.folder
        self.catalog = store.catalog
        self.history = History(store.conversations, store.older_conversations)
        with suppress(CollectionError):  # no conversation is lost: the first use of one tries again and reports it
            self.history.move_out_of_catalog()
        self._pages = FetchedPages(store.folder)
        self._encoder = CollectionEncoder(store, load_encoder, model)
        self._encoding = Encoding(self.catalog, ThisMachine(self._encoder.get), self._encoder.open_rows, store.dense)
        self._lexical_repair = LexicalRepair(self.catalog, store.lexical, store.lock)
        vectors = PassageVectors(self._encoder.get, self._encoder.open_rows, store.lock)
        self._snapshots = Snapshots(store, self._encoder.open_rows, vectors)
        self._asking = Asking(self.catalog, self._snapshots, store.lexical, vectors, self._encoder.get, load_reader)
        self._background = BackgroundEncoding(self._encoding, store.lock, lambda: self.is_busy)
        self._answerers: Answerers = self._asking
        self._caution, self._reads = BALANCED, True

    @classmethod
    def open(
        cls,
        address: str | Address,
        *,
        model: str | None = None,
        precision: str | None = None,
        encoder: Encoder | None = None,
        reader: PassageReader | None = None,
    ) -> "Collection":
        """Open a collection; it is created if there is none.

        Args:
            address: A folder, or servers: 'postgresql://user@host/name?vectors=http://host:19530'.
            model: A sentence-transformers name or folder, for a new collection; None for the packaged model. Any other
                collection is opened with the model that it was made with.
            precision: Of the packaged model in a new collection, float32 or int8; None for the faster one.
            encoder: An encoder to use in place of a model's.
            reader: A reader to use in place of Quotable's own, which is used with its own encoders only and where the
                environment does not switch it off (QUOTABLE_READER).

        Raises:
            CollectionError: It holds something else, or a collection of another format, or cannot be used now.
            UsageError: The address cannot be read.
            PackageError: It names servers, and the packages that speak to them are not installed.
        """
        store = open_store(read_address(address))
        load_reader = own_reader if encoder is None and reader is None else lambda: reader
        if encoder is not None:
            return cls(store, lambda *_: encoder, load_reader)
        return cls(store, lambda own, made_with: default_encoder(own, precision, made_with), load_reader, model)

    def close(self) -> None:
        """Close every connection."""
        self._store.close()

    # Writing

    def index(
        self,
        paths: Iterable[str | Path],
        progress: Progress = silent,
        *,
        rehash: bool = False,
        background: bool = False,
        ray: str | None = None,
    ) -> IndexReport:
        """Bring the collection up to date with files and folders, and with pages of the web.

        Questions find a document as soon as it is in the lexical index; its vectors are encoded after that. A
        document whose file has left an indexed folder is removed. A file that cannot be read is reported, and what
        the collection already has of it is kept.

        A page is fetched into the collection's own folder, and is not sent again while it is the same. A feed or a
        sitemap stands for the pages that it lists. Only addresses that are named, and what they lead to, are asked.

        Args:
            paths: Files and folders; a text that begins as 'https://' does is an address.
            progress: Called as each stage proceeds.
            rehash: Whether to check the bytes of files whose size and times have not changed.
            background: Whether to leave the vectors to `encode_in_background`.
            ray: A Ray cluster that reads and encodes, named as for `reach`; None for this machine.

        Raises:
            UsageError: A path does not exist, or no page can be fetched from an address; then nothing was changed.
            ClusterError: The cluster cannot be reached, or does not do its work; what it has done is kept.
            LockedError: Another process is writing.
            CollectionError: The collection was made with another encoder.
        """
        named = list(paths)
        addresses = [one for one in named if isinstance(one, str) and is_address(one)]
        files = [Path(one) for one in named if one not in addresses]
        require(files)
        report = IndexReport()
        if addresses:
            self._pages.fetch(addresses, _PATIENCE, report, progress)
            files.append(self._pages.folder)
        with self._store.lock(_PATIENCE), reach(ray, self._encoder.get, self._encoder.loader) as workers:
            self._encoder.note()
            indexer = Indexer(self.catalog, self._store.lexical, workers, self._encoding)
            indexer.index(files, rehash, report, progress)
            if not background:
                indexer.encode(report, progress)
        report.failed = self._pages.named_by_address(report.failed)
        return report

    def encode_in_background(self, stop: threading.Event) -> None:
        """Encode passages that have no vector until stopped, pausing for questions and for other writers.

        No error ends it: `encoding_problem` says what is wrong, and encoding is tried again.
        """
        self._background.run(stop)

    @property
    def encoding_problem(self) -> str | None:
        """Why `encode_in_background` makes no progress at the moment; None while nothing is wrong."""
        return self._background.problem

    def remove(self, names: Iterable[str], patience: float | None = None) -> None:
        """Remove documents; one whose file stays in an indexed folder comes back when that is indexed again.

        The file of a page that was fetched is deleted; it comes back when its address is indexed again.

        Args:
            names: Of the documents.
            patience: Seconds to wait for another writer; None for five.

        Raises:
            UsageError: There is no document of that name; then nothing was removed.
            LockedError: Another process is writing.
        """
        with self._store.lock(_PATIENCE if patience is None else patience):
            paths = []
            for name in names:
                path = self.catalog.path_of(name)
                if path is None:
                    raise UsageError(f"no document is called {name!r}; `quotable status --documents` lists them")
                paths.append(path)
            with self.catalog.transaction():
                self.catalog.remove(paths)
            follow_lexical(self.catalog, self._store.lexical)
            self._encoding.publish()
            self._pages.forget(paths)

    def follow(self) -> None:
        """Build what is missing of the indexes from the catalog and the vectors, without encoding anything.

        Raises:
            LockedError: Another process is writing.
        """
        with self._store.lock(_PATIENCE):
            follow_lexical(self.catalog, self._store.lexical)
            self._encoding.publish()

    def discard_damaged_vectors(self) -> int:
        """Forget vectors that do not match their checksums, so that they are encoded again; how many there were.

        Raises:
            LockedError: Another process is writing.
        """
        with self._store.lock(_PATIENCE):
            rows = self._encoder.open_rows()
            damaged = rows.damaged()
            if damaged:
                rows.discard(damaged)
                self._store.dense.delete()  # it holds them too
        return len(damaged)

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
        """Search like `retrieve`, and report what was understood, how much was searched, and the time of each stage.

        Args:
            question: The question in words.
            k: How many hits at most.
            filters: Which documents are searched.
            without: Keys of clues in the question to leave out ('from:2021-03-01', or 'from' for all of them).
        """
        given = (filters or NO_FILTERS, tuple(without))
        asked = Asked(askable(question, k), k, *given, None, self._caution, self._reads)
        return self._lexical_repair.search(lambda: self._answerers.search(asked))

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
        k: int = HITS_SHOWN,
        without: Iterable[str] = (),
        *,
        follow_up: FollowUp | None = None,
        found: Found = unwatched,
    ) -> Answer:
        """Answer a question with verified quotations, or say that the documents do not answer it.

        Args:
            question: The question as it was typed.
            conversation: The earlier turns; None for none.
            filters: Which documents are searched.
            k: How many hits the answer is returned with.
            without: Keys of clues in the question to leave out, as for `search`.
            follow_up: The question rewritten as a standalone one; None to rewrite it by rule.
            found: Called with each search for the question as soon as it is done; of a question that may mean several
                things there are several, and of one that is counted or declined, none.

        Raises:
            UsageError: The question is empty or too long, or k is less than 1.
            CollectionError: The collection was made with another encoder.
        """
        question = askable(question, k)
        read = follow_up or standalone(question, conversation or Conversation())
        given = (filters or NO_FILTERS, tuple(without))
        asked = Asked(question, k, *given, read, self._caution, self._reads)
        return self._lexical_repair.search(lambda: self._answerers.ask(asked, found))

    def matches(self, question: str | None, filters: Filters | None = None, without: Iterable[str] = ()) -> Matches:
        """Count the documents that match, by month and by category (`Matches`).

        Args:
            question: What the documents are about; None or blank for all documents.
            filters: A filter on days does not narrow the counts by month, nor one on categories those by category.
            without: Keys of clues in the question to leave out, as for `search`.

        Raises:
            UsageError: The question is too long.
        """
        return self._lexical_repair.search(
            lambda: self._asking.matches(question, filters or NO_FILTERS, tuple(without))
        )

    def choose(self, caution: Caution, *, reads: bool) -> None:
        """Choose how questions are answered from now on.

        Args:
            caution: How sure an answer must be.
            reads: Whether the reader is used where there is one.
        """
        self._caution, self._reads = caution, reads

    def answer_by(self, answerers: Answerers | None) -> None:
        """Let others search and answer from now on, as processes beside this one; None for this one again."""
        self._answerers = answerers or self._asking

    # State

    @property
    def about(self) -> About:
        """What the collection is called and what it holds, in words of its owner."""
        return read_about(self._store)

    def describe(self, title: str | None = None, description: str | None = None) -> None:
        """Say what the collection is called and what it holds; what is None stays, what is empty is taken away.

        Raises:
            UsageError: The title or the description is too long.
        """
        keep_about(self.catalog, title, description)

    @property
    def state(self) -> IndexState:
        """How much of the collection can be searched."""
        return self._snapshots.newest().state

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered now."""
        return self._asking.is_busy or self._answerers.is_busy

    @property
    def passages_to_encode(self) -> int | None:
        """Passages that `encode_in_background` has still to encode; None until it has looked.

        The number falls with every step, while `state` changes only with every new dense index.
        """
        return self._encoding.left

    def status(self) -> dict[str, object]:
        """What the collection holds: the JSON of `status --json`.

        `generation` is the public name of the number of the catalog's snapshot.
        """
        return status_json(self._store, self.state.dense_ready)

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded when it is first asked for."""
        return self._encoder.get()

    def problems(self) -> list[str]:
        """What is wrong with the collection, one sentence each; empty if nothing is."""
        return find_problems(self._store, self._encoder.open_rows()) + self.history.problems()


@cache
def _opened(address: Address) -> Collection:
    return Collection.open(address)


def retrieve(
    question: str, k: int = 5, *, collection: str | Address | Collection, filters: Filters | None = None
) -> list[Hit]:
    """The k best passages of a collection for a question, best first; fewer when fewer match.

    A collection given by its address stays open for the next call.

    Raises:
        UsageError: The question is empty or too long, or k is less than 1.
        CollectionError: There is no collection, or it was made with another encoder.
    """
    if not isinstance(collection, Collection):
        named = read_address(collection)
        address = named.absolute() if isinstance(named, Path) else named
        if not holds_collection(address):
            raise CollectionError(f"there is no collection in {address}; make one with Collection.open(…).index(…)")
        collection = _opened(address)
    return collection.retrieve(question, k, filters)
