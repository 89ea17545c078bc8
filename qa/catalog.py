"""The catalog of a collection in SQLite: the one source of truth, and the only file with SQL.

Passage ids increase and are never used again. Each change is a transaction; a change that can alter an
answer increases the generation, and derived indexes follow by passage ids and the log of removals.
"""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from weakref import WeakSet

from qa.documents import Block, Document, DocumentInfo
from qa.errors import CollectionError
from qa.filters import PassageColumns
from qa.passages import Passage

FORMAT = 1
_SCHEMA = """
CREATE TABLE properties (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,      -- where the file lies, absolute
    name TEXT NOT NULL UNIQUE,      -- relative to the indexed folder
    title TEXT NOT NULL,
    date TEXT,                      -- YYYY-MM-DD
    category TEXT,
    url TEXT,
    text TEXT NOT NULL,
    blocks TEXT NOT NULL,           -- JSON: [kind, start, end, level, speaker] each
    sha256 TEXT NOT NULL            -- of the file
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    context TEXT NOT NULL,
    section TEXT,
    speaker TEXT,
    key BLOB NOT NULL               -- sha256 of the text that is encoded
);
CREATE INDEX passages_of_document ON passages (document);
CREATE TABLE removals (id INTEGER PRIMARY KEY AUTOINCREMENT, passage INTEGER NOT NULL);
"""
_INFO = "name, title, date, category, url"
_BATCH = 500  # SQLite takes at least 999 variables in a statement


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its id and the document that it is from."""

    id: int
    passage: Passage
    document: DocumentInfo


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a derived index has followed the catalog."""

    passage: int = 0
    removal: int = 0


class _Connection:
    """A thread's connection; it goes with the thread."""

    def __init__(self, path: Path) -> None:
        # Closed by `Catalog.close` from whichever thread, hence no check of the thread.
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA foreign_keys = ON")

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()


class Catalog:
    """Documents and passages of a collection; one writer, many readers, safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the catalog, and make it when it is missing.

        Raises:
            CollectionError: The file is no catalog, or was made by a newer version.
        """
        self._path = path
        self._local = threading.local()
        self._opened: WeakSet[_Connection] = WeakSet()
        try:
            if self._is_empty():
                self._create()
            found = self.get_property("format")
        except sqlite3.DatabaseError as error:
            raise CollectionError(
                f"{path} is not a catalog of Quotable ({error}); choose another folder, or delete it and index again"
            ) from error
        if found != str(FORMAT):
            raise CollectionError(
                f"{path} has format {found} and this version reads format {FORMAT}; "
                "update Quotable, or delete the folder and index again"
            )

    def _is_empty(self) -> bool:
        return not self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]

    def _create(self) -> None:
        with self.transaction():
            if self._is_empty():  # no other process was faster
                for statement in _SCHEMA.split(";\n"):
                    self._connection.execute(statement)
                self.set_property("format", str(FORMAT))
                self.set_property("generation", "0")

    @property
    def _connection(self) -> sqlite3.Connection:
        opened: _Connection | None = getattr(self._local, "opened", None)
        if opened is None:
            opened = self._local.opened = _Connection(self._path)
            self._opened.add(opened)
        return opened.connection

    def close(self) -> None:
        """Close every connection."""
        for opened in list(self._opened):
            opened.connection.close()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made together, or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # Properties

    def get_property(self, name: str) -> str | None:
        """A property of the collection, None when it was never set."""
        row = self._connection.execute("SELECT value FROM properties WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set_property(self, name: str, value: str) -> None:
        """Set a property of the collection."""
        self._connection.execute("INSERT OR REPLACE INTO properties VALUES (?, ?)", (name, value))

    @property
    def generation(self) -> int:
        """Increases with every change of documents."""
        return int(self.get_property("generation") or 0)

    @property
    def watermark(self) -> Watermark:
        """The newest passage and the newest removal."""
        row = self._connection.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM passages), (SELECT coalesce(max(id), 0) FROM removals)"
        ).fetchone()
        return Watermark(*row)

    # Folders

    def folders(self) -> list[Path]:
        """Folders whose documents are named relative to them."""
        return [Path(row[0]) for row in self._connection.execute("SELECT path FROM folders ORDER BY path")]

    def add_folder(self, folder: Path) -> None:
        """Remember a folder; those inside it are forgotten, since their documents get names relative to this one."""
        inside = [(str(known),) for known in self.folders() if known.is_relative_to(folder)]
        self._connection.executemany("DELETE FROM folders WHERE path = ?", inside)
        self._connection.execute("INSERT OR IGNORE INTO folders VALUES (?)", (str(folder),))

    # Documents

    def files(self) -> dict[str, tuple[str, str]]:
        """Name and sha256 of the file of every document, by absolute path."""
        rows = self._connection.execute("SELECT path, name, sha256 FROM documents")
        return {path: (name, digest) for path, name, digest in rows}

    def path_of(self, name: str) -> str | None:
        """Absolute path of the file of the document with this name, None when there is no such document."""
        row = self._connection.execute("SELECT path FROM documents WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, path: Path, document: Document, passages: Sequence[Passage]) -> None:
        """Add a document with its passages, or replace the one from the same path or with the same name."""
        info = document.info
        self._remove("path = ? OR name = ?", (str(path), info.name))
        cursor = self._connection.execute(
            f"INSERT INTO documents (path, {_INFO}, text, blocks, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(path),
                info.name,
                info.title,
                info.date.isoformat() if info.date else None,
                info.category,
                info.url,
                document.text,
                json.dumps(
                    [[b.kind, b.start, b.end, b.level, b.speaker] for b in document.blocks],
                    separators=(",", ":"),
                ),
                document.sha256,
            ),
        )
        self._connection.executemany(
            'INSERT INTO passages (document, start, "end", context, section, speaker, key) '
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (cursor.lastrowid, p.start, p.end, p.context, p.section, p.speaker, text_key(p.encoded_text))
                for p in passages
            ],
        )
        self._advance()

    def rename(self, path: str, name: str) -> None:
        """Give the document from this path another name."""
        self._connection.execute("UPDATE documents SET name = ? WHERE path = ?", (name, path))
        self._advance()

    def remove(self, paths: Iterable[str]) -> int:
        """Remove the documents from these paths; returns how many there were."""
        removed = sum(self._remove("path = ?", (path,)) for path in paths)
        if removed:
            self._advance()
        return removed

    def _remove(self, condition: str, values: tuple[str, ...]) -> int:
        connection = self._connection
        connection.execute(
            "INSERT INTO removals (passage) SELECT id FROM passages "
            f"WHERE document IN (SELECT id FROM documents WHERE {condition}) ORDER BY id",
            values,
        )
        return connection.execute(f"DELETE FROM documents WHERE {condition}", values).rowcount

    def _advance(self) -> None:
        self.set_property("generation", str(self.generation + 1))

    def document(self, name: str) -> Document | None:
        """A document with its whole text, None when there is none of this name."""
        row = self._connection.execute(
            f"SELECT text, blocks, sha256, {_INFO} FROM documents WHERE name = ?", (name,)
        ).fetchone()
        if row is None:
            return None
        text, blocks, digest, *info = row
        return Document(_info(info), text, tuple(Block(*block) for block in json.loads(blocks)), digest)

    def counts(self) -> tuple[int, int]:
        """Number of documents and of passages."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM passages)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def categories(self) -> dict[str, int]:
        """Number of documents of each category, the most frequent first."""
        rows = self._connection.execute(
            "SELECT category, count(*) FROM documents WHERE category IS NOT NULL GROUP BY category ORDER BY 2 DESC, 1"
        )
        return dict(rows.fetchall())

    def date_range(self) -> tuple[date, date] | None:
        """First and last date of a document, None when no document has one."""
        first, last = self._connection.execute("SELECT min(date), max(date) FROM documents").fetchone()
        return None if first is None else (date.fromisoformat(first), date.fromisoformat(last))

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these ids; those that the catalog does not hold are left out."""
        found: dict[int, StoredPassage] = {}
        for some in _batches(ids):
            marks = ",".join("?" * len(some))
            for stored in self._stored(f"WHERE passages.id IN ({marks})", some):
                found[stored.id] = stored
        return found

    def passages_after(self, passage: int) -> Iterator[StoredPassage]:
        """Passages with an id greater than this one, in the order of ids."""
        return self._stored("WHERE passages.id > ? ORDER BY passages.id", (passage,))

    def _stored(self, condition: str, values: Sequence[int]) -> Iterator[StoredPassage]:
        cursor = self._connection.execute(
            'SELECT passages.id, start, "end", substr(text, start + 1, "end" - start), context, section, speaker, '
            f"{_INFO} FROM passages JOIN documents ON documents.id = passages.document {condition}",
            tuple(values),
        )
        for row in cursor:
            yield StoredPassage(row[0], Passage(*row[1:7]), _info(row[7:]))

    def removals_after(self, removal: int) -> list[int]:
        """Ids of the passages removed after this removal."""
        rows = self._connection.execute("SELECT passage FROM removals WHERE id > ? ORDER BY id", (removal,))
        return [row[0] for row in rows]

    def keys(self) -> tuple[list[int], list[bytes]]:
        """Ids of all passages, increasing, and the key of the vector of each."""
        rows = self._connection.execute("SELECT id, key FROM passages ORDER BY id").fetchall()
        return [row[0] for row in rows], [row[1] for row in rows]

    def columns(self) -> PassageColumns:
        """What filters look at, of every passage."""
        rows = self._connection.execute(
            "SELECT passages.id, date, category FROM passages JOIN documents ON documents.id = passages.document "
            "ORDER BY passages.id"
        ).fetchall()
        return PassageColumns.from_rows(rows)

    # Integrity

    def problems(self) -> list[str]:
        """What is wrong with the catalog itself, one sentence each; nothing when it is whole."""
        problems = [
            f"SQLite reports: {row[0]}" for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"
        ]
        rows = self._connection.execute(
            'SELECT passages.id, name, passages.key, context, start, "end", length(text), '
            'substr(text, start + 1, "end" - start) FROM passages JOIN documents ON documents.id = passages.document'
        )
        for identity, name, key, context, start, end, length, text in rows:
            if not 0 <= start < end <= length:
                problems.append(f"passage {identity} of {name}: {start}–{end} is outside of the text")
            elif key != text_key(f"{context}\n{text}"):
                problems.append(f"passage {identity} of {name}: its text is not the one that was encoded")
        return problems


def text_key(text: str) -> bytes:
    """Key of the vector of a text."""
    return sha256(text.encode()).digest()


def _info(row: Sequence[str | None]) -> DocumentInfo:
    name, title, day, category, url = row
    assert name is not None  # NOT NULL in the schema
    assert title is not None
    return DocumentInfo(name, title, date.fromisoformat(day) if day else None, category, url)


def _batches(ids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(ids), _BATCH):
        yield tuple(ids[start : start + _BATCH])
