"""Opens what a command works on: the collection that was named, and the language model that was set."""

from pathlib import Path
from typing import TYPE_CHECKING

from qa.address import Address, read_address
from qa.cli.printing import err, progress
from qa.collection import Collection
from qa.errors import CollectionError, UsageError
from qa.sample.sample import open_sample
from qa.settings import NO_MODEL, data_folder, default_collection, load_llm_settings, load_settings, login_lasts
from qa.store.opening import holds_collection, open_accounts_database

if TYPE_CHECKING:
    from qa.access.accounts import Accounts
    from qa.llm.author import Author


def address_of(named: str | None) -> Address:
    """Where the collection is that was named, else the user's own."""
    return read_address(named) if named else load_settings().collection


def folder_of(named: str | None) -> Path:
    """The folder of the collection that was named, else of the user's own.

    Raises:
        UsageError: It is on servers.
    """
    address = address_of(named)
    if not isinstance(address, Path):
        raise UsageError(
            f"{address} is kept by PostgreSQL, whose own programs pg_dump and pg_restore do this; `quotable index` "
            "makes the indexes again"
        )
    return address


def open_collection(named: str | None) -> Collection:
    """The collection that was named, else the user's own, else the built-in sample."""
    return open_or_sample(named)[0]


def open_or_sample(named: str | None) -> tuple[Collection, bool]:
    """The same, and whether it is the sample."""
    settings = load_settings()
    address = address_of(named)
    if address == default_collection() and not holds_collection(address):
        err.print("no collection was named; using the built-in sample", style="dim")
        with progress(err) as shown:
            return open_sample(model=settings.model, precision=settings.precision, progress=shown), True
    return open_existing(named), False


def open_existing(named: str | None) -> Collection:
    """The collection that was named, else the user's own.

    Raises:
        CollectionError: There is none.
    """
    settings = load_settings()
    address = address_of(named)
    if not holds_collection(address):
        raise CollectionError(
            f"there is no collection in {address}; make one: quotable index PATH --collection {address}"
        )
    return Collection.open(address, model=settings.model, precision=settings.precision)


def open_or_create(named: str | None) -> Collection:
    """The collection that was named, else the user's own; it is created if it does not exist."""
    settings = load_settings()
    return Collection.open(address_of(named), model=settings.model, precision=settings.precision)


def open_author(collection: Collection) -> "Author":
    """The language model that writes answers about a collection.

    Raises:
        UsageError: None is set.
    """
    from qa.llm.author import Author

    settings = load_llm_settings()
    if settings is None:
        raise UsageError(NO_MODEL)
    return Author(collection, settings)


def open_accounts(named: str | None = None) -> "Accounts":
    """The users and keys of the servers that this user of the machine starts.

    Those of a collection on a server are kept there too; it is the one that was named, else the user's own.
    """
    from qa.access.accounts import Accounts

    return Accounts(open_accounts_database(address_of(named), data_folder() / "access.sqlite"), login_lasts())
