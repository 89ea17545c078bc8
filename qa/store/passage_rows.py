"""Rows of the catalog that become passages, and the check that they say the same as their documents."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TypeVar

from qa.documents import DocumentInfo, Place
from qa.documents.document import Particulars, place_at
from qa.documents.passages import Passage
from qa.store.blocks import blocks_from_json
from qa.store.database import Database, Row

INFO = "name, title, date, categories, url"
"""The columns from which `document_info` reads."""
PARTICULARS = "description, keywords, origins, problems, sidecar"
"""The columns from which `particulars_from_row` reads."""
_PASSAGE = 'id, key, document, start, "end", context, section, speaker, columns'
_DOCUMENT = (
    f"SELECT id, text, coalesce(description || ?, '') || coalesce(keywords, ''), {INFO} FROM documents "
    "LEFT JOIN particulars ON document = id"
)
_DOCUMENTS_AT_ONCE = 16
"""Documents whose texts, which may be long, are in memory together."""
_BATCH = 500
"""Values in a statement; SQLite takes at least 999."""
_Value = TypeVar("_Value", int, str)


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its id and the document that it is from.

    Attributes:
        id: Of the passage.
        passage: The passage.
        document: Its document.
        about: Description and keywords of the document, which are searched and never quoted.
        key: Of its vector; of the text that was indexed.
    """

    id: int
    passage: Passage
    document: DocumentInfo
    about: str = ""
    key: bytes = field(default=b"", compare=False)

    @property
    def is_sound(self) -> bool:
        """Whether it says what was indexed: a disk may change what it holds, and SQLite would not notice."""
        return self.key == text_key(self.passage.encoded_text)


def lines_of(kept: str | None) -> tuple[str, ...]:
    """What is kept one a line."""
    return tuple(kept.split("\n")) if kept else ()


def text_key(text: str) -> bytes:
    """Key of the vector of a text."""
    return sha256(text.encode()).digest()


def document_info(row: Sequence[str | None]) -> DocumentInfo:
    """What is known of a document, from the columns `INFO`."""
    name, title, day, categories, url = row
    assert name is not None  # NOT NULL in the schema
    assert title is not None
    return DocumentInfo(name, title, date.fromisoformat(day) if day else None, lines_of(categories), url)


def particulars_row(found: Particulars) -> tuple[str | None, ...]:
    """What else is known of a document, as the columns `PARTICULARS`."""
    return (
        found.description,
        "\n".join(found.keywords),
        json.dumps(found.origins, separators=(",", ":")),
        json.dumps(found.problems, ensure_ascii=False),
        found.sidecar,
    )


def particulars_from_row(row: Sequence[str]) -> Particulars:
    """What else is known of a document, from the columns `PARTICULARS`."""
    description, keywords, origins, problems, sidecar = row
    stands = tuple((name, origin) for name, origin in json.loads(origins))
    return Particulars(description, lines_of(keywords), stands, tuple(json.loads(problems)), sidecar)


def batches(values: Sequence[_Value], size: int = _BATCH) -> Iterator[tuple[_Value, ...]]:
    """The values in order, in groups of a size that fits a statement."""
    for start in range(0, len(values), size):
        yield tuple(values[start : start + size])


def stored_passages(database: Database, condition: str, values: Sequence[int]) -> Iterator[StoredPassage]:
    """The passages for which a condition holds; those whose document is removed meanwhile are left out.

    Args:
        database: Of the catalog.
        condition: What follows FROM in the statement.
        values: For its question marks.
    """
    rows = database.stream(f"SELECT {_PASSAGE} FROM passages {condition}", tuple(values))
    last: tuple[int, str, DocumentInfo, str] | None = None
    for identity, key, document, start, end, *rest in rows:
        # The text is fetched once for all passages of a document that follow each other.
        if last is None or last[0] != document:
            row = database.first(f"{_DOCUMENT} WHERE id = ?", ("\n", document))
            if row is None:
                continue
            last = document, row[1], document_info(row[3:]), row[2]
        yield StoredPassage(identity, Passage(start, end, last[1][start:end], *rest), *last[2:], key)


def passages_with_ids(database: Database, ids: Sequence[int]) -> Iterator[StoredPassage]:
    """The passages with these ids, at most `batches` gives at once; those of one document follow each other."""
    marks = ",".join("?" * len(ids))
    of_document: defaultdict[int, list[Row]] = defaultdict(list)
    for identity, key, document, *rest in database.select(
        f"SELECT {_PASSAGE} FROM passages WHERE id IN ({marks})", ids
    ):
        of_document[document].append((identity, key, *rest))
    for some in batches(list(of_document), _DOCUMENTS_AT_ONCE):
        marks = ",".join("?" * len(some))
        for document, text, about, *known in database.select(f"{_DOCUMENT} WHERE id IN ({marks})", ("\n", *some)):
            info = document_info(known)
            for identity, key, start, end, *rest in of_document[document]:
                yield StoredPassage(identity, Passage(start, end, text[start:end], *rest), info, about, key)


def places_of(database: Database, spans: Sequence[tuple[str, int]]) -> list[Place | None]:
    """The place of each position in a document, given by the document's name; None where there is none."""
    # In a format with places the first block or the last has one: the blocks of others need not be read.
    first, last = database.length_at("blocks", 0), database.length_at("blocks", -1)
    select = f"SELECT blocks FROM documents WHERE name = ? AND ({first} > 5 OR {last} > 5)"
    blocks = {
        name: blocks_from_json(row[0])
        for name in dict.fromkeys(name for name, _ in spans)
        if (row := database.first(select, (name,))) is not None
    }
    return [place_at(blocks.get(name, ()), position) for name, position in spans]


def catalog_problems(database: Database) -> list[str]:
    """What is wrong with a catalog itself, one sentence each; empty when nothing is."""
    return [*database.problems(), *(problem for _, problem in altered_passages(database))]


def altered_passages(database: Database) -> Iterator[tuple[str, str]]:
    """Names of documents whose passages do not say the same as their text, each with a sentence about it.

    A passage must be what was encoded, and every letter of a text must stand in a passage.
    """
    passages = 'SELECT id, key, context, start, "end" FROM passages WHERE document = ? ORDER BY start'
    for document, name, text in database.stream("SELECT id, name, text FROM documents"):
        covered, left_out = 0, 0
        for identity, key, context, start, end in database.select(passages, (document,)):
            if not 0 <= start < end <= len(text):
                yield name, f"passage {identity} of {name}: {start}–{end} is outside of the text"
            elif key != text_key(f"{context}\n{text[start:end]}"):
                yield name, f"passage {identity} of {name}: its text is not the one that was encoded"
            left_out += len(text[covered:start].strip())
            covered = max(covered, end)
        if left_out := left_out + len(text[covered:].strip()):
            yield name, f"{left_out} characters of {name} stand in no passage"
