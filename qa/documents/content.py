"""What a reader of a format makes of a file's bytes."""

import datetime
from dataclasses import dataclass, field

from qa.documents.document import TextBlock


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself; None for what it does not say."""

    title: str | None = None
    date: datetime.date | None = None
    category: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file's text and what it says about itself.

    Attributes:
        parts: Blocks in reading order; none for a file without text.
        metadata: From front matter, properties, headers.
    """

    parts: list[TextBlock]
    metadata: Metadata = field(default_factory=Metadata)
