"""What a reader of a format makes of a file's bytes."""

import datetime
from dataclasses import dataclass, field

from qa.documents.document import Origin, TextBlock
from qa.documents.whitespace import fold


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself, apart from its text; empty for what it does not say.

    Attributes:
        title: As it was typed.
        date: When it was published, or else made or changed.
        category: The only category, where a format has but one.
        categories: Every category and tag, the most important first.
        url: Its original page, http or https.
        description: What the document is about, in a sentence or a paragraph.
        keywords: Further words under which it should be found: keywords, aliases, other titles.
        origin: Where all of this stands.
        problems: What stands there and could not be read, in sentences for people.
        below_title: The day that stands alone below the title, where the file gives none as its date.
        made: When a program made the file, as it set down by itself; it counts where nothing else gives a day.
    """

    title: str | None = None
    date: datetime.date | None = None
    category: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    description: str | None = None
    keywords: tuple[str, ...] = ()
    origin: Origin = "properties"
    problems: tuple[str, ...] = ()
    below_title: datetime.date | None = None
    made: datetime.date | None = None

    @property
    def all_categories(self) -> tuple[str, ...]:
        """Each category once."""
        names = (fold(name) for name in (self.category, *self.categories) if name)
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Content:
    """A file's text and what it says about itself.

    Attributes:
        parts: Blocks in reading order; none for a file without text.
        metadata: From front matter, properties, headers.
    """

    parts: list[TextBlock]
    metadata: Metadata = field(default_factory=Metadata)
