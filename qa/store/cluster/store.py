"""A collection in PostgreSQL, which any number of servers may ask and change."""

import re
import socket
from contextlib import AbstractContextManager
from pathlib import Path

from embeddings import VectorRows
from qa.address import ClusterAddress
from qa.settings import data_folder
from qa.store.catalog import Catalog
from qa.store.cluster.connections import Connections
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.database import Database
from qa.store.dense import DenseFile
from qa.store.disk import writing
from qa.store.embedded import DENSE, LEXICAL, VECTORS, stamp
from qa.store.following import open_lexical
from qa.store.sqlite import SqliteDatabase
from qa.store.store import Dense, Lexical, Stamp
from qa.store.watermark import WatermarkFile


class ClusterStore:
    """A `Store` on servers; what is derived from the catalog lies in a folder of this machine."""

    def __init__(self, address: ClusterAddress) -> None:
        """Connect to the servers; what is missing is made.

        Raises:
            CollectionError: A server does not answer, or holds something else, or the folder cannot be written.
        """
        self.place: object = address
        self.name = address.name
        self.folder = address.folder or _own_folder(address)
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self._connections = Connections(address)
        self.older_conversations: SqliteDatabase | None = None
        self.catalog = Catalog(PostgresDatabase(self._connections, "catalog"))
        self.conversations: Database = PostgresDatabase(self._connections, "conversations")
        self.dense: Dense = DenseFile(self.folder / DENSE, self.catalog)
        self._noted = WatermarkFile(self.folder / LEXICAL).path
        self.lexical: Lexical = open_lexical(self.catalog, self.folder / LEXICAL, self.lock)

    def rows(self, fingerprint: str, dimension: int) -> VectorRows:
        """The vectors of an encoder."""
        with writing(self.folder / VECTORS):
            return VectorRows(self.folder / VECTORS, fingerprint, dimension)

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of the one writer, whichever machine it is on."""
        return self._connections.writer_lock(patience)

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of what is searched by words, with the catalog; and of what is searched by meaning."""
        return (self.catalog.identity, *stamp(self._noted)), stamp(self.folder / DENSE)

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()


def _own_folder(address: ClusterAddress) -> Path:
    """A folder that no other machine has: the catalog names files by their paths, and each has others there."""
    named = (re.sub(r"[^\w.-]", "-", one) for one in (f"{address.host}-{address.name}", socket.gethostname()))
    return data_folder().joinpath("clusters", *named)
