"""How far the sheets of a spreadsheet reach, before anything makes room for all of their cells."""

import re
from zipfile import ZipFile

from qa.errors import UnreadableFileError

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="([0-9]+)"[^>]*>')
_PART = 1_000_000


def check_extent(parts: ZipFile, most: int) -> None:
    """Refuse a sheet whose cells span more than can be held: one cell in the last row and column may be enough.

    Raises:
        UnreadableFileError: A sheet of an Excel file reaches over more cells than are allowed.
    """
    for name in parts.namelist():
        if re.fullmatch(r"xl/worksheets/[^/]*\.xml", name):
            rows, columns = _extent(parts, name)
            if rows * columns > most:
                raise UnreadableFileError(
                    f"a sheet reaches over {rows} rows and {columns} columns, more than the {most} cells that are "
                    "read; delete what stands far out"
                )


def _extent(parts: ZipFile, name: str) -> tuple[int, int]:
    """Rows and columns between the first cell and the last."""
    first_row = first_column = 10**9
    last_row = last_column = -1
    rest = b""
    with parts.open(name) as part:
        while piece := part.read(_PART):
            text = rest + piece
            for match in _CELL.finditer(text):
                row, column = int(match[2]), _column(match[1])
                first_row, last_row = min(first_row, row), max(last_row, row)
                first_column, last_column = min(first_column, column), max(last_column, column)
            rest = text[text.rfind(b"<") :][-1000:]
    return max(0, last_row - first_row + 1), max(0, last_column - first_column + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
