"""The tables of conversations and feedback, and how they come out of the catalog, where older versions kept them."""

from collections import defaultdict
from pathlib import Path

from qa.errors import CollectionError
from qa.store.database import Database

FORMAT = 3
"""Kept as SQLite's `user_version`."""
_TABLES = """
CREATE TABLE conversations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    pinned INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '',  -- one a line
    UNIQUE (visitor, id)
);
CREATE TABLE exchanges (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    record BLOB NOT NULL            -- JSON of an Exchange
);
CREATE INDEX exchanges_of_conversation ON exchanges (conversation);
CREATE TABLE judgements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exchange INTEGER UNIQUE REFERENCES exchanges (id) ON DELETE SET NULL,
    record BLOB NOT NULL,           -- a copy of the exchange, which outlives it
    verdict TEXT NOT NULL,
    reason TEXT,
    note TEXT NOT NULL,
    passage INTEGER,
    given_at TEXT NOT NULL
);
"""
_ADDED = (
    "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT ''",
)
"""What each format has more than the one before it, from format 2 on."""
_JUDGEMENT = "record, verdict, reason, note, passage, given_at"


def prepare_tables(database: Database, path: Path) -> None:
    """Make the tables of a new file, and bring those of an older version up to date.

    Args:
        database: Of conversations.
        path: Where its file lies, for messages.

    Raises:
        CollectionError: A newer version of Quotable has made the file.
    """
    if _format(database, path) == FORMAT:
        return
    with database.transaction():
        found = _format(database, path)
        if found == FORMAT:  # another process was faster
            return
        for statement in _TABLES.split(";\n") if found == 0 else _ADDED[found - 1 :]:
            database.change(statement)
        database.change(f"PRAGMA user_version = {FORMAT}")


def holds_conversations(catalog: Database) -> bool:
    """Whether an older version has kept conversations in a catalog."""
    return catalog.first("SELECT 1 FROM sqlite_schema WHERE name = 'conversations'") is not None


def move_out_of_catalog(catalog: Database, database: Database) -> None:
    """Move conversations and feedback from a catalog of an older version to their own file.

    They leave the catalog when they are on the disk in their file. A crash in between leaves them in both, and moving
    them again adds only what is not there yet, whatever was kept since.

    Args:
        catalog: Which holds their tables.
        database: Of conversations, with its tables.
    """
    with catalog.transaction():  # nothing comes to what is moved
        if not holds_conversations(catalog):  # another process was faster
            return
        with database.transaction():
            moved = _copy_exchanges(catalog, database)
            _copy_judgements(catalog, database, moved)
        for table in ("judgements", "exchanges", "conversations"):
            catalog.change(f"DROP TABLE IF EXISTS {table}")


def _copy_exchanges(catalog: Database, database: Database) -> dict[int, int]:
    """Copy conversations with their exchanges; the keys that the exchanges have now, by those that they had."""
    moved: dict[int, int] = {}
    for key, *conversation in list(
        catalog.select("SELECT key, visitor, id, title, changed_at FROM conversations ORDER BY key")
    ):
        database.change(
            "INSERT INTO conversations (visitor, id, title, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            conversation,
        )
        [there] = database.first("SELECT key FROM conversations WHERE visitor = ? AND id = ?", conversation[:2]) or (
            None,
        )
        held = defaultdict(list)
        for identity, record in database.select(
            "SELECT id, record FROM exchanges WHERE conversation = ? ORDER BY id DESC", (there,)
        ):
            held[record].append(identity)
        for identity, record in catalog.select(
            "SELECT id, record FROM exchanges WHERE conversation = ? ORDER BY id", (key,)
        ):
            moved[identity] = held[record].pop() if held[record] else _insert_exchange(database, there, record)
    return moved


def _insert_exchange(database: Database, conversation: int | None, record: bytes) -> int:
    added = database.change("INSERT INTO exchanges (conversation, record) VALUES (?, ?)", (conversation, record))
    assert added.lastrowid is not None  # a row was inserted
    return added.lastrowid


def _copy_judgements(catalog: Database, database: Database, moved: dict[int, int]) -> None:
    held = set(database.select(f"SELECT {_JUDGEMENT} FROM judgements"))
    judged = {row[0] for row in database.select("SELECT exchange FROM judgements")}
    for exchange, *judgement in catalog.select(f"SELECT exchange, {_JUDGEMENT} FROM judgements ORDER BY id"):
        if tuple(judgement) in held:
            continue
        # Of an exchange that has another judgement by now, it stays as one of an exchange that is gone.
        there = moved.get(exchange)
        database.change(
            f"INSERT INTO judgements (exchange, {_JUDGEMENT}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (None if there in judged else there, *judgement),
        )


def _format(database: Database, path: Path) -> int:
    row = database.first("PRAGMA user_version")
    version = int(row[0]) if row else 0
    if version > FORMAT:
        raise CollectionError(
            f"{path} has format {version}, and this version of Quotable reads formats up to {FORMAT}; upgrade Quotable "
            "to open it"
        )
    return version
