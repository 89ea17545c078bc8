"""What can still be read of a damaged database, row by row."""

from collections.abc import Iterator
from contextlib import suppress

from qa.errors import CollectionError
from qa.store.database import Row
from qa.store.sqlite import SqliteDatabase

_MOST_IDS = 1 << 16
"""Ids that are tried where the greatest cannot be read any more."""


def is_sound(database: SqliteDatabase) -> bool:
    """Whether a database can be read to its last row; SQLite's own check takes any bytes for a text."""
    try:
        for [table] in list(database.select("SELECT name FROM sqlite_schema WHERE type = 'table'")):
            for _ in database.select(f"SELECT * FROM {_quoted(table)}"):
                pass
        return [row[0] for row in database.select("PRAGMA integrity_check")] == ["ok"]
    except CollectionError:
        return False


def salvage(damaged: SqliteDatabase, whole: SqliteDatabase) -> None:
    """Copy the rows that can be read to a database with the same tables, in which none of them is yet.

    A row is left out if the page that holds it is damaged, or if it belongs to one that was left out.
    """
    for [table] in list(whole.select("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")):
        if table.startswith("sqlite_"):
            continue
        try:
            there = {row[1] for row in damaged.select(f"PRAGMA table_info({_quoted(table)})")}
        except CollectionError:  # not even its list of tables can be read
            return
        columns = [row[1] for row in list(whole.select(f"PRAGMA table_info({_quoted(table)})")) if row[1] in there]
        if not columns:
            continue
        names, marks = ", ".join(map(_quoted, columns)), ", ".join("?" * len(columns))
        for row in _rows(damaged, table, names):
            with suppress(CollectionError):
                whole.change(f"INSERT OR REPLACE INTO {_quoted(table)} ({names}) VALUES ({marks})", row)


def _rows(damaged: SqliteDatabase, table: str, names: str) -> Iterator[Row]:
    """The rows of a table that can be read, in the order of their ids: of ever smaller ranges."""
    with suppress(CollectionError):
        yield from list(damaged.select(f"SELECT {names} FROM {_quoted(table)}"))
        return
    try:
        [last] = damaged.first("SELECT max(seq) FROM sqlite_sequence") or (None,)
    except CollectionError:
        last = _MOST_IDS
    waiting = [(1, last or 0)]
    while waiting:
        start, end = waiting.pop()
        try:
            rows = list(
                damaged.select(f"SELECT {names} FROM {_quoted(table)} WHERE rowid BETWEEN ? AND ?", (start, end))
            )
        except CollectionError:
            if start < end:
                middle = (start + end) // 2
                waiting += [(middle + 1, end), (start, middle)]
            continue
        yield from rows


def _quoted(name: str) -> str:
    """A name as a statement takes it, whatever is in it: that of a damaged file may be anything."""
    return '"' + name.replace('"', '""') + '"'
