"""A file beside a document that says what the document is."""

from datetime import date
from pathlib import Path

import pytest
from support.places import Write

from qa import Collection, Filters
from qa.documents import Document, FoundFile, read_document

OWN = "---\ntitle: Own title\ndate: 2021-03-09\ntags: [own]\nsummary: On weirs.\n---\nThe weir is closed.\n"


def read(path: Path) -> Document:
    return read_document(FoundFile(path, path.name))


@pytest.mark.parametrize("name", ["weir.yaml", "weir.md.yaml"])
def test_a_sidecar_overrides_what_it_says_and_nothing_else(write: Write, name: str) -> None:
    path = write("weir.md", OWN)
    write(name, "title: Weir, closed\ntags: [river, lock]\n")
    found = read(path)
    assert (found.info.title, found.info.date) == ("Weir, closed", date(2021, 3, 9))
    assert found.info.categories == ("river", "lock")
    assert found.particulars.origins == (
        ("title", "sidecar"),
        ("date", "front matter"),
        ("categories", "sidecar"),
        ("description", "front matter"),
    )
    assert found.text == "The weir is closed."


def test_the_longer_name_goes_first(write: Write) -> None:
    path = write("weir.md", OWN)
    write("weir.yaml", "title: Of any weir")
    write("weir.md.yaml", "---\ntitle: Of this one\n---\n")
    assert read(path).info.title == "Of this one"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "title: a: b\n",
            "weir.yaml is not YAML (mapping values are not allowed in this context), so it was read line",
        ),
        ("only words\n", "weir.yaml holds no lines of the form 'key: value'"),
        ("date: soon\n", "the date 'soon' cannot be read as a day"),
    ],
)
def test_a_sidecar_that_cannot_be_read_is_a_problem_and_costs_no_document(
    write: Write, text: str, problem: str
) -> None:
    path = write("weir.md", OWN)
    write("weir.yaml", text)
    found = read(path)
    assert found.particulars.problems[0].startswith(problem)
    assert found.info.date == date(2021, 3, 9)


def test_a_change_of_the_sidecar_reads_its_document_again(collection: Collection, folder: Path, write: Write) -> None:
    write("weir.md", OWN)
    write("other.md", "Text.")
    collection.index([folder])
    winter = Filters(categories=frozenset({"winter"}))
    for change, categories in (
        (lambda: write("weir.yaml", "tags: winter"), {"winter": 1}),
        (lambda: write("weir.yaml", "tags: summer"), {"summer": 1}),
        (lambda: (folder / "weir.yaml").unlink(), {"own": 1}),
    ):
        change()
        report = collection.index([folder])
        assert (report.updated, report.unchanged) == (["weir.md"], 1)
        assert collection.catalog.categories() == categories
        assert bool(collection.retrieve("the weir", filters=winter)) == ("winter" in categories)
        assert collection.index([folder]).unchanged == 2
