"""Spreadsheets: a row is a block and a place."""

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter

from qa.documents.document import TextBlock
from qa.documents.office.sheets import read_content
from qa.errors import UnreadableFileError


def read(make: Callable[[xlsxwriter.Workbook], object]) -> list[TextBlock]:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    make(book)
    book.close()
    return read_content(file.getvalue(), "a.xlsx").parts


def test_rows_have_their_sheet_and_number_and_the_first_names_the_columns() -> None:
    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Fares")
        for row, values in {2: ("Route", "Price"), 3: ("North", 3), 6: ("South", 0.5)}.items():
            sheet.write_row(row, 1, values)
        book.add_worksheet("Empty")
        book.add_worksheet("Notes").write(0, 0, "Prices are in euros.")

    assert [(part.kind, part.level, part.text, part.place and part.place.label) for part in read(make)] == [
        ("heading", 2, "Fares", "sheet Fares"),
        ("row", 1, "Route | Price", "sheet Fares, row 3"),
        ("row", 0, "North | 3", "sheet Fares, row 4"),
        ("row", 0, "South | 0.5", "sheet Fares, row 7"),
        ("heading", 2, "Notes", "sheet Notes"),
        ("row", 0, "Prices are in euros.", "sheet Notes, row 1"),
    ]


@pytest.mark.parametrize(
    "first", [("Route", "Route"), ("Route", ""), ("2019", "2020"), ("Route",)], ids=["twice", "empty", "numbers", "one"]
)
def test_a_row_that_cannot_name_the_columns_does_not(first: tuple[str, ...]) -> None:
    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, first)
        sheet.write_row(1, 0, ["North", "3"])

    assert [part.level for part in read(make) if part.kind == "row"] == [0, 0]


def test_values_are_written_as_people_do() -> None:
    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, [1234567, 2.25, True, "two\nlines"])
        sheet.write_datetime(0, 4, datetime.datetime(2021, 3, 9), day)
        sheet.write_datetime(0, 5, datetime.datetime(2021, 3, 9, 7, 30), moment)
        sheet.write_formula(0, 6, "=1+1", None, 2)

    [_, row] = read(make)
    assert row.text == "1234567 | 2.25 | TRUE | two lines | 2021-03-09 | 2021-03-09 07:30:00 | 2"


def test_a_sheet_that_reaches_far_out_is_refused_before_room_is_made_for_it() -> None:
    def make(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "near")
        sheet.write("XFD1048576", "far")

    with pytest.raises(
        UnreadableFileError, match="^a sheet reaches over 17,179,869,184 cells, more than the 5,000,000"
    ):
        read(make)
