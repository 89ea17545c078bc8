"""The catalog of a collection: the one source of truth about documents.

Passage ids increase and are never used again. Each change is a transaction. A change that can alter an answer increases
the number of the snapshot, `generation`; derived indexes follow by passage ids and the log of removals.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

from qa.documents import Document, DocumentInfo, Place
from qa.documents.document import Particulars, TitleRow
from qa.documents.passages import Passage
from qa.store.blocks import blocks_from_json, blocks_json
from qa.store.columns import PassageColumns
from qa.store.database import Database
from qa.store.passage_rows import (
    INFO,
    PARTICULARS,
    StoredPassage,
    altered_passages,
    batches,
    catalog_problems,
    document_info,
    lines_of,
    particulars_from_row,
    particulars_row,
    passages_with_ids,
    places_of,
    stored_passages,
    text_key,
)
from qa.store.schema import prepare_catalog
from qa.store.watermark import Watermark


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document as a list shows it: without its text, with the path of its file and its number of passages."""

    info: DocumentInfo
    path: str
    passages: int


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the catalog knows of the file of a document.

    Attributes:
        name: Of the document.
        sha256: Of the file's bytes.
        stamp: Size and times of it and of its sidecar when it was read; empty when they say nothing.
        sidecar: sha256 of the bytes of its sidecar; empty where it has none.
    """

    name: str
    sha256: str
    stamp: str
    sidecar: str


class Catalog:
    """The documents and passages of a collection; one writer, many readers; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        """Open the catalog; it is made when it is missing, and migrated when it is of an older format.

        Raises:
            CollectionError: The database holds no catalog, or one of a newer version.
        """
        self._database = database
        prepare_catalog(database)

    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside are made together, or none."""
        return self._database.transaction()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    # Properties

    def get_property(self, name: str) -> str | None:
        """A property of the collection; None if it was never set."""
        row = self._database.first("SELECT value FROM properties WHERE name = ?", (name,))
        return None if row is None else str(row[0])

    def set_property(self, name: str, value: str) -> None:
        """Set a property of the collection."""
        self._database.change(
            "INSERT INTO properties VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    @property
    def generation(self) -> int:
        """The number of the snapshot, which increases with every change of documents."""
        return int(self.get_property("generation") or 0)

    @property
    def identity(self) -> str:
        """Random, and another with every change: a snapshot of another catalog may have the same number, not this.

        Empty for one that an older version made and nothing has changed since.
        """
        return self.get_property("identity") or ""

    @property
    def watermark(self) -> Watermark:
        """The newest passage and the newest removal."""
        [row] = self._database.select(
            "SELECT (SELECT coalesce(max(id), 0) FROM passages), (SELECT coalesce(max(id), 0) FROM removals)"
        )
        return Watermark(*row)

    # Folders

    def folders(self) -> list[Path]:
        """Folders whose documents are named relative to them."""
        return [Path(row[0]) for row in self._database.select("SELECT path FROM folders ORDER BY path")]

    def add_folder(self, folder: Path) -> None:
        """Remember a folder and forget those inside it, whose documents are named relative to this one from now on."""
        inside = [(str(known),) for known in self.folders() if known.is_relative_to(folder)]
        self._database.change_many("DELETE FROM folders WHERE path = ?", inside)
        self._database.change("INSERT INTO folders VALUES (?) ON CONFLICT DO NOTHING", (str(folder),))

    def move_folder(self, folder: Path, to: Path) -> None:
        """Remember a folder under another path."""
        self._database.change("DELETE FROM folders WHERE path = ?", (str(folder),))
        self._database.change("INSERT INTO folders VALUES (?) ON CONFLICT DO NOTHING", (str(to),))

    def move_files(self, folder: str, to: str) -> None:
        """Name files and folders that lay below a folder by where they lie now: the folder has moved."""
        for table in ("documents", "folders"):
            self._database.change(
                f"UPDATE {table} SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?",
                (os.path.join(to, ""), len(folder) + 2, len(folder) + 1, os.path.join(folder, "")),
            )

    # Documents

    def files(self) -> dict[str, KnownFile]:
        """The file of every document, by absolute path."""
        rows = self._database.select("SELECT path, name, sha256, stamp FROM documents")
        beside = self._database.select("SELECT path, sidecar FROM particulars JOIN documents ON id = document")
        sidecars = {path: digest for path, digest in beside if digest}
        return {path: KnownFile(name, digest, stamp, sidecars.get(path, "")) for path, name, digest, stamp in rows}

    def set_stamp(self, path: str, stamp: str) -> None:
        """Remember the size and times of a file whose bytes are the same."""
        self._database.change("UPDATE documents SET stamp = ? WHERE path = ?", (stamp, path))

    def path_of(self, name: str) -> str | None:
        """Absolute path of the file of the document with this name, None when there is no such document."""
        row = self._database.first("SELECT path FROM documents WHERE name = ?", (name,))
        return None if row is None else str(row[0])

    def holds_below(self, path: str) -> bool:
        """Whether the file of a document has this path, or lies in the folder of this path."""
        prefix = os.path.join(path, "")
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        found = self._database.first(
            "SELECT 1 FROM documents WHERE path = ? OR (path > ? AND path < ?)", (path, prefix, after)
        )
        return found is not None

    def put(self, path: Path, document: Document, passages: Sequence[Passage], stamp: str = "") -> bool:
        """Add a document with its passages, or replace the one from the same path or with the same name.

        Returns:
            Whether no document was replaced.
        """
        info = document.info
        replaced = self._remove("path = ? OR name = ?", (str(path), info.name))
        added = self._database.first(
            f"INSERT INTO documents (path, {INFO}, text, blocks, sha256, stamp) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                str(path),
                info.name,
                info.title,
                info.date.isoformat() if info.date else None,
                "\n".join(info.categories) or None,
                info.url,
                document.text,
                blocks_json(document.blocks),
                document.sha256,
                stamp,
            ),
        )
        assert added is not None  # a row was inserted
        self._database.change(
            "INSERT INTO particulars VALUES (?, ?, ?, ?, ?, ?)", (added[0], *particulars_row(document.particulars))
        )
        self._database.change_many(
            'INSERT INTO passages (document, start, "end", context, section, speaker, columns, key) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (added[0], p.start, p.end, p.context, p.section, p.speaker, p.columns, text_key(p.encoded_text))
                for p in passages
            ],
        )
        self._advance()
        return not replaced

    def move(self, path: str, to: str) -> None:
        """Remember the document from this path under another one; it is removed where the other has a document."""
        if self._database.first("SELECT 1 FROM documents WHERE path = ?", (to,)) is None:
            self._database.change("UPDATE documents SET path = ? WHERE path = ?", (to, path))
        else:
            self.remove([path])

    def rename(self, path: str, name: str) -> None:
        """Rename the document from this path; another document of the new name is removed."""
        self._remove("name = ? AND path != ?", (name, path))
        self._database.change("UPDATE documents SET name = ? WHERE path = ?", (name, path))
        self._advance()

    def remove(self, paths: Iterable[str]) -> int:
        """Remove the documents from these paths; returns how many there were."""
        removed = sum(self._remove("path = ?", (path,)) for path in paths)
        if removed:
            self._advance()
        return removed

    def _remove(self, condition: str, values: tuple[str, ...]) -> int:
        self._database.change(
            "INSERT INTO removals (passage) SELECT id FROM passages "
            f"WHERE document IN (SELECT id FROM documents WHERE {condition}) ORDER BY id",
            values,
        )
        return self._database.change(f"DELETE FROM documents WHERE {condition}", values)

    def _advance(self) -> None:
        self.set_property("generation", str(self.generation + 1))
        self.set_property("identity", token_hex(16))

    def document(self, name: str) -> Document | None:
        """A document with its whole text, None when there is none of this name."""
        row = self._database.first(f"SELECT id, text, blocks, sha256, {INFO} FROM documents WHERE name = ?", (name,))
        if row is None:
            return None
        identity, text, blocks, digest, *info = row
        row = self._database.first(f"SELECT {PARTICULARS} FROM particulars WHERE document = ?", (identity,))
        return Document(
            document_info(info),
            text,
            blocks_from_json(blocks),
            digest,
            particulars_from_row(row) if row else Particulars(),
        )

    def digests(self, names: Sequence[str]) -> dict[str, str]:
        """The sha256 of the file of each document with one of these names; names of no document are left out."""
        found: dict[str, str] = {}
        for batch in batches(names):
            marks = ",".join("?" * len(batch))
            found |= dict(self._database.select(f"SELECT name, sha256 FROM documents WHERE name IN ({marks})", batch))
        return found

    def counts(self) -> tuple[int, int]:
        """Number of documents and of passages."""
        [row] = self._database.select("SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM passages)")
        return int(row[0]), int(row[1])

    def categories(self) -> dict[str, int]:
        """Number of documents of each category, the most frequent first."""
        rows = self._database.select(
            "SELECT categories, count(*) FROM documents WHERE categories IS NOT NULL GROUP BY categories"
        )
        counts: Counter[str] = Counter()
        for categories, count in rows:
            counts.update(dict.fromkeys(lines_of(categories), count))
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def date_range(self) -> tuple[date, date] | None:
        """First and last date of a document, None when no document has one."""
        [(first, last)] = self._database.select("SELECT min(date), max(date) FROM documents")
        return None if first is None else (date.fromisoformat(first), date.fromisoformat(last))

    def listed(self) -> list[ListedDocument]:
        """Every document, the newest first, those without a date last; within a day by name."""
        rows = self._database.select(
            f"SELECT path, (SELECT count(*) FROM passages WHERE document = documents.id), {INFO} FROM documents "
            "ORDER BY date DESC NULLS LAST, name"
        )
        return [ListedDocument(document_info(info), path, passages) for path, passages, *info in rows]

    def first_passages(self) -> list[tuple[int, DocumentInfo]]:
        """Id of the first passage of every document, and the document."""
        rows = self._database.select(
            f"SELECT (SELECT min(id) FROM passages WHERE document = documents.id), {INFO} FROM documents"
        )
        return [(passage, document_info(info)) for passage, *info in rows if passage is not None]

    def titles(self) -> list[TitleRow]:
        """Id, title, first category and date of every document."""
        rows = self._database.select("SELECT id, title, categories, date FROM documents")
        return [(identity, title, named and named.split("\n", 1)[0], day) for identity, title, named, day in rows]

    def names(self) -> list[tuple[str, str]]:
        """Name and title of every document."""
        return list(self._database.select("SELECT name, title FROM documents"))

    def turns(self) -> list[tuple[str, int]]:
        """Pairs of a speaker's label and a document in which a passage is mainly theirs, each pair once."""
        rows = self._database.select("SELECT DISTINCT speaker, document FROM passages WHERE speaker IS NOT NULL")
        return list(rows)

    # Passages

    def passages(self, ids: Sequence[int]) -> dict[int, StoredPassage]:
        """The passages with these ids; those that the catalog does not hold, or holds damaged, are left out."""
        found: dict[int, StoredPassage] = {}
        for batch in batches(ids):
            for stored in passages_with_ids(self._database, batch):
                if stored.is_sound:
                    found[stored.id] = stored
        return found

    def places(self, spans: Sequence[tuple[str, int]]) -> list[Place | None]:
        """The page, row, chapter or time of each position in a document, given by name; None where there is none."""
        return places_of(self._database, spans)

    def passages_after(self, passage: int) -> Iterator[StoredPassage]:
        """Passages with an id greater than this one, in the order of ids."""
        return stored_passages(self._database, "WHERE id > ? ORDER BY id", (passage,))

    def removals_after(self, removal: int) -> list[int]:
        """Ids of the passages removed after this removal."""
        rows = self._database.select("SELECT passage FROM removals WHERE id > ? ORDER BY id", (removal,))
        return [row[0] for row in rows]

    def keys(self) -> tuple[list[int], list[bytes]]:
        """Ids of all passages, increasing, and the key of the vector of each."""
        rows = list(self._database.select("SELECT id, key FROM passages ORDER BY id"))
        return [row[0] for row in rows], [row[1] for row in rows]

    def columns(self) -> PassageColumns:
        """What filters look at, of every passage."""
        rows = self._database.select(
            "SELECT passages.id, date, categories, document FROM passages "
            "JOIN documents ON documents.id = passages.document ORDER BY passages.id"
        )
        names: dict[int, str] = dict(self._database.select("SELECT id, name FROM documents"))
        return PassageColumns.from_rows(list(rows), names)

    # Integrity

    def problems(self) -> list[str]:
        """What is wrong with the catalog itself, one sentence each; empty if nothing is."""
        return catalog_problems(self._database)

    def altered(self) -> set[str]:
        """Names of documents whose text, or what it was divided into, is not what was read from their files."""
        return {name for name, _ in altered_passages(self._database)}
