"""Files that are uploaded to a collection while it is served: kept in its folder and indexed as they arrive."""

import threading
import time
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from qa.collection import Collection
from qa.documents import container_of
from qa.documents.files import find_sidecar
from qa.errors import BusyError, LockedError, UsageError
from qa.indexing.background import problem_of, repeat
from qa.messages import Message, joined
from qa.uploads.files import UploadedFiles, is_sidecar, uploads_folder
from qa.uploads.names import safe_name
from qa.uploads.pace import Pace
from qa.uploads.states import Receipt, Upload, UploadProgress, UploadState

MOST_WAITING = 2_000
"""Most files that may wait to be indexed; more are refused with the advice to try again in a moment."""
_REMEMBERED = 20_000
"""Most files whose state is remembered; the oldest are forgotten."""
_QUIET = 0.3
"""Seconds without an arrival after which files are indexed."""
_LONGEST_QUIET = 2.0
"""Seconds for which such a pause is waited for at most."""
_PATIENCE = 1.0
"""Seconds that a removal waits for what is written; somebody waits for its answer."""
_LOOK = 0.5
"""Seconds between checks for new files."""

BEING_WRITTEN = Message("another process is writing to the collection; wait until it is done, or stop it")
"""Shown instead of the error's own message, which names folders and processes of the server."""

NOT_ENCODED = Message("documents are not encoded at the moment; the log of the server says why")
"""Shown in place of what is wrong with encoding, for the same reason."""

NOTHING_DESCRIBED = Message("no document is beside it that it could describe; add one of the same name")


def _waits_for_document(upload: Upload) -> bool:
    return upload.state == "failed" and is_sidecar(upload.name)


def _within(path: str, found: Mapping[str, str]) -> dict[str, str]:
    """What was found in a file that holds several, by the paths in it."""
    return {one.removeprefix(f"{path}/"): value for one, value in found.items() if one.startswith(f"{path}/")}


class Uploads:
    """The uploads of one collection; safe to share between threads.

    Questions find a file once `index_in_background` has indexed it.
    """

    def __init__(self, collection: Collection, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the collection; the first file creates its folder of uploads.

        Args:
            collection: The collection to which files are added.
            clock: Returns seconds that only increase.
        """
        self._kept = UploadedFiles(uploads_folder(collection.folder))
        self._collection = collection
        self._pace = Pace(clock)
        self._indexing = threading.Lock()  # so that a document that is being removed is not indexed again
        self._state = threading.Lock()
        self._arrived = threading.Event()
        self._files: dict[str, Upload] = {}  # in the order of changes
        self._change = 0
        self._problem: str | None = None

    # Files

    def put(self, name: str, data: bytes) -> Receipt:
        """Accept a file, or replace the file of that name; when this returns, it is on the disk completely.

        Args:
            name: Path below the folder of uploads, with '/'.
            data: Content of the file.

        Raises:
            UsageError: The name is not safe.
            FileTypeError: Files of this type are not read.
            TooLargeError: It is over the limit.
            UnreadableFileError: It is no text, or holds none.
            NoRoomError: The disk or the collection's share of it is full.
            BusyError: Too many files wait.
        """
        name = safe_name(name)
        if self.waiting >= MOST_WAITING:
            raise BusyError(Message("{count} files wait to be indexed; try again in a moment", count=MOST_WAITING))
        replaced = self._kept.put(name, data)
        change = self._settle(name, "waiting")
        self._arrived.set()
        return Receipt(name, replaced, change)

    def remove(self, name: str) -> bool:
        """Remove a document; if it was uploaded, its file is deleted.

        Args:
            name: Name of the document.

        Returns:
            Whether its file was deleted, which may still wait to be indexed. A file in another folder stays, as does
            one that holds other documents beside; indexing it brings the document back.

        Raises:
            UsageError: There is no document of that name.
            LockedError: Another process is writing to the collection.
        """
        if not self._indexing.acquire(timeout=_PATIENCE):
            raise LockedError(Message("uploads are being indexed; wait a moment"))
        try:
            # A file that came by the web lies under its composed name, whichever way the name was typed.
            names = dict.fromkeys((name, unicodedata.normalize("NFC", name)))
            found = next(((each, path) for each in names if (path := self._collection.catalog.path_of(each))), None)
            file = next(filter(None, map(self._kept.find, names)), None)
            if file is not None and (found is None or self._is_waiting(file)):
                self._withdraw(file)
                return True
            if found is None:
                raise UsageError(
                    Message("no document is called {name}; it may have been removed already", name=repr(name))
                )
            name, path = found
            self._collection.remove([name], _PATIENCE)
            file = container_of(Path(path)) or Path(path)
            if not self.holds(path) or self._documents_in(file):
                return False
            self._withdraw(file)
            return True
        finally:
            self._indexing.release()

    def _withdraw(self, file: Path) -> None:
        """Delete an uploaded file, what describes nothing without it, and the documents that were made of it."""
        if names := self._documents_in(file):
            self._collection.remove(names)
        beside = find_sidecar(file)
        self._kept.delete(file)
        with self._state:
            self._files.pop(self._name(file), None)
        if is_sidecar(file.name):
            self._arrived.set()  # what it described is read again
        elif beside is not None and not self._described_by(beside):
            self._withdraw(beside)

    def _documents_in(self, file: Path) -> list[str]:
        """Names of the documents that a file holds."""
        return [one.name for path, one in self._collection.catalog.files().items() if Path(path).is_relative_to(file)]

    def _described_by(self, sidecar: Path) -> dict[str, str]:
        """The documents beside a sidecar that it describes: their names by the paths of their files."""
        files = self._collection.catalog.files().items()
        beside = {path: one.name for path, one in files if Path(path).parent == sidecar.parent}
        return {path: name for path, name in beside.items() if find_sidecar(Path(path)) == sidecar}

    def _is_waiting(self, file: Path) -> bool:
        """Whether an uploaded file has not become a document yet."""
        return not self._documents_in(file)

    def holds(self, path: str) -> bool:
        """Whether a file lies in the folder of uploads."""
        return Path(path) in self._kept

    def _name(self, path: Path) -> str:
        return path.relative_to(self._kept.folder).as_posix()

    # Indexing

    def index_in_background(self, stop: threading.Event) -> None:
        """Index files as they arrive, until stopped; no error ends it.

        Files that a stopped server has left come first.
        """
        self._kept.delete_abandoned()
        with suppress(OSError):  # else the first file that arrives shows what is wrong with the folder
            if self._kept.folder.is_dir():
                self._arrived.set()
        repeat(self._index_arrived, stop, self._tell)

    def _index_arrived(self) -> None:
        if not self._arrived.wait(_LOOK):
            return
        self._wait_for_quiet()
        try:
            self._index()
        except BaseException:
            self._arrived.set()  # the files still wait
            raise

    def _wait_for_quiet(self) -> None:
        """Wait until no more files arrive, so that files uploaded together are indexed in few runs."""
        until = time.monotonic() + _LONGEST_QUIET
        self._arrived.clear()
        while self._arrived.wait(_QUIET) and time.monotonic() < until:
            self._arrived.clear()

    def _index(self) -> None:
        with self._state:
            waiting = [one for one in self._files.values() if one.state == "waiting" or _waits_for_document(one)]
        with self._indexing:
            folders = [self._kept.folder] if self._kept.folder.is_dir() else []
            report = self._collection.index(folders, background=True)
            documents = {path: file.name for path, file in self._collection.catalog.files().items()}
        failed = {str(failure.path): failure.reason for failure in report.failed}
        warnings = {str(warning.path): warning.reason for warning in report.warnings}
        other = {str(path): Message("it is of a kind that is not read") for path in report.not_read}
        for upload in waiting:
            if is_sidecar(upload.name):
                self._settle_sidecar(upload, warnings)
                continue
            path = str(self._kept.folder / upload.name)
            document, reason = documents.get(path), failed.get(path)
            if within := _within(path, documents):  # it holds several
                document = next(iter(within.values()))
                unread = _within(path, {**failed, **other, **warnings})
                warnings[path] = joined(
                    [Message("{name}: {reason}", name=name, reason=why) for name, why in unread.items()]
                )
            if self._files.get(upload.name) is not upload:  # replaced or removed meanwhile
                continue
            if reason is None and document is not None:
                self._settle(upload.name, "askable", warning=warnings.get(path) or None, document=document)
                continue
            self._settle(upload.name, "failed", reason=reason or Message("its file is gone; add it again"))
            if document is None:  # nobody could remove it, and it would be tried for ever after
                self._kept.delete(Path(path))

    def _settle_sidecar(self, upload: Upload, warnings: Mapping[str, str]) -> None:
        """Say what a sidecar describes; one that describes nothing yet is kept until its document arrives."""
        sidecar = self._kept.folder / upload.name
        described = self._described_by(sidecar)
        if self._files.get(upload.name) is not upload or (upload.state == "failed" and not described):
            return
        if not described:
            self._settle(upload.name, "failed", reason=NOTHING_DESCRIBED)
            return
        said = [warnings[path] for path in described if path in warnings]
        name = next(iter(described.values()))
        self._settle(upload.name, "askable", warning=joined(said) or None, document=name)

    # State

    def state_of(self, name: str) -> Upload | None:
        """The state of one file that arrived since the server was started; None where none of that name did."""
        with self._state:
            return self._files.get(unicodedata.normalize("NFC", name))

    def progress(self, after: int = 0) -> UploadProgress:
        """The progress of the files.

        Args:
            after: Number of a change; files that have not changed since are left out.
        """
        state, left = self._collection.state, self._collection.passages_to_encode
        with self._state:
            left = 0 if state.dense_ready == 1 else left
            seconds = None if left is None else self._pace.seconds_left(state.passages - left, state.passages)
            files = tuple(upload for upload in self._files.values() if upload.change > after)
            change, problem = self._change, self._problem
            if problem is None and self._collection.encoding_problem:
                problem = NOT_ENCODED
        return UploadProgress(files, self.waiting, change, problem, state.dense_ready, seconds)

    @property
    def waiting(self) -> int:
        """Number of files that wait to be indexed."""
        with self._state:
            return sum(upload.state == "waiting" for upload in self._files.values())

    def _settle(
        self,
        name: str,
        state: UploadState,
        *,
        reason: str | None = None,
        warning: str | None = None,
        document: str | None = None,
    ) -> int:
        with self._state:
            self._change += 1
            self._files.pop(name, None)
            self._files[name] = Upload(name, state, reason, warning, document, self._change)
            while len(self._files) > _REMEMBERED:
                self._files.pop(next(iter(self._files)))
            return self._change

    def _tell(self, error: Exception | None) -> None:
        with self._state:
            if error is None:
                self._problem = None
            else:
                self._problem = BEING_WRITTEN if isinstance(error, LockedError) else problem_of(error)
