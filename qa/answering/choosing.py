"""How well sentences answer, and which of them go into an answer; pure.

The weights are fitted by `tests/benchmarks/choosing.py` on questions whose answering sentences are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.hit_sentences import Sentence
from qa.answering.reading import Finding
from qa.retrieval.matching import SentenceMatch
from qa.understanding.answer_types import AnswerType

MOST_SENTENCES = 3
"""Sentences of an answer, besides those that adjoin the best one."""
MOST_READ = 16
"""Sentences that the reader reads alone."""

_MOST_TOGETHER = 4
"""Sentences that are quoted as one where an answer may be a paragraph."""
_LONGEST_TOGETHER = 700
"""Characters of them."""
_FARTHEST = -8.0
"""How much less likely than the best span of the passage any span is at the most."""
_LONG_ANSWERS = frozenset({AnswerType.REASON, AnswerType.LIST, AnswerType.WORDS, AnswerType.OTHER})
"""Kinds of answers that may be longer than a sentence: no name, number or date."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much tells that a sentence answers.

    Attributes:
        similarity: Its meaning.
        terms: The share of the question's terms that it holds.
        nearby: The share that it and its neighbours hold.
        fits: Whether it holds the kind of thing that is asked for.
        passage: The score of its hit, less that of the best.
        named: Whether it names, in itself, its row or its heading, what must be named there (`demanded`).
        place: How much less likely the reader finds an answer in it than anywhere in the passage, as a logarithm: it
            tells where in a passage an answer is, if there is one.
        alone: The margin of the reader who reads the sentence without its neighbours: where they are not there to
            draw from, it tells more plainly whether the sentence answers.
        below_best: How far another sentence's score may lie below the best one's to go into the answer.
    """

    similarity: float
    terms: float
    nearby: float
    fits: float
    passage: float
    named: float
    place: float
    alone: float
    below_best: float


UNREAD = Weights(
    similarity=1.0, terms=0.65, nearby=0.2, fits=0.3, passage=0.3, named=0.25, place=0.0, alone=0.0, below_best=0.4
)
"""Where nothing was read. They also choose the sentences that are read alone."""
READ = Weights(
    similarity=0.86, terms=0.0, nearby=3.9, fits=2.3, passage=6.1, named=1.9, place=0.34, alone=0.156, below_best=3.0
)
"""Where the reader has read the sentence in its passage and alone; the score is a logarithm of odds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        sentence: The sentence.
        match: How it matches the question.
        fits: Whether it holds the kind of thing that is asked for, 0–1.
        below_best: The score of its hit, less that of the best.
        finding: What the reader found in it; None where it was not read.
        alone: The reader's margin for the sentence without its neighbours; None where it was not read alone.
        is_named_near: Whether it names near it what must be named.
    """

    sentence: Sentence
    match: SentenceMatch
    fits: float
    below_best: float
    finding: Finding | None = None
    alone: float | None = None
    is_named_near: bool = False

    @property
    def score(self) -> float:
        """The higher, the likelier it answers; comparable with those of candidates that were read alike."""
        weights = READ if self.alone is not None else UNREAD
        match = self.match
        score = weights.similarity * match.similarity + weights.terms * match.coverage
        score += weights.named * self.is_named_near
        score += weights.nearby * match.coverage_nearby + weights.fits * self.fits + weights.passage * self.below_best
        if self.finding is not None and self.alone is not None:
            score += weights.place * max(self.finding.place, _FARTHEST) + weights.alone * self.alone
        return score


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best first, the earlier of equal ones first."""
    return sorted(candidates, key=lambda candidate: -candidate.score)


def chosen(candidates: Sequence[Candidate], answer_type: AnswerType) -> list[Candidate]:
    """Those that go into an answer, the best first.

    Three at most, all nearly as good as the best. Where an answer may be longer than a sentence, those that adjoin the
    best one come with it, as far as they are nearly as good and the quotation does not get too long.

    Args:
        candidates: Best first, at least one; all read, or none.
        answer_type: What kind of thing would answer.
    """
    best = candidates[0]
    least = best.score - (READ if best.alone is not None else UNREAD).below_best
    near = [candidate for candidate in candidates if candidate.score >= least]
    together = _adjoining(best, near) if answer_type in _LONG_ANSWERS else [best]
    return together + [one for one in near[:MOST_SENTENCES] if one not in together]


def _adjoining(best: Candidate, near: Sequence[Candidate]) -> list[Candidate]:
    """The best and those that stand next to it or to one that does, the better of two first."""
    together = [best]
    first = last = best.sentence
    while len(together) < _MOST_TOGETHER:
        found = next((one for one in near if one.sentence.adjoins(last) or first.adjoins(one.sentence)), None)
        if found is None:
            break
        first, last = min(first, found.sentence, key=_start), max(last, found.sentence, key=_start)
        if last.end - first.start > _LONGEST_TOGETHER:
            break
        together.append(found)
    return together


def _start(sentence: Sentence) -> int:
    return sentence.start
