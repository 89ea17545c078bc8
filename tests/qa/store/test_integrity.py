"""Every kind of damage is found, and what the finding advises repairs it."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.toy import ToyEncoder

from embeddings import DenseIndex
from qa import Collection, CollectionError
from qa.care.repair import repair

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 40 documents."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(40):
        (folder / f"{number}.md").write_text(f"Text word{number} a e i o u. " + "More words of it. " * 20)
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The folder of a collection of them that nobody has open."""
    path = tmp_path_factory.mktemp("original")
    collection = Collection.open(path, encoder=ToyEncoder())
    collection.index([folder])
    assert collection.problems() == []
    collection.close()
    return path


@pytest.fixture
def whole(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(original, tmp_path / "collection")


def problems(folder: Path, index: Path | None = None) -> list[str]:
    collection = Collection.open(folder, encoder=ToyEncoder())
    try:
        if index is not None:
            collection.index([index])
        return collection.problems()
    finally:
        collection.close()


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0x10
    path.write_bytes(data)


def dense(folder: Path, change: Callable[[DenseIndex], object]) -> None:
    index = DenseIndex.load(folder / "dense.faiss", 6)
    change(index)
    index.save(folder / "dense.faiss")


def sql(statement: str) -> Damage:
    def run(folder: Path) -> None:
        with sqlite3.connect(folder / "catalog.sqlite") as connection:
            connection.execute(statement)
        connection.close()

    return run


DERIVED: dict[str, tuple[Damage, str]] = {
    "a changed vector": (
        lambda folder: flip(folder / "vectors/rows.f16", 5),
        r"^1 vectors do not match their checksums, the first in row 0: `quotable check --repair` has them",
    ),
    "lost vectors": (lambda folder: shutil.rmtree(folder / "vectors"), r"passages have no vector yet: index again"),
    "cut vectors": (
        lambda folder: (folder / "vectors/keys.bin").write_bytes((folder / "vectors/keys.bin").read_bytes()[:-5]),
        r"^1 passages have no vector yet",
    ),
    "a lost dense index": (lambda folder: (folder / "dense.faiss").unlink(), r"dense index"),
    "lost dense ids": (lambda folder: (folder / "dense.ids").unlink(), r"dense index"),
    "a dense index that lacks some": (
        lambda folder: dense(folder, lambda index: index.remove(np.array([1, 2]))),
        r"^the dense index lacks 2 passages",
    ),
    "a dense index with others": (
        lambda folder: dense(folder, lambda index: index.add(np.array([10**6]), ToyEncoder().encode_queries(["a"]))),
        r"^the dense index holds 1 passages that the catalog does not",
    ),
    "a changed dense vector": (
        lambda folder: flip(folder / "dense.faiss", (folder / "dense.faiss").stat().st_size - 3),
        r"dense index|dense\.faiss",
    ),
}


@pytest.mark.parametrize("name", DERIVED)
def test_damage_of_what_is_derived_is_found_and_mended_as_the_finding_says(
    whole: Path, folder: Path, name: str
) -> None:
    damage, expected = DERIVED[name]
    damage(whole)
    found = problems(whole)
    assert any(re.search(expected, problem) for problem in found), found
    if "--repair" in " ".join(found):
        for _ in repair(whole, lambda: Collection.open(whole, encoder=ToyEncoder())):
            pass
    assert problems(whole, index=folder) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('UPDATE passages SET "end" = 10000 WHERE id = 3', r"^passage 3 of .*\.md: \d+–10000 is outside of the text"),
        ('UPDATE passages SET "end" = "end" - 1 WHERE id = 3', r"^passage 3 of .*: its text is not the one that was"),
        ("UPDATE documents SET text = upper(text) WHERE id = 2", r"^passage \d+ of .*: its text is not the one"),
        ("UPDATE passages SET context = 'x' WHERE id = 3", r"^passage 3 of .*: its text is not the one that was"),
        ("DELETE FROM passages WHERE id = 3", r"^the dense index holds 1 passages that the catalog does not"),
        ("DELETE FROM documents WHERE id = 3", r"passage"),  # its passages are left behind
    ],
)
def test_a_catalog_that_contradicts_itself_is_found(whole: Path, statement: str, expected: str) -> None:
    sql(statement)(whole)
    found = problems(whole)
    assert any(re.search(expected, problem) for problem in found), found


@pytest.mark.parametrize("page", [1, 3, 5, 8, 12])
@pytest.mark.parametrize("how", ["zeros", "noise"])
def test_a_damaged_page_of_the_catalog_is_found_and_never_crashes(whole: Path, page: int, how: str) -> None:
    path = whole / "catalog.sqlite"
    data = bytearray(path.read_bytes())
    start, size = page * 4096, 2048
    assert len(data) > start + size
    data[start : start + size] = bytes(size) if how == "zeros" else bytes(range(256)) * 8
    path.write_bytes(data)
    try:
        found = problems(whole)
    except CollectionError as error:
        found = [str(error)]
    assert found
