"""For which part of a document a word speaks: a row's for the row, a heading's for its section, prose for the prose.

So a sentence can be asked whether it is about something that is named somewhere else in its document; pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.hit_sentences import Sentence
from qa.documents import Block, Document

_APART = ("row", "item")
"""Blocks that speak for themselves only."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What speaks for a sentence.

    Attributes:
        apart: What tells it from others of the document: the headings above it, and its row, if it stands in one.
        near: The sentence itself, or the row or the list item that it is, with the headings above it, the document's
            title and the file's name.
        wide: All of that, with the prose beside it in its passage; for a row or an item with what leads it in.
    """

    apart: str
    near: str
    wide: str


def scope_of(sentence: Sentence, document: Document | None) -> Scope:
    """What speaks for a sentence.

    Args:
        sentence: Of a hit.
        document: Its document; None where it was removed since it was found, and the whole passage speaks.
    """
    passage, info = sentence.hit.passage, sentence.hit.document
    frame = [info.title, info.name.removesuffix(".md"), passage.speaker or "", sentence.speaker or ""]
    if document is None:
        wide = "\n".join([*frame, passage.context, passage.text])
        return Scope("", "\n".join([*frame, passage.section or "", sentence.text]), wide)
    blocks, text = document.blocks, document.text
    place = next((n for n, block in enumerate(blocks) if block.start <= sentence.start < block.end), None)
    if place is None:
        return scope_of(sentence, None)
    above = _headings(blocks, place)
    frame += [_text(text, blocks[number]) for number in above]
    own = _text(text, blocks[place]) if blocks[place].kind in _APART else sentence.text
    near = "\n".join([*frame, own])
    if blocks[place].kind in _APART:
        beside = _leading_in(blocks, place)
    else:
        near_it = [n for n in _prose(blocks) if blocks[n].start < passage.end and passage.start < blocks[n].end]
        beside = [n for n in near_it if _headings(blocks, n)[-1:] == above[-1:]]
    wide = "\n".join([near, *(_text(text, blocks[number]) for number in beside)])
    apart = [*above, place] if blocks[place].kind == "row" else above
    return Scope("\n".join(_text(text, blocks[number]) for number in apart), near, wide)


def prose_of(document: Document) -> str:
    """All prose of a document, which speaks for every sentence of it; no row and no item speaks for another."""
    return "\n".join(_text(document.text, document.blocks[number]) for number in _prose(document.blocks))


def _prose(blocks: Sequence[Block]) -> list[int]:
    return [number for number, block in enumerate(blocks) if block.kind not in (*_APART, "heading")]


def _text(text: str, block: Block) -> str:
    return text[block.start : block.end]


def _headings(blocks: Sequence[Block], place: int) -> list[int]:
    """Places of the headings under which a block stands, the outermost first."""
    found: list[int] = []
    level = blocks[place].level if blocks[place].kind == "heading" else 1_000
    for number in range(place - 1, -1, -1):
        if blocks[number].kind == "heading" and blocks[number].level < level:
            found.append(number)
            level = blocks[number].level
    return found[::-1]


def _leading_in(blocks: Sequence[Block], place: int) -> list[int]:
    """Places of what leads in a row or an item: the paragraph before, the table's head, the items around it."""
    found, level, kind = [], blocks[place].level, blocks[place].kind
    first = place
    while first > 0 and blocks[first - 1].kind == kind:
        first -= 1
        if kind == "item" and blocks[first].level < level:
            found.append(first)
            level = blocks[first].level
    if kind == "row" and first < place:
        found.append(first)
    if first > 0 and blocks[first - 1].kind not in (*_APART, "heading"):
        found.append(first - 1)
    return sorted(found)
