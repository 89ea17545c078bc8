"""A question with all that its answer depends on, and who may answer it in the place of a collection's own process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from qa.answering.answer import Answer
from qa.answering.caution import Caution
from qa.filters import Filters
from qa.retrieval.search import Search
from qa.understanding.follow_ups import FollowUp

Found = Callable[[Search], None]
"""Called with each search for a question as soon as it is done, before its hits are read."""


def unwatched(_: Search) -> None:
    """For callers that do not watch the searches."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and how it is to be answered.

    Attributes:
        question: As it was typed; one that can be asked (`askable`).
        k: How many hits at most.
        filters: Which documents are searched.
        without: Keys of clues in the question to leave out.
        follow_up: The question read as a standalone one; None where it is searched for and not answered.
        caution: How sure an answer must be.
        reads: Whether the reader is used.
    """

    question: str
    k: int
    filters: Filters
    without: Sequence[str]
    follow_up: FollowUp | None
    caution: Caution
    reads: bool


class Answerers(Protocol):
    """Whoever searches and answers."""

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""

    def search(self, asked: Asked) -> Search:
        """What is found for a question."""

    def ask(self, asked: Asked, found: Found) -> Answer:
        """The answer to a question; `found` is called with each search for it."""
