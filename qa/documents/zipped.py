"""Formats that are ZIP files inside: which one it is, and their parts, within limits."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from qa.documents.broken import broken_is_unreadable
from qa.errors import UnreadableFileError
from qa.messages import Message

ZIP_SIGNATURE = b"PK\x03\x04"
_MOST_BYTES = 400_000_000
"""Of all parts unpacked: eight times the largest file that is read."""
_MOST_PARTS = 20_000
_LONGEST_LOOK = 100_000
"""Bytes of a list of types that are looked at."""
_OLD_OFFICE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = Message("it is encrypted; save it without a password")
_OLD = Message("it is a file of an older Office; save it as .docx, .pptx or .xlsx")
_OFFICE_TYPE = re.compile(
    r'ContentType="(application/vnd\.[^"]*\.(?:document|presentation|slideshow|sheet|template)[^"]*\.main\+xml)"'
)


def media_type(data: bytes) -> str | None:
    """What a ZIP file says that it is: its `mimetype` (OpenDocument, EPUB), or the type of its main part (Office).

    Returns:
        The media type, or None for bytes that are no ZIP file and for an archive of files.
    """
    if not data.startswith(ZIP_SIGNATURE):
        return None
    # Where it is broken its reader, found by the name, says so.
    with suppress(UnreadableFileError), broken_is_unreadable(), zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        if "mimetype" in names:
            return _beginning(parts, "mimetype").strip()
        if "[Content_Types].xml" in names:
            found = _OFFICE_TYPE.search(_beginning(parts, "[Content_Types].xml"))
            return found[1] if found else None
    return None


def _beginning(parts: zipfile.ZipFile, name: str) -> str:
    with parts.open(name) as part:
        return part.read(_LONGEST_LOOK).decode("utf-8", "replace")


@contextmanager
def open_parts(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The parts of a file that is a ZIP file inside.

    Raises:
        UnreadableFileError: It is none, is broken or encrypted, or holds too much, here or when it is read.
    """
    if data.startswith(_OLD_OFFICE_SIGNATURE):
        raise UnreadableFileError(_ENCRYPTED if _ENCRYPTED_PART in data else _OLD)
    with broken_is_unreadable(), zipfile.ZipFile(io.BytesIO(data)) as parts:
        _check(parts.infolist())
        yield parts


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(_ENCRYPTED)
    size = sum(part.file_size for part in parts)
    if size > _MOST_BYTES or len(parts) > _MOST_PARTS:
        raise UnreadableFileError(
            Message(
                "unpacked it is {size} MB in {parts} parts, over the limit of {most} MB in {most_parts}; divide it",
                size=round(size / 1e6),
                parts=len(parts),
                most=round(_MOST_BYTES / 1e6),
                most_parts=_MOST_PARTS,
            )
        )
