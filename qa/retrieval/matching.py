"""How a passage and its sentences match a question, by meaning and by words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
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

    def held(self, texts: Sequence[str], terms: frozenset[str]) -> list[frozenset[str]]:
        """Which of some terms each text holds."""
        return [terms.intersection(self.terms(text)) for text in texts]


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
        return _score(self.similarity, self.coverage)


@dataclass(frozen=True, slots=True)
class PassageMatch:
    """A passage, and how it matches.

    Attributes:
        similarity: Inner product of its vector and the question's.
        held: The question's terms that the passage or its context hold.
        context_coverage: Share of the question's terms that its context holds, 0–1.
        best: Score of the sentence that matches best; of a passage without a sentence, its similarity.
    """

    similarity: float
    held: frozenset[str]
    context_coverage: float
    best: float


Candidate = tuple[Passage, PassageVector]
"""A passage with its vectors."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a match is made of: similarities, and the question's terms that context and sentences hold."""

    similarity: float
    similarities: list[float]
    spans: Sequence[tuple[int, int]]
    context: frozenset[str]
    held: list[frozenset[str]]

    def held_near(self, place: int) -> frozenset[str]:
        """What the context, a sentence and its neighbours hold."""
        return self.context.union(*self.held[max(0, place - 1) : place + 2])


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
        self._terms = frozenset(self._weights)
        self._total = sum(self._weights.values())
        self._coverages: dict[frozenset[str], float] = {}

    def match(self, candidates: Sequence[Candidate]) -> list[PassageMatch]:
        """Match passages, each as a whole, and find how well the best sentence of each matches."""
        return [
            PassageMatch(
                found.similarity,
                found.context.union(*found.held),
                self.coverage(found.context),
                max(
                    (
                        _score(similarity, self.coverage(found.context | own))
                        for similarity, own in zip(found.similarities, found.held, strict=True)
                    ),
                    default=found.similarity,
                ),
            )
            for found in self._looked_at(candidates)
        ]

    def match_sentences(self, candidates: Sequence[Candidate]) -> list[tuple[SentenceMatch, ...]]:
        """Match each sentence of passages, in reading order."""
        return [
            tuple(
                SentenceMatch(
                    *span, similarity, self.coverage(found.context | own), self.coverage(found.held_near(place))
                )
                for place, (span, similarity, own) in enumerate(
                    zip(found.spans, found.similarities, found.held, strict=True)
                )
            )
            for found in self._looked_at(candidates)
        ]

    @property
    def information(self) -> float:
        """How much the question says: the weights of its terms, in those of a term that stands nowhere."""
        return self._total / (1 + self._statistics.idf([""])[0])

    def coverage(self, held: frozenset[str]) -> float:
        """Share of the question's terms that are held, each weighted by its IDF; 0 for a question without terms."""
        found = self._coverages.get(held)
        if found is None:
            weight = sum(self._weights[term] for term in sorted(held))
            found = self._coverages[held] = weight / self._total if self._total else 0.0
        return found

    def coverage_of(self, text: str) -> float:
        """Share of the question's terms that a text holds, each weighted by its IDF, 0–1."""
        return self.coverage(self._held(text))

    def _looked_at(self, candidates: Sequence[Candidate]) -> Iterator[_Looked]:
        spans = [sentence_spans(passage.text) for passage, _ in candidates]
        texts = (
            [passage.context, *(passage.text[start:end] for start, end in its)]
            for (passage, _), its in zip(candidates, spans, strict=True)
        )
        held = iter(self._statistics.held(list(chain.from_iterable(texts)), self._terms))
        for (_, vector), its in zip(candidates, spans, strict=True):
            similarity = float(vector.whole @ self._vector)
            if len(vector.sentences) == len(its):
                similarities = (vector.sentences @ self._vector).tolist()
            else:  # encoded when sentences were divided otherwise
                similarities = [similarity] * len(its)
            yield _Looked(similarity, similarities, its, next(held), list(islice(held, len(its))))

    def _held(self, text: str) -> frozenset[str]:
        return self._statistics.held([text], self._terms)[0]


def _score(similarity: float, coverage: float) -> float:
    return similarity + WORDS * coverage
