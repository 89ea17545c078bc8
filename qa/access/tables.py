"""The tables of accounts, and what older versions lack of them."""

_FIRST = """
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
_LASTING = """
ALTER TABLE logins ADD COLUMN made_at TEXT NOT NULL DEFAULT '';
UPDATE logins SET made_at = used_at;
ALTER TABLE accounts ADD COLUMN subject TEXT;
CREATE TABLE removed (              -- users whom no other service brings back
    name TEXT PRIMARY KEY,
    subject TEXT                    -- as whom it vouched for them; NULL for who logged in with a password
) WITHOUT ROWID;
CREATE TABLE secrets (              -- with which the server signs
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
"""
VERSIONS = (_FIRST, _LASTING)
"""Statements that make each format of the one before it."""
