"""Lines of pages to blocks: paragraphs, list items, headings, rows of tables; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qa.documents.document import Place, TextBlock
from qa.documents.line_joining import LineJoiner
from qa.documents.lone_lines import is_end_mark, reads_as_heading
from qa.documents.pdf.lines import Line
from qa.documents.pdf.paragraph_borders import (
    BULLET,
    HEADING_SIZE,
    Usual,
    begins,
    has_ended,
    has_room,
    is_close,
    marker,
    usual_setting,
)
from qa.documents.pdf.tables import find_rows
from qa.documents.pdf.wrapped_rows import whole_rows
from qa.documents.whitespace import fold
from qa.english.sentences import sentence_spans

_SIGNS = re.compile(r"[\W_]+")
_SMALLEST_HEADING = 0.85
"""Times the size of the text down to which a bold line may be one; a caption is smaller."""
_LONGEST_HEADING = 200

Outline = Mapping[int, Sequence[tuple[str, int]]]
"""By number of the page, from 1: titles of the outline that lead there, and their levels from 1."""


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together.

    Attributes:
        page: The page that it begins on.
        lines: From the top.
        row: The text of a row of a table, and whether it names the columns; None for what is none.
    """

    page: Place
    lines: list[Line]
    row: tuple[str, bool] | None = None

    @property
    def size(self) -> float:
        return self.lines[0].main.size

    @property
    def is_bold(self) -> bool:
        return all(line.main.is_bold for line in self.lines)


def read_pages(pages: Sequence[Sequence[Line]], outline: Outline, printed: Sequence[str | None]) -> list[TextBlock]:
    """The blocks of a document, each with the page on which it begins.

    A sentence that runs on to the next page stands whole at the end of the page where it begins.

    Args:
        pages: Their lines in reading order, without running heads.
        outline: Empty for a file that has none.
        printed: The numbers that stand on the pages, where these are not those of their places in the file.
    """
    usual = usual_setting([line for lines in pages for line in lines])
    joiner = LineJoiner.of([line.text for lines in pages for line in lines])
    blocks: list[TextBlock] = []
    made_of: list[_Paragraph] = []
    for number, (lines, label) in enumerate(zip(pages, printed, strict=True), start=1):
        paragraphs = list(_paragraphs(Place("page", str(number), label), lines, usual))
        levels = _heading_levels(paragraphs, outline.get(number, ()), usual)
        for index, paragraph in enumerate(paragraphs):
            block = _block(paragraph, levels.get(index), joiner)
            before = _runs_on(blocks, made_of, block, paragraph.lines[0]) if levels.get(index) is None else None
            if before is None:
                blocks.append(block)
                made_of.append(paragraph)
                continue
            blocks[before], rest = _carried_over(blocks[before], block, joiner)
            if rest is not None:
                blocks.append(rest)
                made_of.append(paragraph)
    return _ranked(
        [block for block in blocks if block.text and not (is_end_mark(block.text) and "." not in block.text)]
    )


# Lines to paragraphs


def _paragraphs(page: Place, lines: Sequence[Line], usual: Usual) -> Iterator[_Paragraph]:
    lines = whole_rows(lines)
    rows = find_rows(lines)
    paragraph: _Paragraph | None = None
    for index, line in enumerate(lines):
        row = rows.get(index)
        if paragraph is not None and row is None and paragraph.row is None and not begins(paragraph.lines, line, usual):
            paragraph.lines.append(line)
            continue
        if paragraph is not None:
            yield paragraph
        paragraph = _Paragraph(page, [line], row)
    if paragraph is not None:
        yield paragraph


# Paragraphs to blocks


def _block(paragraph: _Paragraph, level: int | None, joiner: LineJoiner) -> TextBlock:
    place = paragraph.page
    if paragraph.row is not None:
        return TextBlock("row", paragraph.row[0], int(paragraph.row[1]), place)
    text = ""
    for line in paragraph.lines:
        text = joiner.join(text, fold(line.text))
    if level is not None:
        return TextBlock("heading", text, level, place)
    bullet = marker(text)
    if bullet is None:
        return TextBlock("paragraph", text, place=place)
    return TextBlock("item", text.removeprefix(bullet) if BULLET.match(text) else text, 1, place)


def _runs_on(blocks: Sequence[TextBlock], made_of: Sequence[_Paragraph], block: TextBlock, line: Line) -> int | None:
    """The block of the page before that a block continues; footnotes of another size may stand between.

    Args:
        blocks: Those before it.
        made_of: What each of them was made of.
        block: What may continue one of them.
        line: Its first line.
    """
    if block.kind != "paragraph" or block.place is None:
        return None
    for index in range(len(blocks) - 1, -1, -1):
        before = blocks[index].place
        if before is None or int(before.value) < int(block.place.value) - 1:
            return None
        if not is_close(made_of[index].lines[-1].main.size, line.main.size):
            continue
        if before == block.place or blocks[index].kind not in ("paragraph", "item") or has_ended(blocks[index].text):
            return None
        return index if block.text[:1].islower() or _breaks_before_name(made_of[index], line) else None
    return None


def _breaks_before_name(paragraph: _Paragraph, line: Line) -> bool:
    """Whether a paragraph stops in mid-sentence at the end of a full line, below others, and a name may follow it."""
    last = paragraph.lines[-1]
    stops = last.text[-1].isalpha() or last.text[-1] == ","
    return len(paragraph.lines) > 1 and stops and line.text[0].isalpha() and not has_room(last, line)


def _carried_over(before: TextBlock, block: TextBlock, joiner: LineJoiner) -> tuple[TextBlock, TextBlock | None]:
    """A block with the end of its last sentence, and what is left of the block on the next page."""
    joined = joiner.join(before.text, block.text)
    boundary = len(before.text) - 1
    end = next(end for start, end in sentence_spans(joined) if start <= boundary < end)
    rest = joined[end:].strip()
    return replace(before, text=joined[:end]), replace(block, text=rest) if rest else None


# Headings


def _heading_levels(
    paragraphs: Sequence[_Paragraph], titles: Sequence[tuple[str, int]], usual: Usual
) -> dict[int, int]:
    """Levels of the paragraphs that are headings, by index; from 100 on by size, the largest first."""
    levels: dict[int, int] = {}
    wanted = [(_key(title), level) for title, level in titles]
    for index, paragraph in enumerate(paragraphs):
        if paragraph.row is not None:
            continue
        text = " ".join(line.text for line in paragraph.lines)
        key = _key(text)
        level = next((level for title, level in wanted if title and _is_title(key, title)), None)
        if level is not None:
            levels[index] = level
        elif _looks_like_heading(paragraph, text, usual):
            levels[index] = _BY_SIZE + max(0, round(100 - 4 * paragraph.size))
    return levels


_BY_SIZE = 100
"""Levels from here on are sizes yet to be ranked."""


def _key(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _is_title(key: str, title: str) -> bool:
    """Whether a line is a title of the outline, with or without the number that one of the two gives it."""
    if key == title:
        return True
    longer, shorter = (key, title) if len(key) > len(title) else (title, key)
    return len(shorter) > 3 and longer.endswith(shorter) and len(longer) - len(shorter) <= 4 + 8 * ("chapter" in longer)


def _looks_like_heading(paragraph: _Paragraph, text: str, usual: Usual) -> bool:
    if len(text) > _LONGEST_HEADING or sum(character.isalpha() for character in text) < 3:
        return False
    if paragraph.lines[0].runs[0].is_turned or BULLET.match(text):
        return False
    if paragraph.size >= HEADING_SIZE * usual.size:
        return len(paragraph.lines) <= 4
    return (
        paragraph.is_bold
        and len(paragraph.lines) <= 2
        and reads_as_heading(text)
        and all(len(line.runs) <= 2 for line in paragraph.lines)
        and paragraph.size > _SMALLEST_HEADING * usual.size
    )


def _ranked(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Headings known by their size alone get levels in the order of sizes; the one that opens a file gets the first."""
    by_size = sorted({block.level for block in blocks if block.level >= _BY_SIZE})
    ranks = {level: min(rank, 6) for rank, level in enumerate(by_size, start=1)}
    ranked = [replace(block, level=ranks.get(block.level, block.level)) for block in blocks]
    if blocks and blocks[0].level >= _BY_SIZE:
        ranked[0] = replace(ranked[0], level=1)
    return ranked
