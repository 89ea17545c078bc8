"""Why there is no answer; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from qa.answering.confidence import THRESHOLD
from qa.filters import Filters


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
    sentence: str


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


def _reasons(attempt: Attempt) -> Iterator[tuple[Cause, str]]:
    if attempt.passages == 0:
        yield Cause.EMPTY, "The collection holds no documents."
        return
    if attempt.filters:
        limits = _limits(attempt.filters)
        if attempt.hits:
            yield Cause.LIMITED, f"Only documents {limits} were searched."
        else:
            yield Cause.NOTHING_WITHIN, f"Nothing was found among documents {limits}."
    elif not attempt.hits:
        yield Cause.NOTHING_FOUND, "No word of the question occurs in the collection."
    if attempt.dense_ready < 1:
        yield Cause.FILLING, f"The search by meaning is {int(attempt.dense_ready * 100)} % ready."
    if attempt.hits:
        yield from _not_answering(attempt)
    if attempt.model_abstains:
        yield Cause.MODEL_ABSTAINS, "The language model found no answer in the passages that were found."
    if attempt.rejected:
        many = f"{attempt.rejected} quotations do not match their documents word for word, so they are not shown."
        one = "A quotation does not match its document word for word, so it is not shown."
        yield Cause.NOT_VERBATIM, one if attempt.rejected == 1 else many


def _not_answering(attempt: Attempt) -> Iterator[tuple[Cause, str]]:
    """Why what was found is no answer."""
    if attempt.missing:
        yield Cause.NOT_NAMED, f"No passage that was found names {' or '.join(attempt.missing)}."
    elif attempt.confidence is None:
        if not attempt.rejected:
            yield Cause.NOT_NEAR, "Nothing that was found can be quoted as an answer."
    elif attempt.confidence < attempt.threshold:
        yield Cause.NOT_NEAR, "No passage comes near enough to the question."


def _limits(filters: Filters) -> str:
    """'from 2021-03-01 to 2021-03-31 in the category blog'."""
    first, last = filters.date_from, filters.date_to
    parts = [f"from {first}"] if first else []
    parts += [f"to {last}" if first else f"up to {last}"] if last else []
    names = sorted(filters.categories)
    parts += [f"in the {'category' if len(names) == 1 else 'categories'} {', '.join(names)}"] if names else []
    parts += [f"in {', '.join(sorted(filters.documents))}"] if filters.documents else []
    return " ".join(parts)
