"""Filters on date, category and document, and the passages that they allow."""

from dataclasses import dataclass
from datetime import date

from qa.errors import UsageError
from qa.messages import Message


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are searched; a document of unknown date or category passes no filter on it.

    Attributes:
        date_from: First day; None for no limit.
        date_to: Last day, inclusive; None for no limit.
        categories: Any of these; empty for all.
        documents: Names; any of these, empty for all.
    """

    date_from: date | None = None
    date_to: date | None = None
    categories: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            first, last = self.date_from, self.date_to
            raise UsageError(Message("the range of dates is empty: from {first} to {last}", first=first, last=last))

    def __bool__(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.date_from or self.date_to or self.categories or self.documents)

    def to_dict(self) -> dict[str, object]:
        """What is set: `from`, `to`, `category` and `document`, named as the options are; empty when nothing is."""
        days = {"from": self.date_from, "to": self.date_to}
        found: dict[str, object] = {name: day.isoformat() for name, day in days.items() if day}
        lists = {"category": self.categories, "document": self.documents}
        return found | {name: sorted(values) for name, values in lists.items() if values}
