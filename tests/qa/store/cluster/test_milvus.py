"""Words and vectors in Milvus: what holds beyond the laws that they share with files of one machine."""

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.milvus import MilvusServer
from support.places import Write
from support.postgres import PostgresServer
from support.toy import ToyEncoder

from embeddings import VectorFormatError, VectorRows
from qa import Collection, CollectionError, Filters
from qa.address import ClusterAddress, read_address
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.errors import IndexFormatError, UsageError
from qa.store.catalog import Catalog
from qa.store.cluster import milvus, milvus_dense, milvus_lexical
from qa.store.cluster.connections import Connections
from qa.store.cluster.milvus import Milvus
from qa.store.cluster.milvus_parts import MilvusParts
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.cluster.term_tables import TermTables
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark

ALL = Filters()
SILENT = "the vectors' server at http://127.0.0.1:.* does not answer; nothing is lost: start it, and try again"


@pytest.fixture
def database(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[PostgresDatabase]:
    address = read_address(postgres_server.new_address(tmp_path))
    assert isinstance(address, ClusterAddress)
    opened = PostgresDatabase(Connections(address), "catalog")
    yield opened
    opened.close()


@pytest.fixture
def parts(milvus_server: MilvusServer, database: PostgresDatabase) -> Iterator[MilvusParts]:
    opened = MilvusParts(milvus_server.address, "library", Catalog(database), database)
    yield opened
    opened.close()


def stored(identity: int, text: str, title: str = "") -> StoredPassage:
    passage = Passage(0, len(text), text, "context", None, None)
    return StoredPassage(identity, passage, DocumentInfo("a.md", title, None, (), None))


def found(parts: MilvusParts, question: str) -> list[int]:
    return [identity for identity, _ in parts.lexical.search(question, 10, ALL)]


def test_a_lost_server_gets_the_words_again(parts: MilvusParts) -> None:
    parts.lexical.follow([stored(1, "apple"), stored(2, "pear")], [], Watermark(2, 0))
    hits = parts.lexical.search("apple pear", 10, ALL)
    parts.lexical.fill([stored(1, "apple"), stored(2, "pear")], Watermark(2, 0))
    assert parts.lexical.search("apple pear", 10, ALL) == hits
    assert (len(parts.lexical), parts.lexical.watermark) == (2, Watermark(2, 0))


def test_while_the_words_are_added_again_counts_and_searches_stay(
    milvus_server: MilvusServer, parts: MilvusParts, database: PostgresDatabase
) -> None:
    reader = MilvusParts(milvus_server.address, "library", Catalog(database), database).lexical
    passages = [stored(1, "apple"), stored(2, "apple pear"), stored(3, "fig")]
    parts.lexical.follow(passages, [], Watermark(3, 0))
    hits, idf = reader.search("apple pear", 10, ALL), reader.idf(["appl", "pear"])

    def watched() -> Iterator[StoredPassage]:
        for one in passages:
            reader.refresh()
            assert (reader.search("apple pear", 10, ALL), reader.idf(["appl", "pear"])) == (hits, idf)
            assert reader.holding_phrase("apple pear", "text") == [2]
            yield one

    parts.lexical.fill(watched(), Watermark(3, 0))
    assert reader.search("apple pear", 10, ALL) == hits  # which takes the new collection for the old one
    parts.lexical.fill(passages[1:], Watermark(3, 1))  # and what is gone is counted no more
    reader.refresh()
    assert reader.idf(["appl"]) == pytest.approx([math.log(1 + 1.5 / 1.5)])
    assert reader.ids() == {2, 3}


def test_an_index_of_another_format_is_filled_again(parts: MilvusParts, database: PostgresDatabase) -> None:
    parts.lexical.follow([stored(1, "apple")], [], Watermark(1, 0))
    catalog = Catalog(database)
    note = catalog.get_property(milvus_lexical.NOTE) or ""
    catalog.set_property(milvus_lexical.NOTE, note.replace('"format": 1', '"format": 0'))
    with pytest.raises(IndexFormatError, match="has format 0, expected 1"):
        _ = parts.lexical.watermark
    parts.lexical.fill([stored(1, "pear")], Watermark(1, 0))  # where terms are made in another way
    assert (found(parts, "pear"), parts.lexical.is_known("appl")) == ([1], False)


def test_what_is_half_written_is_seen_by_nobody(
    parts: MilvusParts, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_lexical, "_PASSAGES_AT_ONCE", 1)
    parts.lexical.follow([stored(1, "apple")], [], Watermark(1, 0))

    def broken() -> Iterator[StoredPassage]:
        yield stored(2, "apple")
        yield stored(3, "apple")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parts.lexical.follow(broken(), [], Watermark(4, 0))
    assert TermTables(database).totals().passages == 3
    parts.lexical.refresh()
    assert found(parts, "apple") == [1]
    parts.lexical.follow([stored(2, "pear"), stored(4, "apple")], [], Watermark(4, 0))  # another passage than before
    assert (found(parts, "apple"), found(parts, "pear"), parts.lexical.ids()) == ([1, 4], [2], {1, 2, 4})


def test_counts_after_removals_are_those_of_what_is_left(parts: MilvusParts, database: PostgresDatabase) -> None:
    left = [stored(2, "apple pear's", "plum"), replace(stored(4, "plum plum \\"), about="apple 'quoted'")]
    parts.lexical.follow([*left, stored(1, "apple fig"), stored(3, "fig", "apple")], [], Watermark(4, 0))
    parts.lexical.follow([], [1, 3, 99], Watermark(4, 3))
    tables, terms = TermTables(database), ["appl", "fig", "pear", "plum", "quot"]
    removed = tables.totals(), tables.frequencies(terms)
    parts.lexical.fill(left, Watermark(4, 3))
    assert (tables.totals(), tables.frequencies(terms)) == removed
    assert removed[1] == {
        "appl": {"text": 1, "about": 1},
        "fig": {},
        "pear": {"text": 1},
        "plum": {"text": 1, "title": 1},
        "quot": {"about": 1},
    }
    assert not parts.lexical.is_known("fig")


def test_phrases_do_not_cross_fields(parts: MilvusParts) -> None:
    parts.lexical.follow([stored(1, "pear plum", "apple"), stored(2, "apple pear")], [], Watermark(2, 0))
    assert parts.lexical.holding_phrase("apple pear", "text") == [2]
    assert parts.lexical.holding_phrase("apple", "title") == [1]
    assert parts.lexical.holding_phrase("plum", "title") == parts.lexical.holding_phrase("the", "text") == []


@pytest.mark.parametrize("asked", ["aple", "appple", "appel", "appke", "pear"])
def test_a_term_one_letter_off_is_found(parts: MilvusParts, asked: str) -> None:
    parts.lexical.follow(
        [stored(1, "apple"), stored(2, "plum"), stored(3, "pears", "Apple"), stored(4, "x")], [], Watermark(4, 0)
    )
    [term] = parts.lexical.terms(asked)
    assert parts.lexical.spelt_almost(term, 5) == ([3] if asked == "pear" else [1, 3])


def test_rows_come_back_as_files_keep_them(parts: MilvusParts, tmp_path: Path) -> None:
    kept, files = parts.rows("toy", 6), VectorRows(tmp_path, "toy", 6)
    texts = ["apple pie", "pear", "ooo"]
    vectors, lines = ToyEncoder().encode_lines([f"{text}\n{text} tart" for text in texts])
    keys = [bytes([number]) * 32 for number in range(3)]
    for rows in (kept, files):
        rows.append(keys[:2], vectors[:2], lines[:2])
        rows.append(keys, vectors, [*lines[:2], lines[2][:0]])  # two are there already, and one has no lines
        assert len(rows) == 3
        assert (rows.find([b"?" * 32, *keys]) >= 0).tolist() == [False, True, True, True]
        assert keys[0] in rows
        assert b"?" * 32 not in rows
    again = parts.rows("toy", 6)
    for numbers in (kept.find(keys[::-1]), again.find(keys[::-1])):
        rows = kept if numbers is not None and numbers[0] == kept.find(keys[::-1])[0] else again
        assert np.array_equal(rows.read(numbers), files.read(files.find(keys[::-1])))
        expected = files.read_lines(files.find(keys[::-1]))
        assert all(np.array_equal(*pair) for pair in zip(rows.read_lines(numbers), expected, strict=True))
    as_kept = kept.as_kept(vectors, lines)
    assert np.array_equal(as_kept[0], files.as_kept(vectors, lines)[0])
    assert kept.read(kept.find([])).shape == (0, 6)
    kept.discard(kept.find(keys[:1]))
    assert (kept.find(keys) >= 0).tolist() == [False, True, True]
    assert len(parts.rows("another encoder", 6)) == 0


def test_rows_of_another_shape_are_refused(parts: MilvusParts) -> None:
    rows = parts.rows("toy", 6)
    with pytest.raises(VectorFormatError, match=r"rows of shape \(1, 5\) and lines of 1 texts, expected \(1, 6\)"):
        rows.append([b"0" * 32], np.zeros((1, 5), dtype=np.float32), [np.zeros((0, 5), dtype=np.float32)])
    with pytest.raises(VectorFormatError, match="not a finite number; nothing was added"):
        rows.append([b"0" * 32], np.full((1, 6), np.inf, dtype=np.float32), [np.zeros((0, 6), dtype=np.float32)])
    with pytest.raises(VectorFormatError, match="row numbers from 7 to 7, but 0 are known"):
        rows.read(np.array([7]))


@pytest.fixture
def address(own_milvus_server: MilvusServer, postgres_server: PostgresServer, tmp_path: Path) -> str:
    return f"{postgres_server.new_address(tmp_path / 'own')}&vectors={own_milvus_server.address}"


@pytest.mark.parametrize("moment", ["documents", "vectors"])
def test_a_server_that_is_killed_loses_and_doubles_nothing(
    address: str,
    own_milvus_server: MilvusServer,
    folder: Path,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    monkeypatch.setattr(milvus, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(milvus, "READ_SECONDS", 0.5)
    monkeypatch.setattr(milvus, "WRITE_SECONDS", 0.5)
    for number in range(150):
        write(f"{number:03}.md", f"# Number {number}\n\nThe number is {number}.\n\n" + "word " * 39)
    encoder = ToyEncoder()
    collection, other = (Collection.open(address, encoder=encoder) for _ in range(2))
    killed = []

    def kill(stage: str, done: int, total: int) -> None:
        if stage == moment and done and not killed:
            own_milvus_server.kill()
            killed.append(moment)

    with pytest.raises(CollectionError, match=SILENT):
        collection.index([folder], kill)
    started = time.monotonic()
    with pytest.raises(CollectionError, match=SILENT):
        other.ask("number 7")
    assert time.monotonic() - started < 10
    monkeypatch.undo()
    own_milvus_server.start()
    collection.index([folder])
    for one in (collection, other):
        assert one.problems() == []
        assert one.catalog.counts() == (150, 450)
        assert one.state.dense_ready == 1
        assert one.retrieve("number 142", k=1)[0].document.name == "142.md"
    assert len(encoder.encoded) == len(set(encoder.encoded))  # nothing was encoded twice
    collection.close()
    other.close()


def test_a_server_that_has_lost_everything_gets_it_again(
    address: str, postgres_server: PostgresServer, milvus_server: MilvusServer, folder: Path, write: Write
) -> None:
    write("a.md", "# Bread\n\nThe bakery sells bread.")
    collection = Collection.open(address, encoder=ToyEncoder())
    collection.index([folder])
    hits = collection.retrieve("bread")
    collection.close()
    elsewhere = f"{address.partition('&vectors=')[0]}&vectors={milvus_server.address}"
    collection = Collection.open(elsewhere, encoder=ToyEncoder())
    assert collection.index([folder]).encoded == 1
    assert collection.retrieve("bread") == hits
    assert collection.problems() == []
    collection.close()


def test_late_vectors_are_seen_when_they_are_published(address: str, folder: Path, write: Write) -> None:
    write("a.md", "# aa\n\naa")
    collection = Collection.open(address, encoder=ToyEncoder())
    collection.index([folder])
    write("e.md", "# ee\n\nee")
    collection.index([folder], background=True)
    assert collection.state.dense_ready == 0.5
    snapshot = collection._store.dense.searched(collection.catalog.columns(), lambda: collection._encoder.open_rows())
    assert snapshot.lacking([1, 2]) == {2}
    collection.index([])
    assert collection.state.dense_ready == 1
    assert collection.problems() == []
    collection.close()


@pytest.mark.parametrize("address", ["host:19530", "file.db", "http://host/file.db", "ftp://host", "http://"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="server cannot be read; one looks like http://host:19530"):
        Milvus(address)


def test_a_server_that_is_not_there_is_named_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(milvus, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(milvus, "READ_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(CollectionError, match=SILENT) as raised:
        Milvus("http://ann:secret@127.0.0.1:1").has("anything")
    assert "secret" not in str(raised.value)
    assert time.monotonic() - started < 5


def test_a_collection_that_outgrows_exact_search_gets_a_graph(
    address: str, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milvus_dense, "EXACT_UP_TO", 2)
    write("a.md", "aa")
    write("e.md", "ee")
    collection = Collection.open(address, encoder=ToyEncoder())
    collection.index([folder])
    assert '"index": "FLAT"' in (collection.catalog.get_property(milvus_dense.NOTE) or "")
    write("i.md", "ii")
    collection.index([folder])
    assert '"index": "HNSW"' in (collection.catalog.get_property(milvus_dense.NOTE) or "")
    dense = collection._store.dense.searched(collection.catalog.columns(), collection._encoder.open_rows)
    for text, expected in (("a", 1), ("e", 2), ("i", 3)):
        assert dense.search(ToyEncoder().encode_queries([text]), 1, ALL) == [expected]
    write("o.md", "oo")
    collection.remove(["a.md"])
    collection.index([folder / "o.md"])
    assert collection.problems() == []
    assert collection.state.dense_ready == 1
    collection.close()


def test_vectors_of_another_format_are_written_again(address: str, folder: Path, write: Write) -> None:
    write("a.md", "aa")
    encoder = ToyEncoder()
    collection = Collection.open(address, encoder=encoder)
    collection.index([folder])
    note = collection.catalog.get_property(milvus_dense.NOTE) or ""
    collection.catalog.set_property(milvus_dense.NOTE, note.replace('"format": 1', '"format": 0'))
    assert collection.state.dense_ready == 0
    collection.close()
    collection = Collection.open(address, encoder=encoder)
    collection.index([folder])
    assert collection.state.dense_ready == 1
    assert collection.problems() == []
    assert len(encoder.encoded) == 1
    collection.close()
