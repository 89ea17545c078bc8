"""What a backup holds: which files of a collection, and what is written about them in the backup itself."""

import re
from pathlib import PurePosixPath

from pydantic import BaseModel, Field

MANIFEST = "quotable-backup.json"
"""The last file of a backup; the names, sizes and hashes of the others are in it."""
FORMAT = 1
VECTORS = "vectors/"
_DERIVED = ("lexical", "dense.faiss", "dense.ids")
"""Files and folders that are built again from the catalog and the vectors."""
_LOCKS = ("writer.lock", "writer.json")
_PASSING = re.compile(r"\.(tmp|new|part)$|\.sqlite-(wal|shm|journal)$|^\w+\.(damaged|mended)|(^|/)\.arriving-")
"""Files that are being written, or were set aside; what SQLite keeps beside a database is in the copy of it."""
_SAFE_NAME = re.compile(r"[^\\:\0]+")


class KeptFile(BaseModel):
    """Size and sha256 of a file."""

    size: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """What stands in a backup about itself.

    Attributes:
        format: Of the backup.
        version: Of Quotable.
        made: When, as ISO 8601.
        collection: Where the collection lay, whose uploads and pages the catalog names by absolute paths.
        files: By their names in the folder of the collection.
    """

    format: int
    version: str
    made: str
    collection: str
    files: dict[str, KeptFile]


def belongs(name: str) -> bool:
    """Whether a backup holds the file of this name in the folder of a collection.

    The same rule chooses what is written and what is accepted, so that a backup can name nothing outside of the
    folder, and no index, which its engine would believe.

    Args:
        name: Relative to the folder, with '/'.
    """
    parts = name.split("/")
    if not _SAFE_NAME.fullmatch(name) or any(part in ("", ".", "..") for part in parts):
        return False
    if parts[0] in _DERIVED or name == MANIFEST or _PASSING.search(name):
        return False
    return not (parts[-1] in _LOCKS and PurePosixPath(name).parent.as_posix() in (".", "pages/.state"))
