"""Which reader reads a file: the one that its bytes ask for, else the one of its name's ending."""

import importlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from qa.documents.content import Content


class ReadContent(Protocol):
    """A reader of a format; it runs and fetches nothing."""

    def __call__(self, data: bytes, name: str) -> Content:
        """The content of a file.

        Args:
            data: The file's bytes.
            name: The file's name without its folders.

        Raises:
            UnreadableFileError: The bytes are not what the format asks for. The message gives the reason without
                the file's name.
        """


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is read.

    Attributes:
        name: As people call it.
        suffixes: How the names of its files end, in lower case.
        module: The module whose `read_content` reads it; imported when the first such file is read, with the
            library that it stands on.
        signatures: With one of these its files begin, whatever they are called; empty for text.
        inside: What a ZIP archive that is such a file holds: a member's name, or the content of `mimetype`.
        is_text: Whether people write it by hand: then a file that is called so is what it is called, even if it
            begins as a web page does.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    signatures: tuple[bytes, ...] = ()
    inside: str | None = None
    is_text: bool = False

    def reader(self) -> ReadContent:
        """Its reader."""
        reader: ReadContent = importlib.import_module(self.module).read_content
        return reader


_TEXT = Format("text", (".txt",), "qa.documents.text", is_text=True)
_WEB_PAGE = Format("HTML", (".html", ".htm", ".xhtml"), "qa.documents.web_page")
FORMATS = (
    Format("Markdown", (".md", ".markdown"), "qa.documents.text", is_text=True),
    _TEXT,
    _WEB_PAGE,
)
SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)
HEAD_BYTES = 1024
"""So much of a file's beginning shows whether it is of a kind that is read, whatever it is called."""

_LONGEST_TYPE = 200
_ZIP = b"PK\x03\x04"
_PAGE_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,800}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(data: bytes, name: str) -> Format | None:
    """The format of a file, by its bytes, else by its name; None for a kind of file that is not read."""
    if data.startswith(_ZIP):
        marks = _zip_marks(data)
        return next((one for one in FORMATS if one.inside in marks), _by_name(name))
    return _by_beginning(data, name) or _by_name(name)


def is_read(head: bytes, name: str) -> bool:
    """Whether a file is of a kind that is read, by its name or its first bytes.

    What a ZIP archive of another name holds is not looked at: most are programs.
    """
    return _by_name(name) is not None or _by_beginning(head, name) is not None


def read_content(data: bytes, name: str) -> Content:
    """The content of a file, by the reader of its format; a file of no known kind is read as text.

    Raises:
        UnreadableFileError: Its reader cannot read it.
    """
    return (format_of(data, name) or _TEXT).reader()(data, name)


def _by_name(name: str) -> Format | None:
    return next((one for one in FORMATS if name.lower().endswith(one.suffixes)), None)


def _by_beginning(data: bytes, name: str) -> Format | None:
    for one in FORMATS:
        if one.signatures and data.startswith(one.signatures):
            return one
    named = _by_name(name)
    if (named is None or not named.is_text) and _PAGE_BEGINS.match(data, 0, HEAD_BYTES):
        return _WEB_PAGE
    return None


def _zip_marks(data: bytes) -> set[str]:
    """The names of an archive's members, and what its `mimetype` says."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size <= _LONGEST_TYPE:
                names.add(archive.read("mimetype").decode("ascii", "replace").strip())
            return names
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError):  # its reader will say so
        return set()
