"""The tables of the catalog, and how a catalog of an older format becomes one of this format."""

from secrets import token_hex

from qa.errors import CollectionError
from qa.store.database import Database
from qa.store.sqlite import SqliteDatabase

FORMAT = 4
_PARTICULARS = """
CREATE TABLE particulars (          -- what else is known of a document; apart, since its text fills many pages
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    description TEXT,
    keywords TEXT NOT NULL,         -- one a line
    origins TEXT NOT NULL,          -- JSON, where each value stands
    problems TEXT NOT NULL,         -- JSON, a list of sentences
    sidecar TEXT NOT NULL           -- sha256 of the file beside it; empty where there is none
)
"""
_TABLES = """
CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,      -- where the file lies, absolute
    name TEXT NOT NULL UNIQUE,      -- relative to the indexed folder
    title TEXT NOT NULL,
    date TEXT,                      -- YYYY-MM-DD
    categories TEXT,                -- one a line
    url TEXT,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL,           -- JSON, as `blocks_json` writes it
    sha256 TEXT NOT NULL,           -- of the file
    stamp TEXT NOT NULL             -- its size and times when it was read; empty when they say nothing
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    context TEXT NOT NULL,
    section TEXT,
    speaker TEXT,
    columns TEXT,                   -- the row that names the columns of its table
    key BLOB NOT NULL               -- sha256 of the text that is encoded
);
CREATE INDEX passages_of_document ON passages (document);
CREATE TABLE removals (id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL);
"""
_TO_THE_NEXT_FORMAT = {
    1: ("ALTER TABLE documents ADD COLUMN stamp TEXT NOT NULL DEFAULT ''",),
    # One category is a line of categories: no row has to be written again.
    2: ("ALTER TABLE documents RENAME COLUMN category TO categories", _PARTICULARS),
    3: ("ALTER TABLE passages ADD COLUMN columns TEXT",),
}
"""What makes a catalog of each older format one of the format after it."""


def prepare_catalog(database: Database) -> None:
    """Make the tables of a new catalog, and migrate one of an older format; all of it or nothing.

    Raises:
        CollectionError: The database holds no catalog, or a newer version of Quotable has made it.
    """
    if database.is_empty or _format(database) != FORMAT:
        with database.transaction():
            if database.is_empty:  # else another process was faster
                database.make(_TABLES + _PARTICULARS)
                new = (("generation", "0"), ("identity", token_hex(16)), ("format", str(FORMAT)))
                database.change_many("INSERT INTO properties VALUES (?, ?)", new)
            else:
                for older in range(_format(database), FORMAT):
                    for change in _TO_THE_NEXT_FORMAT[older]:
                        database.make(change)
                database.change("UPDATE properties SET value = ? WHERE name = 'format'", (str(FORMAT),))
            database.set_version(FORMAT)


def is_current(database: Database) -> bool:
    """Whether a catalog can be read as it is, and is of the newest format."""
    try:
        row = database.first("SELECT value FROM properties WHERE name = 'format'")
    except CollectionError:
        return False
    return row == (str(FORMAT),)


def holds_programs(database: SqliteDatabase) -> bool:
    """Whether a database that somebody else has made holds what runs when it is read: triggers, views, modules."""
    statement = "SELECT 1 FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    return database.first(statement) is not None


def _format(database: Database) -> int:
    """The format of a catalog, from 1 to the newest that this version knows."""
    row = database.first("SELECT value FROM properties WHERE name = 'format'")
    value = str(row[0]) if row else "no number"
    if value.isascii() and value.isdigit() and int(value) > FORMAT:
        raise CollectionError(
            f"{database.place} has format {value}, and this version of Quotable reads formats up to {FORMAT}; "
            "upgrade Quotable to open it"
        )
    if value not in (*map(str, _TO_THE_NEXT_FORMAT), str(FORMAT)):
        raise CollectionError(
            f"{database.place} says that its format is {value!r}, which no version of Quotable has written"
        )
    return int(value)
