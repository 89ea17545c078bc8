"""The tables of accounts, and how those of an older version come up to date."""

from qa.errors import CollectionError
from qa.store.database import Database

FORMAT = 1
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


def prepare_tables(database: Database) -> None:
    """Make the tables of accounts where there are none.

    Raises:
        CollectionError: A newer version of Quotable has made them.
    """
    if _format(database) == FORMAT:
        return
    with database.transaction():
        if _format(database) != FORMAT:  # else another process was faster
            database.make(_TABLES)
            database.set_version(FORMAT)


def _format(database: Database) -> int:
    found = database.version
    if found > FORMAT:
        raise CollectionError(f"{database.place} was made by a newer version of Quotable; update this one")
    return found
