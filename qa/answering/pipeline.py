"""From a question to hits and to an answer, on the newest snapshot of a collection."""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import perf_counter

from embeddings import Encoder, Vectors
from qa.answering.answer import Answer
from qa.answering.asked import Asked, Found
from qa.answering.caution import State
from qa.answering.citations import declined, verify
from qa.answering.collection_answers import answer_from
from qa.answering.declining import Decline
from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.offers import find_offers
from qa.answering.reading import PassageReader
from qa.answering.readings import choose
from qa.errors import UsageError
from qa.filters import Filters
from qa.messages import Message
from qa.retrieval.counting import count
from qa.retrieval.facets import Matches, find_matches
from qa.retrieval.retriever import DOCUMENTS_OVER_TIME
from qa.retrieval.search import Search
from qa.retrieval.snapshot import Snapshots
from qa.retrieval.spelling import respelt
from qa.store.catalog import Catalog
from qa.store.passage_vectors import PassageVectors
from qa.store.store import Lexical
from qa.understanding.collection_questions import COLLECTION, collection_question
from qa.understanding.follow_ups import FollowUp
from qa.understanding.languages import is_foreign
from qa.understanding.questions import UnderstoodQuestion, understand
from qa.understanding.remarks import is_remark
from qa.understanding.vocabulary import EMPTY, Vocabulary

LONGEST_QUESTION = 2000
"""Characters of a question."""
HITS_SHOWN = 10
_KNOWN = 0.5
"""Share of a question's terms that one passage holds from which on the collection is in its language."""

_Read = Callable[[Vocabulary], UnderstoodQuestion]
"""Understands a question in a collection's own words."""


class Asking:
    """Searches and answers; safe to use from several threads."""

    def __init__(
        self,
        catalog: Catalog,
        snapshots: Snapshots,
        lexical: Lexical,
        vectors: PassageVectors,
        encoder: Callable[[], Encoder],
        reader: Callable[[], PassageReader | None],
    ) -> None:
        """Take the parts of a collection; encoder and reader are passed as functions, called when first needed."""
        self._catalog = catalog
        self._snapshots = snapshots
        self._lexical = lexical
        self._vectors = vectors
        self._encoder = encoder
        self._reader = reader
        self._counting = threading.Lock()
        self._under_way = 0

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered, while which nothing is encoded in the background."""
        return self._under_way > 0

    def search(self, asked: Asked) -> Search:
        """`Collection.search`."""
        with self._counted():
            search = self._search(partial(_understood, asked, asked.question), asked.k)[0]
        return replace(search, hits=search.hits[: asked.k])

    def ask(self, asked: Asked, found: Found) -> Answer:
        """`Collection.ask`."""
        if (decline := self._decline(asked.question)) is not None:
            question = _understood(asked, asked.question)
            return declined(Search(question, (), self._snapshots.newest().state, {"total": 0.0}), decline)
        first = asked.follow_up or FollowUp(asked.question)
        with self._counted():
            return choose([self._ask(asked, reading, found) for reading in (first, *first.others)])

    def _decline(self, question: str) -> Decline | None:
        """Why a message is not searched for; None where it is."""
        if is_remark(question):
            return Decline.REMARK
        # A collection may be in another language too: then it knows the words.
        is_known = self._lexical.most_held(question) >= _KNOWN
        return Decline.OTHER_LANGUAGE if not is_known and is_foreign(question) else None

    def _ask(self, asked: Asked, reading: FollowUp, found: Found) -> Answer:
        read = partial(_understood, asked, reading.interpreted)
        counted = None if COLLECTION in asked.without else self._counted_answer(read)
        return counted or self._with_offers(self._answer(asked, read, reading.documents, found), asked.filters)

    def matches(self, question: str | None, filters: Filters, without: Collection[str]) -> Matches:
        """`Collection.matches`."""
        snapshot = self._snapshots.newest()
        topic = ""
        if question and question.strip():
            question = askable(question)
            understood = understand(question, question, filters, snapshot.vocabulary(), frozenset(without))
            topic, filters = understood.topic, understood.filters
        with self._counted():
            return find_matches(topic, filters, snapshot.columns, self._lexical)

    def _counted_answer(self, read: _Read) -> Answer | None:
        """The answer to a question about the collection itself; None for any other."""
        started = perf_counter()
        snapshot = self._snapshots.newest()
        vocabulary = snapshot.vocabulary()
        question = read(vocabulary)
        loaded = perf_counter()
        asked = collection_question(question, vocabulary)
        if asked is None:
            return None
        counted = count(asked, snapshot.columns, snapshot.documents(), self._lexical, self._catalog)
        if counted is None:
            return None
        answer = answer_from(asked, counted, Search(question, (), snapshot.state, {}), self._catalog, self._lexical)
        ended = perf_counter()
        timings = {"load": (loaded - started) * 1000, "count": (ended - loaded) * 1000}
        timings["total"] = (ended - started) * 1000
        return replace(answer, search=replace(answer.search, timings_ms=timings))

    def _answer(self, asked: Asked, read: _Read, cited: Sequence[str], found: Found) -> Answer:
        k, caution = asked.k, asked.caution
        search, vector = self._search(read, max(k, HITS_SHOWN), cited)
        found(replace(search, hits=search.hits[:k]))
        started = perf_counter()
        reader = self._reader() if asked.reads else None
        answerer = ExtractiveAnswerer(self._vectors, self._lexical, reader, self._catalog.document)
        draft = answerer.draft(search.question, vector, search.hits)
        draft = replace(draft, abstains=draft.confidence < caution.threshold)
        quoted = {quote.document: self._catalog.document(quote.document) for quote in draft.quotes}
        # One that was removed since it was found is left out, and its quotes are rejected.
        documents = {name: document for name, document in quoted.items() if document is not None}
        answering = (perf_counter() - started) * 1000
        timings = {**search.timings_ms, "answer": answering, "total": search.timings_ms["total"] + answering}
        answer = verify(draft, replace(search, hits=search.hits[:k], timings_ms=timings), documents)
        return replace(answer, caution=caution)

    def _with_offers(self, answer: Answer, filters: Filters) -> Answer:
        """The answer, with documents that are named in the question where nothing was found."""
        if answer.state is not State.NOTHING or answer.declined is not None:
            return answer
        snapshot = self._snapshots.newest()
        columns, documents = snapshot.columns, snapshot.documents()
        offers = find_offers(
            answer.search.question,
            filters,
            lambda asked: count(asked, columns, documents, self._lexical, self._catalog),
        )
        return replace(answer, offers=offers)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._counting:
            self._under_way += 1
        try:
            yield
        finally:
            with self._counting:
                self._under_way -= 1

    def _respelt(self, question: UnderstoodQuestion) -> UnderstoodQuestion:
        """The question with what it is searched and matched by as the collection spells it."""
        tokens = self._encoder().count_tokens
        searched, subject = (
            respelt(text, self._lexical, self._catalog, tokens) for text in (question.searched, question.subject)
        )
        return replace(question, searched=searched, subject=subject)

    def _search(self, read: _Read, k: int, cited: Sequence[str] = ()) -> tuple[Search, Vectors]:
        started = perf_counter()
        snapshot = self._snapshots.newest()
        question = self._respelt(read(snapshot.vocabulary()))
        loaded = perf_counter()
        vector = self._encoder().encode_queries([question.searched])
        encoded = perf_counter()
        wanted = max(k, DOCUMENTS_OVER_TIME) if question.over_time else k
        hits = snapshot.retriever.retrieve(question, vector, wanted, cited)
        ended = perf_counter()
        timings = {
            "load": (loaded - started) * 1000,
            "encode": (encoded - loaded) * 1000,
            "retrieve": (ended - encoded) * 1000,
            "total": (ended - started) * 1000,
        }
        return Search(question, tuple(hits), snapshot.state, timings), vector


def _understood(asked: Asked, interpreted: str, vocabulary: Vocabulary = EMPTY) -> UnderstoodQuestion:
    return understand(asked.question, interpreted, asked.filters, vocabulary, frozenset(asked.without))


def askable(question: str, k: int = 1) -> str:
    """The question, without what is no Unicode; refused when it is empty or too long, or nothing is asked for."""
    if not question.strip():
        raise UsageError(Message("the question is empty"))
    if len(question) > LONGEST_QUESTION:
        has, most = str(len(question)), str(LONGEST_QUESTION)
        raise UsageError(Message("the question has {has} characters; {most} at most are read", has=has, most=most))
    if k < 1:
        raise UsageError(f"k is {k}; at least one passage must be asked for")
    return question.encode(errors="replace").decode()
