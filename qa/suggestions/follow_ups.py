"""Questions to ask after an answer, which the documents that it cites answer.

They are sought in steps, of which each asks one question: whoever takes them can leave off as soon as somebody asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from qa.answering.answer import Answer
from qa.collection import NO_FILTERS, Collection
from qa.documents import Document
from qa.english.words import content_words
from qa.filters import Filters
from qa.suggestions.names import find_named
from qa.suggestions.questions import Candidate, find_questions
from qa.suggestions.verification import is_answered

MOST_OFFERED = 3
_HITS_FOLLOWED = 4
"""Hits whose documents may answer what can be asked next; further down they are of other topics."""
_MOST_TRIED = 6
"""Questions that are asked for those after an answer."""
_KEPT = 2000
"""Questions of which it is remembered whether they are answered."""


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
        self._verdicts: dict[object, bool] = {}

    def step(self, answer: Answer, asked: Sequence[str], filters: Filters = NO_FILTERS) -> Offered:
        """Try one more question, unless somebody asks one now.

        Args:
            answer: What was answered.
            asked: What was asked in the conversation, which is not suggested again.
            filters: Within which it was asked.
        """
        known = {_folded(question) for question in asked}
        found: list[tuple[Document, Candidate]] = []
        has_tried = False
        for document, candidate in islice(self._near(answer), _MOST_TRIED):
            if len(found) == MOST_OFFERED:
                break
            if _folded(candidate.question) in known or any(
                document == other and candidate.overlaps(taken.start, taken.end) for other, taken in found
            ):
                continue
            key = (self._collection.catalog.generation, answer.caution, filters, document.info.name, candidate)
            verdict = self._verdicts.get(key)
            if verdict is None:
                # Somebody's question comes before what nobody asked for.
                if has_tried or self._collection.is_busy:
                    return Offered(tuple(one.question for _, one in found), is_complete=False)
                verdict = is_answered(self._collection, candidate, document, filters)
                has_tried = True
                self._remember(key, verdict)
            if verdict:
                found.append((document, candidate))
        return Offered(tuple(one.question for _, one in found), is_complete=True)

    def _near(self, answer: Answer) -> Iterator[tuple[Document, Candidate]]:
        """Questions of the documents that are cited, then of others that share two words with what was asked.

        Those of a document come in the order in which they stand near a quotation, those for yes or no last. What was
        quoted already is left out.
        """
        topic = frozenset(content_words(answer.search.question.interpreted))
        cited = [citation.document for citation in answer.citations]
        for name in dict.fromkeys([*cited, *(hit.document.name for hit in answer.search.hits[:_HITS_FOLLOWED])]):
            document = self._collection.catalog.document(name)
            if document is None:
                continue
            places = [(one.start, one.end) for one in answer.citations if one.document == name]
            others = [
                candidate
                for candidate in _candidates(document)
                if not any(candidate.overlaps(start, end) for start, end in places)
            ]
            near = places[0][0] if places else 0
            for candidate in sorted(others, key=lambda one: (one.is_yes_or_no, abs(one.start - near))):
                if name in cited or len(topic.intersection(content_words(candidate.question))) > 1:
                    yield document, candidate

    def _remember(self, key: object, verdict: bool) -> None:
        while len(self._verdicts) >= _KEPT:
            self._verdicts.pop(next(iter(self._verdicts)), None)
        self._verdicts[key] = verdict


@lru_cache(maxsize=64)
def _candidates(document: Document) -> tuple[Candidate, ...]:
    return (*find_questions(document), *find_named(document))


def _folded(question: str) -> str:
    return " ".join(question.casefold().split())
