"""Formulas of the evaluation; pure.

The ranking measures are three lines each, and are compared with ir-measures (that is, with trec_eval) in the tests;
it is no dependency of the program, because it is compiled where its registry has no wheel.
"""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What answering everything from one confidence on would mean.

    Attributes:
        confidence: The lowest that is answered.
        coverage: Share of the questions that are answered, more than 0, up to 1.
        risk: Mean loss of those.
    """

    confidence: float
    coverage: float
    risk: float


def success(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    """Whether one of the first k is relevant: 1 or 0; what stands twice takes two places."""
    return float(not relevant.isdisjoint(ranking[:k]))


def reciprocal_rank(ranking: Sequence[str], relevant: Set[str]) -> float:
    """1 / the rank of the first that is relevant, from 1; 0 when none is. What stands twice counts at its best rank.

    Voorhees, 'The TREC-8 question answering track report', 1999.
    """
    return next((1 / rank for rank, name in enumerate(_distinct(ranking), start=1) if name in relevant), 0.0)


def ndcg(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    """Normalised discounted cumulative gain at k with binary relevance; what stands twice counts at its best rank.

    Järvelin and Kekäläinen, 'Cumulated gain-based evaluation of IR techniques', TOIS 2002.
    """
    gain = sum(1 / math.log2(rank + 1) for rank, name in enumerate(_distinct(ranking)[:k], start=1) if name in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return gain / best if best else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Probability that a positive scores above a negative, ties counted half; None without one of them.

    Hanley and McNeil, 'The meaning and use of the area under a receiver operating characteristic curve',
    Radiology 1982.
    """
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def threshold_answering(share: float, confidences: Sequence[float]) -> float | None:
    """The highest threshold at which at least this share of the confidences is answered; None without any."""
    if not confidences:
        return None
    answered = max(1, math.ceil(share * len(confidences)))
    return sorted(confidences)[-answered]


def risk_coverage(confidences: Sequence[float], losses: Sequence[float]) -> list[RiskPoint]:
    """The risk-coverage curve: a point for every confidence at which a question could be the last answered.

    El-Yaniv and Wiener, 'On the foundations of noise-free selective classification', JMLR 2010. Questions of
    equal confidence are answered together, so that the curve does not depend on their order.

    Args:
        confidences: Of the answers.
        losses: Of the same answers, 0 (right) to 1 (wrong).

    Returns:
        Points in the order of coverage; the last one covers everything, so that its risk is the mean loss.
    """
    pairs = sorted(zip(confidences, losses, strict=True), reverse=True)
    points: list[RiskPoint] = []
    answered, lost = 0, 0.0
    for confidence, group in groupby(pairs, key=lambda pair: pair[0]):
        some = [loss for _, loss in group]
        answered += len(some)
        lost += math.fsum(some)
        points.append(RiskPoint(confidence, answered / len(pairs), lost / answered))
    return points


def aurc(confidences: Sequence[float], losses: Sequence[float]) -> float | None:
    """Area under the risk-coverage curve: the mean of the risks at 1, 2, … n answered questions; None without any.

    Geifman, Uziel and El-Yaniv, 'Bias-reduced uncertainty estimation for deep neural classifiers', ICLR 2019.
    Within equal confidences the losses are spread evenly, which is the mean over all orders of them.
    """
    n = len(confidences)
    area, answered, lost = 0.0, 0, 0.0
    for point in risk_coverage(confidences, losses):
        until = round(point.coverage * n)
        each = (point.risk * until - lost) / (until - answered)
        area += sum((lost + each * (count - answered)) / count for count in range(answered + 1, until + 1))
        answered, lost = until, point.risk * until
    return area / n if n else None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean; None without values."""
    return math.fsum(values) / len(values) if values else None


def _distinct(ranking: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ranking))
