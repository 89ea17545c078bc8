"""Sentences that are about what a question names; those about something else do not answer it."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Protocol, TypeVar

from qa.answering.hit_sentences import Sentence
from qa.answering.scopes import Scope, prose_of, scope_of
from qa.documents import Document
from qa.english.mentions import Mentions
from qa.english.words import content_words
from qa.retrieval.matching import TermStatistics
from qa.retrieval.retriever import Hit
from qa.understanding.comparisons import sides_of
from qa.understanding.demands import Demand, demands_of, find_demands, numbers_of
from qa.understanding.questions import UnderstoodQuestion

DocumentSource = Callable[[str], Document | None]
"""A document by its name; None when there is none of this name."""

_EVERYWHERE = 0.04
"""Share of the passages from which on a name tells none apart: who publishes everything is named everywhere."""
_FEWEST_EVERYWHERE = 100
"""The same as a number of passages: in a small collection every name tells something."""
_TEXTS_REMEMBERED = 512
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


class _Text:
    """A text, and what it names."""

    def __init__(self, text: str) -> None:
        self._mentions = Mentions(text)
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(content_words(self._text))

    def holds(self, demand: Demand) -> bool:
        """Whether something is named in it."""
        return demand.words in self._words if demand.reference is None else self._mentions.holds(demand.reference)


_text = lru_cache(_TEXTS_REMEMBERED)(_Text)


class Demanded:
    """What one question demands of the sentences that answer it."""

    def __init__(self, question: UnderstoodQuestion, document: DocumentSource, statistics: TermStatistics) -> None:
        """Take the question, what gives the documents of the hits, and the lexical index."""
        self._document = document
        self._prose = cache(self._find_prose)
        self._scopes: dict[tuple[int, int, int, str | None], Scope] = {}
        self._sides = sides_of(question)
        self._asked = frozenset(content_words(question.interpreted))
        self._numbers = numbers_of(question.interpreted)
        demands = () if self._sides else find_demands(question)
        self._demands = tuple(one for one in demands if one.is_new or _tells_apart(one, statistics))

    def admits(self, sentence: Sentence) -> bool:
        """Whether everything that the question names is named for a sentence; of a comparison, one side.

        What is new in a follow-up, and what has a number, must be named in the passage; other names may stand anywhere
        in the document's prose.
        """
        if self._sides:
            return any(self._is_of(side, sentence) for side in self._sides)
        if not self._demands:
            return True
        beside, name = _text(self._scope(sentence).wide), sentence.hit.document.name
        return _any_group(
            self._demands,
            lambda one: beside.holds(one) or (not one.is_strict and self._prose(name).holds(one)),
        )

    def is_named_near(self, sentence: Sentence) -> bool:
        """Whether a sentence names what must be named in itself, its row or its heading, if anything must."""
        strict = [demand for demand in self._demands if demand.is_strict]
        return bool(strict) and self._names_near(sentence, strict)

    def agrees(self, sentence: Sentence, best: Sentence) -> bool:
        """Whether a sentence may stand beside the best.

        It names every number of the question that the best one names and, in the same document, every word that the
        question shares with the best one's headings and with its row.
        """
        near, of_best = self._scope(sentence).near, self._scope(best).near
        if any(_text(of_best).holds(one) and not _text(near).holds(one) for one in self._numbers):
            return False
        if sentence.hit.document.name != best.hit.document.name:
            return True
        named = self._asked.intersection(content_words(self._scope(best).apart))
        return named <= frozenset(content_words(near))

    def missing(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        """The words of what no hit names; of a comparison, the sides that none names."""
        if self._sides:
            return self.missing_sides(hits)
        texts = _passages(hits)
        return tuple(demand.words for demand in self._demands if not any(text.holds(demand) for text in texts))

    def missing_sides(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        """The sides of a comparison that no hit names; of another question none."""
        texts = _passages(hits)
        sides = {side: _of_side(side) for side in self._sides}
        return tuple(side for side, its in sides.items() if not any(all(map(text.holds, its)) for text in texts))

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
        return all(map(_text(self._scope(sentence).wide).holds, _of_side(side)))

    def _names_near(self, sentence: Sentence, demands: Iterable[Demand]) -> bool:
        return _any_group(demands, _text(self._scope(sentence).near).holds)

    def _find_prose(self, name: str) -> _Text:
        document = self._document(name)
        return _text(prose_of(document) if document is not None else "")

    def _scope(self, sentence: Sentence) -> Scope:
        place = sentence.hit.rank, sentence.start, sentence.end, sentence.speaker
        if place not in self._scopes:
            self._scopes[place] = scope_of(sentence, self._document(sentence.hit.document.name))
        return self._scopes[place]


def _passages(hits: Iterable[Hit]) -> list[_Text]:
    return [_text(f"{hit.document.name}\n{hit.passage.context}\n{hit.passage.text}") for hit in hits]


def _of_side(side: str) -> tuple[Demand, ...]:
    return demands_of(side) or tuple(Demand(word, None) for word in content_words(side))


def _any_group(demands: Iterable[Demand], holds: Callable[[Demand], bool]) -> bool:
    """Whether all that is new holds, and all of one group of the others, if there are any."""
    groups: defaultdict[int, list[Demand]] = defaultdict(list)
    for demand in demands:
        if not demand.is_new:
            groups[demand.group].append(demand)
        elif not holds(demand):
            return False
    return not groups or any(all(map(holds, group)) for group in groups.values())


def _tells_apart(demand: Demand, statistics: TermStatistics) -> bool:
    """Whether what is named tells passages apart: no name that stands nearly everywhere, no word of no passage."""
    terms = statistics.terms(demand.words)
    if demand.is_exact or not terms:
        return True
    absent, *found = statistics.idf(["", *terms])
    if demand.reference is None and max(found) >= absent:  # the place may have another word
        return False
    frequencies = [math.exp(absent - idf) / 2 for idf in found]  # idf is ln((n + 1) / (f + 0.5)), and 0 is f of ''
    return min(frequencies) < max(_EVERYWHERE * math.exp(absent) / 2, _FEWEST_EVERYWHERE)
