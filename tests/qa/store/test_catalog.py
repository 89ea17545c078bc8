"""The catalog: ids, transactions, generations, what it refuses."""

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.postgres import OpenDatabase
from support.toy import ToyEncoder, document

from qa.documents import Document
from qa.documents.document import Particulars
from qa.documents.passages import Passage, split
from qa.errors import CollectionError
from qa.store.catalog import Catalog
from qa.store.embedded import catalog_file
from qa.store.passage_rows import StoredPassage, text_key
from qa.store.sqlite import SqliteDatabase
from qa.store.watermark import Watermark

FRONT_MATTER = "---\ntitle: Tïtle 👩‍🚀\ndate: 2021-03-01\ncategory: blog\npermalink: https://x.y/z\n---\n"


@pytest.fixture
def catalog(open_database: OpenDatabase) -> Catalog:
    """In a file, and again on a server."""
    return Catalog(open_database("catalog"))


def put(
    catalog: Catalog, name: str, markdown: str = "Text.", path: str | None = None
) -> tuple[Document, list[Passage]]:
    found = document(markdown, name)
    passages = split(found, ToyEncoder().count_tokens, 40)
    with catalog.transaction():
        catalog.put(Path(path or f"/docs/{name}"), found, passages)
    return found, passages


def ids(catalog: Catalog) -> list[int]:
    return catalog.keys()[0]


def test_a_document_and_its_passages_come_back_as_they_were(catalog: Catalog) -> None:
    found, passages = put(
        catalog, "sub/a.md", FRONT_MATTER + "# Hêading 👩‍🚀\n\nMS. PSAKI: Héllo " + "wörd " * 50 + "\n\nQ Why?\n"
    )
    assert catalog.document("sub/a.md") == found
    stored = list(catalog.passages_after(0))
    assert len(passages) > 1
    assert stored == [StoredPassage(place, p, found.info) for place, p in enumerate(passages, start=1)]
    assert catalog.passages([2, 99, 1]) == {stored_one.id: stored_one for stored_one in stored[:2]}
    assert catalog.keys() == ([s.id for s in stored], [text_key(p.encoded_text) for p in passages])
    assert catalog.problems() == []


def test_what_is_not_there_is_none_or_nothing(catalog: Catalog) -> None:
    assert catalog.document("a.md") is None
    assert catalog.path_of("a.md") is None
    assert catalog.get_property("x") is None
    assert catalog.passages([1]) == catalog.passages([]) == {}
    assert catalog.counts() == (0, 0)
    assert catalog.date_range() is None
    assert (catalog.watermark, catalog.generation) == (Watermark(0, 0), 0)


def test_a_catalog_says_what_it_holds(catalog: Catalog) -> None:
    put(catalog, "a.md", FRONT_MATTER + "Text.")
    put(catalog, "b.md", "---\ndate: 2020-01-31\ncategory: remarks\n---\nText.")
    put(catalog, "c.md", "---\ncategory: remarks\n---\nText.")
    put(catalog, "d.md")
    assert catalog.counts() == (4, 4)
    assert list(catalog.categories().items()) == [("remarks", 2), ("blog", 1)]
    assert catalog.date_range() == (date(2020, 1, 31), date(2021, 3, 1))
    assert catalog.columns().category_names == ("blog", "remarks")
    assert catalog.path_of("b.md") == "/docs/b.md"
    assert catalog.files()["/docs/b.md"].name == "b.md"


def test_a_catalog_gives_what_a_vocabulary_is_learned_from(catalog: Catalog) -> None:
    assert (catalog.titles(), catalog.turns()) == ([], [])
    put(catalog, "a.md", "---\ntitle: One\ndate: 2020-01-31\ncategory: remarks\n---\nText.")
    talk = " ".join(["tale"] * 30)
    put(catalog, "b.md", f"---\ntitle: Two\n---\nMS. ADLER: {talk}.\n\nMR. VEGA: {talk}.\n\nMS. ADLER: {talk}.")
    assert catalog.titles() == [(1, "One", "remarks", "2020-01-31"), (2, "Two", None, None)]
    assert sorted(catalog.turns()) == [("MR. VEGA", 2), ("MS. ADLER", 2)]


def test_many_passages_are_found_at_once(catalog: Catalog) -> None:
    put(catalog, "a.md", "\n\n".join("word " * 38 for _ in range(1200)))
    assert len(catalog.passages(ids(catalog))) == len(ids(catalog)) == 1200


def test_the_hashes_of_many_documents_are_found_at_once(catalog: Catalog) -> None:
    hashes = {name: put(catalog, name, f"Text {name}.")[0].sha256 for name in ("0.md", "1.md", "700.md")}
    assert len(set(hashes.values())) == 3
    assert catalog.digests([f"{number}.md" for number in range(1200, -1, -1)]) == hashes
    assert catalog.digests([]) == {}


def test_ids_increase_and_are_never_used_again(catalog: Catalog) -> None:
    put(catalog, "a.md")
    put(catalog, "b.md")
    with catalog.transaction():
        assert catalog.remove(["/docs/b.md", "/docs/none.md"]) == 1
    put(catalog, "c.md")
    assert ids(catalog) == [1, 3]
    put(catalog, "a.md", "Changed.")
    assert ids(catalog) == [3, 4]
    catalog.close()
    put(catalog, "d.md")
    assert ids(catalog) == [3, 4, 5]


def test_removals_are_logged_in_their_order(catalog: Catalog) -> None:
    for name in ("a.md", "b.md", "c.md"):
        put(catalog, name)
    with catalog.transaction():
        catalog.remove(["/docs/b.md"])
    put(catalog, "a.md", "Changed.")
    assert catalog.removals_after(0) == [2, 1]
    assert catalog.removals_after(1) == [1]
    assert catalog.watermark == Watermark(passage=4, removal=2)
    assert catalog.counts() == (2, 2)


@pytest.mark.parametrize(("name", "path"), [("a.md", "/elsewhere/a.md"), ("other.md", "/docs/a.md")])
def test_a_document_of_the_same_name_or_path_is_replaced(catalog: Catalog, name: str, path: str) -> None:
    put(catalog, "a.md")
    put(catalog, name, "New.", path)
    assert {path: file.name for path, file in catalog.files().items()} == {path: name}
    assert catalog.counts() == (1, 1)


def test_an_error_in_a_transaction_undoes_all_of_it(catalog: Catalog) -> None:
    put(catalog, "a.md")
    before = (ids(catalog), catalog.generation, catalog.removals_after(0), catalog.files())

    def change() -> None:
        with catalog.transaction():
            catalog.remove(["/docs/a.md"])
            catalog.set_property("x", "y")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert (ids(catalog), catalog.generation, catalog.removals_after(0), catalog.files()) == before
    assert catalog.get_property("x") is None
    put(catalog, "b.md")


def test_every_change_of_documents_is_a_new_generation(catalog: Catalog) -> None:
    seen = [catalog.generation]
    put(catalog, "a.md")
    seen.append(catalog.generation)
    put(catalog, "a.md", "Changed.")
    seen.append(catalog.generation)
    with catalog.transaction():
        catalog.rename("/docs/a.md", "b.md")
    seen.append(catalog.generation)
    with catalog.transaction():
        catalog.remove(["/docs/a.md"])
    seen.append(catalog.generation)
    assert seen == sorted(set(seen))
    with catalog.transaction():
        catalog.remove(["/docs/none.md"])
        catalog.set_property("x", "y")
    assert catalog.generation == seen[-1]


def test_a_renamed_document_keeps_its_passages(catalog: Catalog) -> None:
    put(catalog, "a.md")
    with catalog.transaction():
        catalog.rename("/docs/a.md", "sub/a.md")
    assert [stored.document.name for stored in catalog.passages_after(0)] == ["sub/a.md"]
    assert ids(catalog) == [1]


def test_folders_inside_a_folder_are_forgotten_and_no_others(catalog: Catalog) -> None:
    others = ["/x/aXb/sub", "/x/A_B/sub", "/x/a_bc", "/x/100%/y"]
    for folder in ["/x/a_b/one", "/x/a_b/one/two", *others, "/x/a_b", "/x/a_b"]:
        with catalog.transaction():
            catalog.add_folder(Path(folder))
    assert catalog.folders() == sorted(Path(folder) for folder in [*others, "/x/a_b"])


def test_what_a_catalog_was_told_is_there_when_it_is_opened_again(
    catalog: Catalog, open_database: OpenDatabase
) -> None:
    found, _ = put(catalog, "a.md")
    catalog.close()
    again = Catalog(open_database("catalog"))
    assert again.document("a.md") == found
    assert again.generation == 1


def test_a_document_comes_back_with_what_else_is_known_of_it(catalog: Catalog) -> None:
    found, _ = put(
        catalog,
        "2021-03-09.md",
        "---\ntags: [night bus, a/b]\ndescription: On buses.\nkeywords: x, y z\ndate: soon\n---\nText.",
    )
    assert catalog.document("2021-03-09.md") == found
    assert found.info.categories == ("night bus", "a/b", "a")
    assert found.particulars.problems == ("the date 'soon' cannot be read as a day",)
    assert dict(found.particulars.origins)["date"] == "file name"
    assert list(catalog.categories().items()) == [("a", 1), ("a/b", 1), ("night bus", 1)]
    assert [stored.about for stored in catalog.passages_after(0)] == ["On buses.\nx\ny z"]
    assert [row[2] for row in catalog.titles()] == ["night bus"]


def test_a_catalog_of_the_second_format_keeps_everything(tmp_path: Path) -> None:
    catalog = Catalog(catalog_file(tmp_path / "catalog.sqlite"))
    found, _ = put(catalog, "a.md", FRONT_MATTER + "Text.")
    put(catalog, "b.md")
    stored, generation = list(catalog.passages_after(0)), catalog.generation
    catalog.close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as connection:
        connection.execute("ALTER TABLE documents RENAME COLUMN categories TO category")
        connection.execute("DROP TABLE particulars")
        connection.execute("ALTER TABLE passages DROP COLUMN columns")
        connection.execute("UPDATE properties SET value = '2' WHERE name = 'format'")
    connection.close()
    again = Catalog(catalog_file(tmp_path / "catalog.sqlite"))
    assert again.document("a.md") == replace(found, particulars=Particulars())
    assert again.get_property("format") == "4"
    assert (list(again.passages_after(0)), again.generation) == (stored, generation)
    assert again.categories() == {"blog": 1}
    assert again.problems() == []
    put(again, "c.md", "---\ntags: [a, b]\n---\nMore.")
    assert again.counts() == (3, 3)
    again.close()


def test_a_newer_format_is_refused_with_what_to_do(catalog: Catalog, open_database: OpenDatabase) -> None:
    catalog.set_property("format", "99")
    catalog.close()
    with pytest.raises(CollectionError, match="has format 99, and this version .* formats up to 4; upgrade Quotable"):
        Catalog(open_database("catalog"))


def test_what_is_no_catalog_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other"
    text.write_bytes(b"no database at all" * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (name)")
    connection.close()
    before = text.read_bytes()
    for path in (text, other):
        with pytest.raises(CollectionError, match="is not a database of Quotable.*; `quotable check --repair` keeps"):
            Catalog(catalog_file(path))
    assert text.read_bytes() == before


def test_a_reader_sees_whole_transactions_only(catalog: Catalog) -> None:
    put(catalog, "a.md")
    with ThreadPoolExecutor(1) as other, catalog.transaction():
        catalog.remove(["/docs/a.md"])
        assert other.submit(ids, catalog).result() == [1]
    assert ids(catalog) == []


def test_threads_read_while_one_writes(catalog: Catalog) -> None:
    seen: list[tuple[int, int]] = []

    def read() -> None:
        for _ in range(50):
            seen.append(catalog.counts())

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(4)]
        for number in range(20):
            put(catalog, f"{number}.md", "One.\n\n" + "two " * 39)
        for reader in readers:
            reader.result()
    assert all(passages == 2 * documents for documents, passages in seen)
    assert catalog.counts() == (20, 40)


def test_threads_that_ended_leave_no_open_files(catalog: Catalog) -> None:
    """A server answers each request in a thread of its own: their connections must go with them."""
    put(catalog, "a.md")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        thread = threading.Thread(target=catalog.counts)
        thread.start()
        thread.join()
    assert len(os.listdir("/proc/self/fd")) < before + 50


def test_a_catalog_is_made_once_when_many_open_it_at_once(open_database: OpenDatabase) -> None:
    for attempt in range(40 if isinstance(open_database("any"), SqliteDatabase) else 5):  # a server's take longer
        barrier = threading.Barrier(4)

        def make(attempt: int = attempt, barrier: threading.Barrier = barrier) -> int:
            barrier.wait()
            catalog = Catalog(open_database(f"catalog{attempt}"))
            generation = catalog.generation
            catalog.close()
            return generation

        with ThreadPoolExecutor(4) as threads:
            assert [making.result() for making in [threads.submit(make) for _ in range(4)]] == [0] * 4
