"""Connections to a server of PostgreSQL, shared by the threads of a process, and its errors in this package's words."""

import logging
import os
import selectors
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from weakref import finalize

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from qa.address import ClusterAddress
from qa.errors import CollectionError, LockedError, UnavailableError, UsageError

Connection = psycopg.Connection[tuple[object, ...]]
_MOST = 20
"""Connections of a process at most; PostgreSQL takes a hundred from all."""
_PATIENCE = 3.0
"""Seconds to wait for a connection."""
_WRITER = int.from_bytes(b"quotable")
"""The number of the writer's lock; every database has locks of its own."""
_SETTINGS = {
    "autocommit": True,
    "application_name": "quotable",
    "connect_timeout": round(_PATIENCE),
    # A machine that was cut off holds the writer's lock no longer than a minute.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
}


class Connections:
    """Lends connections to threads; one that the server has closed meanwhile is replaced.

    Raises:
        UnavailableError: From every method, when the server does not answer.
        CollectionError: From every method, when it refuses something.
        UsageError: From every method, for a text that PostgreSQL cannot keep.
    """

    def __init__(self, address: ClusterAddress) -> None:
        """Name the server; it is connected to when it is first asked."""
        self.place = str(address)
        self._address = address
        self._thread = threading.local()
        self._opening = threading.Lock()
        self._pool: ConnectionPool[Connection] | None = None
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what fails is raised, and said once

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """The connection that this thread holds, else any."""
        held: Connection | None = getattr(self._thread, "held", None)
        if held is None:
            with self.another() as connection:
                yield connection
        else:
            with self._translated():
                yield held

    @contextmanager
    def another(self) -> Iterator[Connection]:
        """A connection for this thread beside the one that it may hold."""
        with self._translated(), self._opened().connection() as connection:
            yield connection

    @contextmanager
    def held(self, connection: Connection) -> Iterator[None]:
        """All that this thread asks goes through this connection."""
        before: Connection | None = getattr(self._thread, "held", None)
        self._thread.held = connection
        try:
            yield
        finally:
            self._thread.held = before

    @contextmanager
    def writer_lock(self, patience: float = 0) -> Iterator[None]:
        """Hold the lock of the one writer; the server frees it when the connection ends, however it does.

        What this thread reads and writes meanwhile goes through the connection that holds the lock: if it is lost,
        nothing more is written.

        Args:
            patience: Seconds to wait for another writer.

        Raises:
            LockedError: Another process, or another thread of this one, holds it.
        """
        with self.another() as connection:
            settings = "SELECT set_config('lock_timeout', %s, false), set_config('application_name', %s, false)"
            connection.execute(settings, (str(max(1, round(1000 * patience))), _own_name()))
            try:
                try:
                    connection.execute("SELECT pg_advisory_lock(%s)", (_WRITER,))
                except errors.LockNotAvailable:
                    holder = self._holder(connection)
                    raise LockedError(
                        f"{self.place} is being written to by {holder}; wait until it is done, or stop it"
                    ) from None
                connection.execute("SET lock_timeout = 0")
                with self.held(connection):
                    yield
            finally:
                if not connection.closed:
                    connection.execute("SELECT pg_advisory_unlock_all()")
                    connection.execute(settings, ("0", "quotable"))

    def close(self) -> None:
        """Close every connection; the next statement connects again."""
        with self._opening:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _opened(self) -> "ConnectionPool[Connection]":
        with self._opening:
            if self._pool is None:
                self._pool = ConnectionPool(
                    self._address.database,
                    kwargs=_SETTINGS,
                    min_size=0,
                    max_size=_MOST,
                    timeout=_PATIENCE,
                    reconnect_timeout=_PATIENCE,
                    check=_check,
                    open=True,
                )
                finalize(self, self._pool.close)
            return self._pool

    def _holder(self, connection: Connection) -> str:
        row = connection.execute(
            "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = %s",
            (_WRITER,),
        ).fetchone()
        return f"process {row[0]}" if row and row[0] else "another process"

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except psycopg.DataError as error:
            raise UsageError(f"PostgreSQL cannot keep this text ({_line(error)}); type it again") from error
        except PoolTimeout as error:
            raise self._silent(self._reason()) from error
        except (errors.DiskFull, errors.OutOfMemory) as error:
            raise CollectionError(
                f"the database at {self._address.host} cannot be used now ({_line(error)}); nothing of it is lost: "
                "make room, and try again"
            ) from error
        except psycopg.OperationalError as error:
            raise self._silent(_line(error)) from error
        except psycopg.Error as error:
            raise CollectionError(
                f"{self.place} is not a database of Quotable, or gives no access to it ({_line(error)})"
            ) from error

    def _silent(self, reason: str) -> UnavailableError:
        return UnavailableError(
            f"the database at {self._address.host} does not answer ({reason}); nothing of it is lost: see that it "
            "runs, and try again"
        )

    def _reason(self) -> str:
        """Why there is no connection."""
        try:
            psycopg.connect(self._address.database, connect_timeout=round(_PATIENCE)).close()
        except psycopg.OperationalError as error:
            return _line(error)
        return f"its {_MOST} connections are in use"


def _check(connection: Connection) -> None:
    """Refuse a connection that the server has closed: only then has one something to say that nobody asks."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if selector.select(0):
            ConnectionPool.check_connection(connection)


def _line(error: BaseException) -> str:
    """The first line of what an error says."""
    return str(error).strip().split("\n", 1)[0]


def _own_name() -> str:
    """This process as others see it, in the 63 bytes that PostgreSQL keeps."""
    command = " ".join((Path(sys.argv[0]).name, *sys.argv[1:2]))[:20]
    return f"{os.getpid()} on {socket.gethostname()[:16]} ({command}, since {datetime.now():%H:%M:%S})"
