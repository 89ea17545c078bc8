"""The catalog, the conversations or the accounts on a server of PostgreSQL."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from qa.errors import UsageError
from qa.messages import Message
from qa.store.cluster.connections import Connections
from qa.store.database import Row, statements

_DIALECT = (
    (re.compile(r"\bINTEGER PRIMARY KEY AUTOINCREMENT\b"), "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    (re.compile(r"\bINTEGER\b"), "bigint"),
    (re.compile(r"\bBLOB\b"), "bytea"),
    (re.compile(r"\bTEXT\b"), 'text COLLATE "C"'),  # else texts would be in another order than in SQLite
    (re.compile(r" WITHOUT ROWID\b"), ""),
)
"""How tables that are written for SQLite are written for PostgreSQL."""
_TRANSACTIONS = 0x71756F74
"""First number of the locks of transactions; the second is that of the tables."""
_ROWS_AT_ONCE = 1000


class PostgresDatabase:
    """A `Database` on a server; several on one server have tables of different names.

    Raises:
        CollectionError: From every method, when the server does not answer or refuses something.
        UsageError: From every method, for a text among the values that PostgreSQL cannot keep.
    """

    is_kept = True

    def __init__(self, connections: Connections, tables: str) -> None:
        """Name what the tables are for: 'catalog', 'conversations' or 'accounts'."""
        self.place: object = connections.place
        self._connections = connections
        self._tables = tables
        self._exists = False

    @property
    def exists(self) -> bool:
        """Whether the tables are there."""
        self._exists = self._exists or self.version > 0
        return self._exists

    # Statements

    def select(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, for a number of rows that fit into memory."""
        with self._connections.one() as connection, _sayable():
            rows = connection.execute(_translated(statement), tuple(values)).fetchall()
        yield from rows

    def stream(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, fetched as they are iterated; what a transaction of this thread has changed is not seen.

        They come over a connection of their own, which other statements need not wait for.
        """
        with (
            self._connections.another() as connection,
            connection.transaction(),
            connection.cursor(name="stream") as cursor,
        ):
            cursor.itersize = _ROWS_AT_ONCE
            yield from cursor.execute(_translated(statement), tuple(values))

    def first(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or of a change with RETURNING; None when there is none."""
        with self._connections.one() as connection, _sayable():
            return connection.execute(_translated(statement), tuple(values)).fetchone()

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        with self._connections.one() as connection, _sayable():
            return connection.execute(_translated(statement), tuple(values)).rowcount

    def change_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""
        with self._connections.one() as connection, connection.cursor() as cursor, _sayable():
            cursor.executemany(_translated(statement), [tuple(values) for values in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made together, or none; another transaction on these tables waits for its end."""
        with (
            self._connections.one() as connection,
            self._connections.held(connection),
            connection.transaction(),
        ):
            key = zlib.crc32(self._tables.encode()) & 0x7FFFFFFF
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_TRANSACTIONS, key))
            yield

    def close(self) -> None:
        """Close every connection; the next statement connects again."""
        self._connections.close()

    # Tables

    @property
    def is_empty(self) -> bool:
        """Whether the tables are not there yet."""
        return self.version == 0

    @property
    def version(self) -> int:
        """The number that `set_version` has set; 0 before."""
        # `to_regclass` may not see yet what another process has made while this one waited for its transaction.
        if self.first("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'formats'") is None:
            return 0
        row = self.first("SELECT number FROM formats WHERE tables = ?", (self._tables,))
        return int(row[0]) if row else 0

    def set_version(self, number: int) -> None:
        """Note which format the tables have."""
        self.make("CREATE TABLE IF NOT EXISTS formats (tables TEXT PRIMARY KEY, number INTEGER NOT NULL)")
        self.change(
            "INSERT INTO formats VALUES (?, ?) ON CONFLICT (tables) DO UPDATE SET number = excluded.number",
            (self._tables, number),
        )

    def make(self, tables: str) -> None:
        """Run the statements that make tables, as they are written for SQLite."""
        for statement in statements(tables):
            for pattern, own in _DIALECT:
                statement = pattern.sub(own, statement)
            self.change(statement)

    def length_at(self, column: str, place: int) -> str:
        """SQL for the length of an element of a JSON list of lists; of the last one for -1."""
        return f"json_array_length({column}::json -> {place})"

    def text_at(self, column: str, *keys: str) -> str:
        """SQL for a text in JSON that is kept as bytes, by the keys that lead to it."""
        return f"convert_from({column}, 'UTF8')::json #>> '{{{','.join(keys)}}}'"

    # Integrity

    def problems(self) -> list[str]:
        """Nothing: PostgreSQL keeps what belongs together, and checks what it reads."""
        return []


@contextmanager
def _sayable() -> Iterator[None]:
    """Run a statement; half of a surrogate pair, which UTF-8 cannot say, is refused."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise UsageError(Message("{text} holds half a character; type it again", text=repr(error.object))) from error


@cache
def _translated(statement: str) -> bytes:
    """A statement as the library for PostgreSQL takes it."""
    return statement.replace("%", "%%").replace("?", "%s").encode()
