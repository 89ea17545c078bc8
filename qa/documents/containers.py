"""Files that hold documents: archives, mailboxes, tables of texts. Each is read as if it were a folder of its name."""

import bz2
import gzip
import json
import lzma
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from types import MappingProxyType

from qa.documents.broken import broken_is_unreadable
from qa.documents.columns import text_columns
from qa.documents.delimited import SUFFIXES as TABLE_SUFFIXES
from qa.documents.delimited import read_table
from qa.documents.formats import CONTAINER_SUFFIXES, HEAD_BYTES, TAR_SUFFIXES, by_beginning
from qa.documents.zipped import media_type, open_parts
from qa.errors import UnreadableFileError
from qa.messages import Message

_MOST_BYTES = 200_000_000
"""Of all members unpacked."""
_MOST_MEMBERS = 20_000
_LONGEST_NAME = 240
"""Bytes of a part of a path, as systems allow for files."""
_MOST_NESTED = 3
"""Containers in one another."""
_BEGINS_MESSAGE = re.compile(rb"^From [^\r\n]*\d{4}[^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)", re.MULTILINE)


@dataclass(slots=True)
class Members:
    """What a container holds, by paths in it.

    Attributes:
        documents: The bytes of each that is of a kind that is read.
        others: Those of other kinds.
        failures: Those that cannot be read, and why.
    """

    documents: dict[str, bytes] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)


def may_be_container(name: str, head: bytes) -> bool:
    """Whether a file may hold documents, by its name and first bytes."""
    lower = name.lower()
    if lower.endswith((*CONTAINER_SUFFIXES, *TABLE_SUFFIXES)):
        return True
    return by_beginning(head, name) is None and _BEGINS_MESSAGE.match(head) is not None


def unpack(data: bytes, name: str, columns: Mapping[str, str] = MappingProxyType({})) -> Members | None:
    """What a container holds, and what the containers in it do; nothing is written, and no link is followed.

    Args:
        data: Its bytes.
        name: Its name.
        columns: Of a table, the columns that hold 'title', 'date', 'category', 'url' and 'text', where this is said.

    Returns:
        Its members, or None for a file that is one document.

    Raises:
        UnreadableFileError: It is broken or encrypted, or holds too much.
    """
    if name.lower().endswith(TABLE_SUFFIXES):
        return _rows(data, name, columns)
    return _Unpacking().unpack(data, name)


def _rows(data: bytes, name: str, columns: Mapping[str, str]) -> Members | None:
    """The rows of a table of texts, each as a line of JSON; other tables are one document."""
    table = read_table(data, name)
    roles = {column: role for role, column in columns.items()}
    head = [roles.get(column, column) for column in table.head]
    holds_texts = "text" in columns or text_columns([cells for _, cells in table.rows])
    if not head or len(table.rows) < 2 or not holds_texts:
        return None
    return Members(
        {
            f"row {number}.jsonl": json.dumps(dict(zip(head, cells, strict=False)), ensure_ascii=False).encode()
            for number, cells in table.rows
        }
    )


def _messages(data: bytes) -> Iterator[tuple[str, bytes]]:
    starts = list(_BEGINS_MESSAGE.finditer(data))
    if not starts:
        raise UnreadableFileError(Message("no message is in it"))
    ends = [start.start() for start in starts[1:]] + [len(data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        # A line of a message that begins as the next message would is kept from it by a sign before it.
        yield f"message {number}.eml", re.sub(rb"(?m)^>(>*From )", rb"\1", data[start.end() : end])


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    with open_parts(data) as parts:
        files = [part for part in parts.infolist() if not part.is_dir()]
        _check(len(files), sum(part.file_size for part in files))
        for part in files:
            yield part.filename, parts.read(part)


def _archived(data: bytes) -> Iterator[tuple[str, bytes]]:
    with broken_is_unreadable():
        unpacked = _decompressed(data)
        _check(0, len(unpacked))
        with tarfile.open(fileobj=BytesIO(unpacked), mode="r:") as archive:
            for number, member in enumerate(archive, start=1):
                _check(number, 0)
                if member.isreg() and (file := archive.extractfile(member)) is not None:
                    yield member.name, file.read()


def _decompressed(data: bytes) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=BytesIO(data)).read(_MOST_BYTES + 1)
    if data.startswith(b"BZh"):
        return bz2.BZ2File(BytesIO(data)).read(_MOST_BYTES + 1)
    if data.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMADecompressor(memlimit=_MOST_BYTES).decompress(data, _MOST_BYTES + 1)
    return data


def _check(members: int, size: int) -> None:
    if members > _MOST_MEMBERS or size > _MOST_BYTES:
        raise UnreadableFileError(
            Message(
                "unpacked it is over the limit of {most} MB in {files} files; divide it",
                most=round(_MOST_BYTES / 1e6),
                files=_MOST_MEMBERS,
            )
        )


@dataclass(slots=True)
class _Unpacking:
    """One container with those in it; the limits are for all of them together."""

    _size: int = 0
    _number: int = 0
    _depth: int = 0

    def unpack(self, data: bytes, name: str) -> Members | None:
        lower = name.lower()
        if lower.endswith(TABLE_SUFFIXES):
            return _rows(data, name, {})
        if lower.endswith(".zip"):
            return self._sorted_out(_zipped(data)) if media_type(data) is None else None
        if lower.endswith(TAR_SUFFIXES):
            return self._sorted_out(_archived(data))
        return Members(dict(_messages(data)))

    def _sorted_out(self, files: Iterator[tuple[str, bytes]]) -> Members:
        """The members of an archive, those of containers in it by the paths in these; hidden ones are passed over."""
        found = Members()
        for name, data in files:
            path = PurePosixPath(name.replace("\\", "/"))
            if not path.parts or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
                found.failures[path.name] = Message("its path in the archive, {path}, leads out of it", path=repr(name))
            elif not _is_unicode(name) or max(len(part.encode()) for part in path.parts) > _LONGEST_NAME:
                found.failures[ascii(path.name[:_LONGEST_NAME])] = Message(
                    "its name is too long, or not Unicode; rename it"
                )
            elif not any(part.startswith((".", "__MACOSX")) for part in path.parts):
                self._size += len(data)
                self._number += 1
                _check(self._number, self._size)
                self._take_in(found, path, data)
        return found

    def _take_in(self, found: Members, path: PurePosixPath, data: bytes) -> None:
        if not may_be_container(path.name, data[:HEAD_BYTES]):
            self._take_in_document(found, path, data)
        elif self._depth == _MOST_NESTED:
            found.failures[str(path)] = Message(
                "it lies in more than {most} archives in one another", most=_MOST_NESTED
            )
        else:
            self._depth += 1
            try:
                inside = self.unpack(data, path.name)
            except UnreadableFileError as error:
                _check(self._number, self._size)  # the limits hold for the outermost as well
                found.failures[str(path)] = error.sentence
                return
            finally:
                self._depth -= 1
            if inside is None:
                self._take_in_document(found, path, data)
                return
            found.documents.update({f"{path}/{name}": inner for name, inner in inside.documents.items()})
            found.others += [f"{path}/{name}" for name in inside.others]
            found.failures.update({f"{path}/{name}": reason for name, reason in inside.failures.items()})

    def _take_in_document(self, found: Members, path: PurePosixPath, data: bytes) -> None:
        if by_beginning(data, path.name) is not None:
            found.documents[str(path)] = data
        else:
            found.others.append(str(path))


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
