"""How likely the best sentence answers the question: a logistic model of four signs; pure.

Fitted by `tests/benchmarks/confidence.py` on the dev questions over the archive, on questions of SQuAD 2.0 from
articles that the reader has not seen, none of them among the 400 whose figures are reported, and on both asked of small
collections, from one document to thirty; answerable and unanswerable questions weigh the same in each set.
"""

import math
import re
from dataclasses import dataclass

from qa.answering.hit_sentences import Sentence
from qa.retrieval.matching import WORDS, Matcher, SentenceMatch
from qa.retrieval.retriever import Hit
from qa.understanding.questions import UnderstoodQuestion

THRESHOLD = 0.32
"""Confidence below which an answer abstains."""
SURE = 0.5
"""Confidence below which an answer is shown as a possible one only."""
LIKELY = 0.22
"""Confidence from which an abstention shows its best quotation as a possible match: on the dev questions it is from a
document that answers in two of five between here and the threshold, and in none below."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether the best sentence answers.

    Attributes:
        match: How well the sentence matches, by meaning and by the question's terms in it and its neighbours. Words
            count as much as when sentences are chosen: in a small collection they tell more than meaning.
        information: How much the question says: the logarithm of one more than its terms' weights, in that of a term
            that stands nowhere. A match of many words is no accident, and each word more adds less.
        period: 1 where the passage is of the question's period or names it, -1 where it does neither, 0 where the
            question names none.
        margin: That of the reader for the best sentence alone; None where nothing was read.
    """

    match: float
    information: float
    period: int
    margin: float | None


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the signs, and the logit where all of them are 0."""

    match: float
    information: float
    period: float
    margin: float
    constant: float


READ = Weights(match=3.17, information=1.48, period=1.51, margin=0.078, constant=-4.68)
"""Where the reader has read the hits."""
UNREAD = Weights(match=3.89, information=1.26, period=1.35, margin=0.0, constant=-5.43)
"""Where it has not."""


def find_signs(
    question: UnderstoodQuestion, matcher: Matcher, best: Sentence, match: SentenceMatch, margin: float | None
) -> Signs:
    """The signs of a question and its best sentence."""
    matched = match.similarity + WORDS * match.coverage_nearby
    return Signs(matched, math.log1p(matcher.information), _agreement_in_time(question, best.hit), margin)


def confidence(signs: Signs) -> float:
    """Probability that the best sentence answers, 0–1."""
    weights = UNREAD if signs.margin is None else READ
    logit = weights.match * signs.match + weights.information * signs.information
    logit += weights.period * signs.period + weights.margin * (signs.margin or 0.0) + weights.constant
    return 1 / (1 + math.exp(-logit))


def _agreement_in_time(question: UnderstoodQuestion, hit: Hit) -> int:
    day = hit.document.date
    if question.period is None:
        return 0
    first, last = question.period
    if day is not None and (first is None or day >= first) and (last is None or day <= last):
        return 1
    named = {
        word for clue in question.clues if clue.name in ("from", "to") for word in re.findall(r"\w{3,}", clue.words)
    }
    held = set(re.findall(r"\w+", f"{hit.passage.context} {hit.passage.text}".lower()))
    return 1 if {word.lower() for word in named} <= held else -1
