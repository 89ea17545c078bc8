"""All documents that a question about the collection asks for, found exactly; it ranks nothing and guesses nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.documents import Document, DocumentInfo
from qa.documents.transcripts import spoken_by
from qa.retrieval.facets import among, document_columns
from qa.store.columns import PassageColumns
from qa.store.passage_rows import StoredPassage
from qa.understanding.collection_patterns import Asked
from qa.understanding.collection_questions import CollectionQuestion, DocumentKind
from qa.understanding.topic_phrases import Phrase
from qa.understanding.vocabulary import title_openings

MOST_DOCUMENTS_READ = 300
"""Documents that are read to find who says a phrase in them."""
MOST_READ = 1_500
"""Passages that are read to count how often they hold a phrase; more would take too long."""


class Phrases(Protocol):
    """What counting asks of the lexical index."""

    def placed_terms(self, text: str) -> list[str | None]:
        """The term of each word of a text, None for a stop word."""

    def holding_phrase(self, phrase: str, field: str) -> list[int]:
        """Ids, increasing, of the passages that hold a phrase in a field."""


class Texts(Protocol):
    """What counting asks of the catalog."""

    def document(self, name: str) -> Document | None:
        """A document, None when there is none of this name."""

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        """The passages with these ids; those that are not there are left out."""


@dataclass(frozen=True, slots=True)
class CountedDocument:
    """A document that matches.

    Attributes:
        info: The document.
        passages: Ids, increasing, of the passages whose text holds as many of the phrases as any of its passages
            does; empty without a topic, and where only the title holds it.
    """

    info: DocumentInfo
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question about the collection counts.

    Attributes:
        documents: All that match, the newest first, or the oldest where those are asked for; without a date last,
            equal ones by name.
        passages: How many of their passages hold one of the phrases in their text.
        mentions: How often they hold it; None where that is not asked, or there are too many to be read.
    """

    documents: tuple[CountedDocument, ...]
    passages: int
    mentions: int | None


def place_documents(
    columns: PassageColumns, first_passages: Sequence[tuple[int, DocumentInfo]]
) -> list[DocumentInfo | None]:
    """The documents by their places in the columns; None where one has left the catalog since these were read.

    Args:
        columns: Of all passages.
        first_passages: Every document of the catalog with the id of its first passage.
    """
    placed: list[DocumentInfo | None] = [None] * (int(columns.documents.max()) + 1 if len(columns.documents) else 0)
    known = dict(zip(columns.ids.tolist(), columns.documents.tolist(), strict=True))
    for passage, info in first_passages:
        if passage in known:
            placed[known[passage]] = info
    return placed


def count(
    question: CollectionQuestion,
    columns: PassageColumns,
    documents: Sequence[DocumentInfo | None],
    index: Phrases,
    source: Texts,
) -> Counted | None:
    """Find all documents that a question asks for.

    A document holds a phrase when its title or the text of one of its passages does, and must hold each.

    Args:
        question: What is asked.
        columns: Of all passages.
        documents: By their places in the columns.
        index: The lexical index.
        source: The catalog.

    Returns:
        None where the words cannot be counted: the index takes an acronym for another word, words that seem to be a
        clause stand nowhere, or too many documents would have to be read to find who says them.
    """
    found = [_places(phrase, question.in_title, columns, index, len(documents)) for phrase in question.phrases]
    if any(
        phrase.may_be_clause and not one.matching.any() for phrase, one in zip(question.phrases, found, strict=True)
    ):
        return None
    if any(_is_other_word(phrase, index) for phrase in question.phrases):
        return None
    matching = np.ones(len(documents), dtype=bool)
    for one in found:
        matching &= one.matching
    places = np.flatnonzero(among(matching, question.filters, document_columns(columns))).tolist()
    infos = {place: info for place in places if (info := documents[place]) and _is_of_kind(info, question.kinds)}
    held = _held(found, infos, columns)
    if question.speakers and len(held) > MOST_DOCUMENTS_READ:
        return None
    said: Counter[str] = Counter()
    if question.speakers:
        ids = [identity for one in held.values() for identity in one]
        said = _said(question, source.passages(ids), source, index)
        infos = {place: infos[place] for place in held if said[infos[place].name]}
        held = {place: held[place] for place in infos}
    ordered = sorted(infos, key=lambda place: _order(infos[place], question))
    passages = sorted({identity for one in held.values() for identity in one})
    mentions = sum(said.values()) if question.speakers else None
    if not question.speakers and question.asked is Asked.MENTIONS and len(passages) <= MOST_READ:
        mentions = _mentions(question.phrases[0], source.passages(passages), index)
    return Counted(
        tuple(CountedDocument(infos[place], tuple(held.get(place, ()))) for place in ordered), len(passages), mentions
    )


def holds(text: Sequence[str | None], phrase: Sequence[str | None]) -> int:
    """How often a text holds a phrase, both as `placed_terms`; a stop word of the phrase stands for any word."""
    wanted = [(place, term) for place, term in enumerate(phrase) if term is not None]
    if not wanted:
        return 0
    last = len(text) - wanted[-1][0]
    first, *others = wanted
    return sum(
        text[start + first[0]] == first[1] and all(text[start + place] == term for place, term in others)
        for start in range(-first[0], last)
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a phrase stands: (n_documents,) bool by place, and the ids of the passages whose text holds it."""

    matching: NDArray[np.bool_]
    passages: NDArray[np.int64]


def _places(phrase: Phrase, in_title: bool, columns: PassageColumns, index: Phrases, count: int) -> _Places:
    fields = ["title"] if in_title else ["title", "text"]
    ids = {field: np.array(index.holding_phrase(phrase.words, field), dtype=np.int64) for field in fields}
    matching = np.zeros(count, dtype=bool)
    for some in ids.values():
        matching[columns.documents[np.isin(columns.ids, some, assume_unique=True)]] = True
    return _Places(matching, ids.get("text", np.array([], dtype=np.int64)))


def _held(found: Sequence[_Places], infos: Mapping[int, DocumentInfo], columns: PassageColumns) -> dict[int, list[int]]:
    """By document the passages that hold the most phrases; of a phrase alone all that hold it."""
    counts = np.zeros(len(columns.ids), dtype=np.int64)
    for one in found:
        counts += np.isin(columns.ids, one.passages, assume_unique=True)
    held: dict[int, list[int]] = {}
    most: dict[int, int] = {}
    rows = np.flatnonzero(counts)
    for place, identity, number in zip(
        columns.documents[rows].tolist(), columns.ids[rows].tolist(), counts[rows].tolist(), strict=True
    ):
        if place not in infos or number < most.get(place, 0):
            continue
        if number > most.get(place, 0):
            most[place], held[place] = number, []
        held[place].append(identity)
    return held


def _is_of_kind(info: DocumentInfo, kinds: Sequence[DocumentKind]) -> bool:
    if not kinds or any(not kind.categories.isdisjoint(info.categories) for kind in kinds):
        return True
    openings = title_openings(info.title)
    return any(opening in kind.titles for kind in kinds for opening in openings)


def _is_other_word(phrase: Phrase, index: Phrases) -> bool:
    """Whether an acronym is indexed as the stem of a word: 'AIDS' as 'aid'."""
    words = phrase.words.replace(".", "")
    return words.isupper() and words.isalpha() and index.placed_terms(words) != [words.lower()]


def _order(info: DocumentInfo, question: CollectionQuestion) -> tuple[bool, int, str]:
    """By date as it is asked for; what has none, or one of the future, comes last."""
    day = info.date or date.min
    is_last = info.date is None or day > (question.newest or date.max)
    return is_last, day.toordinal() if question.asked is Asked.OLDEST else -day.toordinal(), info.name


def _said(
    question: CollectionQuestion, passages: Mapping[int, StoredPassage], source: Texts, index: Phrases
) -> Counter[str]:
    """How often the speakers say the phrase in the passages that hold it, by the name of the document."""
    words = index.placed_terms(question.phrases[0].words)
    said: Counter[str] = Counter()
    spoken: dict[str, list[tuple[int, int]]] = {}
    for stored in passages.values():
        name, passage = stored.document.name, stored.passage
        if name not in spoken:
            document = source.document(name)
            spoken[name] = spoken_by(document.text, question.speakers) if document else []
        for first, last in spoken[name]:
            start, end = max(first, passage.start), min(last, passage.end)
            if start < end:
                text = passage.text[start - passage.start : end - passage.start]
                said[name] += holds(index.placed_terms(text), words)
    return said


def _mentions(phrase: Phrase, passages: Mapping[int, StoredPassage], index: Phrases) -> int:
    words = index.placed_terms(phrase.words)
    return sum(holds(index.placed_terms(stored.passage.text), words) for stored in passages.values())
