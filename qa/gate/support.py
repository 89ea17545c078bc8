"""How well sentences support a claim, by meaning and by words: a logistic model of two signs."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from embeddings import Encoder
from qa.gate.evidence import Evidence
from qa.retrieval.matching import TermStatistics

VERIFIED_FROM = 0.45
"""Lowest score of a verified claim."""
SHOWN_FROM = 0.38
"""Lowest score of a claim that is shown."""
_SIMILARITY = 5.7
"""Weight of the claim's similarity to the nearest sentence."""
_COVERAGE = 4.0
"""Weight of the share of its terms that the sentences hold."""
_CONSTANT = -6.9


def supports(
    pairs: Sequence[tuple[str, Sequence[Evidence]]], encoder: Encoder, statistics: TermStatistics
) -> list[float]:
    """The scores of claims with their cited sentences, 0–1.

    They grow with the claim's similarity to the nearest of the sentences and of neighbours taken together, and with
    the share of the claim's terms, each weighted by its IDF, that sentences, titles and speakers hold.

    Args:
        pairs: Texts of claims, and what each cites, not empty.
        encoder: Asked once for everything.
        statistics: Says which terms a text has and which are rare.
    """
    if not pairs:
        return []
    texts = list(dict.fromkeys(text for claim, cited in pairs for text in (claim, *_sources(cited))))
    # As queries: a long one is cut there and not refused, and both sides must be encoded in the same way.
    rows = dict(zip(texts, encoder.encode_queries(texts), strict=True))
    scores = []
    for claim, cited in pairs:
        similarity = max(float(np.dot(rows[claim], rows[source])) for source in _sources(cited))
        scores.append(support(round(similarity, 4), _coverage(claim, cited, statistics)))
    return scores


def support(similarity: float, coverage: float) -> float:
    """The score of two signs, 0–1."""
    return 1 / (1 + math.exp(-(_SIMILARITY * similarity + _COVERAGE * coverage + _CONSTANT)))


def _sources(cited: Sequence[Evidence]) -> Iterator[str]:
    """Each sentence, and each with the one that is cited behind it."""
    ordered = sorted(cited, key=lambda one: (one.document, one.start))
    yield from (one.text for one in ordered)
    yield from (f"{one.text} {other.text}" for one, other in zip(ordered, ordered[1:], strict=False))


def _coverage(claim: str, cited: Sequence[Evidence], statistics: TermStatistics) -> float:
    terms = list(dict.fromkeys(statistics.terms(claim)))
    held = {
        term
        for one in cited
        for term in statistics.terms(f"{one.text} {one.title} {one.speaker or ''} {one.date or ''}")
    }
    weights = {term: 1 + idf for term, idf in zip(terms, statistics.idf(terms), strict=True)}
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0
