"""The files that were uploaded to a collection, in one folder; a file is there completely or not at all."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from qa.documents import SIDECAR_SUFFIX, FoundFile
from qa.documents.containers import may_be_container, unpack
from qa.documents.formats import HEAD_BYTES
from qa.documents.metadata.sidecar import require_fields
from qa.errors import NoRoomError, TooLargeError, UnreadableFileError, UsageError, reason_of
from qa.indexing.checking import require_readable
from qa.messages import Message

MOST_FILE_BYTES = 10_000_000
"""Largest file: forty times the longest document of the White House's archive, and twice the Bible."""
MOST_BYTES = 1_000_000_000
"""Most bytes of all uploads to a collection."""
MOST_SIDECAR_BYTES = 100_000
"""Largest file that says what the document beside it is."""
_ABANDONED = 3600.0
"""Seconds after which an incomplete file is deleted: by then no other server is still writing it."""
_ARRIVING = ".arriving-"


def uploads_folder(collection: Path) -> Path:
    """The folder of uploads of the collection in this folder, as the catalog names it: absolute, through no link."""
    return Path(os.path.realpath(collection / "uploads"))


class UploadedFiles:
    """The folder of uploads of a collection; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, absolute; the first file creates it."""
        self.folder = folder
        self._placing = threading.Lock()  # names and sizes; held for moments
        self._bytes: int | None = None

    def __contains__(self, path: Path) -> bool:
        """Whether a path lies in the folder."""
        return path.is_relative_to(self.folder)

    def put(self, name: str, data: bytes) -> bool:
        """Keep a file, or replace the file of that name; when this returns, it is on the disk completely.

        Args:
            name: A safe name (`safe_name`).
            data: What the file holds.

        Returns:
            Whether a file was replaced.

        Raises:
            TooLargeError: It is over the limit.
            UnreadableFileError: It is no text, or holds none.
            UsageError: A folder has its name, or a file that of its folder.
            NoRoomError: The disk or the collection's share of it is full.
        """
        most = MOST_SIDECAR_BYTES if is_sidecar(name) else MOST_FILE_BYTES
        if len(data) > most:
            raise too_large(name, most)
        with self._arriving(name) as arriving:
            with arriving.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            try:
                _require_text(arriving, name, data)
            except UnreadableFileError as error:
                raise UnreadableFileError(
                    Message("{name} cannot be read: {reason}", name=name, reason=error.sentence)
                ) from error
            return self._place(arriving, self.folder / name, len(data))

    def find(self, name: str) -> Path | None:
        """The file of this name; None where there is none."""
        path = self.folder / name
        is_kept = ".." not in path.parts and not path.name.startswith(_ARRIVING) and path.is_file()
        return path if is_kept and path in self else None

    def delete(self, path: Path) -> None:
        """Delete a file and the folders that it leaves empty; it is no error if the file is gone already."""
        with self._placing, suppress(OSError):  # somebody else has deleted it already
            size = path.stat().st_size
            path.unlink()
            if self._bytes is not None:
                self._bytes -= size
            for folder in path.parents:
                if folder == self.folder:
                    return
                folder.rmdir()  # ends at one that is not empty

    def delete_abandoned(self) -> None:
        """Delete incomplete files, which a killed server has left."""
        with suppress(OSError):
            for path in self.folder.glob(f"{_ARRIVING}*"):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()

    @contextmanager
    def _arriving(self, name: str) -> Iterator[Path]:
        """A temporary file that no index run sees; errors of the disk become sentences."""
        arriving = self.folder / f"{_ARRIVING}{uuid4().hex}"
        try:
            self.folder.mkdir(exist_ok=True)
            yield arriving
        except OSError as error:
            raise NoRoomError(
                Message(
                    "{name} cannot be kept: {reason}; the server needs room and a folder to write",
                    name=name,
                    reason=reason_of(error),
                )
            ) from error
        finally:
            with suppress(OSError):  # it was renamed, as intended
                arriving.unlink()

    def _place(self, arriving: Path, path: Path, size: int) -> bool:
        with self._placing:
            if self._bytes is None:
                self._bytes = sum(found.stat().st_size for found in self.folder.rglob("[!.]*") if found.is_file())
            before = path.stat().st_size if path.is_file() else None
            if before is not None and path.name not in os.listdir(path.parent):  # to some systems a is A
                raise UsageError(
                    Message("another file has the name of {name} but for capital letters; rename it", name=path.name)
                )
            if self._bytes + size - (before or 0) > MOST_BYTES:
                raise NoRoomError(
                    Message(
                        "with {name} the uploads of this collection would be over {most} GB; remove some, or index a "
                        "folder: quotable index PATH",
                        name=path.name,
                        most=f"{MOST_BYTES / 1e9:g}",
                    )
                )
            self._make_parent(path)
            arriving.replace(path)
            _sync(path.parent)
            self._bytes += size - (before or 0)
        return before is not None

    def _make_parent(self, path: Path) -> None:
        name = path.relative_to(self.folder).as_posix()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            taken = path.is_dir()
        except (FileExistsError, NotADirectoryError):
            taken = True
        if taken:
            raise UsageError(
                Message("{name} is the name of a folder as well as of a document; rename one of them", name=name)
            )
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise UsageError(
                Message("{name} would lie outside of the uploads, through a link; choose another name", name=name)
            )


def _require_text(path: Path, name: str, data: bytes) -> None:
    """Raise an error for a file that holds no document that can be read, and does not say what one is."""
    if is_sidecar(name):
        require_fields(data)
        return
    members = unpack(data, name) if may_be_container(name, data[:HEAD_BYTES]) else None
    if members is None:
        require_readable(FoundFile(path, name))
    elif not members.documents:
        reasons = (Message("{name}: {reason}", name=one, reason=reason) for one, reason in members.failures.items())
        raise UnreadableFileError(next(reasons, Message("no file of a kind that is read is in it")))


def is_sidecar(name: str) -> bool:
    """Whether a file only says what the document beside it is."""
    return name.endswith(SIDECAR_SUFFIX)


def too_large(name: str, most: int) -> TooLargeError:
    """The error for a file that is over the limit."""
    limit = f"{most / 1e6:g}"
    return TooLargeError(Message("{name} is over the limit of {most} MB; divide it", name=name, most=limit))


def _sync(folder: Path) -> None:
    with suppress(OSError):  # on systems where a folder cannot be opened, the rename alone must do
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
