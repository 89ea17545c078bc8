"""HTML of a document's canonical text, a block an element, with a span of it marked; pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from qa.documents import Block, Document, Place
from qa.documents.transcripts import label_length
from qa.web.html.links import Anchor, anchors
from qa.web.html.places import margin_mark_html, margin_place, picture_html
from qa.web.language import say

Span = tuple[int, int]
"""Start and end in the canonical text, half-open."""
_CELL_END = re.compile(r"(?: |(?<![^ ]))\|(?: |$)")
"""What stands between the cells of a row; an empty cell leaves one space between two of them."""
_ALIGNED = re.compile(r"\t|\S {2}|\n ")
_LINE_END = '<span class="line-end">\n</span>'
"""Ends a line within a block, which often is a paragraph of its own: it is set off a little."""
_DEEPEST_HEADING = 6


def text_html(
    document: Document, span: Span | None = None, also: Sequence[Span] = (), names: Sequence[str] = ()
) -> str:
    """The whole text of a document.

    Every character of every block is shown once and in order; between blocks nothing is. Of a marked span each block
    holds its part in a `<mark>`, in a row each cell does; the first of the main span has the id `quotation`.

    Args:
        document: What is shown.
        span: What is marked; None to mark nothing.
        also: Other spans to mark, which an answer quotes as well; of what overlaps the first is marked.
        names: Of the documents that its links may lead to.
    """
    main = _opening(document, span)
    words = _Words(document.text, main[0], _apart([main, *also]), list(anchors(document, names)))
    outline = _Outline([])
    parts: list[str] = []
    shown: Place | None = None
    for (kind, place), blocks in groupby(document.blocks, key=lambda block: (block.kind, margin_place(block))):
        run = list(blocks)
        parts.append(margin_mark_html(place, document.info.name) if place != shown else "")
        shown = place
        if kind == "item":
            parts.extend(_list_html(words, run))
        elif kind == "row":
            parts.append(_table_html(words, run))
        elif kind == "heading":
            parts.extend(_heading_html(words, block, outline.depth(block.level)) for block in run)
        elif kind == "turn":
            parts.extend(_turn_html(words, block) for block in run)
        else:
            parts.extend(_paragraph_html(words, block) for block in run)
        parts.append(picture_html(document, span) if span and run[0].start <= main[0] < run[-1].end else "")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Words:
    """The canonical text with spans to mark, in order and apart; the mark that begins at `main` has the id.

    A link that stands in a mark in part is two.
    """

    text: str
    main: int
    marked: Sequence[Span]
    links: Sequence[Anchor]

    def html(self, start: int, end: int, label_end: int = 0) -> str:
        """A run of the text; as far as `label_end` it is a speaker's label."""
        parts, at = [], start
        for first, last in self.marked:
            first, last = max(at, first), min(end, last)
            if first >= last:
                continue
            identity = ' id="quotation"' if first == self.main else ""
            parts.append(self._labelled(at, first, label_end))
            parts.append(f"<mark{identity}>{self._labelled(first, last, label_end)}</mark>")
            at = last
        return "".join([*parts, self._labelled(at, end, label_end)])

    def _labelled(self, start: int, end: int, label_end: int) -> str:
        cut = max(start, min(label_end, end))
        label = f'<b class="says">{escape(self.text[start:cut])}</b>' if start < cut else ""
        return label + self._linked(cut, end)

    def _linked(self, start: int, end: int) -> str:
        parts, at = [], start
        for first, last, opening in self.links[bisect_right(self.links, start, key=lambda link: link[1]) :]:
            if first >= end:
                break
            first, last = max(at, first), min(end, last)
            parts += [self._plain(at, first), opening, self._plain(first, last), "</a>"]
            at = last
        return "".join([*parts, self._plain(at, end)])

    def _plain(self, start: int, end: int) -> str:
        return escape(self.text[start:end]).replace("\n", _LINE_END)


def _apart(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans in order, without those that are empty or overlap one before them in the sequence."""
    kept: list[Span] = []
    for start, end in spans:
        if start < end and all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    return sorted(kept)


def _opening(document: Document, span: Span | None) -> Span:
    """The span without white space between blocks before it, so that a block holds its first character."""
    if span is None:
        return 0, 0
    start, end = span
    return min((max(block.start, start) for block in document.blocks if block.end > start), default=end), end


@dataclass(frozen=True, slots=True)
class _Outline:
    """Levels of the headings that are open, so that no level is skipped whatever a document's own are."""

    levels: list[int]

    def depth(self, level: int) -> int:
        """The level in the page, below its `h1`."""
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        return min(len(self.levels) + 1, _DEEPEST_HEADING)


def _heading_html(words: _Words, block: Block, depth: int) -> str:
    # How it looks goes by the document's own level: headings of one level look the same.
    return f'<h{depth} class="level-{block.level}" dir="auto">{words.html(block.start, block.end)}</h{depth}>'


def _paragraph_html(words: _Words, block: Block) -> str:
    # What is aligned by spaces, code or a table of a text file, is so in letters of one width only.
    kind = "columns" if _ALIGNED.search(words.text, block.start, block.end) else "paragraph"
    return f'<p class="kind-{kind}" dir="auto">{words.html(block.start, block.end)}</p>'


def _turn_html(words: _Words, block: Block) -> str:
    label_end = block.start + label_length(words.text[block.start : block.end])
    return f'<p class="kind-turn" dir="auto">{words.html(block.start, block.end, label_end)}</p>'


def _list_html(words: _Words, items: Iterable[Block]) -> Iterator[str]:
    """Items that follow each other, one list inside another where the level rises."""
    levels: list[int] = []
    for item in items:
        while levels and levels[-1] > item.level:
            levels.pop()
            yield "</li></ul>"
        if levels and levels[-1] == item.level:
            yield "</li>"
        else:
            levels.append(item.level)
            yield "<ul>"
        numbered = ' class="numbered"' if _is_numbered(words.text[item.start : item.end]) else ""
        yield f'<li{numbered} dir="auto">{words.html(item.start, item.end)}'
    yield "</li></ul>" * len(levels)


def _is_numbered(item: str) -> bool:
    number, dot, _ = item.partition(". ")
    return bool(dot) and number.isdigit()


def _table_html(words: _Words, rows: Iterable[Block]) -> str:
    """Rows that follow each other, the first as the head; what parts their cells is there, unseen, for copying."""
    first, *others = [_cells(words, row) for row in rows]
    head = f"<thead>{_row_html(first, 'th')}</thead>" if others else ""
    body = "".join(_row_html(row, "td") for row in (others or [first]))
    table = f"<table>{head}<tbody>{body}</tbody></table>"
    return f'<div class="rows" role="group" aria-label="{say("Table")}" tabindex="0">{table}</div>'


def _row_html(cells: Sequence[str], element: str) -> str:
    scope = ' scope="col"' if element == "th" else ""
    row = "".join(f'<{element}{scope} dir="auto">{cell}</{element}>' for cell in cells)
    return f"<tr>{row}</tr>"


def _cells(words: _Words, row: Block) -> Sequence[str]:
    """The cells of a row, each with what parts it from the next."""
    spans = [(row.start + start, row.start + end) for start, end in cell_spans(words.text[row.start : row.end])]
    follows = [*(start for start, _ in spans[1:]), row.end]
    return [
        words.html(start, end) + (f'<span class="unseen">{words.html(end, after)}</span>' if after > end else "")
        for (start, end), after in zip(spans, follows, strict=True)
    ]


def cell_spans(row: str) -> list[Span]:
    """Where the cells of a row stand in its text."""
    ends = [(match.start(), match.end()) for match in _CELL_END.finditer(row)]
    starts = [0, *(after for _, after in ends)]
    return list(zip(starts, [*(end for end, _ in ends), len(row)], strict=True))
