"""The server of PostgreSQL: the writer's lock, what happens when it is lost, and errors in this package's words."""

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from support.postgres import PostgresServer
from support.toy import document

from qa.address import ClusterAddress, read_address
from qa.errors import CollectionError, LockedError, UsageError
from qa.store.catalog import Catalog
from qa.store.cluster.connections import Connections
from qa.store.cluster.postgresql import PostgresDatabase


@pytest.fixture
def address(postgres_server: PostgresServer, tmp_path: Path) -> ClusterAddress:
    address = read_address(postgres_server.new_address(tmp_path))
    assert isinstance(address, ClusterAddress)
    return address


@pytest.fixture
def connections(address: ClusterAddress) -> Iterator[Connections]:
    connections = Connections(address)
    yield connections
    connections.close()


@pytest.fixture
def other(address: ClusterAddress) -> Iterator[Connections]:
    """Those of another process."""
    other = Connections(address)
    yield other
    other.close()


def put(catalog: Catalog, name: str) -> None:
    with catalog.transaction():
        catalog.put(Path("/", name), document("Text.", name), [])


def end(connections: Connections, condition: str, value: str) -> None:
    """End the connections for which a condition holds, as a network does that fails."""
    with connections.one() as connection:
        ended = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {condition}"
        assert connection.execute(ended.encode(), (value,)).fetchall() == [(True,)]


def test_the_lock_has_one_holder_who_is_named(connections: Connections, other: Connections) -> None:
    own = f"process {os.getpid()} on .* \\(.*, since \\d\\d:\\d\\d:\\d\\d\\)"
    with connections.writer_lock():
        for writer in (other, connections):  # it is no second one for another thread, nor for the same
            with (
                pytest.raises(LockedError, match=f"is being written to by {own}; wait until it is done, or stop it"),
                writer.writer_lock(),
            ):
                pass
    with other.writer_lock(), pytest.raises(LockedError), connections.writer_lock():
        pass


def test_who_waits_for_the_lock_gets_it_when_it_is_free(connections: Connections, other: Connections) -> None:
    taken, done = threading.Event(), threading.Event()

    def write() -> None:
        with connections.writer_lock():
            taken.set()
            done.wait()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        taken.wait()
        threading.Timer(0.3, done.set).start()
        started = monotonic()
        with other.writer_lock(patience=20):
            assert 0.2 < monotonic() - started < 15
        writing.result()


def test_a_writer_who_has_lost_the_lock_writes_no_more(connections: Connections, other: Connections) -> None:
    catalog = Catalog(PostgresDatabase(connections, "catalog"))

    def write() -> None:
        with connections.writer_lock():
            put(catalog, "a.md")
            end(other, "application_name LIKE %s", f"{os.getpid()} on %")
            with other.writer_lock(patience=5):  # it is free
                pass
            put(catalog, "b.md")

    with pytest.raises(CollectionError, match="does not answer .*; nothing of it is lost"):
        write()
    assert [name for name, _ in catalog.names()] == ["a.md"]
    with connections.writer_lock():
        assert catalog.generation == 1


def test_a_transaction_that_is_cut_off_leaves_nothing(connections: Connections, other: Connections) -> None:
    catalog = Catalog(PostgresDatabase(connections, "catalog"))

    def write() -> None:
        with catalog.transaction():
            catalog.put(Path("/a.md"), document("Text.", "a.md"), [])
            end(other, "state = %s", "idle in transaction")
            catalog.set_property("title", "Letters")

    with pytest.raises(CollectionError, match="does not answer .*; nothing of it is lost"):
        write()
    assert (catalog.counts(), catalog.generation, catalog.get_property("title")) == ((0, 0), 0, None)


def test_a_text_that_cannot_be_kept_is_refused(connections: Connections) -> None:
    catalog = Catalog(PostgresDatabase(connections, "catalog"))
    for text, said in (("a\0b", "PostgreSQL cannot keep this text"), ("a\ud800", "holds half a character")):
        with pytest.raises(UsageError, match=said):
            catalog.set_property("title", text)
    assert catalog.get_property("title") is None


def test_texts_are_in_the_order_that_they_have_in_a_file(connections: Connections) -> None:
    catalog = Catalog(PostgresDatabase(connections, "catalog"))
    names = ["Z.md", "_.md", "a b.md", "a-b.md", "ab.md", "z.md", "Ä.md", "ä.md", "😀.md"]
    for name in reversed(names):
        put(catalog, name)
    assert [one.info.name for one in catalog.listed()] == names == sorted(names)
    assert catalog.holds_below("/Z.md")
    assert not catalog.holds_below("/Z")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (r"/(library\d+)$", '/nothing|database "nothing" does not exist'),
        (r":\d+/", ":9/|Connection refused"),
    ],
)
def test_a_server_that_does_not_answer_is_called_so_with_the_reason(
    address: ClusterAddress, change: str, said: str
) -> None:
    to, reason = said.split("|")
    connections = Connections(ClusterAddress(re.sub(change, to, address.database), None, None))
    with pytest.raises(CollectionError, match=f"^the database at .* does not answer .*{reason}.*; nothing of it is lo"):
        Catalog(PostgresDatabase(connections, "catalog"))
    connections.close()


def test_connections_are_taken_up_again_after_they_were_closed(connections: Connections) -> None:
    database = PostgresDatabase(connections, "catalog")
    assert database.first("SELECT 1 + ?", (1,)) == (2,)
    database.close()
    assert list(database.select("SELECT '100%'")) == [("100%",)]
