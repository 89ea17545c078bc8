"""What visitors thought of answers, as rows that an evaluation reads; pure."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from qa.answering.citations import Answer
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.retrieval.retriever import Hit

_TELLING = 20
"""Characters that a run of a passage must have to tell that it answers."""


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
