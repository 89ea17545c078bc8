"""What is known of a document beside its text, and where each fact stands; pure."""

from dataclasses import dataclass

from qa.documents.document import Document, Origin


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a document.

    Attributes:
        name: title, date (YYYY-MM-DD), categories, url, description or keywords.
        value: As text, and several of them for categories and keywords.
        origin: Where it stands; None where the document was read before that was noted.
    """

    name: str
    value: str | tuple[str, ...]
    origin: Origin | None

    @property
    def shown(self) -> str:
        """The value in one line."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


def facts_of(document: Document) -> list[Fact]:
    """The facts of a document that are known, in the order in which they are shown."""
    info, particulars = document.info, document.particulars
    values: dict[str, str | tuple[str, ...] | None] = {
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "categories": info.categories,
        "url": info.url,
        "description": particulars.description,
        "keywords": particulars.keywords,
    }
    origins = dict(particulars.origins)
    return [Fact(name, value, origins.get(name)) for name, value in values.items() if value]
