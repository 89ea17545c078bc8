"""What the properties of an office document say of it; pure."""

from collections.abc import Mapping
from datetime import date

from qa.documents.content import Metadata
from qa.documents.whitespace import fold

_DATES = ("published", "publicationdate", "publishedtime", "date", "created", "modified")
"""In this order: what its author says, then what the program that wrote it does."""


def read_properties(properties: Mapping[str, str | None]) -> Metadata:
    """Title and date, from properties by name."""
    plain = {name.replace("_", "").replace(" ", "").lower(): value or "" for name, value in properties.items()}
    days = (_day(plain.get(name, "")) for name in _DATES)
    return Metadata(title=fold(plain.get("title", "")) or None, date=next((day for day in days if day), None))


def _day(stamp: str) -> date | None:
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None
