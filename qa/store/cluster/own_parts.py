"""Indexes of a machine's own, of a collection whose catalog many machines share: each follows for itself."""

from contextlib import AbstractContextManager, suppress
from pathlib import Path

from embeddings import VectorRows
from qa.errors import LockedError
from qa.store.catalog import Catalog
from qa.store.dense import DenseFile
from qa.store.disk import writing
from qa.store.embedded import DENSE, LEXICAL, VECTORS, stamp
from qa.store.following import Lock, follow_lexical, open_lexical
from qa.store.store import Dense, Lexical, Stamp
from qa.store.watermark import WatermarkFile
from qa.store.writer_lock import writer_lock


class OwnParts:
    """The lexical index, dense search and vectors in a folder of this machine.

    Attributes:
        lexical: The lexical index.
        dense: Dense search.
    """

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        """Open what the folder holds; what is missing is made."""
        self._folder = folder
        self._catalog = catalog
        self._noted = WatermarkFile(folder / LEXICAL).path
        self.lexical: Lexical = open_lexical(catalog, folder / LEXICAL, self.lock)
        self.dense: Dense = DenseFile(folder / DENSE, catalog)

    def rows(self, fingerprint: str, dimension: int) -> VectorRows:
        """The vectors of an encoder."""
        with writing(self._folder / VECTORS):
            return VectorRows(self._folder / VECTORS, fingerprint, dimension)

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of the one process of this machine that writes to the folder."""
        return writer_lock(self._folder, patience)

    def catch_up(self, lock: Lock) -> None:
        """Nothing: it was done when the index was opened."""

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of the lexical index, which has followed what other machines have changed, and of dense search."""
        if self.lexical.watermark != self._catalog.watermark:
            with suppress(LockedError), self.lock():
                follow_lexical(self._catalog, self.lexical)
        return stamp(self._noted), stamp(self._folder / DENSE)

    def close(self) -> None:
        """Nothing is open."""
