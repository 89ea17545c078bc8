"""Notebooks: text as Markdown, code and what it printed letter for letter."""

import json

import pytest

from qa.documents.formats import read_content
from qa.errors import UnreadableFileError

CELLS = [
    {"cell_type": "markdown", "source": ["# Tides\n", "\n", "Water *rises*."]},
    {
        "cell_type": "code",
        "source": "x = 2**3\nprint(x)  # *",
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": ["\x1b[31m8\x1b[0m\n"]},
            {"output_type": "execute_result", "data": {"text/plain": "   a  b\n0  1  2", "text/html": "<table/>"}},
            {"output_type": "display_data", "data": {"image/png": "iVBO", "text/plain": "<Figure size 6x4>"}},
            {"output_type": "error", "ename": "KeyError", "evalue": "'c'", "traceback": ["long"]},
        ],
    },
    {"cell_type": "raw", "source": "As *it* is."},
    {"cell_type": "markdown", "source": ""},
]


def texts(notebook: object) -> list[str]:
    return [part.text for part in read_content(json.dumps(notebook).encode(), "a.ipynb").parts]


def test_cells_are_read_in_order_with_what_they_printed() -> None:
    assert texts({"cells": CELLS, "nbformat": 4}) == [
        *("Tides", "Water rises.", "x = 2**3\nprint(x)  # *", "8", "   a  b\n0  1  2", "KeyError: 'c'", "As *it* is."),
    ]


def test_the_older_version_is_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Tides"},
        {"cell_type": "code", "input": "f()", "outputs": [{"output_type": "pyout", "text": "3"}, {"png": "x"}]},
    ]
    assert texts({"worksheets": [{"cells": cells}], "nbformat": 3}) == ["Tides", "f()", "3"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not a notebook: Expecting property name"),
        (b"[" * 100_000, "not a notebook: maximum recursion depth"),
        (b"[]", "not a notebook: it is not a JSON object"),
        (b"{}", "not a notebook: it has no cells"),
        (b'{"cells": 5}', "not a notebook: it has no cells"),
    ],
    ids=range(5),
)
def test_what_is_no_notebook_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read_content(data, "a.ipynb")


def test_cells_of_other_shapes_are_passed_over() -> None:
    cells = [5, None, {}, {"cell_type": "code", "source": 5, "outputs": "x"}, {"cell_type": "code", "outputs": [[]]}]
    assert texts({"cells": [*cells, {"cell_type": "raw", "source": "x"}]}) == ["x"]


def test_a_dollar_that_opens_no_formula_has_no_stroke_before_it() -> None:
    table = r"<table><tr><td>Dues</td><td>\$310</td></tr></table>"
    cells = [{"cell_type": "markdown", "source": rf"Dues of \$310.{chr(10)}{chr(10)}{table}"}]
    assert texts({"cells": [*cells, {"cell_type": "code", "source": r"'\$310'"}]}) == [
        *("Dues of $310.", "Dues | $310", r"'\$310'"),
    ]
