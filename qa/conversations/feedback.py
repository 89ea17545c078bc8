"""The feedback of a visitor on an answer; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, get_args

from qa.answering.answer import Answer
from qa.errors import UsageError
from qa.messages import Message

Verdict = Literal["helpful", "not_helpful"]
REASONS: Mapping[str, Message] = MappingProxyType(
    {
        "wrong": Message("It does not answer the question"),
        "incomplete": Message("A part is missing"),
        "source": Message("The source is not the right one"),
        "unanswerable": Message("The documents do not say this"),
        "answerable": Message("The documents do say this"),
        "other": Message("Something else"),
    }
)
"""Reasons why an answer is not helpful: the key that is kept, and its wording."""
LONGEST_NOTE = 1000
"""Most characters of a note."""
_OF_AN_ABSTENTION = ("answerable", "other")


@dataclass(frozen=True, slots=True)
class Feedback:
    """The feedback of a visitor on an answer.

    Attributes:
        verdict: Whether the answer helps; for an abstention, whether it is right that the documents do not say.
        reason: Why it does not help, a key of `REASONS`; None if it helps or no reason was given.
        note: A note in the visitor's words; may be empty.
        passage: Rank of the hit that does answer, among those that came with the answer; None if none was chosen.
        given_at: Time of the feedback, in UTC.

    Raises:
        UsageError: A value makes no sense, or two values contradict each other.
    """

    verdict: Verdict
    reason: str | None
    note: str
    passage: int | None
    given_at: datetime

    def __post_init__(self) -> None:
        if self.verdict not in get_args(Verdict):
            raise UsageError(f"the verdict is {self.verdict!r}; it is one of {', '.join(get_args(Verdict))}")
        if self.reason is not None and self.reason not in REASONS:
            raise UsageError(f"the reason is {self.reason!r}; it is one of {', '.join(REASONS)}")
        if self.verdict == "helpful" and (self.reason is not None or self.passage is not None):
            raise UsageError("a reason or a passage was given with 'helpful'; they say what is wrong: leave them out")
        if self.reason == "unanswerable" and self.passage is not None:
            raise UsageError(Message("a passage that answers was chosen, and that none does: leave out one of them"))
        if len(self.note) > LONGEST_NOTE:
            has, most = str(len(self.note)), str(LONGEST_NOTE)
            raise UsageError(Message("the note has {has} characters; {most} at most", has=has, most=most))
        if self.given_at.tzinfo is None:
            raise UsageError(f"given_at is {self.given_at}, which may be anywhere; give a time with its zone, in UTC")


def reasons_for(answer: Answer) -> dict[str, Message]:
    """The reasons that fit an answer, with their wording, in the order in which they are shown."""
    return {key: REASONS[key] for key in REASONS if _can_be_given(key, answer)}


def require_fit(feedback: Feedback, answer: Answer) -> None:
    """Check feedback against the answer that it is about.

    Raises:
        UsageError: The reason does not fit this answer, or no hit has the rank of the passage.
    """
    if feedback.reason is not None and not _can_be_given(feedback.reason, answer):
        said = "says that it is not known" if answer.abstained else "gives quotations"
        raise UsageError(
            f"the reason is {feedback.reason!r}, and the answer {said}; choose one of {', '.join(reasons_for(answer))}"
        )
    ranks = [hit.rank for hit in answer.search.hits]
    if feedback.passage is not None and feedback.passage not in ranks:
        raise UsageError(f"the passage is {feedback.passage}; the answer came with {len(ranks)}, counted from 1")


def _can_be_given(reason: str, answer: Answer) -> bool:
    return reason in _OF_AN_ABSTENTION if answer.abstained else reason != "answerable"
