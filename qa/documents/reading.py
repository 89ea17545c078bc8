"""A file becomes a document: its bytes read by the reader of its format, its blocks laid out as canonical text."""

from hashlib import sha256

from qa.documents.content import Content
from qa.documents.document import Block, Document, DocumentInfo, TextBlock
from qa.documents.files import FoundFile, read_bytes
from qa.documents.formats import read_content
from qa.documents.transcripts import find_turns
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError

TEXT_VERSION = "3"
"""Version of the readers: another one where the same file gives another text than before."""


def read_document(file: FoundFile) -> Document:
    """Read a file.

    Raises:
        UnreadableFileError: It is not a file, cannot be read, is too large, is not what its format asks for, or
            holds no text. The message gives the reason without the file's name.
    """
    data = read_bytes(file.path)
    content = read_content(data, file.path.name)
    if not content.parts:
        raise UnreadableFileError("it is empty: there is no text to search")
    text, blocks = _lay_out(content.parts)
    return Document(_info(file, content), text, blocks, sha256(data).hexdigest())


def _info(file: FoundFile, content: Content) -> DocumentInfo:
    found = content.metadata
    heading = next((part.text for part in content.parts if part.kind == "heading" and part.level == 1), None)
    return DocumentInfo(
        name=file.name,
        title=found.title or heading or fold(file.path.stem.replace("_", " ")) or file.name,
        date=found.date,
        categories=found.all_categories,
        url=found.url,
    )


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
        blocks.append(Block(part.kind, position, position + len(part.text), part.level, speaker, part.place))
        texts.append(part.text)
        position += len(part.text)
    return "".join(texts), tuple(blocks)
