"""The columns of a table: whether its first row names them, and which of them hold texts; pure."""

from collections.abc import Sequence
from statistics import median

LONG = 100
"""Characters of a text: more than of a name, a number, an address or a remark."""
_LOOKED_AT = 1_000
"""Rows that show what a column holds."""


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: each has a name in it, none twice, and no name is a number."""
    head = rows[0]
    widest = max(map(len, rows))
    is_full = len(rows) > 1 and len(head) == widest > 1 and all(head) and len(set(head)) == len(head)
    return is_full and not any(_is_number(cell) for cell in head)


def text_columns(rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns whose cells are texts, by their usual length where they hold anything."""
    width = max(map(len, rows), default=0)
    lengths = ([len(row[at]) for row in rows[:_LOOKED_AT] if at < len(row) and row[at]] for at in range(width))
    return [at for at, found in enumerate(lengths) if found and median(found) >= LONG]


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True
