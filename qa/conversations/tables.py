"""The tables of conversations and feedback, and how they come out of the catalog, where older versions kept them."""

from collections import defaultdict

from qa.store.database import Database
from qa.store.sqlite import SqliteDatabase

_FIRST = """
CREATE TABLE conversations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    changed_at TEXT NOT NULL,
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
_PINNED = "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0"
_TAGGED = "ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT ''"  # one a line
VERSIONS = (_FIRST, _PINNED, _TAGGED)
"""Statements that make each format of the one before it."""
_JUDGEMENT = "record, verdict, reason, note, passage, given_at"


def holds_conversations(catalog: SqliteDatabase) -> bool:
    """Whether an older version has kept conversations in a catalog."""
    return catalog.first("SELECT 1 FROM sqlite_schema WHERE name = 'conversations'") is not None


def move_out_of_catalog(catalog: SqliteDatabase, database: Database) -> None:
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
    added = database.first(
        "INSERT INTO exchanges (conversation, record) VALUES (?, ?) RETURNING id", (conversation, record)
    )
    assert added is not None  # a row was inserted
    return int(added[0])


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
