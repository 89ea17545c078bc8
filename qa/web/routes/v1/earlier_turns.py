"""The turns of a conversation that a client keeps itself and sends along with its next question."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.answering.answer import DOCUMENTS_OF_LISTING
from qa.understanding.follow_ups import Conversation, Turn, standalone

_QUESTION = "As it was typed."
_ANSWER = "What `ask` answered, whole or only these parts; without it, only the question's words are referred to."


class _Part(BaseModel):
    """A part of an answer that was given before; a client may send all of it, and the rest is passed over."""

    model_config = ConfigDict(extra="ignore")


class NamedDocument(_Part):
    """A citation, a hit or an entry of a listing."""

    document: Annotated[str, Field(description="Name of the document.")]


class EarlierListing(_Part):
    """The listing of an answer."""

    documents: list[NamedDocument] = []


class EarlierText(_Part):
    """The part `answer` of an answer."""

    listing: EarlierListing | None = None


class EarlierAnswer(_Part):
    """An answer that was given before."""

    interpreted: Annotated[str | None, Field(description="The standalone question that was searched for.")] = None
    answer: EarlierText | None = None
    citations: list[NamedDocument] = []
    hits: list[NamedDocument] = []


class EarlierTurn(BaseModel):
    """A turn of the conversation before the question."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, description=_QUESTION)]
    answer: Annotated[EarlierAnswer | None, Field(description=_ANSWER)] = None


def conversation_of(turns: Iterable[EarlierTurn]) -> Conversation:
    """The conversation as follow-ups refer to it; a question whose standalone form is not sent is read again."""
    conversation = Conversation()
    for turn in turns:
        answer = turn.answer or EarlierAnswer()
        interpreted = answer.interpreted or standalone(turn.question, conversation).interpreted
        conversation = conversation.then(Turn(turn.question, interpreted, _documents(answer)))
    return conversation


def _documents(answer: EarlierAnswer) -> tuple[str, ...]:
    """What the next question may refer to, as `Answer.turn` has it."""
    if answer.answer is not None and answer.answer.listing is not None:
        listed = answer.answer.listing.documents[:DOCUMENTS_OF_LISTING]
        if listed:
            return tuple(one.document for one in listed)
    cited = tuple(dict.fromkeys(one.document for one in answer.citations))
    return cited or tuple(one.document for one in answer.hits[:1])
