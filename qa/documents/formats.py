"""Which reader reads a file: the one that its bytes ask for, else the one of its name's ending."""

import importlib
import re
from dataclasses import dataclass
from typing import Protocol

from qa.documents.broken import broken_is_unreadable
from qa.documents.content import Content
from qa.documents.zipped import media_type
from qa.errors import UnreadableFileError
from qa.messages import Message, enumerated


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
        media_types: One of these a ZIP file says that it is (`zipped.media_type`), whatever it is called.
        is_text: Whether it is called by its name only, even if it begins as a web page does: people write such files.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    signatures: tuple[bytes, ...] = ()
    media_types: tuple[str, ...] = ()
    is_text: bool = False

    def read(self, data: bytes, name: str) -> Content:
        """The content of a file, by the format's reader.

        Raises:
            UnreadableFileError: It cannot be read.
        """
        reader: ReadContent = importlib.import_module(self.module).read_content
        with broken_is_unreadable():
            return reader(data, name)


_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


def _office(kind: str, program: str, what: str = "document") -> tuple[str, str]:
    """Types of an Office file's main part, without macros and with."""
    return (
        f"application/vnd.openxmlformats-officedocument.{kind}.main+xml",
        f"application/vnd.ms-{program}.{what}.macroEnabled.main+xml",
    )


_TEXT = Format(Message("text"), (".txt",), "qa.documents.text", is_text=True)
_WEB_PAGE = Format("HTML", (".html", ".htm", ".xhtml"), "qa.documents.html.web_page")
FORMATS = (
    Format("Markdown", (".md", ".markdown"), "qa.documents.text", is_text=True),
    _TEXT,
    _WEB_PAGE,
    Format(Message("saved web page"), (".mhtml", ".mht"), "qa.documents.html.mhtml"),
    Format("EPUB", (".epub",), "qa.documents.epub", media_types=("application/epub+zip",)),
    Format(Message("mail"), (".eml",), "qa.documents.message", is_text=True),
    Format(Message("Jupyter notebook"), (".ipynb",), "qa.documents.notebook", is_text=True),
    Format("reStructuredText", (".rst",), "qa.documents.restructured_text", is_text=True),
    Format("AsciiDoc", (".adoc", ".asciidoc"), "qa.documents.asciidoc", is_text=True),
    Format("CSV", (".csv", ".tsv", ".tab"), "qa.documents.delimited", is_text=True),
    Format("JSONL", (".jsonl", ".ndjson"), "qa.documents.delimited", is_text=True),
    Format(Message("subtitles"), (".srt", ".vtt"), "qa.documents.subtitles", signatures=(b"WEBVTT",), is_text=True),
    Format("PDF", (".pdf",), "qa.documents.pdf.pdf", signatures=(b"%PDF-",)),
    Format(
        "Word",
        (".docx", ".docm"),
        "qa.documents.office.docx",
        media_types=_office("wordprocessingml.document", "word"),
    ),
    Format(
        "PowerPoint",
        (".pptx", ".pptm", ".ppsx", ".ppsm"),
        "qa.documents.office.pptx",
        media_types=(
            *_office("presentationml.presentation", "powerpoint", "presentation"),
            *_office("presentationml.slideshow", "powerpoint", "slideshow"),
        ),
    ),
    Format(
        Message("spreadsheet"),
        (".xlsx", ".xlsm", ".ods", ".xls"),
        "qa.documents.office.sheets",
        media_types=(*_office("spreadsheetml.sheet", "excel", "sheet"), f"{_OPEN_DOCUMENT}.spreadsheet"),
    ),
    Format(
        "OpenDocument",
        (".odt", ".odp"),
        "qa.documents.office.odf",
        media_types=(f"{_OPEN_DOCUMENT}.text", f"{_OPEN_DOCUMENT}.presentation"),
    ),
)
TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
CONTAINER_SUFFIXES = (".zip", *TAR_SUFFIXES, ".mbox", ".mbx")
"""How the names of files end that hold documents (`qa.documents.containers`)."""
SUFFIXES = frozenset((*(suffix for one in FORMATS for suffix in one.suffixes), *CONTAINER_SUFFIXES))
KINDS = Message(
    "{kinds}, and of all these ZIP and TAR archives and mailboxes", kinds=enumerated([one.name for one in FORMATS])
)
"""What is read, in words."""
HEAD_BYTES = 1024
"""So much of a file's beginning shows whether it is of a kind that is read, whatever it is called."""

_PAGE_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,800}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(data: bytes, name: str) -> Format | None:
    """The format of a file, by its first bytes, else by its name; None for a kind of file that is not read.

    A ZIP file is told by what it says that it is.
    """
    zipped = media_type(data)
    return next((one for one in FORMATS if zipped in one.media_types), None) or by_beginning(data, name)


def by_beginning(head: bytes, name: str) -> Format | None:
    """The format of a file of which only the beginning is known (`HEAD_BYTES`), by that, else by its name."""
    named = next((one for one in FORMATS if name.lower().endswith(one.suffixes)), None)
    for one in FORMATS:
        if head.startswith(one.signatures):
            return one
    if (named is None or not named.is_text) and _PAGE_BEGINS.match(head, 0, HEAD_BYTES):
        return _WEB_PAGE
    return named


def read_content(data: bytes, name: str) -> Content:
    """The content of a file, by the reader of its format.

    Raises:
        UnreadableFileError: It is of a kind that is not read, or its reader cannot read it.
    """
    found = format_of(data, name)
    if found is None:
        raise UnreadableFileError(Message("files of its kind are not read; those that are: {kinds}", kinds=KINDS))
    return found.read(data, name)
