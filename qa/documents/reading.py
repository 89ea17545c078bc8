"""A file becomes a document: its bytes read by the reader of its format, its blocks laid out as canonical text."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar

from qa.documents.content import Content, Metadata
from qa.documents.document import Block, Document, DocumentInfo, Origin, Particulars, TextBlock
from qa.documents.files import FoundFile, read_bytes
from qa.documents.formats import read_content
from qa.documents.metadata.days import day_in_name, day_in_title
from qa.documents.metadata.fields import ADDRESS
from qa.documents.metadata.names import title_in_name
from qa.documents.metadata.sidecar import read_sidecar
from qa.documents.transcripts import find_turns
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_Value = TypeVar("_Value")

TEXT_VERSION = "7"
"""Version of the readers: another one where the same file gives another text, or other blocks, than before."""


def read_document(file: FoundFile) -> Document:
    """Read a file.

    Raises:
        UnreadableFileError: It is not a file, cannot be read, is too large, is not what its format asks for, or
            holds no text. The message gives the reason without the file's name.
    """
    data = read_bytes(file.path)
    content = read_content(data, PurePosixPath(file.name).name)
    parts = [part for part in content.parts if part.text.strip()]  # what holds nothing visible is folded to nothing
    if not parts:
        raise UnreadableFileError(Message("it holds no text"))
    text, blocks = _lay_out(parts)
    info, particulars = _described(file, content, *read_sidecar(file.path))
    return Document(info, text, blocks, sha256(data).hexdigest(), particulars)


def _described(file: FoundFile, content: Content, beside: Metadata, sidecar: str) -> tuple[DocumentInfo, Particulars]:
    """What is known of a document, each from the first that says it: its sidecar, itself, its text, its name."""
    own = content.metadata
    heading = next((part.text for part in content.parts if part.kind == "heading" and part.level == 1), None)
    said = (beside, own)
    title = _first([*((one.title, one.origin) for one in said), (heading, "text")])
    title = title or (title_in_name(file.path.stem) or file.name, "file name")
    day = _first((one.date, one.origin) for one in said) or _undeclared_day(file.name, title, content)
    day = day or _first([(own.made, own.origin)])
    categories = _first((one.all_categories, one.origin) for one in said)
    url = _first((one.url, one.origin) for one in said if one.url and ADDRESS.fullmatch(one.url))
    description = _first((one.description, one.origin) for one in said)
    keywords = _first((one.keywords, one.origin) for one in said)
    found = {
        "title": title,
        "date": day,
        "categories": categories,
        "url": url,
        "description": description,
        "keywords": keywords,
    }
    return (
        DocumentInfo(
            name=file.name,
            title=title[0],
            date=day[0] if day else None,
            categories=categories[0] if categories else (),
            url=url[0] if url else None,
        ),
        Particulars(
            description=fold(description[0]) if description else None,
            keywords=tuple(map(fold, keywords[0])) if keywords else (),
            origins=tuple((name, one[1]) for name, one in found.items() if one),
            problems=(*beside.problems, *own.problems),
            sidecar=sidecar,
        ),
    )


def _undeclared_day(name: str, title: tuple[str, Origin], content: Content) -> tuple[date, Origin] | None:
    """The day of a document that declares none (`qa.documents.metadata.days`)."""
    if day := day_in_name(name):
        return day, "file name"
    heading = next((part.text for part in content.parts if part.kind == "heading"), None)
    if day := day_in_title(title[0]):
        return day, title[1]
    day = (day_in_title(heading) if heading else None) or content.metadata.below_title
    return (day, "text") if day else None


def _first(values: Iterable[tuple[_Value | None, Origin]]) -> tuple[_Value, Origin] | None:
    """The first value that is there, and where it stands."""
    return next(((value, origin) for value, origin in values if value), None)


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
        end = position + len(part.text)
        blocks.append(Block(part.kind, position, end, part.level, speaker, part.place, part.links))
        texts.append(part.text)
        position = end
    return "".join(texts), tuple(blocks)
