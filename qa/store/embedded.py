"""A collection in a folder of this machine: SQLite, and indexes in files beside it."""

from contextlib import AbstractContextManager
from pathlib import Path

from embeddings import VectorRows
from qa.address import Address
from qa.errors import CollectionError
from qa.store.catalog import Catalog
from qa.store.database import Database
from qa.store.dense import DenseFile
from qa.store.disk import require_there, writing
from qa.store.following import open_lexical
from qa.store.schema import is_current
from qa.store.sqlite import SqliteDatabase, is_writable, private_copy
from qa.store.store import Dense, Lexical, Stamp
from qa.store.watermark import WatermarkFile
from qa.store.writer_lock import writer_lock

CATALOG, CONVERSATIONS = "catalog.sqlite", "conversations.sqlite"
LEXICAL, VECTORS, DENSE = "lexical", "vectors", "dense.faiss"


class EmbeddedStore:
    """A `Store` in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open what the folder holds; what is missing is made.

        Raises:
            CollectionError: The folder holds something else, or a collection of another format, or cannot be written.
        """
        if folder.exists() and not folder.is_dir():
            raise CollectionError(f"{folder} is a file; a collection is a folder")
        known = (CATALOG, CONVERSATIONS, LEXICAL)  # the others outlive a catalog that was lost
        if folder.is_dir() and not any((folder / name).exists() for name in known) and any(folder.iterdir()):
            raise CollectionError(f"{folder} holds other files; name an empty or a new folder for the collection")
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.place: Address = folder
        self.name = folder.resolve().name
        self.folder = folder
        catalog = catalog_file(folder / CATALOG)
        self.older_conversations: SqliteDatabase | None = catalog
        self.catalog = Catalog(catalog)
        self.conversations: Database = conversations_file(folder / CONVERSATIONS)
        self.dense: Dense = DenseFile(folder / DENSE, self.catalog)
        self._noted = WatermarkFile(folder / LEXICAL).path
        self.lexical: Lexical = open_lexical(self.catalog, folder / LEXICAL, self.lock)

    def rows(self, fingerprint: str, dimension: int) -> VectorRows:
        """The vectors of an encoder."""
        require_there(self.folder)
        with writing(self.folder / VECTORS):
            return VectorRows(self.folder / VECTORS, fingerprint, dimension)

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of the one writer."""
        return writer_lock(self.folder, patience)

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of what is searched by words, with the catalog; and of what is searched by meaning."""
        return (self.catalog.generation, *stamp(self._noted)), stamp(self.folder / DENSE)

    def close(self) -> None:
        """Close every connection."""
        self.catalog.close()
        self.conversations.close()


def is_lost(path: Path) -> bool:
    """Whether a catalog is gone, or all that it held is; SQLite would make a new one."""
    return not (path.exists() and path.stat().st_size) and path.with_name(LEXICAL).is_dir()


def catalog_file(path: Path) -> SqliteDatabase:
    """The database of a catalog; where it cannot be written, and cannot be read as it is, a copy of it.

    Raises:
        CollectionError: The file is gone, or has lost all that it held.
    """
    if is_lost(path):
        state = "empty" if path.exists() else "gone"
        raise CollectionError(
            f"{path} is {state}, though an index of its documents is there; `quotable check --repair` makes a new one, "
            "and `quotable restore` makes a collection from a backup"
        )
    database = SqliteDatabase(path)
    if path.exists() and not is_writable(path) and not is_current(database):
        # It is migrated there, or what a crash left is read.
        return SqliteDatabase(private_copy(path), is_kept=False)
    return database


def conversations_file(path: Path) -> SqliteDatabase:
    """The database of conversations; where it cannot be written a copy of it, which is gone with this process."""
    return SqliteDatabase(path) if is_writable(path) else SqliteDatabase(private_copy(path), is_kept=False)


def stamp(path: Path) -> Stamp:
    """Another one whenever a file is written."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
