"""Opens what a collection is kept in, by its address."""

from pathlib import Path

from qa.address import Address
from qa.errors import PackageError
from qa.store.embedded import CATALOG, EmbeddedStore
from qa.store.store import Store


def open_store(address: Address) -> Store:
    """Open the store at an address; it is made when it is missing.

    Raises:
        CollectionError: It holds something else, or a collection of another format, or cannot be used now.
        PackageError: It is on servers, and the packages that speak to them are not installed.
    """
    if isinstance(address, Path):
        return EmbeddedStore(address)
    try:
        from qa.store.cluster.store import ClusterStore
    except ModuleNotFoundError as error:
        raise PackageError(
            f"{address} is on servers, and the package {error.name} is not installed: pip install "
            "'quotable-qa[cluster]'"
        ) from error
    return ClusterStore(address)


def holds_collection(address: Address) -> bool:
    """Whether there is a collection at an address; of servers it is believed."""
    return not isinstance(address, Path) or (address / CATALOG).exists()
