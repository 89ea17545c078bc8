"""Opens what a collection is kept in, by its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.address import Address, ClusterAddress
from qa.errors import PackageError
from qa.store.database import Database
from qa.store.embedded import CATALOG, EmbeddedStore, is_lost
from qa.store.sqlite import SqliteDatabase
from qa.store.store import Store


def open_store(address: Address) -> Store:
    """Open the store at an address; it is made when it is missing.

    Raises:
        CollectionError: It holds something else, or a collection of another format, or cannot be used now.
        PackageError: It is on servers, and the packages that speak to them are not installed.
    """
    if isinstance(address, Path):
        return EmbeddedStore(address)
    with _packages_of(address):
        from qa.store.cluster.store import ClusterStore
    return ClusterStore(address)


def open_accounts_database(address: Address, file: Path) -> Database:
    """Where the users and keys of servers of a collection are kept: beside it on its server, else in a file.

    Raises:
        PackageError: It is on servers, and the packages that speak to them are not installed.
    """
    if isinstance(address, Path):
        return SqliteDatabase(file, is_private=True)
    with _packages_of(address):
        from qa.store.cluster.connections import Connections
        from qa.store.cluster.postgresql import PostgresDatabase
    return PostgresDatabase(Connections(address), "accounts")


def holds_collection(address: Address) -> bool:
    """Whether there is a collection at an address, if only one to be mended; of servers it is believed."""
    return not isinstance(address, Path) or (address / CATALOG).exists() or is_lost(address / CATALOG)


@contextmanager
def _packages_of(address: ClusterAddress) -> Iterator[None]:
    """Import what speaks to servers."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise PackageError(
            f"{address} is on a server, and the package {error.name} is not installed: pip install "
            "'quotable-qa[cluster]'"
        ) from error
