"""reStructuredText, plain and as Sphinx extends it: no text is lost, nothing is included or run."""

from datetime import date
from pathlib import Path

import pytest

from qa.documents.formats import read_content


def shown(source: str) -> list[tuple[str, int, str]]:
    return [(part.kind, part.level, part.text) for part in read_content(source.encode(), "a.rst").parts]


def texts(source: str) -> list[str]:
    return [text for _, _, text in shown(source)]


def test_headings_lists_tables_and_code_are_read() -> None:
    source = """
Tides
=====
:Date: 2020-05-06

Water *rises* ``2**3`` times; see `the map <https://x.example>`_ and [1]_.

Neap
----
1. first
2. second

::

    a  b
      c

=====  =====
Ship   Seats
=====  =====
Alma   310
=====  =====

.. a comment
.. [1] A note.
"""
    assert shown(source) == [
        ("paragraph", 0, "Water rises 2**3 times; see the map and [1]."),
        ("heading", 2, "Neap"),
        ("item", 1, "1. first"),
        ("item", 1, "2. second"),
        ("paragraph", 0, "a  b\n  c"),
        ("row", 1, "Ship | Seats"),
        ("row", 0, "Alma | 310"),
        ("paragraph", 0, "[1]"),
        ("paragraph", 0, "A note."),
    ]
    found = read_content(source.encode(), "a.rst").metadata
    assert (found.title, found.date) == ("Tides", date(2020, 5, 6))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (":func:`open` of :class:`~io.Text` and :ref:`the rest <rest>`", ["open of io.Text and the rest"]),
        (".. function:: f(*args)\n   :noindex:\n\n   Returns *it*.", ["f(*args)", "Returns it."]),
        (".. deprecated:: 3.9\n   Use g.", ["deprecated: 3.9 Use g."]),
        (".. tab:: Linux\n\n   Type it.\n\n   .. note:: Twice.", ["Linux", "Type it.", "Note", "Twice."]),
        (".. code-block:: c\n   :emphasize-lines: 1\n\n   int *p;", ["int *p;"]),
        (".. toctree::\n   :maxdepth: 2\n\n   intro\n\nText.", ["Text."]),
        (".. raw:: html\n\n   <p>x</p>\n\nText |version|.", ["x", "Text |version|."]),
        (".. figure:: a.png\n   :nonsense: x\n\n   A map.", [".. figure:: a.png\n   :nonsense: x\n\n   A map."]),
    ],
    ids=range(8),
)
def test_what_sphinx_or_a_fault_adds_is_text_unless_it_names_none(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_no_file_is_included(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret.")
    source = f".. include:: {secret}\n\n.. csv-table::\n   :file: {secret}\n\n.. literalinclude:: {secret}\n\nText."
    assert not any("Secret" in text for text in texts(source))
    assert texts(source)[-1] == "Text."


def test_lines_of_a_block_of_lines_are_one_paragraph() -> None:
    source = "| ANN: Good day.\n| \n| We begin\n  at nine.\n|    And end at ten.\n\nThen *nothing*.\n"
    assert shown(source) == [
        ("paragraph", 0, "ANN: Good day.\nWe begin at nine.\nAnd end at ten."),
        ("paragraph", 0, "Then nothing."),
    ]


def test_items_keep_the_numbers_that_are_written() -> None:
    source = "(a) first\n(b) second\n\n    iii. deeper\n    iv. deepest\n\nAnd:\n\n4) fourth\n"
    assert [text for _, _, text in shown(source)] == [
        *("(a) first", "(b) second", "iii. deeper", "iv. deepest", "And:", "4) fourth"),
    ]


def test_emphasis_that_is_closed_behind_a_non_breaking_space_is_emphasis() -> None:
    assert texts("**Aims:\u00a0** Two *or three\u00a0* of 2 ** 3 **\n\n::\n\n  f(**all)") == [
        "Aims: Two or three of 2 ** 3 **",
        "f(**all)",
    ]


def test_a_table_in_html_is_a_table() -> None:
    source = """.. raw:: html

   <table><tr><td>

*Port*

.. raw:: html

   </td><td>Dues</td></tr></table>

.. raw:: latex

   \\newpage

.. raw:: html
   :file: other.html
"""
    assert shown(source) == [("row", 0, "Port | Dues")]
