"""Uploaded files that say what a document beside them is, and files that are withdrawn before they were indexed."""

from pathlib import Path

import pytest
from support.hostile_files import zipped
from support.places import Write

import qa.uploads.files
from qa import Collection, UsageError
from qa.errors import TooLargeError, UnreadableFileError
from qa.uploads.files import uploads_folder
from qa.uploads.inbox import NOTHING_DESCRIBED, Uploads

REPORT = b"The farm sold 500 apples. All was calm.\n"
SAYS = b"title: The Apple Report\ndate: 2021-03-05\n"


@pytest.fixture
def uploads(collection: Collection) -> Uploads:
    return Uploads(collection)


def title(collection: Collection, name: str = "report.txt") -> str:
    found = collection.catalog.document(name)
    assert found is not None
    return found.info.title


def outcome(uploads: Uploads, name: str = "report.yaml") -> tuple[str, str | None, str | None, str | None]:
    """State, reason, warning and document of a file."""
    [found] = [one for one in uploads.progress().files if one.name == name]
    return found.state, found.reason, found.warning, found.document


def kept(collection: Collection) -> list[str]:
    folder = uploads_folder(collection.folder)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("names", [("report.txt", "report.yaml"), ("report.yaml", "report.txt")])
def test_a_sidecar_and_its_document_may_come_together(
    uploads: Uploads, collection: Collection, names: tuple[str, str]
) -> None:
    for name in names:
        uploads.put(name, SAYS if name.endswith("yaml") else REPORT)
    uploads._index()
    assert title(collection) == "The Apple Report"
    assert outcome(uploads) == ("askable", None, None, "report.txt")
    assert outcome(uploads, "report.txt") == ("askable", None, None, "report.txt")


def test_a_sidecar_may_come_after_its_document_and_be_replaced_and_removed(
    uploads: Uploads, collection: Collection
) -> None:
    uploads.put("report.txt", REPORT)
    uploads._index()
    assert title(collection) == "report"
    uploads.put("report.txt.yaml", SAYS)
    uploads._index()
    assert title(collection) == "The Apple Report"
    assert uploads.put("report.txt.yaml", b"title: Pears").replaced
    uploads._index()
    assert title(collection) == "Pears"
    assert uploads.remove("report.txt.yaml")
    uploads._index()
    assert title(collection) == "report"


def test_a_sidecar_that_describes_nothing_says_so_and_waits_for_its_document(
    uploads: Uploads, collection: Collection
) -> None:
    uploads.put("report.yaml", SAYS)
    uploads._index()
    change = uploads.progress().change
    uploads._index()
    assert outcome(uploads) == ("failed", NOTHING_DESCRIBED, None, None)
    assert uploads.progress().change == change
    uploads.put("report.txt", REPORT)
    uploads._index()
    assert title(collection) == "The Apple Report"
    assert outcome(uploads) == ("askable", None, None, "report.txt")


def test_what_is_wrong_with_a_sidecar_is_said_of_it(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFileError, match=r"report.yaml cannot be read: it holds no lines of the form 'key"):
        uploads.put("report.yaml", b"Dear all,\nplease find it attached.\n")
    monkeypatch.setattr(qa.uploads.files, "MOST_SIDECAR_BYTES", 10)
    with pytest.raises(TooLargeError, match="report.yaml is over the limit of 1e-05 MB"):
        uploads.put("report.yaml", SAYS)
    monkeypatch.undo()
    uploads.put("report.txt", REPORT)
    uploads.put("report.yaml", b"title: The Apple Report\ndate: the 5th\n")
    uploads._index()
    warning = "the date 'the 5th' cannot be read as a day; it is undated"
    assert outcome(uploads, "report.txt") == ("askable", None, warning, "report.txt")
    assert outcome(uploads) == ("askable", None, warning, "report.txt")


def test_a_sidecar_goes_with_the_last_document_that_it_describes(uploads: Uploads, collection: Collection) -> None:
    for name, data in [("report.txt", REPORT), ("report.md", REPORT), ("report.yaml", SAYS)]:
        uploads.put(name, data)
    uploads._index()
    uploads.remove("report.md")
    assert kept(collection) == ["report.txt", "report.yaml"]
    uploads.remove("report.txt")
    assert kept(collection) == []


def test_a_file_that_waits_can_be_removed_and_does_not_come_back(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.md", REPORT)
    assert uploads.remove("a.md")
    assert kept(collection) == []
    assert uploads.progress().waiting == 0
    uploads._index()
    assert collection.catalog.counts()[0] == 0
    with pytest.raises(UsageError, match="no document is called 'a.md'"):
        uploads.remove("a.md")


def test_a_file_that_waits_to_replace_a_document_goes_with_it(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.md", REPORT)
    uploads._index()
    uploads.put("a.md", b"New pears.\n")
    assert uploads.remove("a.md")
    uploads._index()
    assert (kept(collection), collection.catalog.counts()[0]) == ([], 0)


def test_an_archive_is_removed_with_all_that_was_made_of_it(uploads: Uploads, collection: Collection) -> None:
    uploads.put("a.zip", zipped({"one.txt": REPORT, "two.txt": b"Pears.\n"}))
    uploads._index()
    assert collection.catalog.counts()[0] == 2
    assert uploads.remove("a.zip")
    assert (kept(collection), collection.catalog.counts()[0]) == ([], 0)


def test_a_file_that_waits_is_removed_rather_than_a_document_of_its_name_elsewhere(
    uploads: Uploads, collection: Collection, folder: Path, write: Write
) -> None:
    write("a.md", REPORT.decode())
    collection.index([folder])
    uploads.put("a.md", b"New pears.\n")
    assert uploads.remove("a.md")
    assert (kept(collection), collection.catalog.counts()[0]) == ([], 1)


@pytest.mark.parametrize("name", ["../catalog.sqlite", "", ".", "sub/../../catalog.sqlite", "/etc/passwd"])
def test_nothing_but_uploads_is_deleted(uploads: Uploads, collection: Collection, name: str) -> None:
    uploads.put("a.md", REPORT)
    with pytest.raises(UsageError, match="no document is called"):
        uploads.remove(name)
    assert (collection.folder / "catalog.sqlite").exists()
    assert kept(collection) == ["a.md"]
