"""A question of a conversation with its answer as they were shown, how it is kept, and what has changed since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from qa.answering.answer import Answer
from qa.errors import QuotableError, UsageError
from qa.filters import Filters
from qa.understanding.follow_ups import Conversation

if TYPE_CHECKING:
    from pydantic import TypeAdapter


_HASH = b'{"sha256":"'
_HASH_BYTES = len(_HASH) + 64 + len('",')


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
    """The JSON that `from_record` reads, with a hash of all of it as its first value.

    Raises:
        UsageError: A text that was typed holds half a character.
    """
    try:
        kept = _adapter().dump_json(exchange)
    except ValueError as error:  # a lone surrogate, which UTF-8 cannot say
        raise UsageError(f"the question cannot be kept: {error}; type it again") from error
    return _hashed(kept) + kept[1:]


def from_record(record: bytes | str) -> Exchange | None:
    """The exchange of a record; None for one that was altered, or of a version whose exchanges had other fields.

    Only verification makes answers. The answer here was made by verification and then kept: its quotations are as they
    were shown, and are true of the file with the sha256 that each citation names.
    """
    if is_altered(record):
        return None
    try:
        return _adapter().validate_json(record)
    except (ValueError, QuotableError):
        return None


def is_altered(record: bytes | str) -> bool:
    """Whether a record is not as it was kept; records of older versions, which have no hash, must be JSON at least."""
    if not isinstance(record, bytes):  # a damaged file may say of a value that it is of any type
        record = str(record).encode(errors="replace")
    if record.startswith(_HASH):
        kept = b"{" + record[_HASH_BYTES:]
        return not record.startswith(_hashed(kept))
    try:
        json.loads(record)
    except (ValueError, RecursionError):
        return True
    return False


def _hashed(kept: bytes) -> bytes:
    """How the record of a JSON object begins."""
    return _HASH + sha256(kept).hexdigest().encode() + b'",'


@cache
def _adapter() -> "TypeAdapter[Exchange]":
    from pydantic import TypeAdapter  # takes a tenth of a second, which other commands save

    return TypeAdapter(Exchange)
