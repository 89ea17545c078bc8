"""AsciiDoc: headings, lists, tables, verbatim blocks; what its marks set is no text, and nothing is included."""

from datetime import date

import pytest

from qa.documents.formats import read_content


def shown(source: str) -> list[tuple[str, int, str]]:
    return [(part.kind, part.level, part.text) for part in read_content(source.encode(), "a.adoc").parts]


def texts(source: str) -> list[str]:
    return [text for _, _, text in shown(source)]


SOURCE = """= The bay
Ann Orr <ann@x.example>
v1.2, 2021-03-04: first
:ship: Alma
:toc:

[[start]]
== Tides
The *ferry* {ship} leaves
at _six_, says link:https://x.example[the town^]. +
See <<start,above>>footnote:[A note.].

// not shown
include::secret.adoc[]

.A title
[source,c]
----
int *p;   // {ship}
== no heading
----

* one
** two
. first
1. counted
CPU:: the *core*

[cols="1,1"]
|===
|Ship |Seats

|Alma
|310
|===

====
NOTE: In a box.
====

Winds
-----
Old style.
"""


def test_a_text_is_read_without_its_marks() -> None:
    assert shown(SOURCE) == [
        ("heading", 1, "The bay"),
        ("heading", 2, "Tides"),
        ("paragraph", 0, "The ferry Alma leaves at six, says the town.\nSee above A note. ."),
        ("paragraph", 0, "A title"),
        ("paragraph", 0, "int *p;   // {ship}\n== no heading"),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("item", 1, "first"),
        ("item", 1, "1. counted"),
        ("paragraph", 0, "CPU"),
        ("paragraph", 0, "the core"),
        ("row", 0, "Ship | Seats"),
        ("row", 0, "Alma | 310"),
        ("paragraph", 0, "NOTE: In a box."),
        ("heading", 2, "Winds"),
        ("paragraph", 0, "Old style."),
    ]
    found = read_content(SOURCE.encode(), "a.adoc").metadata
    assert (found.title, found.date) == ("The bay", date(2021, 3, 4))


@pytest.mark.parametrize(
    "text",
    ["2 * 3 * 4", "snake_case_name and other_name", "a #1 and b #2", "C++ and D--", "{unknown} stays", "a | b", "x`y"],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert texts(text) == [text]


def test_an_attribute_cannot_make_a_small_file_endless() -> None:
    source = f":a: {'x' * 100_000}\n\n" + "{a} " * 1000
    assert len(texts(source)[0]) < 600_000


def test_a_block_without_an_end_goes_to_the_end() -> None:
    assert texts("----\na\n\nb") == ["a\n\nb"]
