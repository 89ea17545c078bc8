"""Errors of SQLite in this package's words. What the catalog asks of it is tested there."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import qa.store.sqlite
from qa.errors import CollectionError, UsageError
from qa.store.salvage import is_sound, salvage
from qa.store.sqlite import SqliteDatabase


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = SqliteDatabase(tmp_path / "x.sqlite")
    database.change("CREATE TABLE words (word TEXT UNIQUE)")
    yield database
    database.close()


def test_rows_come_in_order_however_many(database: SqliteDatabase) -> None:
    database.change_many("INSERT INTO words VALUES (?)", [(f"{number:05}",) for number in range(2500)])
    assert [row[0] for row in database.select("SELECT word FROM words ORDER BY word")] == [
        f"{number:05}" for number in range(2500)
    ]
    assert database.first("SELECT word FROM words WHERE word > ? ORDER BY word", ("02498",)) == ("02499",)
    assert database.first("SELECT word FROM words WHERE word = ?", ("x",)) is None


def test_a_full_disk_is_called_so_and_nobody_is_told_to_delete(database: SqliteDatabase) -> None:
    database.change("PRAGMA max_page_count = 5")

    def fill() -> None:
        with database.transaction():
            for number in range(100):
                database.change("INSERT INTO words VALUES (?)", (f"{number}" * 1000,))

    with pytest.raises(CollectionError, match="full") as caught:
        fill()
    assert "delete" not in str(caught.value)
    assert "not a catalog" not in str(caught.value)
    assert database.first("SELECT count(*) FROM words") == (0,)
    database.change("PRAGMA max_page_count = 100000")
    database.change("INSERT INTO words VALUES ('word')")


def test_a_database_that_is_held_by_another_is_called_so_and_nobody_is_told_to_delete(
    database: SqliteDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qa.store.sqlite, "_BUSY_SECONDS", 0.05)
    other = SqliteDatabase(tmp_path / "x.sqlite")
    with database.transaction():
        assert other.first("SELECT count(*) FROM words") == (0,)
        with pytest.raises(CollectionError, match="locked|busy|being written") as caught:
            other.change("INSERT INTO words VALUES ('word')")
    assert "delete" not in str(caught.value)
    other.change("INSERT INTO words VALUES ('word')")
    other.close()


def test_what_is_no_database_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no database" * 200)
    with pytest.raises(CollectionError, match="is not a database of Quotable"):
        list(SqliteDatabase(tmp_path / "x").select("SELECT 1 FROM words"))


def test_after_closing_the_next_statement_opens_it_again(database: SqliteDatabase) -> None:
    database.change("INSERT INTO words VALUES ('word')")
    database.close()
    assert database.first("SELECT word FROM words") == ("word",)


def test_half_a_character_is_refused_with_what_to_do(database: SqliteDatabase) -> None:
    with pytest.raises(UsageError, match=r"'a\\ud800' holds half a character; type it again"):
        database.change("INSERT INTO words VALUES (?)", ("a\ud800",))


def test_rows_that_are_read_on_after_closing_are_refused_with_what_to_do(database: SqliteDatabase) -> None:
    database.change_many("INSERT INTO words VALUES (?)", [(f"{number:05}",) for number in range(2500)])
    rows = database.select("SELECT word FROM words ORDER BY word")
    assert next(rows) == ("00000",)
    database.close()
    with pytest.raises(CollectionError, match="was closed while it was in use .*; open the collection again"):
        list(rows)


def test_a_file_that_cannot_be_opened_is_called_so_and_nobody_is_told_to_delete(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    database = SqliteDatabase(tmp_path / "folder")
    with pytest.raises(CollectionError, match="cannot be opened or written to .*; give access to the file") as caught:
        database.first("SELECT 1")
    assert "delete" not in str(caught.value)


def test_rows_are_salvaged_from_tables_of_any_name(tmp_path: Path) -> None:
    names = ("order", "two words", 'a "quoted" one', "x; DROP TABLE y")
    old, new = SqliteDatabase(tmp_path / "old"), SqliteDatabase(tmp_path / "new")
    for name, database in product(names, (old, new)):
        quoted = name.replace('"', '""')
        database.change(f'CREATE TABLE "{quoted}" (id INTEGER PRIMARY KEY AUTOINCREMENT, "select" TEXT)')
        if database is old:
            database.change(f'INSERT INTO "{quoted}" ("select") VALUES (?)', (name,))
    assert is_sound(old)
    salvage(old, new)
    assert is_sound(new)
    for name in names:
        quoted = name.replace('"', '""')
        assert list(new.select(f'SELECT "select" FROM "{quoted}"')) == [(name,)]
    old.close()
    new.close()
