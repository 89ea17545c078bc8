"""Tables as text: CSV, TSV and JSONL. A row is a block and a place, below the row that names the columns."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice

from qa.documents.columns import LONG, names_columns
from qa.documents.content import Content
from qa.documents.document import Place, TextBlock
from qa.documents.encodings import decode
from qa.documents.metadata.fields import plain_key, read_fields
from qa.documents.plain_text import read_plain_text
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_DELIMITERS = ",;\t|"
_LOOKED_AT = 50
"""Rows that show which sign stands between the cells."""
_LONGEST_CELL = 10_000_000
_MOST_NAMES = 1_000
"""Columns that lines may have together: each line has a cell for each of them."""
_LINES_SUFFIXES = (".jsonl", ".ndjson")
_TITLES = ("title", "subject", "headline", "name", "question")
"""What people call the column of titles, without signs and in small letters."""
SUFFIXES = (".csv", ".tsv", ".tab", *_LINES_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        head: The names of its columns; empty where nothing names them.
        rows: Its other rows, each with its number as spreadsheets count.
    """

    head: list[str]
    rows: list[tuple[int, list[str]]]


def read_content(data: bytes, name: str) -> Content:
    """Read a table.

    Raises:
        UnreadableFileError: It is in no encoding that is read, or is no such table.
    """
    table = read_table(data, name)
    if name.lower().endswith(_LINES_SUFFIXES) and len(table.rows) == 1:
        return _document(dict(zip(table.head, table.rows[0][1], strict=True)), name)
    head = [TextBlock("row", " | ".join(table.head), 1)] if table.head and table.rows else []
    rows = (
        TextBlock("row", " | ".join(map(fold, cells)), place=Place("row", str(number))) for number, cells in table.rows
    )
    return Content([*head, *rows])


def _document(fields: dict[str, str], name: str) -> Content:
    """A row by itself: what it says of itself under the usual names, its texts, and its other fields with their names.

    Of a row of a larger table, the file's name is its number.
    """
    texts = {key for key, value in fields.items() if plain_key(key) == "text" or len(value) >= LONG}
    named = {plain_key(key): key for key in reversed(fields)}
    title = next((named[one] for one in _TITLES if one in named), "title")
    metadata = read_fields(
        {**{key: fields[key] for key in fields if key not in texts}, "title": fields.get(title)}, "properties"
    )
    number = name.rpartition(".")[0].removeprefix("row ")
    place = Place("row", number) if number.isdecimal() else None
    lines = "\n".join(f"{key}: {fold(value)}" for key, value in fields.items() if value and key not in texts)
    blocks = [TextBlock("paragraph", lines)] if lines else []
    blocks += [block for key in fields if key in texts for block in read_plain_text(fields[key])]
    return Content([replace(block, place=place) for block in blocks], metadata)


def read_table(data: bytes, name: str) -> Table:
    """The rows of a file that hold anything, by its kind.

    Raises:
        UnreadableFileError: As `read_content` does.
    """
    source = decode(data)
    try:
        if name.lower().endswith(_LINES_SUFFIXES):
            return _from_lines(source)
        rows = [(number, cells) for number, cells in enumerate(_cells(source, name), start=1) if any(cells)]
    except csv.Error as error:
        raise UnreadableFileError(Message("not a table: {reason}", reason=str(error))) from error
    head = [fold(cell) for cell in rows[0][1]] if rows else []
    if not rows or not names_columns([head, *(cells for _, cells in rows[1:])]):
        return Table([], rows)
    return Table(head, rows[1:])


def _cells(source: str, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else _delimiter(source)
    for row in csv.reader(StringIO(source, newline=""), delimiter=delimiter):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _delimiter(source: str) -> str:
    """The sign that divides the most of the first rows into as many cells as most of them have; the first of equals."""

    def even(sign: str) -> int:
        rows = islice(csv.reader(StringIO(source, newline=""), delimiter=sign), _LOOKED_AT)
        widths = [len(row) for row in rows if len(row) > 1]
        return max((widths.count(width) * (width - 1) for width in set(widths)), default=0)

    return max(_DELIMITERS, key=even)


def _from_lines(source: str) -> Table:
    """A row for each object; the columns are the names of all their values, in the order of their first appearance."""
    found: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(source.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableFileError(
                Message("line {line} is not JSON: {reason}", line=str(number), reason=str(error))
            ) from error
        fields = value if isinstance(value, dict) else {"value": value}
        found.append((number, {fold(name): _shown(one) for name, one in fields.items()}))
    head = list(dict.fromkeys(name for _, fields in found for name in fields))
    if len(head) > _MOST_NAMES:
        raise UnreadableFileError(
            Message(
                "its lines have {count} different names, over the limit of {most}", count=len(head), most=_MOST_NAMES
            )
        )
    return Table(head, [(number, [fields.get(name, "") for name in head]) for number, fields in found])


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(map(str, value))
    return "" if value is None else json.dumps(value, ensure_ascii=False)
