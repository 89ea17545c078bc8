"""Tables that are drawn in a Markdown source are tables: a row with its columns."""

from qa.documents.markdown.markdown import read_markdown


def blocks(source: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in read_markdown(source)]


def test_a_cell_of_several_lines_stays_under_its_column() -> None:
    source = """Our harbours:

+-----------+-----------+-------------------+
| Harbour   | Dues      | Remarks           |
+===========+===========+===================+
| North     | 1,204     | - open **all** of |
|           |           |   the day         |
|           |           | - deep            |
+-----------+-----------+-------------------+
| Old Mole  |           | closed            |
+-----------+-----------+-------------------+

They are all."""
    assert blocks(source) == [
        ("paragraph", 0, "Our harbours:"),
        ("row", 1, "Harbour | Dues | Remarks"),
        ("row", 0, "North | 1,204 | open all of the day deep"),
        ("row", 0, "Old Mole | | closed"),
        ("paragraph", 0, "They are all."),
    ]


def test_cells_reach_over_rows_and_columns() -> None:
    source = """+:----------+----------+
| North     | 10       |
|           +----------+
|           | 20       |
+-----------+----------+
| both together: 30    |
+-----------+----------+
"""
    assert blocks(source) == [
        ("row", 0, "North | 10"),
        ("row", 0, "| 20"),
        ("row", 0, "both together: 30 |"),
    ]


def test_a_foot_is_a_row_and_no_second_head() -> None:
    source = "+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+===+===+\n| 3 | 4 |\n+===+===+\n"
    assert blocks(source) == [("row", 1, "a | b"), ("row", 0, "1 | 2"), ("row", 0, "3 | 4")]


def test_what_is_drawn_in_code_or_is_no_table_stays_as_it_is() -> None:
    drawn = "+---+---+\n| a | b |\n+---+---+"
    assert blocks(f"```\n{drawn}\n```") == [("paragraph", 0, drawn)]
    assert blocks("+---+---+\n| a | b\n|---+---+\n| c +\n") == [("paragraph", 0, "+---+---+ | a | b |---+---+ | c +")]
