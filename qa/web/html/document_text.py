"""HTML of a document's canonical text, a block an element, with a span of it marked; pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from qa.documents import Block, Document
from qa.documents.transcripts import label_length

_CELL_END = re.compile(r"(?: |(?<![^ ]))\|(?: |$)")
"""What stands between the cells of a row; an empty cell leaves one space between two of them."""
_LINE_END = '<span class="line-end">\n</span>'
"""Ends a line within a block, which often is a paragraph of its own: it is set off a little."""
_DEEPEST_HEADING = 6


def text_html(document: Document, span: tuple[int, int] | None = None) -> str:
    """The whole text of a document.

    Every character of every block is shown once and in order; between blocks nothing is. Of the marked span each
    block holds its part in a `<mark>`, in a row each cell does; the first has the id `quotation`.

    Args:
        document: What is shown.
        span: Start and end in the canonical text, half-open; None to mark nothing.
    """
    words = _Words(document.text, *_opening(document, span))
    outline = _Outline([])
    parts: list[str] = []
    for kind, run in groupby(document.blocks, key=lambda block: block.kind):
        if kind == "item":
            parts.extend(_list_html(words, run))
        elif kind == "row":
            parts.append(_table_html(words, run))
        elif kind == "heading":
            parts.extend(_heading_html(words, block, outline.depth(block.level)) for block in run)
        elif kind == "turn":
            parts.extend(_turn_html(words, block) for block in run)
        else:
            parts.extend(f'<p class="kind-paragraph" dir="auto">{words.html(b.start, b.end)}</p>' for b in run)
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Words:
    """The canonical text, marked from `start` to `end`; the mark that begins at `start` has the id."""

    text: str
    start: int
    end: int

    def html(self, start: int, end: int, label_end: int = 0) -> str:
        """A run of the text; as far as `label_end` it is a speaker's label."""
        first, last = max(start, self.start), min(end, self.end)
        if first >= last:
            return self._labelled(start, end, label_end)
        identity = ' id="quotation"' if first == self.start else ""
        return (
            f"{self._labelled(start, first, label_end)}<mark{identity}>{self._labelled(first, last, label_end)}</mark>"
            f"{self._labelled(last, end, label_end)}"
        )

    def _labelled(self, start: int, end: int, label_end: int) -> str:
        cut = max(start, min(label_end, end))
        label = f'<b class="says">{escape(self.text[start:cut])}</b>' if start < cut else ""
        return label + escape(self.text[cut:end]).replace("\n", _LINE_END)


def _opening(document: Document, span: tuple[int, int] | None) -> tuple[int, int]:
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
    """Rows that follow each other; what parts their cells is there, unseen, for whoever copies them."""
    body = "".join(f"<tr>{''.join(_cells_html(words, row))}</tr>" for row in rows)
    return f'<div class="rows" role="group" aria-label="Table" tabindex="0"><table><tbody>{body}</tbody></table></div>'


def _cells_html(words: _Words, row: Block) -> Iterator[str]:
    start = row.start
    for separator in _CELL_END.finditer(words.text[row.start : row.end]):
        end, next_start = row.start + separator.start(), row.start + separator.end()
        unseen = f'<span class="unseen">{words.html(end, next_start)}</span>'
        yield f'<td dir="auto">{words.html(start, end)}{unseen}</td>'
        start = next_start
    yield f'<td dir="auto">{words.html(start, row.end)}</td>'
