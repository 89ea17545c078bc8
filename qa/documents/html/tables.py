"""Rows of a table in HTML: every value stays under its column."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from qa.documents.whitespace import fold

_CELL_END = " | "
_MOST_COLUMNS = 100
"""Columns that cells over several of them may fill: how many they span is a number that costs nothing in a file."""
_TEXT_BLOCKS = "p, div, ul, ol, dl"
_BLOCKS = f"{_TEXT_BLOCKS}, table, blockquote, pre, h1, h2, h3, h4, h5, h6"


def heads_columns(node: LexborNode) -> bool:
    """Whether a `tr` holds the names of columns: all of its cells are of the heading kind."""
    cells = [cell.tag for cell in node.iter() if cell.tag in ("td", "th")]
    return bool(cells) and "td" not in cells


def is_row_of_cells(node: LexborNode) -> bool:
    """Whether a `tr` is read as one row: a cell that holds more than one paragraph or list is laid out as text."""
    if node.css_first(_BLOCKS) is None:
        return True
    return all(
        len(blocks := cell.css(_BLOCKS)) <= 1 and (not blocks or blocks[0].css_matches(_TEXT_BLOCKS))
        for cell in node.iter()
    )


@dataclass(slots=True)
class Table:
    """An open table.

    Attributes:
        reaching_down: How many more rows a cell above reaches into, by column.
    """

    reaching_down: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """An open row: the text of each of its columns, empty where a cell is or where one above or beside reaches to.

    Attributes:
        table: The table that it is in.
        heads_columns: Whether its texts are the names of the columns.
    """

    table: Table
    heads_columns: bool = False
    _columns: list[str] = field(default_factory=list)
    _open: int = 0

    def open_cell(self, node: LexborNode) -> None:
        """A cell begins, in the first column that is free."""
        self._skip_reached()
        self._open = len(self._columns)
        columns, rows = _span(node, "colspan"), _span(node, "rowspan")
        self._columns += [""] * max(1, min(columns, _MOST_COLUMNS - self._open))
        if rows > 1:
            spanned = range(self._open, min(len(self._columns), _MOST_COLUMNS))
            self.table.reaching_down.update(dict.fromkeys(spanned, rows - 1))

    def add(self, text: str) -> None:
        """Take in text of the open cell."""
        self._columns[self._open] += f" {text}"

    def text(self) -> str:
        """The columns with bars between them; empty when all of them are."""
        self._skip_reached()
        return fold(_CELL_END.join(self._columns)) if any(self._columns) else ""

    def _skip_reached(self) -> None:
        reaching = self.table.reaching_down
        while reaching.get(len(self._columns), 0):
            reaching[len(self._columns)] -= 1
            self._columns.append("")


def _span(node: LexborNode, name: str) -> int:
    number = node.attributes.get(name) or ""
    return int(number) if re.fullmatch(r"[0-9]{1,4}", number) else 1
