"""Tables of a small database: those of an older version of Quotable come up to date when they are opened."""

from collections.abc import Sequence
from pathlib import Path

from qa.errors import CollectionError
from qa.store.database import Database


def bring_up_to_date(database: Database, path: Path, versions: Sequence[str]) -> None:
    """Make the tables of a new file, and bring those of an older version up to date; all of it or nothing.

    Args:
        database: What holds them.
        path: Where its file lies, for messages.
        versions: The statements that make each format of the one before it, the first of an empty file. How many a file
            has seen is kept as SQLite's `user_version`.

    Raises:
        CollectionError: A newer version of Quotable has made the file.
    """
    if _format(database, path, len(versions)) == len(versions):
        return
    with database.transaction():
        seen = _format(database, path, len(versions))  # another process may have been faster
        for version in versions[seen:]:
            for statement in version.split(";\n"):
                database.change(statement)
        database.change(f"PRAGMA user_version = {len(versions)}")


def _format(database: Database, path: Path, newest: int) -> int:
    row = database.first("PRAGMA user_version")
    found = int(row[0]) if row else 0
    if found > newest:
        raise CollectionError(
            f"{path} has format {found}, and this version of Quotable reads formats up to {newest}; upgrade Quotable "
            "to open it"
        )
    return found
