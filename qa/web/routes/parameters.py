"""What the HTTP API is asked for, checked; each parameter is declared here once."""

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from qa.filters import Filters

_MOST_HITS = 100
_MOST_LISTED = 200

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_day(day: object) -> object:
    """A day as it is written; a number, or a day with a time behind it, is a slip."""
    if day is None or (isinstance(day, str) and _DAY.fullmatch(day)):
        return day
    raise PydanticCustomError("date_form", "a day is written as YYYY-MM-DD")


Day = Annotated[date | None, BeforeValidator(_written_day)]
"""A day, or none."""
_K = Annotated[int, Field(ge=1, le=_MOST_HITS)]


class Within(BaseModel):
    """Which documents are searched; a parameter that is not known is an error, or a slip would widen the search."""

    model_config = ConfigDict(extra="forbid")

    date_from: Day = Field(None, alias="from")
    date_to: Day = Field(None, alias="to")
    category: list[str] = []
    document: list[str] = []

    @property
    def filters(self) -> Filters:
        """As the collection takes them.

        Raises:
            UsageError: The first day comes after the last.
        """
        return Filters(self.date_from, self.date_to, frozenset(self.category), frozenset(self.document))


class ToList(Within):
    """Documents are listed by words of their titles and file names."""

    q: str = ""
    limit: Annotated[int, Field(ge=1, le=_MOST_LISTED)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


class ToCount(Within):
    """The documents that match a question are counted; all documents where there is no question."""

    q: str | None = None
    without: list[str] = []


class ToRetrieve(Within):
    """The nearest passages are looked for."""

    q: str
    without: list[str] = []
    k: _K = 5


class ToAsk(Within):
    """A question is to be answered."""

    q: str
    without: list[str] = []
    k: _K = 10


class ToAskInFull(ToAsk):
    """A question is to be answered, by the language model where `llm` says so: that costs, so it is never a GET."""

    llm: bool = False
