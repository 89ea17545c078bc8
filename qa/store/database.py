"""What the catalog, the conversations and the accounts ask of a database, whichever engine it is.

Statements are written in the SQL that SQLite and PostgreSQL have in common, with a question mark for each value. Tables
are written as for SQLite, in capitals, without a question mark or a zero character in them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]
_COMMENT = re.compile(r"(?<! ) *--.*")


class Database(Protocol):
    """Runs statements; safe to share between threads.

    Attributes:
        place: Where it is, as sentences name it.
        is_kept: Whether what is written is there for the next process.

    Raises:
        CollectionError: From every method, when the database cannot be used.
        UsageError: From every method, for a text among the values that cannot be kept, such as half a character.
    """

    @property
    def place(self) -> object:
        """Where it is, as sentences name it."""

    @property
    def is_kept(self) -> bool:
        """Whether what is written is there for the next process."""

    @property
    def exists(self) -> bool:
        """Whether anything was ever written."""

    # Statements

    def select(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, for a number of rows that fit into memory."""

    def stream(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, fetched as they are iterated; all as they were at one moment."""

    def first(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or of a change with RETURNING; None when there is none."""

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run one statement; returns how many rows it changed."""

    def change_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""

    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside are made together, or none; another transaction waits for its end."""

    def close(self) -> None:
        """Close every connection; the next statement connects again."""

    # Tables

    @property
    def is_empty(self) -> bool:
        """Whether it has no tables."""

    @property
    def version(self) -> int:
        """The number that `set_version` has set; 0 before."""

    def set_version(self, number: int) -> None:
        """Note which format the tables have."""

    def make(self, tables: str) -> None:
        """Run the statements that make tables, with a semicolon at the end of a line between two."""

    def length_at(self, column: str, place: int) -> str:
        """SQL for the length of an element of a JSON list of lists; of the last one for -1."""

    def text_at(self, column: str, *keys: str) -> str:
        """SQL for a text in JSON that is kept as bytes, by the keys that lead to it."""

    # Integrity

    def problems(self) -> list[str]:
        """What the engine finds wrong, one sentence each; empty if nothing is."""


def statements(tables: str) -> list[str]:
    """The statements that make tables, without comments."""
    return [one for one in (part.strip().removesuffix(";") for part in _COMMENT.sub("", tables).split(";\n")) if one]
