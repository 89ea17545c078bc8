"""The text around a quotation in its document; pure."""

from dataclasses import dataclass

from qa.documents import Block, Document
from qa.documents.document import BlockKind
from qa.english.sentences import sentence_spans

CONTEXT = 320
"""Characters shown before a quotation, and as many after it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a document, or the part of it that is shown.

    Attributes:
        kind: Kind of the block.
        start: Where it starts in the document's canonical text.
        text: `document.text[start : start + len(text)]`.
    """

    kind: BlockKind
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A run of a document, cut between sentences.

    Attributes:
        pieces: In reading order.
        opens_late: Whether text of the document stands before it.
        ends_early: Whether text of the document stands after it.
    """

    pieces: tuple[Piece, ...]
    opens_late: bool
    ends_early: bool


def surroundings(document: Document, start: int, end: int, context: int = CONTEXT) -> Excerpt:
    """A span of a document with the text around it.

    Whole blocks are taken as long as they fit and belong to the same section; a block that is too long is
    cut between sentences.

    Args:
        document: The document of the span.
        start: Where it starts in the canonical text.
        end: Where it ends; half-open.
        context: Characters at most before the span, and as many after it.
    """
    first = _opening(document, start, context)
    last = _closing(document, end, context)
    pieces = tuple(
        Piece(block.kind, max(block.start, first), document.text[max(block.start, first) : min(block.end, last)])
        for block in document.blocks
        if block.start < last and block.end > first
    )
    return Excerpt(
        pieces,
        opens_late=any(block.start < first for block in document.blocks),
        ends_early=any(block.end > last for block in document.blocks),
    )


def bare(start: int, text: str) -> Excerpt:
    """A text on its own, for a document that has changed since it was quoted."""
    return Excerpt((Piece("paragraph", start, text),), opens_late=True, ends_early=True)


def _opening(document: Document, start: int, context: int) -> int:
    """Where the excerpt starts: at the earliest block, or sentence of a long block, that fits and is in the section."""
    earliest = start - context
    opening = start
    for block in reversed(document.blocks):
        if block.start >= start:
            continue
        if block.start < earliest:
            return min([opening, *(at for at, _ in _sentences(document, block) if at >= earliest)])
        opening = block.start
        if block.kind == "heading":
            break
    return opening


def _closing(document: Document, end: int, context: int) -> int:
    """Where the excerpt ends: with the last block, or sentence of a long block, that fits.

    It stops before the next section, and before somebody else speaks.
    """
    latest = end + context
    closing = end
    for block in document.blocks:
        if block.end <= end:
            continue
        if block.kind in ("heading", "turn") and block.start >= end:
            break
        if block.end > latest:
            return max([closing, *(at for _, at in _sentences(document, block) if at <= latest)])
        closing = block.end
    return closing


def _sentences(document: Document, block: Block) -> list[tuple[int, int]]:
    """Where the sentences of a block stand in the document."""
    spans = sentence_spans(document.text[block.start : block.end])
    return [(block.start + start, block.start + end) for start, end in spans]
