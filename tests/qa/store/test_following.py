"""The lexical index comes back from every damage, by opening, searching, indexing or removing."""

import errno
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from support.toy import ToyEncoder

from qa import Collection, CollectionError, LockedError
from qa.errors import IndexFormatError
from qa.store.lexical import LexicalIndex
from qa.store.watermark import WatermarkFile
from qa.store.writer_lock import writer_lock

SUFFIXES = ["del", "fast", "fieldnorm", "idx", "pos", "store", "term"]
NAMES = ["meta.json", ".managed.json", "watermark.json", *(f"*.{suffix}" for suffix in SUFFIXES)]


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def changed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x55
    path.write_bytes(data)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 40 documents."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(40):
        (folder / f"{number}.md").write_text(f"Text word{number} a e i o u. " + "More words of it. " * 20)
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The folder of a collection of them that nobody has open; one was removed, so that there is a delete file."""
    path = tmp_path_factory.mktemp("original")
    collection = Collection.open(path, encoder=ToyEncoder())
    collection.index([folder])
    collection.remove(["3.md"])
    collection.close()
    return path


@pytest.fixture
def place(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(original, tmp_path / "collection")


def damage(place: Path, name: str, how: Callable[[Path], object]) -> None:
    [path] = (place / "lexical").glob(name)
    how(path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", [Path.unlink, halved, emptied])
def test_a_damaged_index_is_filled_again_by_opening_the_collection(
    place: Path, folder: Path, name: str, how: Callable[[Path], object]
) -> None:
    damage(place, name, how)
    collection = Collection.open(place, encoder=ToyEncoder())
    assert collection.problems() == []
    assert collection.retrieve("word7", 1)[0].document.name == "7.md"
    assert collection.index([folder]).added == ["3.md"]
    assert collection.problems() == []
    collection.close()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_changed_bytes_are_found_and_mended_by_indexing_again(place: Path, folder: Path, suffix: str) -> None:
    damage(place, f"*.{suffix}", changed)
    collection = Collection.open(place, encoder=ToyEncoder())
    found = collection.problems()  # none where the engine could not even open it
    assert all(problem.endswith(f".{suffix}: index again to build it") for problem in found)
    assert collection.index([folder]).added == ["3.md"]
    assert collection.problems() == []
    assert collection.retrieve("word7", 1)[0].document.name == "7.md"
    collection.close()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_lost_part_is_found_while_the_collection_is_open(place: Path, suffix: str) -> None:
    collection = Collection.open(place, encoder=ToyEncoder())
    damage(place, f"*.{suffix}", Path.unlink)
    [problem] = collection.problems()
    assert problem.startswith("the lexical index has lost or changed ")
    assert problem.endswith(f".{suffix}: index again to build it")
    collection.close()


def test_an_index_of_something_else_is_filled_again(place: Path) -> None:
    watermark = LexicalIndex(place / "lexical").watermark
    shutil.rmtree(place / "lexical")
    LexicalIndex(place / "lexical").follow([], [], watermark)
    collection = Collection.open(place, encoder=ToyEncoder())
    assert collection.problems() == []
    assert collection.retrieve("word7", 1)[0].document.name == "7.md"
    collection.close()


@pytest.mark.parametrize("writes", ["remove", "index"])
def test_what_a_killed_removal_left_is_no_obstacle(place: Path, folder: Path, tmp_path: Path, writes: str) -> None:
    """Killed behind the delete file and before the list of segments: the next commit wants to write that file too."""
    shutil.copytree(place / "lexical", tmp_path / "before")
    collection = Collection.open(place, encoder=ToyEncoder())
    collection.remove(["4.md"])
    collection.close()
    for file in (tmp_path / "before").iterdir():
        shutil.copy(file, place / "lexical")
    again = Collection.open(place, encoder=ToyEncoder())
    assert again.problems() == []
    assert "4.md" not in {hit.document.name for hit in again.retrieve("word4", 5)}
    if writes == "remove":
        again.remove(["5.md"])
    else:
        assert again.index([folder]).added == ["3.md", "4.md"]
    assert again.problems() == []
    again.close()


def broken(*_: object) -> None:
    raise ValueError("Data corrupted")


def test_a_search_that_finds_damage_has_the_index_filled_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = Collection.open(place, encoder=ToyEncoder())
    index = collection._store.lexical
    damaged, reads = index._index, []
    collection.retrieve("word7", 1)

    class Damaged:
        def searcher(self) -> object:
            reads.append(1)
            return broken()

    index._index = Damaged()  # type: ignore[assignment]
    assert collection.retrieve("word7", 1)[0].document.name == "7.md"
    assert len(reads) == 1
    assert index._index is not damaged
    assert collection.problems() == []
    collection.close()


def test_threads_that_find_damage_together_have_the_index_filled_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = Collection.open(place, encoder=ToyEncoder())
    index = collection._store.lexical
    fills: list[int] = []
    fill = index.fill
    collection.retrieve("word7", 1)

    class Damaged:
        searcher = reload = broken

    monkeypatch.setattr(index, "fill", lambda *arguments: (fills.append(1), fill(*arguments)))
    index._index = Damaged()  # type: ignore[assignment]
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(collection.retrieve("word7", 1)[0].document.name))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["7.md"] * 4
    assert fills == [1]
    collection.close()


def test_damage_that_filling_does_not_mend_is_said_once_and_no_traceback(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = Collection.open(place, encoder=ToyEncoder())
    monkeypatch.setattr("qa.store.lexical._ids", broken)
    with pytest.raises(IndexFormatError, match="the lexical index cannot be read or written: Data corrupted; index ag"):
        collection.retrieve("word7", 1)
    collection.close()


def test_damage_found_while_another_writes_is_said_with_who_writes(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.store.following._PATIENCE", 0)
    collection = Collection.open(place, encoder=ToyEncoder())
    monkeypatch.setattr("qa.store.lexical._ids", broken)
    with writer_lock(place), pytest.raises(LockedError, match=f"is being written to by process {os.getpid()}"):
        collection.retrieve("word7", 1)
    collection.close()


def test_a_full_disk_is_called_so_and_deletes_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = Collection.open(place, encoder=ToyEncoder())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(WatermarkFile, "write", full)
        with pytest.raises(CollectionError, match="cannot be used now .*No space left.*nothing is lost: make room"):
            collection.remove(["7.md"])
    assert "8.md" in {hit.document.name for hit in collection.retrieve("word8", 1)}
    collection.remove(["9.md"])
    assert collection.problems() == []
    collection.close()


def test_a_reader_keeps_what_it_has_while_another_process_fills_the_index_again(place: Path) -> None:
    reader = Collection.open(place, encoder=ToyEncoder())
    assert reader.retrieve("word7", 1)[0].document.name == "7.md"
    with writer_lock(place):
        moved = (place / "lexical").rename(place / "away")
        assert reader.retrieve("word7", 1)[0].document.name == "7.md"
        moved.rename(place / "lexical")
    reader.close()


@pytest.mark.parametrize("read", [LexicalIndex.ids, lambda index: index.holding_phrase("word7", "text")])
def test_a_panic_of_the_engine_is_damage(place: Path, read: Callable[[LexicalIndex], object]) -> None:
    panic = type("PanicException", (BaseException,), {})

    class Panicking:
        def searcher(self) -> object:
            raise panic("assertion failed")

    index = LexicalIndex(place / "lexical")
    index._index = Panicking()  # type: ignore[assignment]
    with pytest.raises(IndexFormatError, match="the lexical index is damaged: assertion failed; index again"):
        read(index)
