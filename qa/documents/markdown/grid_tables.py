"""Tables that are drawn with plus signs, bars and dashes, as pandoc writes those whose cells hold more than a line."""

import re
from collections.abc import Iterator
from typing import Any

from qa.documents.broken import broken_is_unreadable
from qa.documents.markdown.parse import Edit, Spans, edited, parse
from qa.errors import UnreadableFileError

_GRID = re.compile(rb"^ {0,3}\+(?:[-=:]{3,}\+)+[ \t]*\n(?: {0,3}[|+][^\n]*[|+][ \t]*(?:\n|\Z)){2,}", re.MULTILINE)
_BORDER = re.compile(r"^\+[-=:+]+\+$")
_HEAD_ENDS = re.compile(r"^\+[=:+]+\+$")


def with_html_tables(source: bytes) -> bytes:
    """A source whose drawn tables are tables of HTML; what is drawn in code, and what is no table, stays as it is."""
    if b"+-" not in source and b"+=" not in source and b"+:" not in source:
        return source
    edits = list(_edits(source))
    if not edits:
        return source
    code = Spans(parse(source).code)
    return edited(source, (edit for edit in edits if edit[0] not in code))


def _edits(source: bytes) -> Iterator[Edit]:
    for match in _GRID.finditer(source):
        if html := _html(match[0].decode()):
            yield match.start(), match.end(), f"{html}\n\n".encode()


def _html(drawn: str) -> str | None:
    """A table of HTML, the Markdown of its cells between blank lines, so that it is read as Markdown."""
    from docutils.parsers.rst.tableparser import GridTableParser
    from docutils.statemachine import StringList

    lines = [line.strip() for line in drawn.splitlines()]
    heads = [index for index, line in enumerate(lines) if _HEAD_ENDS.match(line)]
    # A line of equal signs may open and close the table, or stand above a foot: only the first within ends the head.
    head = next((index for index in heads if 0 < index < len(lines) - 1), None)
    for index, line in enumerate(lines):
        if _BORDER.match(line):
            plain, border = re.sub("[=:]", "-", line), index == head
            lines[index] = plain.replace("-", "=") if border else plain
    try:
        with broken_is_unreadable():
            _, head_rows, body_rows = GridTableParser().parse(StringList(lines, source="table"))
    except UnreadableFileError:  # cells that overlap, lines that break off: the library raises what it likes
        return None
    rows = [*(_row(row, "th") for row in head_rows), *(_row(row, "td") for row in body_rows)]
    return "\n".join(["<table>", *rows, "</table>"])


def _row(cells: list[Any], tag: str) -> str:
    """A row; the library gives each cell the numbers of further rows and columns that it reaches over."""
    return "\n".join(["<tr>", *(_cell(cell, tag) for cell in cells if cell is not None), "</tr>"])


def _cell(cell: tuple[int, int, int, list[str]], tag: str) -> str:
    rows, columns, _, lines = cell
    text = "\n".join(lines).strip()
    spans = f' rowspan="{rows + 1}"' * bool(rows) + f' colspan="{columns + 1}"' * bool(columns)
    return f"<{tag}{spans}>\n\n{text}\n\n</{tag}>" if text else f"<{tag}{spans}></{tag}>"
