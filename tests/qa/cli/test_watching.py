"""A collection that is kept up to date with its files."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Empty, Queue

import pytest
from support.places import Write

from qa import Collection, CollectionError, UsageError
from qa.cli.watching import watch
from qa.indexing import background
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


def test_folders_and_files_whose_names_hold_a_dot_are_watched(
    watched: Queue[IndexReport], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "v1.2").mkdir()
    (tmp_path / "v1.2" / "b.md").write_text("Pears.")
    (tmp_path / "v1.2").rename(folder / "v1.2")
    assert watched.get(timeout=10).added == ["v1.2/b.md"]
    (folder / "v1.2").rename(tmp_path / "v1.2")
    assert watched.get(timeout=10).removed == ["v1.2/b.md"]
    (tmp_path / "index.php?page=2").write_text("<!DOCTYPE html>\n<p>Plums.</p>")
    (tmp_path / "index.php?page=2").rename(folder / "index.php?page=2")
    assert watched.get(timeout=10).added == ["index.php?page=2"]
    (folder / "index.php?page=2").unlink()
    assert watched.get(timeout=10).removed == ["index.php?page=2"]
    (folder / "other.tmp").write_text("x")
    (folder / "other.tmp").unlink()
    with pytest.raises(Empty):
        watched.get(timeout=1.5)


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


@contextmanager
def watching(collection: Collection, folder: Path) -> Iterator[Queue[IndexReport]]:
    """Reports of a watch over a folder, of which the first was taken."""
    reports: Queue[IndexReport] = Queue()
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(collection, [folder], reports.put, stop))
    thread.start()
    assert reports.get(timeout=10).added == ["a.md"]
    yield reports
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), ValueError("a fault")])
def test_an_error_is_told_once_and_ends_no_watch(
    collection: Collection,
    folder: Path,
    write: Write,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(background, "_SHORTEST_PAUSE", 0.05)
    index, tried = collection.index, []

    def failing(*arguments: object, **options: object) -> IndexReport:
        tried.append(1)
        if len(tried) < 4:
            raise error
        return index(*arguments, **options)  # type: ignore[arg-type]

    write("a.md", "Apples.")
    with watching(collection, folder) as reports:
        threading.Event().wait(1)
        monkeypatch.setattr(collection, "index", failing)
        write("b.md", "Pears.")
        assert reports.get(timeout=10).added == ["b.md"]
    [told] = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert told.startswith("nothing is indexed for now: ")
    assert str(error) in told


def test_a_folder_that_goes_and_comes_back_is_watched_again(
    collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_SHORTEST_PAUSE", 0.05)
    write("a.md", "Apples.")
    with watching(collection, folder) as reports:
        away = folder.rename(folder.with_name("away"))
        write_new = folder.with_name("away") / "b.md"
        write_new.write_text("Pears.")
        away.rename(folder)
        assert reports.get(timeout=10).added == ["b.md"]
        write("c.md", "Plums.")
        assert reports.get(timeout=10).added == ["c.md"]


def test_an_error_at_the_beginning_ends_it(
    collection: Collection, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "Apples.")
    monkeypatch.setattr(collection, "index", lambda *_, **__: (_ for _ in ()).throw(CollectionError("other encoder")))
    with pytest.raises(CollectionError, match="other encoder"):
        watch(collection, [folder], lambda report: None)
