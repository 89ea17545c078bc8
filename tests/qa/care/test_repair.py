"""A damaged collection is mended: conversations and uploads are kept, and no altered text is quoted."""

import os
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.places import Write
from support.toy import ToyEncoder

from qa import Collection
from qa.care.repair import repair
from qa.cli.main import main
from qa.conversations.exchange import Exchange
from qa.errors import CollectionError, LockedError
from qa.filters import Filters
from qa.store.writer_lock import writer_lock
from qa.uploads.inbox import Uploads

QUESTION = "How many apples were sold by farm 17?"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PAGE = 4096


@pytest.fixture
def place(tmp_path: Path, folder: Path, write: Write) -> Path:
    """The folder of a collection of forty documents, an upload and thirty conversations."""
    for number in range(40):
        write(f"farm{number}.md", f"Farm {number} sold {500 + number} apples at the market. " + "More of it. " * 60)
    with closing(Collection.open(tmp_path / "collection", encoder=ToyEncoder())) as collection:
        uploads = Uploads(collection)
        uploads.put("pears.md", b"The uploaded pears are sweet.")
        uploads._index()
        collection.index([folder])
        exchange = Exchange(collection.ask(QUESTION), Filters(), frozenset(), 7, NOW)
        for number in range(30):
            collection.history.add("visitor", str(number), exchange)
        collection.describe("Orchards")
    return tmp_path / "collection"


def opened(place: Path) -> Collection:
    return Collection.open(place, encoder=ToyEncoder())


def mended(place: Path) -> list[str]:
    return list(repair(place, lambda: opened(place)))


def overwrite(path: Path, pages: slice) -> None:
    """Fill some of the pages of a database with noise."""
    data = bytearray(path.read_bytes())
    for page in range(len(data) // PAGE)[pages]:
        data[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(data)


def assert_whole(place: Path) -> None:
    with closing(opened(place)) as collection:
        assert collection.problems() == []
        assert collection.catalog.counts()[0] == 41
        [citation] = collection.ask(QUESTION).citations
        assert citation.quote == "Farm 17 sold 517 apples at the market."
        assert collection.retrieve("pears", 1)[0].document.name == "pears.md"


def test_nothing_is_done_to_a_whole_collection(place: Path) -> None:
    assert mended(place) == ["0 documents were read again, 0 are gone, 0 texts were encoded"]
    assert_whole(place)


@pytest.mark.parametrize("pages", [slice(3, 12), slice(12, 40), slice(20, None), slice(2, None, 7), slice(0, 1)])
def test_a_damaged_catalog_is_made_again_from_what_is_left_and_from_the_documents(
    place: Path, folder: Path, pages: slice
) -> None:
    overwrite(place / "catalog.sqlite", pages)
    steps = mended(place)
    assert steps[0].startswith("catalog.sqlite is damaged: it is kept as catalog.damaged-1, and what can be read")
    assert "the name of a folder may be lost: index the folders again" in steps
    with closing(opened(place)) as collection:
        assert collection.catalog.path_of("pears.md") == str(place / "uploads/pears.md")
        assert collection.index([folder]).encoded == 0
    assert_whole(place)
    with closing(opened(place)) as collection:
        assert len(collection.history.conversations("visitor")) == 30


@pytest.mark.parametrize("pages", [slice(8, 10), slice(20, 40)])
def test_conversations_that_can_be_read_are_kept(place: Path, pages: slice) -> None:
    overwrite(place / "conversations.sqlite", pages)
    assert mended(place)[0].startswith("conversations.sqlite is damaged: it is kept as conversations.damaged-1")
    with closing(opened(place)) as collection:
        left = collection.history.conversations("visitor")
        kept = [collection.history.exchanges("visitor", one.id) for one in left]
        assert sum(map(len, kept)) >= 10
        collection.history.add("visitor", "new", next(one for some in kept for one in some))
    assert_whole(place)


def test_a_check_tells_of_conversations_that_are_damaged(place: Path) -> None:
    overwrite(place / "conversations.sqlite", slice(8, 10))
    with closing(opened(place)) as collection:
        assert collection.problems() == [
            f"{place / 'conversations.sqlite'} is damaged: `quotable check --repair` keeps what can be read of it"
        ]


def test_an_answer_that_was_altered_is_shown_no_more_is_told_and_is_left_out(place: Path) -> None:
    with closing(sqlite3.connect(place / "conversations.sqlite")) as kept:
        [(record,)] = kept.execute("SELECT record FROM exchanges WHERE id = 3").fetchall()
        assert b"517 apples" in record
        kept.execute("UPDATE exchanges SET record = ? WHERE id = 3", (record.replace(b"517 apples", b"917 apples"),))
        kept.commit()

    def shown() -> list[int]:
        with closing(opened(place)) as collection:
            history = collection.history
            return [len(history.exchanges("visitor", one.id)) for one in history.conversations("visitor")]

    assert sum(shown()) == 29
    said = "answers in {} are not as they were kept"
    with closing(opened(place)) as collection:
        told = said.format(place / "conversations.sqlite")
        assert collection.problems() == [f"1 {told}: `quotable check --repair` keeps what can be read of it"]
    assert mended(place)[0] == f"1 {said.format('conversations.sqlite')}, and are left out"
    assert sum(shown()) == 29
    assert_whole(place)


def test_a_database_that_was_cut_is_read_up_to_where_it_ends(place: Path) -> None:
    for name in ("catalog.sqlite", "conversations.sqlite"):
        os.truncate(place / name, (place / name).stat().st_size // 2)
    assert [step.split(" ")[0] for step in mended(place)[:3]] == ["catalog.sqlite", "the", "conversations.sqlite"]
    with closing(opened(place)) as collection:
        left = collection.history.conversations("visitor")
        assert sum(bool(collection.history.exchanges("visitor", one.id)) for one in left) >= 10
        assert collection.about.title == "Orchards"
    assert_whole(place)


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_a_catalog_that_has_lost_everything_is_no_new_one(place: Path, folder: Path, how: str) -> None:
    if how == "empty":
        os.truncate(place / "catalog.sqlite", 0)
    else:
        for path in place.glob("*.sqlite*"):
            path.unlink()
    with pytest.raises(
        CollectionError, match=rf"catalog\.sqlite is {how}, though an index .*`quotable check --repair`"
    ):
        opened(place)
    mended(place)
    with closing(opened(place)) as collection:
        assert collection.index([folder]).encoded == 0
    assert_whole(place)


def test_text_that_is_no_unicode_any_more_is_told_as_damage(place: Path) -> None:
    data = (place / "catalog.sqlite").read_bytes()
    assert b"farm17.md" in data
    (place / "catalog.sqlite").write_bytes(data.replace(b"farm17.md", b"farm17\xff\xfed"))
    with (
        closing(opened(place)) as collection,
        pytest.raises(
            CollectionError, match="is damaged .*Could not decode to UTF-8 .*`quotable check --repair` keeps"
        ),
    ):
        collection.catalog.files()
    mended(place)
    assert_whole(place)


def change(place: Path, statement: str) -> None:
    with closing(sqlite3.connect(place / "catalog.sqlite")) as catalog:
        catalog.execute("PRAGMA foreign_keys = ON")
        catalog.execute(statement)
        catalog.commit()


def test_text_that_was_altered_is_never_quoted_and_is_read_again(place: Path, folder: Path) -> None:
    change(place, "UPDATE documents SET text = replace(text, '517 apples', '917 apples')")
    with closing(opened(place)) as collection:
        assert "917" not in str(collection.ask(QUESTION).to_dict())
        assert len(collection.problems()) == 1
        assert collection.index([folder]).updated == []
        assert collection.index([folder], rehash=True).updated == ["farm17.md"]
    assert_whole(place)


def test_a_document_that_has_lost_passages_is_read_again(place: Path, folder: Path) -> None:
    change(place, "DELETE FROM passages WHERE document = 17 AND start > 0")
    with closing(opened(place)) as collection:
        assert [one for one in collection.problems() if "stand in no passage" in one] != []
    mended(place)
    assert_whole(place)


def test_a_document_whose_file_is_gone_is_divided_again_from_the_text_that_is_kept(place: Path, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    change(place, "DELETE FROM passages WHERE document = 19")
    assert mended(place)[-1] == "1 documents, whose files are gone, were divided into passages again"
    assert_whole(place)


def test_damaged_vectors_are_encoded_again_and_no_others(place: Path) -> None:
    for name in ("rows.f16", "lines.i4"):
        data = bytearray((place / "vectors" / name).read_bytes())
        data[5] ^= 255
        data[-5] ^= 255
        (place / "vectors" / name).write_bytes(data)
    (place / "vectors/layout.json").write_text('{"format')
    assert mended(place) == [
        "2 vectors are damaged, and are encoded again",
        "0 documents were read again, 0 are gone, 2 texts were encoded",
    ]
    assert_whole(place)
    assert mended(place) == ["0 documents were read again, 0 are gone, 0 texts were encoded"]


def test_a_collection_that_is_being_written_is_not_mended(place: Path) -> None:
    with writer_lock(place), pytest.raises(LockedError, match="is being written to by"):
        mended(place)


def test_the_error_of_a_damaged_catalog_says_how_it_is_mended(place: Path) -> None:
    overwrite(place / "catalog.sqlite", slice(0, 1))
    with pytest.raises(CollectionError, match="is damaged .*`quotable check --repair` keeps what can be read of it"):
        opened(place)


def test_no_command_takes_a_collection_whose_catalog_is_gone_for_none(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "catalog.sqlite").unlink()
    for command in (["status"], ["index", str(place)], ["ask", "Why?"]):
        with pytest.raises(SystemExit, match="1"):
            main([*command, "--collection", str(place)])
        assert "catalog.sqlite is gone, though an index of its documents is there" in " ".join(
            capsys.readouterr().err.split()
        )
