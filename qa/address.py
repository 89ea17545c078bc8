"""Where a collection is: a folder of this machine, or servers that many machines share."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from qa.errors import UsageError

_SCHEMES = ("postgresql", "postgres")
_EXAMPLE = "postgresql://user@host/name?vectors=http://host:19530"


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """The servers of a collection.

    Attributes:
        database: Address of the database, as PostgreSQL's own programs take it; it may hold a password.
        vectors: Address of the server of vectors and words; None where there is none.
        folder: Of this machine, for what comes through the web and for what can be made again; None for one in the
            user's data folder.
    """

    database: str = field(repr=False)
    vectors: str | None
    folder: Path | None

    @property
    def name(self) -> str:
        """The name of the database."""
        return urlsplit(self.database).path.strip("/")

    @property
    def host(self) -> str:
        """The machine, and the port where it is another than usual."""
        return urlsplit(self.database).netloc.rpartition("@")[2] or "localhost"

    def __str__(self) -> str:
        """The address of the database, without the password."""
        return f"postgresql://{self.host}/{self.name}"


Address = Path | ClusterAddress


def read_address(given: str | Address) -> Address:
    """Where a collection is, as a person has written it: a folder, or an address that begins with 'postgresql://'.

    Raises:
        UsageError: It begins as an address does, and is none.
    """
    if isinstance(given, ClusterAddress):
        return given
    scheme, mark, _ = str(given).partition("://")
    if not mark or scheme not in _SCHEMES:
        return Path(given)
    try:
        parts = urlsplit(str(given))
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        is_address = parts.port != 0 and bool(parts.path.strip("/")) and "/" not in parts.path.strip("/")
    except ValueError:
        is_address = False
    if not is_address:
        raise UsageError(f"the address of the collection cannot be read; one looks like {_EXAMPLE}")
    vectors, folder = options.pop("vectors", None), options.pop("folder", None)
    database = urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(options), ""))
    return ClusterAddress(database, vectors or None, Path(folder) if folder else None)
