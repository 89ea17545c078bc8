"""A collection in PostgreSQL, which any number of servers may ask and change."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa.address import Address, ClusterAddress
from qa.settings import data_folder
from qa.store.catalog import Catalog
from qa.store.cluster.connections import Connections
from qa.store.cluster.own_parts import OwnParts
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.database import Database
from qa.store.disk import writing
from qa.store.sqlite import SqliteDatabase
from qa.store.store import Dense, Lexical, Rows, Stamp

if TYPE_CHECKING:
    from qa.store.cluster.milvus_parts import MilvusParts


class ClusterStore:
    """A `Store` on servers.

    Words and vectors are kept by a server of vectors, which all share; without one each machine has indexes of its own.
    """

    def __init__(self, address: ClusterAddress) -> None:
        """Connect to the servers; what is missing is made.

        Raises:
            CollectionError: A server does not answer, or holds something else, or the folder cannot be written.
            UsageError: The server of vectors has no address of one.
        """
        self.place: Address = address
        self.name = address.name
        self.folder = address.folder or _own_folder(address)
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._connections = Connections(address)
        self.older_conversations: SqliteDatabase | None = None
        database = PostgresDatabase(self._connections, "catalog")
        self.catalog = Catalog(database)
        self.conversations: Database = PostgresDatabase(self._connections, "conversations")
        self._parts = self._open_parts(address.vectors, database)
        self._parts.catch_up(self.lock)
        self.lexical: Lexical = self._parts.lexical
        self.dense: Dense = self._parts.dense

    def _open_parts(self, vectors: str | None, database: Database) -> "OwnParts | MilvusParts":
        if vectors is None:
            return OwnParts(self.folder, self.catalog)
        from qa.store.cluster.milvus_parts import MilvusParts  # whose packages take a second to import

        return MilvusParts(vectors, self.name, self.catalog, database)

    def rows(self, fingerprint: str, dimension: int) -> Rows:
        """The vectors of an encoder."""
        return self._parts.rows(fingerprint, dimension)

    @contextmanager
    def lock(self, patience: float = 0) -> Iterator[None]:
        """Hold the lock of the one writer, whichever machine it is on."""
        with self._connections.writer_lock(patience), self._parts.lock(patience):
            yield

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of what is searched by words, with the catalog; and of what is searched by meaning."""
        words, meaning = self._parts.stamps()
        return (self.catalog.identity, *words), meaning

    def close(self) -> None:
        """Close every connection."""
        self._parts.close()
        self._connections.close()


def _own_folder(address: ClusterAddress) -> Path:
    """A folder that no other machine has: the catalog names files by their paths, and each has others there."""
    named = (re.sub(r"[^\w.-]", "-", one) for one in (f"{address.host}-{address.name}", socket.gethostname()))
    return data_folder().joinpath("clusters", *named)
