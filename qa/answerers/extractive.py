"""Answers without a language model: the sentences of the hits that answer the question."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from embeddings import Vectors
from qa.answerers.draft import Draft
from qa.answerers.quoting import can_be_quoted, quotes
from qa.answerers.speech import Sentence, said_by, sentences
from qa.questions import AnswerType, UnderstoodQuestion
from qa.retriever import Hit

MOST_SENTENCES = 3
THRESHOLD = 0.33
"""Confidence below which it abstains."""

_HITS_READ = 6
_SENTENCES_ENCODED = 12
_ANYBODY: frozenset[str] = frozenset()
_AS_GOOD_AS_BEST = 0.88
"""Share of the best sentence's score from which another sentence goes into the answer."""
_DATE_WORDS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|tomorrow|yesterday|tonight|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
    r"|half|third|quarter|once|twice|double|triple)\b",
    re.IGNORECASE,
)


class SentenceEncoder(Protocol):
    """What the answerer asks of the encoder."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts, (n_texts, dimension)."""


class TermStatistics(Protocol):
    """What the answerer asks of the lexical index."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed."""

    def rarity(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer, and the signs that it does."""

    sentence: Sentence
    coverage: float
    coverage_with_context: float
    fits: float
    similarity: float = 0.0

    @property
    def score(self) -> float:
        """The higher, the more likely it answers; weights chosen on the questions of the dev set."""
        words = 0.2 * self.coverage + 0.65 * self.coverage_with_context
        return 0.5 * self.similarity + words + 0.16 * self.fits + 0.02 / self.sentence.hit.rank


class ExtractiveAnswerer:
    """Quotes one to three sentences, or abstains; needs the encoder and the index only."""

    def __init__(self, encoder: SentenceEncoder, statistics: TermStatistics) -> None:
        """Take what sentences are compared with."""
        self._encoder = encoder
        self._statistics = statistics

    def draft(self, question: UnderstoodQuestion, vector: Vectors, hits: Sequence[Hit]) -> Draft:
        """Choose the sentences that answer.

        Every sentence of the best hits is scored by its similarity to the question, the share of the
        question's terms that it and its document's title hold (rare ones weigh more), whether it holds
        a number or a date where one is asked for, and the rank of its hit. Sentences nearly as good as
        the best are taken too, three at most, in reading order; those that follow each other make one
        quote.

        Args:
            question: What is asked.
            vector: (1, dimension) float32, the question as the encoder has it.
            hits: Best first.
        """
        candidates = self._encoded(self._candidates(question, hits), vector)
        if not candidates:
            return Draft((), 0.0, abstains=True)
        best = candidates[0]
        chosen = [c.sentence for c in candidates if c.score >= _AS_GOOD_AS_BEST * best.score][:MOST_SENTENCES]
        confidence = _confidence(best)
        return Draft(quotes(chosen, question), confidence, abstains=confidence < THRESHOLD)

    def _candidates(self, question: UnderstoodQuestion, hits: Sequence[Hit]) -> list[_Candidate]:
        terms = list(dict.fromkeys(self._statistics.terms(question.subject)))
        # Every term counts for something: in a few documents a common word is no less telling than an absent one.
        weights = {term: 1 + rarity for term, rarity in zip(terms, self._statistics.rarity(terms), strict=True)}
        candidates: list[_Candidate] = []
        for hit in hits[:_HITS_READ]:
            around = set(self._statistics.terms(hit.passage.context))
            found = sentences(hit)
            for sentence in said_by(found, _ANYBODY):
                if not can_be_quoted(sentence, found):
                    continue
                held = set(self._statistics.terms(sentence.text))
                candidates.append(
                    _Candidate(
                        sentence,
                        _share(weights, held),
                        _share(weights, held | around),
                        _fits(question.answer_type, sentence.text),
                    )
                )
        return candidates

    def _encoded(self, candidates: Sequence[_Candidate], vector: Vectors) -> list[_Candidate]:
        """The most promising by their words, with their similarity, best first; the others would cost time only."""
        promising = sorted(candidates, key=lambda c: -c.score)[:_SENTENCES_ENCODED]
        similarities = self._encoder.encode_passages([c.sentence.text for c in promising]) @ vector[0]
        encoded = [
            replace(c, similarity=float(similarity)) for c, similarity in zip(promising, similarities, strict=True)
        ]
        return sorted(encoded, key=lambda c: -c.score)


def _share(weights: dict[str, float], held: set[str]) -> float:
    """Weighted share of the question's terms that are held; 0 for a question without terms."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0


def _fits(answer_type: AnswerType, text: str) -> float:
    if answer_type is AnswerType.NUMBER:
        return float(bool(_NUMBER_WORDS.search(text)))
    if answer_type is AnswerType.DATE:
        return float(bool(_DATE_WORDS.search(text)))
    return 0.5


def _confidence(best: _Candidate) -> float:
    """Logistic in the signs of the best sentence."""
    logit = 3.3 * best.similarity + 3.4 * best.coverage_with_context - 3.7
    return 1 / (1 + math.exp(-logit))
