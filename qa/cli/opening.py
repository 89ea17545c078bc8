"""Opens what a command works on: the collection that was named, and the language model that was set."""

from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.printing import err, progress
from qa.collection import Collection
from qa.errors import CollectionError, UsageError
from qa.sample.sample import open_sample
from qa.settings import NO_MODEL, data_folder, default_collection, load_llm_settings, load_settings, login_lasts

if TYPE_CHECKING:
    from qa.access.accounts import Accounts
    from qa.llm.author import Author


def open_collection(folder: Path | None) -> Collection:
    """The collection that was named, else the user's own, else the built-in sample."""
    return open_or_sample(folder)[0]


def open_or_sample(folder: Path | None) -> tuple[Collection, bool]:
    """The same, and whether it is the sample."""
    settings = load_settings()
    named = folder or settings.collection
    if named == default_collection() and not (named / "catalog.sqlite").exists():
        err.print("no collection was named; using the built-in sample", style="dim")
        with progress(err) as shown:
            return open_sample(model=settings.model, precision=settings.precision, progress=shown), True
    return open_existing(named), False


def open_existing(folder: Path | None) -> Collection:
    """The collection that was named, else the user's own.

    Raises:
        CollectionError: There is none.
    """
    settings = load_settings()
    named = folder or settings.collection
    if not (named / "catalog.sqlite").exists():
        raise CollectionError(f"there is no collection in {named}; make one: quotable index PATH --collection {named}")
    return Collection.open(named, model=settings.model, precision=settings.precision)


def open_or_create(folder: Path | None) -> Collection:
    """The collection that was named, else the user's own; it is created if it does not exist."""
    settings = load_settings()
    return Collection.open(folder or settings.collection, model=settings.model, precision=settings.precision)


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


def open_accounts() -> "Accounts":
    """The users and keys of servers that this user of the machine starts."""
    from qa.access.accounts import Accounts

    return Accounts(data_folder() / "access.sqlite", login_lasts())
