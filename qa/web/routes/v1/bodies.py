"""What the API is sent as JSON, checked; every field is described here once."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from qa.answering.pipeline import LONGEST_QUESTION, askable
from qa.errors import UsageError
from qa.filters import Filters
from qa.understanding.follow_ups import Conversation
from qa.web.routes.parameters import Day
from qa.web.routes.v1.earlier_turns import MOST_TURNS, EarlierTurn, conversation_of
from qa.web.validation import SAID, Text

MOST_HITS = 100


def _asked(question: str) -> str:
    try:
        return askable(question)
    except UsageError as error:
        raise PydanticCustomError(SAID, "{reason}", {"reason": str(error)}) from error


def _number(given: object) -> object:
    """JSON tells 5 from "5" and from true, and does not tell it from 5.0."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise PydanticCustomError("int_form", "Input should be a whole number")
    return given


_IS_NUMBER = BeforeValidator(_number)
"""Stands behind the limits of a field: in front of them the schema would lose them."""
Question = Annotated[
    str,
    AfterValidator(_asked),
    Field(
        description="The question in words.",
        json_schema_extra={
            "minLength": 1,
            "maxLength": LONGEST_QUESTION,
            # A character that is seen: what Python and JSON Schema call space differs.
            "pattern": r"[^\s\x1c-\x1f\x85\ufeff]",
        },
    ),
]


class Body(BaseModel):
    """A body; a field that is not known is an error, or a slip would widen the search."""

    model_config = ConfigDict(extra="forbid")


class FiltersBody(Body):
    """Which documents are searched; a document of unknown date or category passes no filter on it."""

    date_from: Annotated[Day, Field(alias="from", description="First day.")] = None
    date_to: Annotated[Day, Field(alias="to", description="Last day, inclusive.")] = None
    category: Annotated[list[Text], Field(description="Any of these categories; empty for all.")] = []
    document: Annotated[list[Text], Field(description="Any of these documents, by name; empty for all.")] = []

    @model_validator(mode="after")
    def _makes_sense(self) -> "FiltersBody":
        try:
            _ = self.filters
        except UsageError as error:
            raise PydanticCustomError(SAID, "{reason}", {"reason": str(error)}) from error
        return self

    @property
    def filters(self) -> Filters:
        """As the collection takes them."""
        return Filters(self.date_from, self.date_to, frozenset(self.category), frozenset(self.document))


class Searched(Body):
    """What every question has beside its words."""

    filters: Annotated[FiltersBody, Field(default_factory=FiltersBody)]
    without: Annotated[
        list[Text],
        Field(
            description="Keys of what was understood from the question that is left out: `from:2021-03-01`, or `from` "
            "for all of that name; they are the `name` and `value` of the answer's `filters`."
        ),
    ] = []

    @property
    def within(self) -> Filters:
        """The filters as the collection takes them."""
        return self.filters.filters


class RetrieveBody(Searched):
    """The passages nearest to a question are looked for."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "How many bridges were repaired?", "k": 3},
                {"question": "bridges", "filters": {"from": "2021-03-01", "category": ["Report"]}},
            ]
        }
    )

    question: Question
    k: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many passages at most."), _IS_NUMBER] = 5


class AskBody(Searched):
    """A question is to be answered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "How many bridges were repaired?"},
                {
                    "question": "And in 2022?",
                    "conversation": [{"question": "How many bridges were repaired in 2021?"}],
                },
            ]
        }
    )

    question: Question
    k: Annotated[int, Field(ge=1, le=MOST_HITS, description="How many hits the answer comes with."), _IS_NUMBER] = 10
    conversation: Annotated[
        list[EarlierTurn],
        Field(
            description="The turns before the question, the newest last. Follow-ups are read after the newest "
            f"{MOST_TURNS} of them; older ones may be left out."
        ),
    ] = []
    llm: Annotated[
        StrictBool,
        Field(description="Whether the language model writes the answer; each statement is checked against the text."),
    ] = False

    @property
    def before(self) -> Conversation:
        """The conversation as follow-ups refer to it."""
        return conversation_of(self.conversation)


class MatchesBody(Searched):
    """The documents that match a question are counted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "bridges"}, {}]})

    question: Annotated[
        Text | None,
        Field(
            max_length=LONGEST_QUESTION,
            description="What the documents are about; null or blank for all documents.",
        ),
    ] = None
