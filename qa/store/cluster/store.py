"""A collection in PostgreSQL and Milvus, which any number of servers may ask and change."""

import re
import socket
from contextlib import AbstractContextManager
from pathlib import Path

from embeddings import VectorRows
from qa.address import ClusterAddress
from qa.settings import data_folder
from qa.store.catalog import Catalog
from qa.store.cluster.connections import Connections
from qa.store.cluster.milvus_parts import MilvusParts
from qa.store.cluster.postgresql import PostgresDatabase
from qa.store.database import Database
from qa.store.dense import DenseFile
from qa.store.disk import writing
from qa.store.embedded import DENSE, LEXICAL, VECTORS, stamp
from qa.store.following import open_lexical
from qa.store.sqlite import SqliteDatabase
from qa.store.store import Dense, Lexical, Rows, Stamp
from qa.store.watermark import WatermarkFile


class ClusterStore:
    """A `Store` on servers.

    What is derived from the catalog lies in Milvus; without a server of it, in a folder of this machine.
    """

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
        database = PostgresDatabase(self._connections, "catalog")
        self.catalog = Catalog(database)
        self.conversations: Database = PostgresDatabase(self._connections, "conversations")
        self.lexical: Lexical
        self.dense: Dense = DenseFile(self.folder / DENSE, self.catalog)
        self._noted = WatermarkFile(self.folder / LEXICAL).path
        self._milvus = MilvusParts(address.vectors, self.name, self.catalog, database) if address.vectors else None
        if self._milvus:
            self.dense, self.lexical = self._milvus.dense, self._milvus.lexical
            self._milvus.catch_up(self.lock)
        else:
            self.lexical = open_lexical(self.catalog, self.folder / LEXICAL, self.lock)

    def rows(self, fingerprint: str, dimension: int) -> Rows:
        """The vectors of an encoder."""
        if self._milvus:
            return self._milvus.rows(fingerprint, dimension)
        with writing(self.folder / VECTORS):
            return VectorRows(self.folder / VECTORS, fingerprint, dimension)

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of the one writer, whichever machine it is on."""
        return self._connections.writer_lock(patience)

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of what is searched by words, with the catalog; and of what is searched by meaning."""
        if self._milvus:
            words, vectors = self._milvus.stamps()
            return (self.catalog.identity, *words), vectors
        return (self.catalog.identity, *stamp(self._noted)), stamp(self.folder / DENSE)

    def close(self) -> None:
        """Close every connection."""
        if self._milvus:
            self._milvus.close()
        self._connections.close()


def _own_folder(address: ClusterAddress) -> Path:
    """A folder that no other machine has: the catalog names files by their paths, and each has others there."""
    named = (re.sub(r"[^\w.-]", "-", one) for one in (f"{address.host}-{address.name}", socket.gethostname()))
    return data_folder().joinpath("clusters", *named)
