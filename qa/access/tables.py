"""The tables of accounts, and how those of an older version come up to date."""

from pathlib import Path

from qa.errors import CollectionError
from qa.store.database import Database

FORMAT = 1
"""Kept as SQLite's `user_version`."""
_TABLES = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,             -- user, key
    name TEXT NOT NULL,
    secret TEXT,                    -- of a user argon2's hash, of a key sha256; NULL for who logs in elsewhere
    made_at TEXT NOT NULL,
    used_at TEXT,
    expires_at TEXT,                -- NULL for never
    UNIQUE (kind, name)
);
CREATE TABLE roles (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    collection TEXT NOT NULL,       -- empty for every one
    role TEXT NOT NULL,
    PRIMARY KEY (account, collection)
) WITHOUT ROWID;
CREATE TABLE logins (
    token TEXT PRIMARY KEY,         -- its sha256
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    used_at TEXT NOT NULL
) WITHOUT ROWID;
"""


def prepare_tables(database: Database, path: Path) -> None:
    """Make the tables of a new file.

    Args:
        database: Of accounts.
        path: Where its file lies, for messages.

    Raises:
        CollectionError: A newer version of Quotable has made the file.
    """
    if _format(database, path) == FORMAT:
        return
    with database.transaction():
        if _format(database, path) == FORMAT:  # another process was faster
            return
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                database.change(statement)
        database.change(f"PRAGMA user_version = {FORMAT}")


def _format(database: Database, path: Path) -> int:
    row = database.first("PRAGMA user_version")
    found = int(row[0]) if row else 0
    if found > FORMAT:
        raise CollectionError(f"{path} was made by a newer version of Quotable; update this one")
    return found
