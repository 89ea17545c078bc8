"""The calls of the page's script, checked: they come from a browser, and may be anything."""

import re
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from qa.conversations.feedback import Verdict
from qa.errors import UsageError
from qa.filters import Filters
from qa.messages import Message
from qa.web.validation import SAID, Text, what_is_wrong

_IDENTITY = re.compile("[0-9a-f]{32}")


def _known_form(identity: str) -> str:
    if not _IDENTITY.fullmatch(identity):
        raise PydanticCustomError(SAID, Message("There is no such conversation. Open one under “Conversations”."))
    return identity


Identity = Annotated[str, AfterValidator(_known_form)]
"""The id of a conversation: made by the server, opaque to the page."""


class Call(BaseModel):
    """A call of the script; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Within(Call):
    """The filters that are set beside the question."""

    date_from: date | None = Field(None, validation_alias="from")
    date_to: date | None = Field(None, validation_alias="to")
    categories: list[Text] = []
    documents: list[Text] = []

    def filters(self) -> Filters:
        """The filters for the collection.

        Raises:
            UsageError: The first day comes after the last.
        """
        return Filters(self.date_from, self.date_to, frozenset(self.categories), frozenset(self.documents))


class Ask(Call):
    """A question is asked.

    Attributes:
        question: As it was typed.
        conversation: The one that it continues; None for a new one.
        within: The filters set beside it.
        without: Keys of clues that a link leaves out.
        generation: Of the collection when a link was made; None if no link asks.
        token: By which it can be stopped; None if it cannot.
    """

    question: Text
    conversation: Identity | None = None
    within: Within = Field(default_factory=lambda: Within.model_validate({}))
    without: list[Text] = []
    generation: int | None = None
    token: Identity | None = None


class Stop(Call):
    """A question that waits for its answer is no longer wanted.

    Attributes:
        token: Of the call that asked it.
    """

    token: Identity


class AskAgain(Call):
    """The newest question is asked again in its place.

    Attributes:
        conversation: Its conversation.
        within: The filters set beside it now.
        without: Keys of clues to leave out, with those that were left out before.
        alone: Whether it is asked as if nothing stood before it.
        question: What is asked in its place; None for the same.
        token: By which it can be stopped; None if it cannot.
        follow_up: Whether it is asked as a follow-up, although it may stand on its own.
    """

    conversation: Identity
    within: Within
    without: list[Text] = []
    alone: bool = False
    question: Text | None = None
    token: Identity | None = None
    follow_up: bool = False


class Listed(Call):
    """The conversations are listed, the one on the page marked.

    Attributes:
        conversation: The one on the page; None for none.
        words: Stand in the title, a tag or a question of those wanted; empty for all.
        tag: Which they have; empty for any.
    """

    conversation: Identity | None = None
    words: Text = ""
    tag: Text = ""


class Named(Call):
    """Something is done with a conversation."""

    conversation: Identity


class Rename(Named):
    """A conversation gets another title."""

    title: Text


class Pin(Named):
    """A conversation is kept at the top of the list, or no longer."""

    pinned: bool


class SetTags(Named):
    """A conversation gets other tags."""

    tags: list[Text]


class Describe(Call):
    """The collection gets a title and a description."""

    title: Text
    description: Text


class SetAnswers(Call):
    """How questions are answered.

    Attributes:
        caution: Name of one of `CAUTIONS`.
        reads: Whether the reader is used.
    """

    caution: Text
    reads: bool


class SetModel(Call):
    """The language model that writes answers.

    Attributes:
        base_url: Address of its server; empty for no model.
        model: Its name.
        api_key: None for the one that is kept; empty for none.
    """

    base_url: Text
    model: Text
    api_key: Text | None = None


class Numbered(Named):
    """Something is done with an answer of a conversation: it is written by the language model, or followed up.

    Attributes:
        number: Of the answer, from 1.
    """

    number: int


class Spread(Call):
    """How the matches of a question are spread, for the filters."""

    question: Text = ""
    within: Within = Field(default_factory=lambda: Within.model_validate({}))


class GiveFeedback(Named):
    """A visitor says whether an answer helps.

    Attributes:
        number: Of the answer in the conversation, from 1.
        verdict: 'helpful' or 'not_helpful'.
        reason: Key of a reason; None for none.
        note: In the visitor's words.
        passage: Rank of the hit that does answer; None for none.
    """

    number: int
    verdict: Verdict
    reason: Text | None = None
    note: Text = ""
    passage: int | None = None


_Call = TypeVar("_Call", bound=Call)


def read_call(kind: type[_Call], data: object) -> _Call:
    """Check a call.

    Raises:
        UsageError: It is invalid; the sentence names the first thing that is wrong.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(what_is_wrong(first, ".".join(map(str, first["loc"])))) from None
