"""Rows of tables whose cells hold more than a line."""

from support.pdf import Text, pdf

from qa.documents.pdf.pdf import read_content

COLUMNS = (72.0, 200.0, 300.0)


def table(rows: list[list[str]], *, line: float = 12, row: float = 17) -> list[Text]:
    """Cells of lines with a slash between them; so far apart stand the lines of a cell, and the rows."""
    texts: list[Text] = []
    top = 700.0
    for cells in rows:
        parts = [cell.split("/") for cell in cells]
        for left, lines in zip(COLUMNS, parts, strict=True):
            texts += [(left, top - line * index, 10.0, text) for index, text in enumerate(lines) if text]
        top -= line * (max(map(len, parts)) - 1) + row
    return texts


def rows(page: list[Text]) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in read_content(pdf([page]), "a.pdf").parts]


def test_a_cell_of_several_lines_is_one_cell_where_rows_stand_farther_apart_than_lines() -> None:
    page = table(
        [
            ["Harbour", "Boats of/the year", "Dues/in crowns"],
            ["Old Mole", "17", "310"],
            ["Quay of the/fishermen", "88", "1,204"],
            ["North Quay", "1,204", "33,100"],
            ["Bridge", "5", "new boats,/and old ones"],
        ]
    )
    assert rows(page) == [
        ("row", "Harbour | Boats of the year | Dues in crowns"),
        ("row", "Old Mole | 17 | 310"),
        ("row", "Quay of the fishermen | 88 | 1,204"),
        ("row", "North Quay | 1,204 | 33,100"),
        ("row", "Bridge | 5 | new boats, and old ones"),
    ]


def test_rows_in_groups_stay_rows() -> None:
    texts = [["Old Mole", "17", "310"], ["North Quay", "1,204", "33,100"], ["Bridge", "5", "60"], ["Pier", "2", "14"]]
    page = table(
        [
            [f"{first}/{second}" for first, second in zip(*pair, strict=True)]
            for pair in zip(texts, texts[::-1], strict=True)
        ]
    )
    found = rows(page)
    assert len(found) == 8
    assert found[:2] == [("row", "Old Mole | 17 | 310"), ("row", "Pier | 2 | 14")]


def test_items_of_a_list_are_no_rows() -> None:
    item = "the harbour has a crane that lifts forty tons and turns by itself"
    page = [
        text
        for number in range(5)
        for top in [700.0 - 40 * number]
        for text in ((72.0, top, 10.0, "\x95"), (100.0, top, 10.0, item), (100.0, top - 12, 10.0, "on Sundays, too."))
    ]
    assert rows(page) == [("item", f"{item} on Sundays, too.")] * 5
