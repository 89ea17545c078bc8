"""Why there is no answer; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from qa.answering.confidence import THRESHOLD
from qa.filters import Filters
from qa.messages import Message, any_of


class Cause(Enum):
    """What stood in the way of an answer; the value is its name in JSON."""

    EMPTY = "empty"
    NOTHING_FOUND = "nothing_found"
    NOTHING_WITHIN = "nothing_within"
    LIMITED = "limited"
    FILLING = "filling"
    NOT_NAMED = "not_named"
    NOT_NEAR = "not_near"
    NOT_VERBATIM = "not_verbatim"
    MODEL_ABSTAINS = "model_abstains"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for which there is no answer.

    Attributes:
        cause: Of which kind it is.
        sentence: The same for people, with its figures; plain text, which may hold names of categories.
    """

    cause: Cause
    sentence: Message


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a search that ended without an answer came to.

    Attributes:
        filters: Which documents were searched.
        passages: Number of passages in the collection.
        dense_ready: Share of them that dense search covers, 0–1.
        hits: Number of passages found.
        confidence: That the best quotation answers, 0–1; None where there was none, or none was verbatim.
        rejected: Number of quotations that do not stand in their documents.
        model_abstains: Whether it is a language model that found no answer in the passages.
        missing: Words of the question that name something which no passage found names.
        threshold: Confidence that was needed.
    """

    filters: Filters
    passages: int
    dense_ready: float
    hits: int
    confidence: float | None
    rejected: int
    model_abstains: bool = False
    missing: tuple[str, ...] = ()
    threshold: float = THRESHOLD


def find_reasons(attempt: Attempt) -> tuple[Reason, ...]:
    """The reasons in the order in which a reader can do something about them: what was searched, then what was found.

    Args:
        attempt: Of an answer that abstains.
    """
    return tuple(Reason(cause, sentence) for cause, sentence in _reasons(attempt))


def _reasons(attempt: Attempt) -> Iterator[tuple[Cause, Message]]:
    if attempt.passages == 0:
        yield Cause.EMPTY, Message("The collection holds no documents.")
        return
    if attempt.filters:
        limits = _limits(attempt.filters)
        if attempt.hits:
            yield Cause.LIMITED, Message("Only documents {limits} were searched.", limits=limits)
        else:
            yield Cause.NOTHING_WITHIN, Message("Nothing was found among documents {limits}.", limits=limits)
    elif not attempt.hits:
        yield Cause.NOTHING_FOUND, Message("No word of the question occurs in the collection.")
    if attempt.dense_ready < 1:
        share = int(attempt.dense_ready * 100)
        yield Cause.FILLING, Message("The search by meaning is {share} % ready.", share=share)
    if attempt.hits:
        yield from _not_answering(attempt)
    if attempt.model_abstains:
        yield Cause.MODEL_ABSTAINS, Message("The language model found no answer in the passages that were found.")
    if attempt.rejected:
        yield (
            Cause.NOT_VERBATIM,
            Message(
                "A quotation does not match its document word for word, so it is not shown.",
                "{number} quotations do not match their documents word for word, so they are not shown.",
                attempt.rejected,
            ),
        )


def _not_answering(attempt: Attempt) -> Iterator[tuple[Cause, Message]]:
    """Why what was found is no answer."""
    if attempt.missing:
        yield Cause.NOT_NAMED, Message("No passage that was found names {names}.", names=any_of(attempt.missing))
    elif attempt.confidence is None:
        if not attempt.rejected:
            yield Cause.NOT_NEAR, Message("Nothing that was found can be quoted as an answer.")
    elif attempt.confidence < attempt.threshold:
        yield Cause.NOT_NEAR, Message("No passage comes near enough to the question.")


def _limits(filters: Filters) -> tuple[Message, ...]:
    """'from 2021-03-01 to 2021-03-31 in the category blog'."""
    first, last = filters.date_from, filters.date_to
    parts = []
    if first and last:
        parts.append(Message("from {first} to {last}", first=first, last=last))
    elif first:
        parts.append(Message("from {first}", first=first))
    elif last:
        parts.append(Message("up to {last}", last=last))
    if names := sorted(filters.categories):
        parts.append(
            Message("in the category {names}", "in the categories {names}", len(names), names=", ".join(names))
        )
    if filters.documents:
        parts.append(Message("in {documents}", documents=", ".join(sorted(filters.documents))))
    return tuple(parts)
