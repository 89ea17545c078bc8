"""How far the sheets of a spreadsheet reach, before anything makes room for all of their cells."""

import re
from zipfile import ZipFile

from lxml import etree

from qa.errors import UnreadableFileError
from qa.messages import Message

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_PART = 1_000_000
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_ROW, _COLUMNS, _ROWS = (
    f"{{{_TABLE}}}table-row",
    f"{{{_TABLE}}}number-columns-repeated",
    f"{{{_TABLE}}}number-rows-repeated",
)


def check_extent(parts: ZipFile, most: int) -> None:
    """Refuse sheets whose cells span more than can be held: one cell in the last row and column may be enough.

    Raises:
        UnreadableFileError: A sheet reaches over more cells than are allowed.
    """
    for name in parts.namelist():
        cells = 0
        if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name):
            cells = _excel_extent(parts, name)
        elif name == "content.xml":
            cells = _open_document_extent(parts, name)
        if cells > most:
            raise UnreadableFileError(
                Message(
                    "a sheet reaches over {cells} cells, more than the {most} that are read; delete what stands "
                    "far out",
                    cells=cells,
                    most=most,
                )
            )


def _excel_extent(parts: ZipFile, name: str) -> int:
    """Cells between the first one and the last."""
    rows: list[int] = []
    columns: list[int] = []
    rest = b""
    with parts.open(name) as part:
        while piece := part.read(_PART):
            text = rest + piece
            found = [(int(match[2]), _column(match[1])) for match in _CELL.finditer(text)]
            if found:
                rows += [min(row for row, _ in found), max(row for row, _ in found)]
                columns += [min(column for _, column in found), max(column for _, column in found)]
            rest = text[text.rfind(b"<") :][-_PART:]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _open_document_extent(parts: ZipFile, name: str) -> int:
    """Cells of all tables, those that repeat others counted; empty ones behind the last of a row are not."""
    cells = 0
    with parts.open(name) as part:
        for _, row in etree.iterparse(part, tag=_ROW, resolve_entities=False, no_network=True, load_dtd=False):
            width = reach = 0
            for cell in row:
                width += _number(cell.get(_COLUMNS))
                reach = width if len(cell) else reach
            cells += reach * _number(row.get(_ROWS))
            row.clear()
    return cells


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1
