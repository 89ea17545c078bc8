"""Questions to ask after an answer, which the documents that it cites answer.

They are sought in steps, of which each asks one question: whoever takes them can leave off as soon as somebody asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from qa.answering.answer import Answer, Citation
from qa.collection import NO_FILTERS, Collection
from qa.documents import Document, DocumentInfo
from qa.english.words import content_words
from qa.filters import Filters
from qa.suggestions.names import find_named
from qa.suggestions.questions import Candidate, find_questions
from qa.suggestions.topics import find_topics
from qa.suggestions.verification import answering

MOST_OFFERED = 3
_HITS_FOLLOWED = 4
"""Hits whose documents may answer what can be asked next; further down they are of other topics."""
_MOST_TRIED = 12
"""Questions that are asked for those after an answer."""
_REACH = 4000
"""Characters around a quotation of which questions are made."""
_MOST_RANKED = 64
_ON_TOPIC = 0.45
"""How near in meaning a question about a document must be that is not cited; it shares a word with what was asked."""
_CITED = 0.3
"""How much nearer than others those about the cited documents count."""
_LESS = 0.1
"""How much nearer in meaning a question must be that asks for no more than what is said, or for a yes."""
_SEVERAL, _MANY = 3, 0.2
"""Documents that may name a topic: so many in any case, and this share of all."""
_KEPT, _ANSWERS_KEPT = 2000, 100
"""Questions of which it is remembered whether they are answered, and answers of which what to ask next."""
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of the questions after an answer.

    Attributes:
        questions: Those that were found, three at most.
        is_complete: Whether no more are sought.
    """

    questions: tuple[str, ...]
    is_complete: bool


class FollowUps:
    """Seeks questions to ask after an answer; safe to use from several threads."""

    def __init__(self, collection: Collection) -> None:
        """Take the collection, whose answers to earlier tries are remembered until it changes."""
        self._collection = collection
        self._candidates: dict[object, list[tuple[DocumentInfo, Candidate]]] = {}
        self._answers: dict[object, Citation | None] = {}

    def step(self, answer: Answer, asked: Sequence[str], filters: Filters = NO_FILTERS) -> Offered:
        """Try one more question, unless somebody asks one now.

        Args:
            answer: What was answered.
            asked: What was asked in the conversation, which is not suggested again.
            filters: Within which it was asked.
        """
        known = {_folded(question) for question in asked}
        now = (self._collection.catalog.generation, filters, answer.caution)
        about = (now, answer.search.question.interpreted, answer.citations)
        if about not in self._candidates:
            if self._collection.is_busy:  # somebody's question comes before what nobody asked for
                return Offered((), is_complete=False)
            _remember(self._candidates, about, self._find_candidates(answer), _ANSWERS_KEPT)
            return Offered((), is_complete=False)
        found: dict[str, Citation] = {}
        has_tried = False
        for document, candidate in self._candidates[about]:
            if len(found) == MOST_OFFERED:
                break
            if _folded(candidate.question) in known:
                continue
            tried = (now, document.name, candidate)
            if tried not in self._answers:
                if has_tried or self._collection.is_busy:
                    return Offered(tuple(found), is_complete=False)
                _remember(self._answers, tried, answering(self._collection, candidate, document.name, filters), _KEPT)
                has_tried = True
            quoted = self._answers[tried]
            if quoted and not any(_share(quoted, one) for one in (*answer.citations, *found.values())):
                found[candidate.question] = quoted
        return Offered(tuple(found), is_complete=True)

    def _find_candidates(self, answer: Answer) -> list[tuple[DocumentInfo, Candidate]]:
        """Questions to try, first those whose meaning is nearest to what was asked and quoted.

        They are made of what stands near the quotations, and near the best hits. What was quoted already is left out.
        """
        quoted = answer.citations
        places: dict[str, int] = {}
        for one in quoted:
            places.setdefault(one.document, one.start)
        for hit in answer.search.hits[:_HITS_FOLLOWED]:
            places.setdefault(hit.document.name, hit.passage.start)
        found: dict[str, tuple[DocumentInfo, Candidate]] = {}
        for name, place in places.items():
            document = self._collection.catalog.document(name)
            if document is None:
                continue
            taken = [(one.start, one.end) for one in quoted if one.document == name]
            for candidate in _made_of(_around(document, place)):
                if not any(candidate.overlaps(start, end) for start, end in taken):
                    found.setdefault(_folded(candidate.question), (document.info, candidate))
        return self._nearest(answer, list(found.values())[:_MOST_RANKED])

    def _nearest(
        self, answer: Answer, found: list[tuple[DocumentInfo, Candidate]]
    ) -> list[tuple[DocumentInfo, Candidate]]:
        """The most relevant first, by the meaning of their words; those that ask for less come later."""
        if not found:
            return []
        asked = [answer.search.question.interpreted, *(one.quote for one in answer.citations[:1])]
        vectors = self._collection.encoder.encode_queries([*asked, *(one.question for _, one in found)])
        near = (vectors[len(asked) :] @ vectors[: len(asked)].T).mean(axis=1)
        cited = {one.document for one in answer.citations}
        topic = frozenset(content_words(answer.search.question.interpreted))
        ranked = []
        for place, (document, candidate) in enumerate(found):
            is_cited = document.name in cited
            words = set(content_words(candidate.topic))
            if words and words <= topic:
                continue  # it was asked about
            if is_cited or (near[place] >= _ON_TOPIC and not topic.isdisjoint(content_words(candidate.question))):
                ranked.append((near[place] + _CITED * is_cited - _LESS * candidate.asks_little, place))
        particular = (found[place] for _, place in sorted(ranked, reverse=True) if not self._is_common(found[place][1]))
        return list(islice(particular, _MOST_TRIED))

    def _is_common(self, candidate: Candidate) -> bool:
        """Whether it asks about what so many documents name that it asks nothing in particular."""
        if not candidate.topic:
            return False
        documents = self._collection.catalog.counts()[0]
        return self._collection.matches(candidate.topic).documents > max(_SEVERAL, documents * _MANY)


def _remember(kept: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Keep a value, and forget the oldest where there are more than a number."""
    while len(kept) >= most:
        kept.pop(next(iter(kept)), None)
    kept[key] = value


def _around(document: Document, place: int) -> Document:
    """The document with no blocks but those around a place."""
    near = (one for one in document.blocks if one.end > place - _REACH and one.start < place + _REACH)
    return replace(document, blocks=tuple(near))


def _made_of(document: Document) -> Iterator[Candidate]:
    for find in (find_questions, find_named, find_topics):
        yield from find(document)


def _folded(question: str) -> str:
    return " ".join(question.casefold().split())


def _share(one: Citation, other: Citation) -> bool:
    """Whether two quotations share a character of a document."""
    return one.document == other.document and one.start < other.end and other.start < one.end
