"""What is remembered of the addresses that were fetched, in a file beside the pages."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.fetching.listings import Listing


@dataclass(frozen=True, slots=True)
class Record:
    """What was fetched from an address.

    Attributes:
        fetched: When its server was last asked, as ISO 8601.
        etag: By which the server tells this version from others; None where it names none.
        last_modified: When it was changed, as the server says it; None where it does not.
        file: The file of the page, relative to the folder of pages; None for a listing.
        sha256: Of the bytes, in hexadecimal.
        pages: What a listing lists.
        sitemaps: Further sitemaps that it lists.
    """

    fetched: str
    etag: str | None
    last_modified: str | None
    file: str | None
    sha256: str
    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()

    @property
    def listing(self) -> Listing:
        """What a listing lists; nothing for a page."""
        return Listing(self.pages, self.sitemaps)

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the page only if it is not this one."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


def read_records(path: Path) -> dict[str, Record]:
    """Records by address; none where the file is missing or damaged, and then all pages are fetched again."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {address: _record(one) for address, one in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _record(one: Mapping[str, object]) -> Record:
    lists = {name: tuple(value) for name, value in one.items() if isinstance(value, list)}
    return Record(**{**one, **lists})  # type: ignore[arg-type]


def write_records(path: Path, records: Mapping[str, Record]) -> None:
    """Keep records, all or none of them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps({address: asdict(one) for address, one in records.items()}, indent=1), encoding="utf-8")
    os.replace(new, path)
