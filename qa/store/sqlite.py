"""A SQLite file: one connection per thread, transactions, and errors in this package's words."""

import atexit
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from weakref import WeakSet

from qa.errors import CollectionError, UsageError
from qa.messages import Message
from qa.store.database import Row, statements
from qa.store.disk import require_there, writing

_BUSY_SECONDS = 30
_ROWS_AT_ONCE = 1000
_PASSING = tuple(f"SQLITE_{name}" for name in ("BUSY", "LOCKED", "FULL", "IOERR", "NOMEM"))
_NO_ACCESS = tuple(f"SQLITE_{name}" for name in ("READONLY", "CANTOPEN", "PERM"))


class SqliteDatabase:
    """A `Database` in a file; safe to share between threads.

    Raises:
        CollectionError: From every method, if SQLite fails, or the folder of the file is gone.
        UsageError: From every method, if a text among the values holds half of a surrogate pair.
    """

    def __init__(self, path: Path, *, is_kept: bool = True, is_private: bool = False) -> None:
        """Name the file; it is opened by the first statement.

        Args:
            path: Of the file.
            is_kept: Whether it outlives the process.
            is_private: Whether nobody else may read the file, which is made with its folder when it is missing.
        """
        self.place = path
        self.is_kept = is_kept
        self._path = path
        self._is_private = is_private
        self._local = threading.local()
        self._opened: WeakSet[_Connection] = WeakSet()

    @property
    def exists(self) -> bool:
        """Whether the file is there."""
        return self._path.exists()

    def select(self, statement: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, fetched as they are iterated."""
        with self._translated():
            cursor = self._connection.execute(statement, values)
        while True:
            with self._translated():
                rows = cursor.fetchmany(_ROWS_AT_ONCE)
            if not rows:
                return
            yield from rows

    stream = select

    def first(self, statement: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or of a change with RETURNING; None when there is none."""
        return next(self.select(statement, values), None)

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        with self._translated():
            return self._connection.execute(statement, values).rowcount

    def change_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of values."""
        with self._translated():
            self._connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made together, or none."""
        self.change("BEGIN IMMEDIATE")
        try:
            yield
            self.change("COMMIT")
        except BaseException:
            connection: sqlite3.Connection = self._local.opened.connection  # also of a file that was moved meanwhile
            if connection.in_transaction:  # after some errors SQLite has rolled back by itself
                with self._translated():
                    connection.execute("ROLLBACK")
            raise

    def copy_to(self, path: Path) -> None:
        """Copy the database as it is at one moment to a new file; nobody waits for it."""
        with self._translated(), closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # a file of its own, with no other beside it

    def close(self) -> None:
        """Close the connections of all threads; the next statement opens the file again."""
        for opened in list(self._opened):
            opened.connection.close()
        self._local = threading.local()

    @property
    def is_empty(self) -> bool:
        """Whether it has no tables."""
        return self.first("SELECT 1 FROM sqlite_schema") is None

    @property
    def version(self) -> int:
        """The number that `set_version` has set; 0 before."""
        row = self.first("PRAGMA user_version")
        return int(row[0]) if row else 0

    def set_version(self, number: int) -> None:
        """Note which format the tables have."""
        self.change(f"PRAGMA user_version = {number}")

    def make(self, tables: str) -> None:
        """Run the statements that make tables, with a semicolon at the end of a line between two."""
        for statement in statements(tables):
            self.change(statement)

    def length_at(self, column: str, place: int) -> str:
        """SQL for the length of an element of a JSON list of lists; of the last one for -1."""
        return f"json_array_length({column}, '$[{place if place >= 0 else f'#{place}'}]')"

    def text_at(self, column: str, *keys: str) -> str:
        """SQL for a text in JSON that is kept as bytes, by the keys that lead to it."""
        return f"json_extract(CAST({column} AS TEXT), '$.{'.'.join(keys)}')"

    def problems(self) -> list[str]:
        """What SQLite finds wrong, one sentence each; empty if nothing is."""
        problems = [f"SQLite reports: {row[0]}" for row in self.select("PRAGMA integrity_check") if row[0] != "ok"]
        if self.first("PRAGMA foreign_key_check") is not None:
            problems.append("passages are left of documents that are gone: index the folders into a new collection")
        return problems

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._is_private and not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
        require_there(self._path.parent)
        opened: _Connection | None = getattr(self._local, "opened", None)
        if opened is None or opened.is_outdated:
            opened = self._local.opened = _Connection(self._path)
            self._opened.add(opened)
        return opened.connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise CollectionError(_said(self._path, error)) from error
        except UnicodeEncodeError as error:  # a lone surrogate, which UTF-8 cannot say
            raise UsageError(
                Message("{text} holds half a character; type it again", text=repr(error.object))
            ) from error


def _said(path: Path, error: sqlite3.Error) -> Message:
    """What an error means for the file, and what to do."""
    name, file, said = getattr(error, "sqlite_errorname", ""), str(path), str(error)
    if isinstance(error, sqlite3.ProgrammingError) and not name:  # Python's own: SQLite was not even asked
        return Message(
            "{file} was closed while it was in use ({said}); open the collection again", file=file, said=said
        )
    if name.startswith(_NO_ACCESS):
        return Message(
            "{file} cannot be opened or written to ({said}); give access to the file and to its folder, and try again",
            file=file,
            said=said,
        )
    if name.startswith(_PASSING):
        return Message(
            "{file} cannot be used now ({said}); nothing of it is lost: make room or wait for who writes, and try "
            "again",
            file=file,
            said=said,
        )
    return Message(
        "{file} is not a database of Quotable, or is damaged ({said}); `quotable check --repair` keeps what can be "
        "read of it, and `quotable restore` makes a collection from a backup",
        file=file,
        said=said,
    )


def is_writable(path: Path) -> bool:
    """Whether the access that is given to a file, or to the folder where there is none yet, lets it be written."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def private_copy(path: Path) -> Path:
    """A copy of a database that this process may change, in a folder that is deleted when the process ends."""
    folder = Path(mkdtemp(prefix="quotable-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with writing(folder):
        for one in (path, _log_of(path)):
            if one.exists():
                shutil.copyfile(one, folder / one.name)
    return folder / path.name


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _state_of(path: Path) -> tuple[bool, int, int]:
    status = path.stat()
    return _log_of(path).exists(), status.st_mtime_ns, status.st_size


class _Connection:
    """The connection of a thread; it is closed when the thread ends."""

    def __init__(self, path: Path) -> None:
        is_read = path.exists() and not is_writable(path)
        # In a folder that cannot be written SQLite can make no file beside the database to note readers. While a
        # writer has it open these files are there, and are used; else nobody must change it while it is read.
        is_still = is_read and not _log_of(path).exists()
        self._path = path
        self._still = _state_of(path) if is_still else None
        # Closed by `Database.close` from whichever thread, hence no check of the thread.
        self.connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{'immutable=1' if is_still else 'mode=ro'}" if is_read else path,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            uri=is_read,
        )
        if not is_read:
            self._keep_a_log()
            self.connection.execute("PRAGMA synchronous = FULL")
            self.connection.execute("PRAGMA foreign_keys = ON")

    @property
    def is_outdated(self) -> bool:
        """Whether a database that was opened as one that nobody changes was changed."""
        return self._still is not None and self._still != _state_of(self._path)

    def _keep_a_log(self) -> None:
        """Readers and the writer do not wait for each other; SQLite's own wait does not cover this statement."""
        until = monotonic() + _BUSY_SECONDS
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if monotonic() > until or not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                    raise
                sleep(0.01)

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()
