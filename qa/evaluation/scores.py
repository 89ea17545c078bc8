"""Scores one answer, given the documents and the evidence that answer the question; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.answering.answer import Answer, Citation
from qa.evaluation.measures import ndcg, reciprocal_rank, success
from qa.evaluation.question_file import Question
from qa.retrieval.retriever import Hit

KS = (1, 5, 10)
"""Ranks at which retrieval is measured; an answer comes with ten hits."""
_EVIDENCE_IN_HIT = 160
"""Letters of a piece of evidence that a hit must hold: a long piece may go on in the next passage."""
_EVIDENCE_IN_QUOTE = 120
"""Letters of it that a quote must hold: a long piece may go on in the next sentence."""
_TELLING_QUOTE = 20
"""Letters that a quote must have to count as a part of longer evidence."""


@dataclass(frozen=True, slots=True)
class Score:
    """How right an answer is.

    Attributes:
        question: The question.
        answer: The answer to it.
        retrieval: Each ranking measure of the hits.
        quoted: Share of what is asked for that is in the quotations, 0–1; 0 for an answer that abstains.
        loss: 1 − the same share of the quotations with those that were withheld; 1 for an unanswerable question.
        right_citations: Number of citations from documents that answer.
    """

    question: Question
    answer: Answer
    retrieval: Mapping[str, float]
    quoted: float
    loss: float
    right_citations: int


def score(question: Question, answer: Answer) -> Score:
    """Compare an answer with what is known to be right."""
    said = [*answer.citations, *answer.withheld]
    return Score(
        question=question,
        answer=answer,
        retrieval=_retrieval(question, answer.search.hits),
        quoted=share_quoted(question, _quotes(answer.citations)),
        loss=1 - share_quoted(question, _quotes(said)) if question.docs else 1.0,
        right_citations=sum(citation.document in question.docs for citation in answer.citations),
    )


def has_evidence(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether one of the hits holds evidence, ignoring marks and white space."""
    ranking, relevant = _evidence_ranking(question, hits)
    return not relevant.isdisjoint(ranking)


def share_quoted(question: Question, quotes: Sequence[str]) -> float:
    """How much of what is asked for is in the quotes.

    A short answer in the quotes taken together, or a piece of evidence, is all of it; if several things are asked for,
    each piece of evidence counts for its part. A piece counts if the quotes hold its first 120 letters, or if one of
    them, longer than 20 letters, is a part of it.
    """
    said = [text for quote in quotes if (text := letters(quote))]
    together = "".join(said)
    shown = [
        evidence[:_EVIDENCE_IN_QUOTE] in together or any(len(q) > _TELLING_QUOTE and q in evidence for q in said)
        for evidence in _pieces(question.evidence)
    ]
    if question.asks_for_several_things:
        return sum(shown) / len(shown) if shown else 0.0
    return float(any(answer in together for answer in _pieces(question.answers)) or any(shown))


def letters(text: str) -> str:
    """Letters and digits only: marks, quotes, dashes and white space differ between renderings."""
    text = re.sub(r"<[^>]+>", "", re.sub(r"\]\([^)]*\)", "]", text))
    return re.sub(r"[\W_]", "", text.lower())


def _retrieval(question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    documents = ([hit.document.name for hit in hits], set(question.docs))
    rankings = {"document": documents, "evidence": _evidence_ranking(question, hits)}
    measured: dict[str, float] = {}
    for name, (ranking, relevant) in rankings.items():
        measured |= {f"{name}_recall@{k}": success(ranking, relevant, k) for k in KS}
        measured[f"{name}_ndcg@10"] = ndcg(ranking, relevant, 10)
        measured[f"{name}_mrr"] = reciprocal_rank(ranking, relevant)
    return measured


def _evidence_ranking(question: Question, hits: Sequence[Hit]) -> tuple[list[str], set[str]]:
    """The hits as names, and those that are relevant.

    A hit is relevant when it holds a piece of evidence that no better hit holds, and is named by it; pieces in no
    hit are relevant too, and missing. So a passage that holds two pieces counts once, and finding every piece with
    the first hits is perfect.
    """
    missing = _pieces(question.evidence)
    ranking: list[str] = []
    relevant: set[str] = set()
    for rank, hit in enumerate(hits, start=1):
        text = letters(hit.passage.text)
        held = [piece for piece in missing if piece[:_EVIDENCE_IN_HIT] in text or (text and text in piece)]
        ranking.append(held[0] if held else f"#{rank}")
        relevant.update(held[:1])
        missing = [piece for piece in missing if piece not in held]
    return ranking, relevant.union(missing)


def _quotes(citations: Sequence[Citation]) -> list[str]:
    return [citation.quote for citation in citations]


def _pieces(texts: Sequence[str]) -> list[str]:
    """The letters of each, without what has none and what repeats."""
    return list(dict.fromkeys(piece for text in texts if (piece := letters(text))))
