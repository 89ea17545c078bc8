"""How a passage and its sentences match a question, by meaning and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from embeddings import Vectors
from qa.documents.passages import Passage
from qa.english.sentences import sentence_spans
from qa.store.passage_vectors import PassageVector

WORDS = 0.65
"""Weight of the words that a sentence shares with the question, where that of its meaning is 1; chosen on dev sets."""


class TermStatistics(Protocol):
    """What matching asks of the lexical index."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed."""

    def idf(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term."""


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence of a passage, and how it matches.

    Attributes:
        start: Where it starts in the passage's text.
        end: Where it ends; half-open.
        similarity: Inner product of its vector and the question's, of the passage's where it has none.
        coverage: Share of the question's terms that it and its passage's context (title, date, section, speaker)
            hold, each weighted by its IDF, 0–1.
        coverage_nearby: The same with the sentences before and behind it.
    """

    start: int
    end: int
    similarity: float
    coverage: float
    coverage_nearby: float

    @property
    def score(self) -> float:
        """By meaning and by words; the higher, the better it matches."""
        return self.similarity + WORDS * self.coverage


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage, and how it matches.

    Attributes:
        similarity: Inner product of its vector and the question's.
        held: The question's terms that the passage or its context hold.
        context_coverage: Share of the question's terms that its context holds, 0–1.
        sentences: In reading order.
    """

    similarity: float
    held: frozenset[str]
    context_coverage: float
    sentences: tuple[SentenceMatch, ...]


class Matcher:
    """Matches passages with one question."""

    def __init__(self, statistics: TermStatistics, subject: str, vector: Vectors) -> None:
        """Take the question.

        Args:
            statistics: The lexical index.
            subject: What the question is about, in words.
            vector: (1, dimension) float32, the question as the encoder has it.
        """
        self._statistics = statistics
        self._vector = vector[0]
        terms = list(dict.fromkeys(statistics.terms(subject)))
        # Every term counts for something: in a few documents a common word is no less telling than an absent one.
        self._weights = {term: 1 + idf for term, idf in zip(terms, statistics.idf(terms), strict=True)}

    def match(self, passage: Passage, vector: PassageVector) -> PassageMatch:
        """Match a passage."""
        spans = sentence_spans(passage.text)
        similarity = float(vector.whole @ self._vector)
        if len(vector.sentences) == len(spans):
            similarities = (vector.sentences @ self._vector).tolist()
        else:  # encoded when sentences were divided otherwise
            similarities = [similarity] * len(spans)
        context = self._held(passage.context)
        held = [self._held(passage.text[start:end]) for start, end in spans]
        nearby = [context.union(*held[max(0, place - 1) : place + 2]) for place in range(len(held))]
        sentences = tuple(
            SentenceMatch(start, end, one, self.coverage(context | own), self.coverage(around))
            for (start, end), one, own, around in zip(spans, similarities, held, nearby, strict=True)
        )
        return PassageMatch(similarity, context.union(*held), self.coverage(context), sentences)

    @property
    def information(self) -> float:
        """How much the question says: the weights of its terms, in those of a term that stands nowhere."""
        return sum(self._weights.values()) / (1 + self._statistics.idf([""])[0])

    def coverage(self, held: frozenset[str]) -> float:
        """Share of the question's terms that are held, each weighted by its IDF; 0 for a question without terms."""
        total = sum(self._weights.values())
        return sum(self._weights[term] for term in sorted(held)) / total if total else 0.0

    def coverage_of(self, text: str) -> float:
        """Share of the question's terms that a text holds, each weighted by its IDF, 0–1."""
        return self.coverage(self._held(text))

    def _held(self, text: str) -> frozenset[str]:
        return frozenset(self._weights).intersection(self._statistics.terms(text))
