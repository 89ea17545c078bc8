"""How likely the chosen sentence answers the question; pure."""

import math

from qa.answerers.speech import Sentence
from qa.matching import Matcher, SentenceMatch
from qa.questions import UnderstoodQuestion

THRESHOLD = 0.33
"""Confidence below which an answer abstains."""


def confidence(question: UnderstoodQuestion, matcher: Matcher, best: Sentence, match: SentenceMatch) -> float:
    """Probability that the best sentence answers, 0–1."""
    logit = 3.3 * match.similarity + 3.4 * match.coverage - 3.7
    return 1 / (1 + math.exp(-logit))
