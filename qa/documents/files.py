"""Finding files and reading their bytes: the edge between the disk and documents."""

import os
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from qa.documents.containers import Members, may_be_container, unpack
from qa.documents.formats import HEAD_BYTES, SUFFIXES, by_beginning
from qa.errors import UnreadableFileError, UsageError, reason_of
from qa.messages import Message

LARGEST_FILE_BYTES = 50_000_000
SIDECAR_SUFFIX = ".yaml"
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: where it lies, and what its document is called."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or folder that could not be read, or an address that could not be fetched, and why."""

    path: Path | str
    reason: str


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file of a kind that is not read."""

    path: Path


Entry = FoundFile | Failure | OtherFile
"""What is found in a folder."""


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
        container = container_of(path)
        states = _states(container) if container else [path.stat()]
    except OSError as error:
        raise UnreadableFileError(reason_of(error)) from error
    if time.time_ns() - max(max(one.st_mtime_ns, one.st_ctime_ns) for one in states) < _SETTLED_NS:
        return ""
    return " ".join(f"{one.st_size} {one.st_mtime_ns} {one.st_ctime_ns}" for one in states)


def find_sidecar(path: Path) -> Path | None:
    """The file beside a document that says what it is, None where there is none; the longer name goes first."""
    beside = (path.with_name(path.name + SIDECAR_SUFFIX), path.with_suffix(SIDECAR_SUFFIX))
    return next((one for one in beside if os.path.isfile(one)), None)  # also where its name is too long for the disk


def find_files(folder: Path) -> Iterator[Entry]:
    """Every file below a folder, in the order of names; hidden ones are passed over.

    Of a file whose name does not say what it is, the beginning is looked at. What only belongs to a document is left
    out: its sidecar, and the folder that a browser has saved beside a page.

    A link to what the folder holds itself is passed over; one that leaves the folder is a failure, since whoever can
    write to the folder could have any file of the machine shown. So is a folder that contains itself through a link,
    and one that cannot be listed.
    """
    yield from _find(folder, folder, ancestors=(_identity(folder),))


def _find(folder: Path, root: Path, ancestors: tuple[tuple[int, int], ...]) -> Iterator[Entry]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        yield Failure(folder, reason_of(error))
        return
    passed_over = _belonging(names)
    for name in names:
        path = folder / name
        if name.startswith(".") or name in passed_over or (path.is_symlink() and _is_found_anyway(path, root)):
            continue
        if not _is_unicode(name):
            yield Failure(path, Message("its name is not Unicode; rename it"))
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:  # a link to nowhere or to itself
            if path.suffix.lower() in SUFFIXES or path.is_symlink():
                yield Failure(path, reason_of(error))
            continue
        if path.is_symlink() and (target := _outside(path, root)) is not None:
            yield Failure(path, Message("a link that leaves the folder; index {target} itself", target=str(target)))
        elif not stat.S_ISDIR(mode):
            yield from find_in(path, root)
        elif (identity := _identity(path)) in ancestors:
            yield Failure(path, Message("a link loop: the folder contains itself"))
        else:
            yield from _find(path, root, (*ancestors, identity))


def _belonging(names: Sequence[str]) -> set[str]:
    """Names in a folder of what belongs to a document there."""
    documents = [Path(name) for name in names if Path(name).suffix.lower() in SUFFIXES]
    sidecars = {f"{one}{SIDECAR_SUFFIX}" for path in documents for one in (path, path.stem)}
    return sidecars | {f"{path.stem}_files" for path in documents if path.suffix.lower() in (".html", ".htm")}


def find_in(path: Path, root: Path) -> Iterator[Entry]:
    """What a file is: a document, several of them if it is a container, or of another kind.

    Args:
        path: The file.
        root: The folder to which the names of documents are relative.
    """
    name = path.relative_to(root).as_posix()
    head = _head(path)
    if may_be_container(path.name, head):
        try:
            members = _members(path)
        except UnreadableFileError as error:
            yield Failure(path, error.sentence)
            return
        if members is not None:
            yield from (FoundFile(path / one, f"{name}/{one}") for one in members.documents)
            yield from (Failure(path / one, reason) for one, reason in members.failures.items())
            yield from (OtherFile(path / one) for one in members.others)
            return
    is_read = path.suffix.lower() in SUFFIXES or by_beginning(head, path.name) is not None
    yield FoundFile(path, name) if is_read else OtherFile(path)


def container_of(path: Path) -> Path | None:
    """The file on the disk in which a member of a container lies; None for what is no such member."""
    if os.path.exists(path):
        return None
    return next((parent for parent in path.parents if os.path.isfile(parent)), None)


def _members(path: Path) -> Members | None:
    """What a file holds if it is a container; what was unpacked last is kept, as one member is read after the other."""
    return _unpacked(path, tuple((one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in _states(path)))


def _states(path: Path) -> list[os.stat_result]:
    """The state of a file and of its sidecar, which may say what the columns of a table are."""
    return [one.stat() for one in (path, find_sidecar(path)) if one]


@lru_cache(maxsize=1)
def _unpacked(path: Path, _: tuple[tuple[int, int, int], ...]) -> Members | None:
    return unpack(read_bytes(path), path.name, _columns(path))


def _columns(table: Path) -> Mapping[str, str]:
    """What the columns of a table are, by its sidecar: below `columns`, lines such as `title: Subject`."""
    beside = find_sidecar(table)
    if beside is None:
        return {}
    from qa.documents.metadata.front_matter import read_yaml

    fields, _ = read_yaml(read_bytes(beside).decode("utf-8-sig", "replace"))
    said = (fields or {}).get("columns")
    return {role: name for role, name in said.items() if isinstance(name, str)} if isinstance(said, Mapping) else {}


def _head(path: Path) -> bytes:
    """The beginning of a file whose name does not say what it is; empty for others and for what cannot be opened."""
    if path.name.lower().endswith(tuple(SUFFIXES)) or not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def _is_found_anyway(link: Path, root: Path) -> bool:
    """Whether what a link leads to lies in the folder itself, and is found there; a loop is reported instead."""
    target, folder = Path(os.path.realpath(link)), os.path.realpath(root)
    if Path(os.path.realpath(link.parent)).is_relative_to(target):
        return False
    if not target.is_relative_to(folder) or not (target.is_dir() or target.suffix.lower() in SUFFIXES):
        return False
    return not any(part.startswith(".") for part in target.relative_to(folder).parts)


def _outside(link: Path, root: Path) -> Path | None:
    """What a link leads to if that lies outside of the folder that is searched; None for what lies in it."""
    target = Path(os.path.realpath(link))
    return None if target.is_relative_to(os.path.realpath(root)) else target


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
        raise UsageError(f"{folder} cannot be indexed: {reason_of(error)}") from error
    return status.st_dev, status.st_ino


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        UnreadableFileError: It is not a file, cannot be read, or is too large. The message gives the reason without
            the file's name.
    """
    try:
        if container := container_of(path):
            return _read_member(container, path.relative_to(container).as_posix())
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(Message("not a regular file"))
        if status.st_size > LARGEST_FILE_BYTES:
            raise UnreadableFileError(
                Message(
                    "{size} MB, over the limit of {most} MB; divide it",
                    size=round(status.st_size / 1e6),
                    most=round(LARGEST_FILE_BYTES / 1e6),
                )
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(reason_of(error)) from error


def _read_member(container: Path, name: str) -> bytes:
    members = _members(container)
    if members is None or name not in members.documents:
        gone = Message("it is gone")
        raise UnreadableFileError(members.failures.get(name, gone) if members else gone)
    return members.documents[name]
