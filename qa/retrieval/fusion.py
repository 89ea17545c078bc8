"""Rank fusion; pure."""

from collections import defaultdict
from collections.abc import Sequence

RRF_K = 60
"""The constant of the paper: how slowly a rank's share falls."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[int]], rrf_k: int = RRF_K) -> list[tuple[int, float]]:
    """Fuse rankings of ids by the sum of 1 / (rrf_k + rank), ranks from 1.

    Cormack, Clarke and Büttcher, 'Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods', SIGIR 2009. Only ranks count, so rankings with scores of any scale can be fused.

    Returns:
        (id, score), best first; equal scores in the order of ids.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, identity in enumerate(ranking, start=1):
            scores[identity] += 1 / (rrf_k + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
