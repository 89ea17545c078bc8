"""Files that are given to a collection while it is served: kept in a folder of its own, and indexed as they arrive."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import BusyError, LockedError, QuotableError, UsageError
from qa.uploads.files import UploadedFiles, uploads_folder
from qa.uploads.names import safe_name
from qa.uploads.pace import Pace

MOST_WAITING = 2_000
"""Files that wait to be indexed; who sends more is asked to try again in a moment."""
_REMEMBERED = 20_000
"""Files whose state is told; of older ones that are settled it is forgotten."""
_QUIET, _LONGEST_QUIET = 0.3, 2.0
"""Seconds without an arrival after which files are indexed, and at most."""
_LOOK, _PATIENCE = 0.5, 5.0
"""Seconds between looks, also while another process writes; and after an error."""

BEING_WRITTEN = "another process is writing to the collection; wait until it is done, or stop it"
"""Said in place of the error's own words, which name folders and processes of the server."""

State = Literal["waiting", "askable", "failed"]


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of a file.

    Attributes:
        name: As it was uploaded, made safe.
        state: 'waiting' until it was indexed, then 'askable' or 'failed'.
        reason: Why it failed; None else.
        document: Name of its document, which differs where another folder has one of that name; None until askable.
        change: Number of the change that brought it into this state, increasing over all files.
    """

    name: str
    state: State
    reason: str | None
    document: str | None
    change: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a file was taken in: under which name, whether it replaced one, and as which change."""

    name: str
    replaced: bool
    change: int


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """How far the files are that arrived since the server was started.

    Attributes:
        files: Those whose state changed after the change that was asked about, oldest change first.
        waiting: How many wait to be indexed.
        change: Number of the newest change.
        problem: Why nothing is indexed at the moment; None while all is well.
        dense_ready: How much of the collection is searched by meaning, 0 to 1.
        seconds_left: Until all of it is, about; None when that is not known.
    """

    files: tuple[Upload, ...]
    waiting: int
    change: int
    problem: str | None
    dense_ready: float
    seconds_left: float | None


class Uploads:
    """The uploads of one collection; safe to share between threads.

    Files that arrive can be asked about once `index_in_background` has seen them.
    """

    def __init__(self, collection: Collection, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the collection; its folder of uploads is made by the first file.

        Args:
            collection: That files are added to.
            clock: Seconds that only increase.
        """
        self._kept = UploadedFiles(uploads_folder(collection.folder))
        self._collection = collection
        self._pace = Pace(clock)
        self._indexing = threading.Lock()  # no document comes back while it is removed
        self._state = threading.Lock()
        self._arrived = threading.Event()
        self._files: dict[str, Upload] = {}  # the order is that of changes
        self._change = 0
        self._problem: str | None = None

    # Files

    def put(self, name: str, data: bytes) -> Receipt:
        """Take in a file, or replace the one of that name; it is on the disk, whole, when this returns.

        Args:
            name: Path below the folder of uploads, with '/'.
            data: What the file holds.

        Raises:
            UsageError: The name is not safe.
            FileTypeError: Files of this type are not read.
            TooLargeError: It is over the limit.
            UnreadableFileError: It is no text, or holds none.
            NoRoomError: The disk or the collection's share of it is full.
            BusyError: Too many files wait.
        """
        name = safe_name(name)
        if self._waiting() >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING:,} files wait to be indexed; try again in a moment")
        replaced = self._kept.put(name, data)
        change = self._settle(name, "waiting")
        self._arrived.set()
        return Receipt(name, replaced, change)

    def remove(self, name: str) -> bool:
        """Remove a document; the file of one that was uploaded is deleted.

        Args:
            name: Of the document.

        Returns:
            Whether its file was deleted; one from another folder stays there, and comes back when that is indexed.

        Raises:
            UsageError: There is no document of that name.
            LockedError: Another process is writing to the collection.
        """
        with self._indexing:
            path = self._collection.catalog.path_of(name)
            if path is None:
                raise UsageError(f"no document is called {name!r}; it may have been removed already")
            self._collection.remove([name])
            if not self.holds(path):
                return False
            self._kept.delete(Path(path))
            with self._state:
                self._files.pop(self._name(Path(path)), None)
            return True

    def holds(self, path: str) -> bool:
        """Whether a file lies in the folder of uploads."""
        return Path(path) in self._kept

    def _name(self, path: Path) -> str:
        return path.relative_to(self._kept.folder).as_posix()

    # Indexing

    def index_in_background(self, stop: threading.Event) -> None:
        """Index what arrives, and first what a server that was stopped has left, until stopped."""
        self._kept.delete_abandoned()
        if self._kept.folder.is_dir():
            self._arrived.set()
        while not stop.is_set():
            if not self._arrived.wait(_LOOK):
                continue
            self._wait_for_quiet()
            try:
                self._index()
            except LockedError:
                self._trouble(BEING_WRITTEN)
                self._arrived.set()
                stop.wait(_LOOK)
            except (QuotableError, EmbeddingsError, OSError) as error:  # a full disk, for one, may be mended
                self._trouble(str(error))
                self._arrived.set()
                stop.wait(_PATIENCE)

    def _wait_for_quiet(self) -> None:
        """Files that are dropped together are indexed in few runs."""
        until = time.monotonic() + _LONGEST_QUIET
        self._arrived.clear()
        while self._arrived.wait(_QUIET) and time.monotonic() < until:
            self._arrived.clear()

    def _index(self) -> None:
        with self._state:
            waiting = [upload for upload in self._files.values() if upload.state == "waiting"]
        with self._indexing:
            folders = [self._kept.folder] if self._kept.folder.is_dir() else []
            report = self._collection.index(folders, background=True)
            documents = {path: file.name for path, file in self._collection.catalog.files().items()}
        self._trouble(None)
        failed = {str(failure.path): failure.reason for failure in report.failed}
        for upload in waiting:
            path = str(self._kept.folder / upload.name)
            document, reason = documents.get(path), failed.get(path)
            if self._files.get(upload.name) is not upload:  # replaced or removed meanwhile
                continue
            if reason is None and document is not None:
                self._settle(upload.name, "askable", document=document)
                continue
            self._settle(upload.name, "failed", reason=reason or "its file is gone; add it again")
            if document is None:  # nobody could remove it, and it would be tried for ever
                self._kept.delete(Path(path))

    # State

    def progress(self, after: int = 0) -> UploadProgress:
        """How far the files are.

        Args:
            after: Number of a change; files that have not changed since are left out.
        """
        state, left = self._collection.state, self._collection.passages_to_encode
        with self._state:
            left = 0 if state.dense_ready == 1 else left
            seconds = None if left is None else self._pace.seconds_left(state.passages - left, state.passages)
            files = tuple(upload for upload in self._files.values() if upload.change > after)
            change, problem = self._change, self._problem
        return UploadProgress(files, self._waiting(), change, problem, state.dense_ready, seconds)

    def _waiting(self) -> int:
        with self._state:
            return sum(upload.state == "waiting" for upload in self._files.values())

    def _settle(self, name: str, state: State, *, reason: str | None = None, document: str | None = None) -> int:
        with self._state:
            self._change += 1
            self._files.pop(name, None)
            self._files[name] = Upload(name, state, reason, document, self._change)
            while len(self._files) > _REMEMBERED:
                self._files.pop(next(iter(self._files)))
            return self._change

    def _trouble(self, problem: str | None) -> None:
        with self._state:
            self._problem = problem
