"""Finding and reading files: the edge between the disk and documents."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from qa.documents.document import Block, Document, DocumentInfo, TextBlock
from qa.documents.front_matter import parse_front_matter
from qa.documents.markdown import read_markdown
from qa.documents.plain_text import read_plain_text
from qa.documents.transcripts import find_turns
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError, UsageError

_PLAIN_SUFFIX = ".txt"
SUFFIXES = frozenset({".md", ".markdown", _PLAIN_SUFFIX})
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
        UnreadableFileError: As `read_document` does, for what is no readable file.
    """
    return sha256(_read_bytes(path)).hexdigest()


TEXT_VERSION = "2"
"""Version of the readers: another one where the same file gives another text than before."""


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

    Links are followed; a folder that contains itself through a link is reported once, as a failure,
    and so is a folder that cannot be listed.
    """
    yield from _find(folder, folder, ancestors=(_identity(folder),))


def read_document(file: FoundFile) -> Document:
    """Read a file.

    Raises:
        UnreadableFileError: It is not a file, cannot be read, is too large, is not UTF-8, has a broken
            front matter, or holds no text. The message gives the reason without the file's name.
    """
    data = _read_bytes(file.path)
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"not UTF-8 text (byte {error.start} is {data[error.start]:#04x}); save it as UTF-8"
        ) from error
    if "\0" in source:
        raise UnreadableFileError("it holds a null character, so it is not a text file")
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    front_matter, body = parse_front_matter(source)
    # What writes front matter writes Markdown, whatever it calls the file.
    is_plain = file.path.suffix.lower() == _PLAIN_SUFFIX and body == source
    parts = list(read_plain_text(body)) if is_plain else read_markdown(body)
    if not parts:
        raise UnreadableFileError("it is empty: there is no text to search")
    text, blocks = _lay_out(parts)
    heading = next((part.text for part in parts if part.kind == "heading" and part.level == 1), None)
    info = DocumentInfo(
        name=file.name,
        title=front_matter.title or heading or fold(file.path.stem.replace("_", " ")) or file.name,
        date=front_matter.date,
        category=front_matter.category,
        url=front_matter.url,
    )
    return Document(info, text, blocks, sha256(data).hexdigest())


def _find(folder: Path, root: Path, ancestors: tuple[tuple[int, int], ...]) -> Iterator[FoundFile | Failure]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Failure(folder, _reason(error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
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


def _read_bytes(path: Path) -> bytes:
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


def _lay_out(parts: list[TextBlock]) -> tuple[str, tuple[Block, ...]]:
    """Canonical text and the place of each block in it."""
    parts, speakers = find_turns(parts)
    texts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for index, (part, speaker) in enumerate(zip(parts, speakers, strict=True)):
        if index:
            # Items of a list and rows of a table follow each other line by line.
            together = part.kind in ("item", "row") and parts[index - 1].kind == part.kind
            separator = "\n" if together else "\n\n"
            texts.append(separator)
            position += len(separator)
        blocks.append(Block(part.kind, position, position + len(part.text), part.level, speaker))
        texts.append(part.text)
        position += len(part.text)
    return "".join(texts), tuple(blocks)
