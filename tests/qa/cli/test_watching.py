"""A collection that is kept up to date with its files."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from queue import Queue

import pytest
from support.places import Write

from qa import Collection, UsageError
from qa.cli.watching import watch
from qa.indexing.indexer import IndexReport
from qa.store.writer_lock import writer_lock


@pytest.fixture
def watched(collection: Collection, folder: Path, write: Write) -> Iterator[Queue[IndexReport]]:
    """Reports of a watch over the folder, which holds one document at first."""
    write("a.md", "Apples.")
    reports: Queue[IndexReport] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(collection, [folder], reports.put, stop))
    thread.start()
    assert reports.get(timeout=10).added == ["a.md"]
    yield reports
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def names(collection: Collection, question: str) -> set[str]:
    return {hit.document.name for hit in collection.retrieve(question)}


def test_what_changes_can_be_asked_about(
    watched: Queue[IndexReport], collection: Collection, folder: Path, write: Write
) -> None:
    write("sub/b.md", "Pears.")
    assert watched.get(timeout=10).added == ["sub/b.md"]
    assert "sub/b.md" in names(collection, "pears")
    write("a.md", "Oranges.")
    assert watched.get(timeout=10).updated == ["a.md"]
    assert collection.retrieve("oranges", k=1)[0].passage.text == "Oranges."
    (folder / "sub" / "b.md").unlink()
    assert watched.get(timeout=10).removed == ["sub/b.md"]
    assert "sub/b.md" not in names(collection, "pears")


def test_vectors_are_encoded_behind(
    watched: Queue[IndexReport],
    collection: Collection,
    within: Callable[[float], AbstractContextManager[None]],
) -> None:
    with within(10):
        while collection.state.dense_ready < 1:
            threading.Event().wait(0.05)
    assert collection.problems() == []


def test_a_change_while_another_writes_is_taken_in_when_it_is_done(
    watched: Queue[IndexReport], collection: Collection, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.collection._PATIENCE", 0)
    with writer_lock(collection.folder, patience=10):
        write("b.md", "Pears.")
        threading.Event().wait(1.5)
        assert watched.empty()
    assert watched.get(timeout=10).added == ["b.md"]


def test_a_file_that_cannot_be_read_is_reported(watched: Queue[IndexReport], folder: Path) -> None:
    (folder / "b.md").write_bytes(b"\xff\xfe\xff")
    [failure] = watched.get(timeout=10).failed
    assert failure.path == folder / "b.md"


def test_a_path_that_does_not_exist_is_refused(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing does not exist"):
        watch(collection, [tmp_path / "nothing"], lambda report: None)
