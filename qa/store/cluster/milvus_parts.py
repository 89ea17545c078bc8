"""What Milvus keeps of one collection, put together."""

import re
from contextlib import AbstractContextManager, nullcontext, suppress
from secrets import token_hex

from qa.errors import LockedError
from qa.store.catalog import Catalog
from qa.store.cluster import milvus_dense, milvus_lexical
from qa.store.cluster.milvus import Milvus
from qa.store.cluster.milvus_dense import MilvusDense
from qa.store.cluster.milvus_lexical import MilvusLexicalIndex
from qa.store.cluster.milvus_vectors import MilvusRows
from qa.store.cluster.term_tables import TermTables
from qa.store.database import Database
from qa.store.following import Lock, follow_lexical, is_current
from qa.store.store import Stamp

_NAME = "name in milvus"


class MilvusParts:
    """The lexical index, dense search and vectors of a collection.

    Attributes:
        lexical: The lexical index.
        dense: Dense search.
    """

    def __init__(self, address: str, name: str, catalog: Catalog, database: Database) -> None:
        """Name the server and the collection; the server is asked when something is needed of it.

        Args:
            address: Of the server, as 'http://host:19530'.
            name: Of the collection.
            catalog: Which Milvus follows.
            database: Where the catalog is, for the tables of terms.

        Raises:
            UsageError: It is no address of a server.
        """
        self._server = Milvus(address)
        self._catalog = catalog
        self._name = _name(name, catalog)
        self.lexical = MilvusLexicalIndex(self._server, self._name, TermTables(database), catalog)
        self.dense = MilvusDense(self._server, self._name, catalog)

    def catch_up(self, lock: Lock) -> None:
        """Bring the lexical index up to date where it is behind; while another process writes, that does it."""
        if not is_current(self._catalog, self.lexical):
            with suppress(LockedError), lock(0):
                follow_lexical(self._catalog, self.lexical)

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Nothing more is locked than the catalog."""
        return nullcontext()

    def rows(self, fingerprint: str, dimension: int) -> MilvusRows:
        """The vectors of an encoder."""
        return MilvusRows(self._server, self._name, fingerprint, dimension)

    def stamps(self) -> tuple[Stamp, Stamp]:
        """What was published of the lexical index, and of dense search."""
        words, vectors = (self._catalog.get_property(one.NOTE) for one in (milvus_lexical, milvus_dense))
        return (words,), (vectors,)

    def close(self) -> None:
        """Close the connection."""
        self._server.close()


def _name(name: str, catalog: Catalog) -> str:
    """What collections of Milvus begin with: another collection of the same name may be on the same server."""
    with catalog.transaction():
        known = catalog.get_property(_NAME)
        if known is None:
            known = f"q_{re.sub(r'[^A-Za-z0-9]', '_', name)[:40]}_{token_hex(4)}"
            catalog.set_property(_NAME, known)
    return known
