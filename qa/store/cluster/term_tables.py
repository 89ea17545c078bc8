"""The terms of passages in PostgreSQL: how many passages hold a term, and which hold terms together or side by side.

Milvus ranks, and each of its parts by its own statistics; what must be exact is asked here. A passage is one
`tsvector`: the terms of its fields at places of their own, under labels that a query can name.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.store.database import Database
from qa.store.lexical_fields import FIELDS

_FIELDS = tuple(FIELDS)
_FIRST_PLACE = {"title": 0, "text": 2_000, "section": 13_000, "speaker": 14_000, "about": 15_000}
"""Where the places of each field begin; PostgreSQL counts to 16,383."""
_LABEL = {"title": "A", "text": "D", "section": "B", "speaker": "B", "about": "B"}
_LAST_PLACE = 16_383
_LEVELS = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
"""Shares of the weight of a text's terms at which the passages that hold most of it are looked for."""
ROUNDING = 1e-3
"""Sums of weights that differ by less are equal."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
TABLES = (
    "CREATE TABLE IF NOT EXISTS term_passages (id BIGINT PRIMARY KEY, terms TSVECTOR NOT NULL)",
    "CREATE INDEX IF NOT EXISTS term_passages_terms ON term_passages USING gin (terms)",
    "CREATE TABLE IF NOT EXISTS term_counts (term TEXT, field SMALLINT, passages BIGINT NOT NULL, "
    "PRIMARY KEY (term, field))",
    "CREATE TABLE IF NOT EXISTS term_totals (field SMALLINT PRIMARY KEY, passages BIGINT NOT NULL, "
    "terms BIGINT NOT NULL)",
)
Placed = Mapping[str, Sequence[str | None]]
"""By field, the term of each word; None for a stop word."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Number of passages, and of terms in each field of all of them."""

    passages: int
    terms: Mapping[str, int]


class TermTables:
    """The tables of terms in a catalog's database."""

    def __init__(self, database: Database) -> None:
        """Take the database; `prepare` makes the tables."""
        self._database = database
        self._is_prepared = False

    def prepare(self) -> None:
        """Make the tables where they are missing."""
        if self._is_prepared:
            return
        table = ("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?", ("term_totals",))
        if self._database.first(*table) is None:
            with self._database.transaction():
                for statement in TABLES:
                    self._database.change(statement)
        self._is_prepared = True

    # Writing: the caller's transaction holds a change of passages and the statistics of it together.

    def put(self, passages: Mapping[int, Placed], after: int) -> None:
        """Make these all the passages there are from an id on, up to the last of them; what is there stays.

        Args:
            passages: By their ids, which increase.
            after: The id behind which they are all.
        """
        ids = list(passages)
        self._remove("id > ? AND id <= ? AND NOT id = ANY(?::bigint[])", after, ids[-1], ids)
        rows = self._database.select("SELECT id FROM term_passages WHERE id = ANY(?::bigint[])", (ids,))
        there = {row[0] for row in rows}
        self._add({identity: placed for identity, placed in passages.items() if identity not in there})

    def _add(self, passages: Mapping[int, Placed]) -> None:
        if not passages:
            return
        self._database.change(
            "INSERT INTO term_passages SELECT * FROM unnest(?::bigint[], ?::tsvector[])",
            (list(passages), [_tsvector(placed) for placed in passages.values()]),
        )
        held: Counter[tuple[str, str]] = Counter()
        terms: Counter[str] = Counter()
        for placed in passages.values():
            for field, its in placed.items():
                kept = [term for term in its if term is not None]
                terms[field] += len(kept)
                held.update((term, field) for term in set(kept))
        self._count(held, terms, len(passages))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove passages; ids that are not there are passed over."""
        self._remove("id = ANY(?::bigint[])", list(ids))

    def remove_after(self, identity: int) -> None:
        """Remove the passages with greater ids."""
        self._remove("id > ?", identity)

    def clear(self) -> None:
        """Remove everything."""
        for table in ("term_passages", "term_counts", "term_totals"):
            self._database.change(f"DELETE FROM {table}")

    def _remove(self, condition: str, *values: object) -> None:
        held: Counter[tuple[str, str]] = Counter()
        terms: Counter[str] = Counter()
        rows = self._database.select(
            f"SELECT lexeme, positions FROM term_passages, unnest(terms) WHERE {condition}", values
        )
        for term, places in rows:
            fields = Counter(_field_at(place) for place in places)
            terms.update(fields)
            held.update((term, field) for field in fields)
        removed = self._database.change(f"DELETE FROM term_passages WHERE {condition}", values)
        if removed:
            negative = Counter({one: -number for one, number in held.items()})
            self._count(negative, Counter({field: -number for field, number in terms.items()}), -removed)

    def _count(self, held: Counter[tuple[str, str]], terms: Counter[str], passages: int) -> None:
        entries = sorted(held.items())  # in one order, so that two writers would wait for each other, not for ever
        self._database.change(
            "INSERT INTO term_counts SELECT * FROM unnest(?::text[], ?::smallint[], ?::bigint[]) "
            "ON CONFLICT (term, field) DO UPDATE SET passages = term_counts.passages + excluded.passages",
            (
                [term for (term, _), _ in entries],
                [_FIELDS.index(field) for (_, field), _ in entries],
                [number for _, number in entries],
            ),
        )
        self._database.change(
            "INSERT INTO term_totals SELECT field, ?::bigint, terms FROM unnest(?::smallint[], ?::bigint[]) "
            "AS of_field (field, terms) ON CONFLICT (field) DO UPDATE "
            "SET passages = term_totals.passages + excluded.passages, terms = term_totals.terms + excluded.terms",
            (passages, list(range(len(_FIELDS))), [terms[field] for field in _FIELDS]),
        )

    # Reading

    def totals(self) -> Totals:
        """Number of passages and of terms."""
        rows = {f: (n, t) for f, n, t in self._database.select("SELECT * FROM term_totals")}
        return Totals(
            rows.get(0, (0, 0))[0], {field: rows.get(place, (0, 0))[1] for place, field in enumerate(_FIELDS)}
        )

    def frequencies(self, terms: Sequence[str]) -> dict[str, dict[str, int]]:
        """Of each term, in how many passages each field holds it; fields that do not hold it are left out."""
        found: dict[str, dict[str, int]] = {term: {} for term in terms}
        rows = self._database.select(
            "SELECT term, field, passages FROM term_counts WHERE term = ANY(?::text[]) AND passages > 0", (list(terms),)
        )
        for term, field, passages in rows:
            found[term][_FIELDS[field]] = passages
        return found

    def spelt_almost(self, term: str, k: int) -> list[int]:
        """Ids, increasing, of k passages whose text or title holds a term that is one letter off."""
        known = [other for other, fields in self.frequencies(_one_off(term)).items() if {"text", "title"} & set(fields)]
        if not known:
            return []
        text, title = (" | ".join(_lexeme(other, label) for other in known) for label in ("D", "A"))
        rows = self._database.select(
            "SELECT id FROM term_passages WHERE terms @@ ?::tsquery "
            "ORDER BY (terms @@ ?::tsquery)::int + (terms @@ ?::tsquery)::int DESC, id LIMIT ?",
            (f"{text} | {title}", text, title, k),
        )
        return sorted(row[0] for row in rows)

    def most_held(self, weights: Mapping[str, float]) -> float:
        """The greatest sum of the weights of terms that one passage holds, in any field.

        Passages that can reach a level are looked for, from the highest down: the rarer terms find few of them.
        """
        total = sum(weights.values())
        if not total:
            return 0.0
        held, values = _held_weight(weights)
        for level in _LEVELS:
            query = self._reaching(weights, level * total - ROUNDING)
            [[most]] = self._database.select(
                f"SELECT max({held}) FROM term_passages WHERE terms @@ ?::tsquery", (*values, query)
            )
            if most is not None and float(most) >= level * total - ROUNDING:
                return float(most)
        return 0.0

    def holding(self, weights: Mapping[str, float], least: float) -> list[int]:
        """Ids, increasing, of the passages that hold terms of so much weight together."""
        if not weights:
            return []
        held, values = _held_weight(weights)
        rows = self._database.select(
            f"SELECT id FROM term_passages WHERE terms @@ ?::tsquery AND {held} >= ? ORDER BY id",
            (self._reaching(weights, least), *values, least),
        )
        return [row[0] for row in rows]

    def holding_phrase(self, placed: Sequence[tuple[int, str]], field: str) -> list[int]:
        """Ids, increasing, of the passages that hold terms in a field, as far from one another as they are placed."""
        label = _LABEL[field]
        query = _lexeme(placed[0][1], label)
        for (before, _), (place, term) in zip(placed, placed[1:], strict=False):
            query += f" <{place - before}> {_lexeme(term, label)}"
        rows = self._database.select("SELECT id FROM term_passages WHERE terms @@ ?::tsquery ORDER BY id", (query,))
        return [row[0] for row in rows]

    def _reaching(self, weights: Mapping[str, float], least: float) -> str:
        """A query for a superset of the passages that hold so much weight."""
        total = sum(weights.values())
        if needed := [term for term, weight in weights.items() if total - weight < least]:
            return " & ".join(map(_lexeme, needed))
        # Without any of some terms no passage reaches it once these weigh enough; the rarest are the fewest to look at.
        some, missing = [], total
        for term in sorted(weights, key=lambda term: (-weights[term], term)):
            some.append(term)
            missing -= weights[term]
            if missing < least:
                break
        return " | ".join(map(_lexeme, some))


def _tsvector(placed: Placed) -> str:
    """The terms of a passage, as PostgreSQL reads them: each with its places and their labels."""
    places: dict[str, list[str]] = {}
    for field, terms in placed.items():
        first, last = _FIRST_PLACE[field], _last_place(field)
        for place, term in enumerate(terms, start=first + 1):
            if term is not None:
                places.setdefault(term, []).append(f"{min(place, last)}{_LABEL[field]}")
    return " ".join(f"{_lexeme(term)}:{','.join(its)}" for term, its in places.items())


def _lexeme(term: str, label: str = "") -> str:
    quoted = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}':{label}" if label else f"'{quoted}'"


def _last_place(field: str) -> int:
    firsts = sorted(_FIRST_PLACE.values())
    place = firsts.index(_FIRST_PLACE[field])
    return firsts[place + 1] if place + 1 < len(firsts) else _LAST_PLACE


def _field_at(place: int) -> str:
    return max((first, field) for field, first in _FIRST_PLACE.items() if first < place)[1]


def _held_weight(weights: Mapping[str, float]) -> tuple[str, tuple[object, ...]]:
    """The weight of the terms that a row holds, as an expression and its values."""
    cases = " + ".join(["CASE WHEN terms @@ ?::tsquery THEN ?::float8 ELSE 0 END"] * len(weights))
    return f"({cases})", tuple(value for term, weight in weights.items() for value in (_lexeme(term), weight))


def _one_off(term: str) -> list[str]:
    """The term, and all with one letter changed, added, left out, or swapped with the next."""
    parts = [(term[:place], term[place:]) for place in range(len(term) + 1)]
    found = {term}
    found.update(first + rest[1:] for first, rest in parts if rest)
    found.update(first + rest[1] + rest[0] + rest[2:] for first, rest in parts if len(rest) > 1)
    found.update(first + letter + rest[1:] for first, rest in parts if rest for letter in _LETTERS)
    found.update(first + letter + rest for first, rest in parts for letter in _LETTERS)
    return sorted(found)


def idf(passages: int, holding: int) -> float:
    """Inverse document frequency, as in BM25; positive."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
