"""What the tools are called with; the descriptions are what an agent reads."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.filters import Filters

MOST_PASSAGES = 20
MOST_CHARACTERS = 50_000
"""Of a document, in one answer."""

_Question = Annotated[str, Field(description="A question in plain English, with the dates and names that it is about.")]


class Arguments(BaseModel):
    """Arguments of a tool; one that is not known is an error, or a slip would widen the search."""

    model_config = ConfigDict(extra="forbid")


class Within(Arguments):
    """Which documents are searched."""

    date_from: Annotated[date | None, Field(alias="from", description="Only documents of this day or later.")] = None
    date_to: Annotated[date | None, Field(alias="to", description="Only documents of this day or earlier.")] = None
    category: Annotated[list[str], Field(description="Only documents of any of these categories.")] = []
    document: Annotated[list[str], Field(description="Only these documents, by name.")] = []

    @property
    def filters(self) -> Filters:
        """As the collection takes them.

        Raises:
            UsageError: The first day comes after the last.
        """
        return Filters(self.date_from, self.date_to, frozenset(self.category), frozenset(self.document))


class ToSearch(Within):
    """Passages are looked for."""

    question: _Question
    k: Annotated[int, Field(ge=1, le=MOST_PASSAGES, description="How many passages.")] = 5


class ToAsk(Within):
    """A question is to be answered."""

    question: _Question


class ToRead(Arguments):
    """A part of a document is to be read."""

    document: Annotated[str, Field(description="Name of the document, as the other tools give it.")]
    offset: Annotated[int, Field(ge=0, description="Character of the text to begin at.")] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_CHARACTERS, description="How many characters to read.")] = 10_000
