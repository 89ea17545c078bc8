"""Measures of retrieval and answers on questions whose documents and evidence are known."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.citations import Answer
from qa.collection import Collection
from qa.errors import UsageError
from qa.retriever import Hit

_KS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it.

    Attributes:
        question: As it is typed.
        docs: Names of the documents that answer it; empty when none does.
        evidence: Passages that answer it, verbatim; compared by letters and digits only.
        answers: Short answers, any of which is right.
    """

    question: str
    docs: tuple[str, ...]
    evidence: tuple[str, ...]
    answers: tuple[str, ...]


def read_questions(path: Path) -> list[Question]:
    """Read questions from a JSONL file: objects with `question`, `docs`, `evidence`, `answers`.

    Raises:
        UsageError: The file cannot be read, or a line is not such an object.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    questions = [_question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not questions:
        raise UsageError(f"{path} holds no questions")
    return questions


def evaluate(collection: Collection, questions: Sequence[Question]) -> dict[str, object]:
    """Ask every question and measure.

    Returns:
        Over the answerable questions: `document_recall@k` (a document that answers is among those of
        the first k hits), `evidence_recall@k` (evidence stands in one of the first k hits),
        `document_ndcg@10`, `answered`, `cited` (a cited document answers), `quoted` (a short answer or the
        evidence stands in the quotations); over the others: `abstained_when_unanswerable`; over both:
        `auroc` of the confidence as a sign of answerability, `p50_ms`, `p95_ms`.
    """
    asked = [(question, collection.ask(question.question)) for question in questions]
    yes = [(question, answer) for question, answer in asked if question.docs]
    no = [answer for question, answer in asked if not question.docs]
    measured: dict[str, object] = {"questions": len(asked), "answerable": len(yes), "unanswerable": len(no)}
    for k in _KS:
        measured[f"document_recall@{k}"] = _mean([bool(set(_names(a)[:k]) & set(q.docs)) for q, a in yes])
    for k in _KS:
        measured[f"evidence_recall@{k}"] = _mean([has_evidence(q, a.search.hits[:k]) for q, a in yes])
    measured["document_ndcg@10"] = _mean([ndcg(_names(a), q.docs, 10) for q, a in yes])
    measured["answered"] = _mean([not a.abstained for _, a in yes])
    measured["cited"] = _mean([bool({c.document for c in a.citations} & set(q.docs)) for q, a in yes])
    measured["quoted"] = _mean([_is_quoted(q, a) for q, a in yes])
    measured["abstained_when_unanswerable"] = _mean([a.abstained for a in no])
    measured["auroc"] = auroc([a.confidence for _, a in yes], [a.confidence for a in no])
    times = sorted(answer.search.timings_ms["total"] for _, answer in asked)
    measured["p50_ms"] = round(times[len(times) // 2], 1)
    measured["p95_ms"] = round(times[min(len(times) - 1, math.ceil(0.95 * len(times)) - 1)], 1)
    return measured


def ndcg(ranking: Sequence[str], relevant: Sequence[str], k: int) -> float:
    """Normalised discounted cumulative gain at k with binary relevance; a document counts once, at its best rank.

    Järvelin and Kekäläinen, 'Cumulated gain-based evaluation of IR techniques', TOIS 2002.
    """
    wanted = set(relevant)
    distinct = list(dict.fromkeys(ranking))[:k]
    gain = sum(1 / math.log2(rank + 1) for rank, name in enumerate(distinct, start=1) if name in wanted)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), k) + 1))
    return gain / best if best else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Probability that a positive scores above a negative, ties counted half; None without one of them."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return round(wins / (len(positive) * len(negative)), 4)


def _question(path: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        return Question(
            str(row["question"]),
            *(tuple(map(str, row.get(name) or ())) for name in ("docs", "evidence", "answers")),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f'{path}, line {number}: expected {{"question": …, "docs": […], "evidence": […], "answers": […]}}'
        ) from error


def _names(answer: Answer) -> list[str]:
    return [hit.document.name for hit in answer.search.hits]


def has_evidence(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether evidence stands in one of the hits, marks and white space left aside."""
    wanted = [_letters(evidence) for evidence in question.evidence]
    found = [_letters(hit.passage.text) for hit in hits]
    return any(evidence[:160] in text or text in evidence for evidence in wanted for text in found)


def _is_quoted(question: Question, answer: Answer) -> bool:
    quotes = [_letters(citation.quote) for citation in answer.citations]
    together = "".join(quotes)
    evidence = [_letters(text) for text in question.evidence]
    return any(_letters(short) in together for short in question.answers) or any(
        text[:120] in together or any(quote in text for quote in quotes if len(quote) > 20) for text in evidence
    )


def _letters(text: str) -> str:
    """Letters and digits only: marks, quotes, dashes and white space differ between renderings."""
    text = re.sub(r"<[^>]+>", "", re.sub(r"\]\([^)]*\)", "]", text))
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
