"""The files that were uploaded to a collection: each whole or not there at all, all below one folder."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from qa.documents import FoundFile, read_document
from qa.errors import NoRoomError, TooLargeError, UnreadableFileError, UsageError

MOST_FILE_BYTES = 10_000_000
"""Of a file: forty times the longest of the White House's archive, and twice the Bible."""
MOST_BYTES = 1_000_000_000
"""Of all files that were uploaded to a collection."""
_ABANDONED = 3600.0
"""Seconds after which a file that never arrived whole is deleted: no other server is still writing it."""
_ARRIVING = ".arriving-"


def uploads_folder(collection: Path) -> Path:
    """Where the uploads of the collection in this folder lie, absolute, as the catalog names them."""
    return Path(os.path.abspath(collection / "uploads"))


class UploadedFiles:
    """The folder of uploads of a collection; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, absolute; it is made by the first file."""
        self.folder = folder
        self._placing = threading.Lock()  # names and sizes; held for moments
        self._bytes: int | None = None

    def __contains__(self, path: Path) -> bool:
        """Whether a path lies in the folder."""
        return path.is_relative_to(self.folder)

    def put(self, name: str, data: bytes) -> bool:
        """Keep a file, or replace the one of that name; it is on the disk, whole, when this returns.

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
        if len(data) > MOST_FILE_BYTES:
            raise too_large(name)
        with self._arriving(name) as arriving:
            with arriving.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            try:
                read_document(FoundFile(arriving, name))
            except UnreadableFileError as error:
                raise UnreadableFileError(f"{name} cannot be read: {error}") from error
            return self._place(arriving, self.folder / name, len(data))

    def delete(self, path: Path) -> None:
        """Delete a file, and the folders that it leaves empty; one that is gone already is no error."""
        with self._placing, suppress(OSError):  # who deleted it before has done the same
            size = path.stat().st_size
            path.unlink()
            if self._bytes is not None:
                self._bytes -= size
            for folder in path.parents:
                if folder == self.folder:
                    return
                folder.rmdir()  # ends at one that is not empty

    def delete_abandoned(self) -> None:
        """Delete what never arrived whole: the server was killed meanwhile."""
        with suppress(OSError):
            for path in self.folder.glob(f"{_ARRIVING}*"):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    path.unlink()

    @contextmanager
    def _arriving(self, name: str) -> Iterator[Path]:
        """A file that no index run sees and that is gone in the end; what the disk refuses is said in a sentence."""
        arriving = self.folder / f"{_ARRIVING}{uuid4().hex}"
        try:
            self.folder.mkdir(exist_ok=True)
            yield arriving
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise NoRoomError(
                f"{name} cannot be kept: {reason}; the server needs room and a folder to write"
            ) from error
        finally:
            with suppress(OSError):  # renamed, as it should be
                arriving.unlink()

    def _place(self, arriving: Path, path: Path, size: int) -> bool:
        with self._placing:
            if self._bytes is None:
                self._bytes = sum(found.stat().st_size for found in self.folder.rglob("[!.]*") if found.is_file())
            before = path.stat().st_size if path.is_file() else None
            if self._bytes + size - (before or 0) > MOST_BYTES:
                raise NoRoomError(
                    f"with {path.name} the uploads of this collection would be over {MOST_BYTES / 1e9:g} GB; "
                    "remove some, or index a folder: quotable index PATH"
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
            raise UsageError(f"{name} is the name of a folder as well as of a document; rename one of them")
        if not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise UsageError(f"{name} would lie outside of the uploads, through a link; choose another name")


def too_large(name: str) -> TooLargeError:
    """The refusal of a file that is over the limit."""
    return TooLargeError(f"{name} is over the limit of {MOST_FILE_BYTES / 1e6:g} MB; divide it")


def _sync(folder: Path) -> None:
    with suppress(OSError):  # where a folder cannot be opened, renaming is as safe as it gets
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
