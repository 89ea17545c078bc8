"""A question of a conversation with its answer as they were shown, how it is kept, and what has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from qa.answering.answer import Answer
from qa.errors import QuotableError, UsageError
from qa.filters import Filters
from qa.understanding.follow_ups import Conversation

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of a conversation with its answer, as they were shown.

    Attributes:
        answer: The answer, with the question and its hits.
        filters: The filters that were set beside the question.
        without: Keys of the clues that were removed.
        generation: Number of the collection's snapshot that answered; kept under this name in records and links.
        asked_at: Time of the question, in UTC.
    """

    answer: Answer
    filters: Filters
    without: frozenset[str]
    generation: int
    asked_at: datetime

    def __post_init__(self) -> None:
        if self.asked_at.tzinfo is None:
            raise UsageError(f"asked_at is {self.asked_at}, which may be anywhere; give a time with its zone, in UTC")


def earlier(exchanges: Iterable[Exchange]) -> Conversation:
    """The conversation, from its exchanges with the oldest first, as a follow-up refers to it."""
    return Conversation(tuple(exchange.answer.turn for exchange in exchanges))


def changed_since(answer: Answer, digests: Mapping[str, str]) -> frozenset[int]:
    """Markers of the quotations that may be shown whose document is gone or whose file has changed.

    Args:
        answer: The answer as it was shown.
        digests: The current sha256 of the documents that it cites, by name; documents that are gone are missing.
    """
    return frozenset(one.marker for one in answer.quoted if digests.get(one.document) != one.sha256)


def to_record(exchange: Exchange) -> bytes:
    """The JSON that `from_record` reads.

    Raises:
        UsageError: A text that was typed holds half a character.
    """
    try:
        return _adapter().dump_json(exchange)
    except ValueError as error:  # a lone surrogate, which UTF-8 cannot say
        raise UsageError(f"the question cannot be kept: {error}; type it again") from error


def from_record(record: bytes) -> Exchange | None:
    """The exchange of a record; None for a record of a version whose exchanges had other fields.

    Only verification makes answers. The answer here was made by verification and then kept: its quotations are as they
    were shown, and are true of the file with the sha256 that each citation names.
    """
    try:
        return _adapter().validate_json(record)
    except (ValueError, QuotableError):
        return None


@cache
def _adapter() -> "TypeAdapter[Exchange]":
    from pydantic import TypeAdapter  # takes a tenth of a second, which other commands save

    return TypeAdapter(Exchange)
