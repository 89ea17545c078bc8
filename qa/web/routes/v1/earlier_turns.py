"""The turns of a conversation that a client keeps itself and sends along with its next question."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.answering.answer import DOCUMENTS_OF_LISTING
from qa.answering.pipeline import LONGEST_QUESTION
from qa.understanding.follow_ups import Conversation, Turn, standalone
from qa.web.validation import Text

MOST_TURNS = 20
"""A follow-up goes on with what was asked last; each turn costs time, since its question may have to be read again."""
_MOST_CHARACTERS = 5_000
"""Of their questions together, for the same reason."""
_LONGEST_INTERPRETED = 2 * LONGEST_QUESTION
_QUESTION = "As it was typed."
_ANSWER = "What `ask` answered, whole or only these parts; without it, only the question's words are referred to."


class _Part(BaseModel):
    """A part of an answer that was given before; a client may send all of it, and the rest is passed over."""

    model_config = ConfigDict(extra="ignore")


class NamedDocument(_Part):
    """A citation, a hit or an entry of a listing."""

    document: Annotated[Text, Field(description="Name of the document.")]


class EarlierListing(_Part):
    """The listing of an answer."""

    documents: list[NamedDocument] = []


class EarlierText(_Part):
    """The part `answer` of an answer."""

    listing: EarlierListing | None = None


class EarlierAnswer(_Part):
    """An answer that was given before."""

    interpreted: Annotated[
        Text | None,
        Field(max_length=_LONGEST_INTERPRETED, description="The standalone question that was searched for."),
    ] = None
    answer: EarlierText | None = None
    citations: list[NamedDocument] = []
    hits: list[NamedDocument] = []


class EarlierTurn(BaseModel):
    """A turn of the conversation before the question."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[Text, Field(min_length=1, max_length=LONGEST_QUESTION, description=_QUESTION)]
    answer: Annotated[EarlierAnswer | None, Field(description=_ANSWER)] = None

    @property
    def length(self) -> int:
        """Characters of the question, as typed and as it was understood."""
        interpreted = self.answer.interpreted if self.answer else None
        return len(self.question) + len(interpreted or "")


def conversation_of(turns: Sequence[EarlierTurn]) -> Conversation:
    """The conversation as follow-ups refer to it; a question whose standalone form is not sent is read again.

    Only the newest turns count, 20 at most, as long as their questions are not too long together.
    """
    conversation = Conversation()
    for turn in _newest(turns):
        answer = turn.answer or EarlierAnswer()
        interpreted = answer.interpreted or standalone(turn.question, conversation).interpreted
        conversation = conversation.then(Turn(turn.question, interpreted, _documents(answer)))
    return conversation


def _newest(turns: Sequence[EarlierTurn]) -> list[EarlierTurn]:
    lengths = accumulate(turn.length for turn in reversed(turns[-MOST_TURNS:]))
    count = sum(length <= _MOST_CHARACTERS for length in lengths)
    return list(turns[len(turns) - count :])


def _documents(answer: EarlierAnswer) -> tuple[str, ...]:
    """What the next question may refer to, as `Answer.turn` has it."""
    if answer.answer is not None and answer.answer.listing is not None:
        listed = answer.answer.listing.documents[:DOCUMENTS_OF_LISTING]
        if listed:
            return tuple(one.document for one in listed)
    cited = tuple(dict.fromkeys(one.document for one in answer.citations))
    return cited or tuple(one.document for one in answer.hits[:1])
