"""Tables of a small database: those of an older version of Quotable come up to date when they are opened."""

from collections.abc import Sequence

from qa.errors import CollectionError
from qa.store.database import Database


def bring_up_to_date(database: Database, versions: Sequence[str]) -> None:
    """Make the tables of a new database, and bring those of an older version up to date; all of it or nothing.

    Args:
        database: What holds them.
        versions: The statements that make each format of the one before it, the first of an empty database. How many it
            has seen is its version.

    Raises:
        CollectionError: A newer version of Quotable has made the tables.
    """
    if _format(database, len(versions)) == len(versions):
        return
    with database.transaction():
        seen = _format(database, len(versions))  # another process may have been faster
        for version in versions[seen:]:
            database.make(version)
        if seen < len(versions):
            database.set_version(len(versions))


def _format(database: Database, newest: int) -> int:
    found = database.version
    if found > newest:
        raise CollectionError(
            f"{database.place} has format {found}, and this version of Quotable reads formats up to {newest}; "
            "upgrade Quotable to open it"
        )
    return found
