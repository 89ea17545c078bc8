"""Spreadsheets: a row is a block and a place, below the row that names the columns."""

import datetime
import io
from collections.abc import Iterator, Sequence

import python_calamine

from qa.documents.columns import names_columns
from qa.documents.content import Content, Metadata
from qa.documents.document import Place, TextBlock
from qa.documents.office.sheet_extent import check_extent
from qa.documents.whitespace import fold
from qa.documents.zipped import ZIP_SIGNATURE, open_parts
from qa.errors import UnreadableFileError
from qa.messages import Message

_MOST_CELLS = 5_000_000
_Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


def read_content(data: bytes, name: str) -> Content:
    """Read a spreadsheet.

    Raises:
        UnreadableFileError: It is none, is broken or encrypted, or holds too many cells.
    """
    try:
        if data.startswith(ZIP_SIGNATURE):
            with open_parts(data) as parts:
                check_extent(parts, _MOST_CELLS)
        return Content(list(_blocks(data)), Metadata())
    except python_calamine.PasswordError as error:
        raise UnreadableFileError(Message("it is encrypted; save it without a password")) from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFileError(
            Message("it is no spreadsheet, or a broken one; save or download it again")
        ) from error


def _blocks(data: bytes) -> Iterator[TextBlock]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [one for one in book.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for sheet in sheets:
        found = book.get_sheet_by_name(sheet.name)
        if found.start is None:
            continue
        if found.total_height * found.total_width > _MOST_CELLS:
            raise UnreadableFileError(
                Message(
                    "the sheet {name} is over the limit of {most} cells; divide it",
                    name=repr(sheet.name),
                    most=_MOST_CELLS,
                )
            )
        numbered = enumerate(found.iter_rows(), start=1)
        rows = [(number, cells) for number, row in numbered if any(cells := _cells(row))]
        yield TextBlock("heading", fold(sheet.name), 2, Place("sheet", sheet.name))
        head = rows[0][1] if names_columns([cells for _, cells in rows]) else None
        for number, cells in rows:
            place = Place("sheet", f"{sheet.name}, row {number}")
            yield TextBlock("row", " | ".join(cells), int(cells is head), place)


def _cells(row: Sequence[_Value]) -> list[str]:
    cells = [_written(value) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _written(value: _Value) -> str:
    """A value as people write it: whole numbers without a fraction, days without a time."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return fold(str(value))
