"""Sentences that are about what a question names; those about something else do not answer it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

from qa.answering.hit_sentences import Sentence
from qa.answering.scopes import Scope, scope_of
from qa.documents import Document
from qa.english.mentions import Mentions
from qa.english.words import content_words
from qa.retrieval.retriever import Hit
from qa.understanding.comparisons import sides_of
from qa.understanding.demands import Demand, demands_of, find_demands
from qa.understanding.questions import UnderstoodQuestion

DocumentSource = Callable[[str], Document | None]
"""A document by its name; None when there is none of this name."""

NAMED_NEAR = 0.25
"""Weight, beside how a sentence matches, of naming in itself, its row or its heading all that the question names."""
_EXACT = 1.0
"""What is added to the logit of the confidence where an identifier is named so: it has no second meaning."""


class _Scored(Protocol):
    """A sentence with how likely it answers."""

    @property
    def sentence(self) -> Sentence:
        """The sentence."""

    @property
    def score(self) -> float:
        """The higher, the likelier."""


_S = TypeVar("_S", bound=_Scored)


@dataclass(frozen=True, slots=True)
class _Named:
    """What is named for a sentence."""

    near: Mentions
    wide: Mentions
    near_words: frozenset[str]
    wide_words: frozenset[str]

    def near_holds(self, demand: Demand) -> bool:
        """Whether it is named in the sentence itself, its row or its heading."""
        return _holds(demand, self.near, self.near_words)

    def holds(self, demand: Demand) -> bool:
        """Whether it is named there or in the prose beside it."""
        return _holds(demand, self.wide, self.wide_words)


class Demanded:
    """What one question demands of the sentences that answer it."""

    def __init__(self, question: UnderstoodQuestion, document: DocumentSource) -> None:
        """Take the question, and what gives the documents of the hits."""
        self._document = cache(document)
        self._sides = sides_of(question)
        self._demands = () if self._sides else find_demands(question)
        self._named = cache(self._name)

    def admits(self, sentence: Sentence) -> bool:
        """Whether everything that the question names is named for a sentence; of a comparison, one side."""
        named = self._of(sentence)
        if self._sides:
            return any(self._is_of(side, sentence) for side in self._sides)
        return all(named.holds(demand) for demand in self._demands)

    def bonus(self, sentence: Sentence) -> float:
        """What naming everything in itself, its row or its heading adds to a sentence's score."""
        return NAMED_NEAR if self._demands and self._names_near(sentence, self._demands) else 0.0

    def missing(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        """The words of what no hit names; of a comparison, the sides that none names."""
        texts = [f"{hit.document.name}\n{hit.passage.context}\n{hit.passage.text}" for hit in hits]
        named = [_Named(m, m, w, w) for m, w in ((Mentions(text), _words(text)) for text in texts)]
        if self._sides:
            return tuple(side for side in self._sides if not any(_all(one, self._of_side(side)) for one in named))
        return tuple(demand.words for demand in self._demands if not any(one.holds(demand) for one in named))

    def of_each_side(self, candidates: Sequence[_S]) -> list[_S]:
        """Of a comparison, the best for each side; of other questions none.

        Args:
            candidates: The best first.
        """
        best = (next((one for one in candidates if self._is_of(side, one.sentence)), None) for side in self._sides)
        return [one for one in best if one is not None]

    def confidence(self, probability: float, best: Sentence) -> float:
        """The probability that the best sentence answers, with what it says that an identifier is named near it."""
        exact = [demand for demand in self._demands if demand.is_exact]
        if not exact or not self._names_near(best, exact) or not 0 < probability < 1:
            return probability
        return 1 / (1 + math.exp(-_EXACT) * (1 - probability) / probability)

    def _is_of(self, side: str, sentence: Sentence) -> bool:
        return _all(self._of(sentence), self._of_side(side))

    def _of_side(self, side: str) -> tuple[Demand, ...]:
        return demands_of(side) or tuple(Demand(word, None) for word in content_words(side))

    def _names_near(self, sentence: Sentence, demands: Iterable[Demand]) -> bool:
        named = self._of(sentence)
        return all(named.near_holds(demand) for demand in demands)

    def _of(self, sentence: Sentence) -> _Named:
        return self._named(scope_of(sentence, self._document(sentence.hit.document.name)))

    @staticmethod
    def _name(scope: Scope) -> _Named:
        return _Named(Mentions(scope.near), Mentions(scope.wide), _words(scope.near), _words(scope.wide))


def _words(text: str) -> frozenset[str]:
    return frozenset(content_words(text))


def _all(named: _Named, demands: Iterable[Demand]) -> bool:
    return all(named.holds(demand) for demand in demands)


def _holds(demand: Demand, mentions: Mentions, words: frozenset[str]) -> bool:
    return demand.words in words if demand.reference is None else mentions.holds(demand.reference)
