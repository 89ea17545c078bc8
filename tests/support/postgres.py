"""A server of PostgreSQL of the tests' own, and databases of both kinds for what is kept in either."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from time import sleep

import psycopg
import pytest

from qa.address import Address, ClusterAddress, read_address
from qa.store.cluster.connections import Connections
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.database import Database
from qa.store.sqlite import SqliteDatabase

OpenDatabase = Callable[[str], Database]
"""Opens a database by a name: the one that was there, in another object."""
_SETTINGS = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60")
"""What survives the end of a process, and need not survive that of the machine."""


def _programs() -> Path | None:
    """Where the programs of PostgreSQL are, which Debian has not on the path."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places else None


class PostgresServer:
    """A server in a folder of its own; it can be killed and started again."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(mkdtemp(prefix="quotable-pg-", dir="/tmp"))
        # It refuses to run as root.
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._numbers = count()
        self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it; it answers when this returns."""
        options = f"-p {self.port} -k {self._folder} -h 127.0.0.1 " + " ".join(f"-c {one}" for one in _SETTINGS)
        self._run("pg_ctl", "-D", "data", "-w", "-t", "30", "-l", "log", "-o", options, "start")

    def kill(self) -> None:
        """Kill its processes, as a machine does that loses its power."""
        main = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(main, signal.SIGSTOP)  # or it would make another process of its own meanwhile
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        processes = (main, *map(int, children))
        for process in processes:
            os.kill(process, signal.SIGKILL)
        while any(map(_runs, processes)):  # they hold the memory without which it does not start again
            sleep(0.01)
        # Where nobody collects what is left of a process, its number in these would look like that of a running one.
        for note in (self._folder / "data" / "postmaster.pid", *self._folder.glob(".s.PGSQL.*")):
            note.unlink(missing_ok=True)

    def stop(self) -> None:
        """Stop it, if a test has not killed it, and delete its folder."""
        with suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_address(self, folder: Path) -> str:
        """The address of an empty collection, with a folder for what each server keeps for itself."""
        name = f"library{next(self._numbers)}"
        with psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}?folder={folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server that all tests share."""
    programs = _programs()
    if programs is None:
        pytest.skip("the programs of PostgreSQL are not installed")
    server = PostgresServer(programs)
    yield server
    server.stop()


@pytest.fixture
def own_postgres_server() -> Iterator[PostgresServer]:
    """A server that a test may kill."""
    programs = _programs()
    if programs is None:
        pytest.skip("the programs of PostgreSQL are not installed")
    server = PostgresServer(programs)
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenDatabase]:
    """Opens databases of either kind that are this test's own."""
    opened: list[Database] = []
    if request.param == "sqlite":

        def open_one(tables: str) -> Database:
            opened.append(SqliteDatabase(tmp_path / f"{tables}.sqlite"))
            return opened[-1]
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        addresses: dict[str, Address] = {}

        def open_one(tables: str) -> Database:
            address = addresses.get(tables) or read_address(server.new_address(tmp_path))
            addresses[tables] = address
            assert isinstance(address, ClusterAddress)
            opened.append(PostgresDatabase(Connections(address), tables))
            return opened[-1]

    yield open_one
    for database in opened:
        database.close()
