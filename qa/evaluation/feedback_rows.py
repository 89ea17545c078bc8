"""Visitors' feedback on answers, as questions that an evaluation reads; pure."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from qa.answering.answer import Answer
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.retrieval.retriever import Hit

_TELLING = 20
"""Characters that a run of a passage must have to tell that it answers."""


@dataclass(frozen=True, slots=True)
class EvaluationRows:
    """The questions that feedback gives, and how much of it gives none.

    Attributes:
        rows: Questions as `quotable evaluate` reads them, each once, in the order of the feedback on them.
        unclear: How many pieces of feedback do not say what is right.
        repeated: How many were replaced by newer feedback on the same question.
        gone: How many name a document that the collection no longer holds.
    """

    rows: tuple[dict[str, object], ...]
    unclear: int
    repeated: int
    gone: int


def evaluation_rows(given: Iterable[tuple[Feedback, Exchange]], held: Container[str]) -> EvaluationRows:
    """Turn feedback into questions with what answers them.

    A helpful answer gives its documents and its quotations. One that is not helpful gives what is right where the
    visitor chose a passage or said that the documents do not answer; so does a helpful abstention. A row stands on its
    own: its question is the standalone one, asked of all documents. Whoever searched only some of them cannot say that
    no document answers. Of several pieces of feedback on one question the newest that says what is right is taken: a
    later answer may be wrong, and what answered before still does.

    Args:
        given: Feedback, each piece with the exchange that it is about, oldest first.
        held: Names of the documents of the collection.
    """
    rows: dict[str, dict[str, object]] = {}
    unclear = repeated = gone = 0
    for feedback, exchange in given:
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
    """What feedback says is right; None when it does not say."""
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
    """The passage without the quotations that did not answer; all of it where nothing else is left.

    Evidence counts as quoted when a quotation is a part of it (`scores`): with the sentences that were wrong in it, the
    same answer would count as right. The runs are as long as possible, since nobody said which sentence of the chosen
    passage answers.
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
