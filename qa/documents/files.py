"""Finding files and reading their bytes: the edge between the disk and documents."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from qa.documents.formats import SUFFIXES
from qa.errors import UnreadableFileError, UsageError

LARGEST_FILE_BYTES = 50_000_000
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: where it lies, and what its document is called."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or folder that could not be read, and why."""

    path: Path
    reason: str


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes, in hexadecimal.

    Raises:
        UnreadableFileError: As `read_bytes` does.
    """
    return sha256(read_bytes(path)).hexdigest()


def file_stamp(path: Path) -> str:
    """Size and times of a file: while they are the same, so are its bytes; empty when that cannot be relied on.

    A file that was changed within the last two seconds, the coarsest step of any file system's clock, may change
    again without another time.

    Raises:
        UnreadableFileError: It is not there.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise UnreadableFileError(_reason(error)) from error
    if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED_NS:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def find_files(folder: Path) -> Iterator[FoundFile | Failure]:
    """Every document file below a folder, in the order of names; hidden ones are passed over.

    Links are followed, but for those to what the folder holds itself; a folder that contains itself through a link is
    reported once, as a failure, and so is a folder that cannot be listed.
    """
    yield from _find(folder, folder, ancestors=(_identity(folder),))


def _find(folder: Path, root: Path, ancestors: tuple[tuple[int, int], ...]) -> Iterator[FoundFile | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(folder, _reason(error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or (entry.is_symlink() and _is_found_anyway(path, root)):
            continue
        if not _is_unicode(entry.name):
            yield Failure(path, "its name is not Unicode; rename it")
            continue
        try:
            is_folder = stat.S_ISDIR(entry.stat().st_mode)
        except OSError as error:  # a link to nowhere or to itself
            if path.suffix.lower() in SUFFIXES or path.is_symlink():
                yield Failure(path, _reason(error))
            continue
        if is_folder:
            identity = _identity(path)
            if identity in ancestors:
                yield Failure(path, "a link loop: the folder contains itself")
            else:
                yield from _find(path, root, (*ancestors, identity))
        elif path.suffix.lower() in SUFFIXES:
            yield FoundFile(path, path.relative_to(root).as_posix())


def _is_found_anyway(link: Path, root: Path) -> bool:
    """Whether what a link leads to lies in the folder itself, and is found there; a loop is reported instead."""
    target, folder = Path(os.path.realpath(link)), os.path.realpath(root)
    if Path(os.path.realpath(link.parent)).is_relative_to(target):
        return False
    if not target.is_relative_to(folder) or not (target.is_dir() or target.suffix.lower() in SUFFIXES):
        return False
    return not any(part.startswith(".") for part in target.relative_to(folder).parts)


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _identity(folder: Path) -> tuple[int, int]:
    try:
        status = folder.stat()
    except OSError as error:
        raise UsageError(f"{folder} cannot be indexed: {_reason(error)}") from error
    return status.st_dev, status.st_ino


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        UnreadableFileError: It is not a file, cannot be read, or is too large. The message gives the reason without
            the file's name.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError("not a regular file")
        if status.st_size > LARGEST_FILE_BYTES:
            raise UnreadableFileError(
                f"{status.st_size / 1e6:.0f} MB, over the limit of {LARGEST_FILE_BYTES / 1e6:.0f} MB; divide it"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(_reason(error)) from error


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
