"""What a visitor thinks of an answer, and what that tells an evaluation; pure."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, get_args

from qa.citations import Answer
from qa.errors import UsageError
from qa.exchange import Exchange
from qa.retriever import Hit

Verdict = Literal["helpful", "not_helpful"]
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "wrong": "It does not answer the question",
        "incomplete": "A part is missing",
        "source": "The source is not the right one",
        "unanswerable": "The documents do not say: it should have said so",
        "answerable": "The documents do say",
        "other": "Something else",
    }
)
"""Why an answer is not helpful: what is kept, and its wording."""
LONGEST_NOTE = 1000
"""Characters of a note."""
_TELLING = 20
"""Characters that a run of a passage must have to tell that it answers."""
_OF_AN_ABSTENTION = ("answerable", "other")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a visitor thinks of an answer.

    Attributes:
        verdict: Whether it helps; of an abstention, whether it is right that the documents do not say.
        reason: Why it does not, a key of `REASONS`; None when it helps, or nothing was said.
        note: In the visitor's words; may be empty.
        passage: Rank of the hit that does answer, of those that came with the answer; None when none was chosen.
        given_at: In UTC.

    Raises:
        UsageError: One of them makes no sense, or they contradict each other.
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
            raise UsageError("a passage that answers was chosen, and that none does: leave out one of them")
        if len(self.note) > LONGEST_NOTE:
            raise UsageError(f"the note has {len(self.note)} characters; {LONGEST_NOTE} at most")
        if self.given_at.tzinfo is None:
            raise UsageError(f"given_at is {self.given_at}, which may be anywhere; give a time with its zone, in UTC")


def reasons_for(answer: Answer) -> dict[str, str]:
    """The reasons that can be given of an answer, with their wording, in the order in which they are shown."""
    return {key: REASONS[key] for key in REASONS if _can_be_given(key, answer)}


def require_fit(feedback: Feedback, answer: Answer) -> None:
    """Check feedback against the answer that it is about.

    Raises:
        UsageError: The reason is none of this answer, or no hit of it has the rank of the passage.
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


# What judgements tell an evaluation


@dataclass(frozen=True, slots=True)
class EvaluationRows:
    """What judgements tell of right answers.

    Attributes:
        rows: Questions as `quotable evaluate` reads them, each once, in the order in which they were judged.
        unclear: How many judgements do not tell what is right.
        repeated: How many tell it of a question that was judged again later.
        gone: How many name a document that the collection no longer holds.
    """

    rows: tuple[dict[str, object], ...]
    unclear: int
    repeated: int
    gone: int


def evaluation_rows(judged: Iterable[tuple[Feedback, Exchange]], held: Container[str]) -> EvaluationRows:
    """Questions with what answers them, as visitors judged it.

    An answer that helps tells its documents and its quotations. One that does not tells what is right where a passage
    was chosen, or where the documents do not say, as they do of an abstention that helps. A row stands alone: its
    question is the standalone one, and it is asked of all documents. So that nothing answers is told by nobody who
    searched some of them only. Of a question that was judged more than once, the newest judgement that tells what is
    right is taken: a later answer may be wrong, and what answered before still does.

    Args:
        judged: With what was judged, oldest first.
        held: Names of the documents of the collection.
    """
    rows: dict[str, dict[str, object]] = {}
    unclear = repeated = gone = 0
    for feedback, exchange in judged:
        right = _right(feedback, exchange)
        if right is None:
            unclear += 1
        elif not all(name in held for name in right.docs):
            gone += 1
        else:
            question = exchange.answer.search.question.interpreted
            repeated += rows.pop(_same(question), None) is not None
            rows[_same(question)] = _row(question, right, feedback, exchange)
    return EvaluationRows(tuple(rows.values()), unclear, repeated, gone)


@dataclass(frozen=True, slots=True)
class _Right:
    """Documents that answer and their words; `parts` says that each piece is a part, not an alternative."""

    docs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    parts: bool = False


def _right(feedback: Feedback, exchange: Exchange) -> _Right | None:
    """What a judgement says is right; None when it does not tell."""
    answer = exchange.answer
    cited = tuple(dict.fromkeys(citation.document for citation in answer.citations))
    quotes = tuple(dict.fromkeys(citation.quote for citation in answer.citations))
    if feedback.verdict == "helpful" and not answer.abstained:
        return _Right(cited, quotes)
    if feedback.verdict == "helpful" or feedback.reason == "unanswerable":
        return None if exchange.filters else _Right()
    chosen = next((hit for hit in answer.search.hits if hit.rank == feedback.passage), None)
    if chosen is None:
        return None
    rest = _not_quoted(chosen, answer)
    if feedback.reason == "incomplete":
        return _Right(tuple(dict.fromkeys([*cited, chosen.document.name])), (*quotes, *rest), parts=True)
    return _Right((chosen.document.name,), rest)


def _not_quoted(hit: Hit, answer: Answer) -> tuple[str, ...]:
    """What the passage says beside the quotations that did not answer; all of it where that is nothing.

    Evidence counts as quoted when a quotation is a part of it (`judgements`), so that with the sentences that were
    judged wrong in it, the same answer would be right. It stays in runs as long as can be: of a passage that was
    chosen as a whole nobody said which sentence answers.
    """
    text, offset = hit.passage.text, hit.passage.start
    runs, behind = [], 0
    for citation in sorted(answer.citations, key=lambda one: one.start):
        if citation.document == hit.document.name:
            runs.append(text[behind : max(citation.start - offset, behind)])
            behind = max(citation.end - offset, behind)
    runs.append(text[behind:])
    return tuple(run.strip() for run in runs if len(run.strip()) > _TELLING) or (text,)


def _row(question: str, right: _Right, feedback: Feedback, exchange: Exchange) -> dict[str, object]:
    return {
        "question": question,
        "docs": list(right.docs),
        "evidence": list(right.evidence),
        **({"type": "multi"} if right.parts else {}),
        **({} if right.docs else {"answerable": False}),
        "reason": feedback.reason,
        "note": feedback.note,
        "filters": exchange.filters.to_dict(),
        "without": sorted(exchange.without),
        "generation": exchange.generation,
    }


def _same(question: str) -> str:
    return " ".join(question.casefold().split())
