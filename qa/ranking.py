"""The order of the passages that were found, by how they match; pure."""

from collections import defaultdict
from collections.abc import Sequence

from qa.matching import Matcher, PassageMatch

_MEANING, _DOCUMENT, _CONTEXT = 0.5, 0.4, 0.2
"""Weights beside that of the best sentence, which is 1; `tests/benchmarks/ranking.py` has the ablation."""


def scores(matcher: Matcher, matches: Sequence[PassageMatch], documents: Sequence[str]) -> list[float]:
    """How likely each passage answers, the higher the likelier.

    The sum of the score of its best sentence, its own similarity, the share of the question's terms that its document
    holds in all of its passages here, and the share that its context holds.

    Args:
        matcher: What matched them.
        matches: One a passage.
        documents: The name of the document of each.
    """
    held: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for match, document in zip(matches, documents, strict=True):
        held[document] |= match.held
    coverage = {document: matcher.coverage(terms) for document, terms in held.items()}
    return [
        max((sentence.score for sentence in match.sentences), default=match.similarity)
        + _MEANING * match.similarity
        + _DOCUMENT * coverage[document]
        + _CONTEXT * match.context_coverage
        for match, document in zip(matches, documents, strict=True)
    ]
