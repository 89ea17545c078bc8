"""Which reader reads a file: the one that its bytes ask for, else the one of its name's ending."""

import importlib
from dataclasses import dataclass
from typing import Protocol

from qa.documents.content import Content
from qa.documents.zipped import media_type


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
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    signatures: tuple[bytes, ...] = ()
    media_types: tuple[str, ...] = ()

    def reader(self) -> ReadContent:
        """Its reader."""
        reader: ReadContent = importlib.import_module(self.module).read_content
        return reader


_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


def _office(kind: str, program: str, what: str = "document") -> tuple[str, str]:
    """Types of an Office file's main part, without macros and with."""
    return (
        f"application/vnd.openxmlformats-officedocument.{kind}.main+xml",
        f"application/vnd.ms-{program}.{what}.macroEnabled.main+xml",
    )


_TEXT = Format("text", (".txt",), "qa.documents.text")
FORMATS = (
    Format("Markdown", (".md", ".markdown"), "qa.documents.text"),
    _TEXT,
    Format("PDF", (".pdf",), "qa.documents.pdf", signatures=(b"%PDF-",)),
    Format("Word", (".docx", ".docm"), "qa.documents.docx", media_types=_office("wordprocessingml.document", "word")),
    Format(
        "PowerPoint",
        (".pptx", ".pptm", ".ppsx"),
        "qa.documents.pptx",
        media_types=(
            *_office("presentationml.presentation", "powerpoint", "presentation"),
            *_office("presentationml.slideshow", "powerpoint", "slideshow"),
        ),
    ),
    Format(
        "spreadsheet",
        (".xlsx", ".xlsm", ".ods", ".xls"),
        "qa.documents.sheets",
        media_types=(*_office("spreadsheetml.sheet", "excel", "sheet"), f"{_OPEN_DOCUMENT}.spreadsheet"),
    ),
    Format(
        "OpenDocument",
        (".odt", ".odp"),
        "qa.documents.odf",
        media_types=(f"{_OPEN_DOCUMENT}.text", f"{_OPEN_DOCUMENT}.presentation"),
    ),
)
SUFFIXES = frozenset(suffix for one in FORMATS for suffix in one.suffixes)


def format_of(data: bytes, name: str) -> Format | None:
    """The format of a file, by its first bytes, else by its name; None for a kind of file that is not read.

    A ZIP file is told by what it says that it is.
    """
    zipped = media_type(data)
    for one in FORMATS:
        if zipped in one.media_types or data.startswith(one.signatures):
            return one
    return next((one for one in FORMATS if name.lower().endswith(one.suffixes)), None)


def read_content(data: bytes, name: str) -> Content:
    """The content of a file, by the reader of its format; a file of no known kind is read as text.

    Raises:
        UnreadableFileError: Its reader cannot read it.
    """
    return (format_of(data, name) or _TEXT).reader()(data, name)
