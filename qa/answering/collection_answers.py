"""The answer to a question about the collection: what was counted, and of the first documents a quotation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Protocol

from qa.answering.answer import Answer
from qa.answering.citations import verify
from qa.answering.counted_words import counted_query, counted_sentence
from qa.answering.draft import Draft, Quote
from qa.answering.hit_sentences import sentences
from qa.answering.listings import DocumentListing, ListedEntry
from qa.documents import Document
from qa.documents.transcripts import spoken_by
from qa.retrieval.counting import Counted, CountedDocument, Phrases, holds
from qa.retrieval.retriever import Hit
from qa.retrieval.search import Search
from qa.store.passage_rows import StoredPassage
from qa.understanding.collection_questions import CollectionQuestion

MOST_LISTED, MOST_QUOTED = 50, 10
"""Documents that are listed, and of which a sentence is quoted."""
_PASSAGES_READ = 5
"""Passages of a document in which a sentence to quote is sought."""
_LINES = 10
"""Documents that the text of the answer names."""
_ENDS = (".", "!", "?", "”", '"')


class Documents(Protocol):
    """What the answer asks of the catalog."""

    def document(self, name: str) -> Document | None:
        """A document, None when there is none of this name."""

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        """The passages with these ids; those that are not there are left out."""


def answer_from(
    question: CollectionQuestion, counted: Counted, search: Search, source: Documents, index: Phrases
) -> Answer:
    """List what was counted, and quote the first sentence of each of the first documents that holds the topic.

    Args:
        question: What was asked.
        counted: What matches.
        search: The question as it is understood, without hits.
        source: The catalog.
        index: The lexical index.
    """
    listed = _listed(question, counted)
    found = list(_quotes(question, listed[:MOST_QUOTED], source, index))
    quotes, documents = tuple(quote for quote, _ in found), {quote.document: document for quote, document in found}
    verified = verify(Draft(quotes, 1.0, abstains=False), search, documents)
    markers = {citation.document: citation.marker for citation in verified.citations}
    listing = DocumentListing(
        counted_sentence(question, counted, len(listed)),
        counted_query(question),
        len(counted.documents),
        counted.mentions,
        tuple(_entry(one, markers) for one in listed),
    )
    # What was counted is the answer, whether or not there is a sentence to show of it.
    return replace(verified, text=_text(listing), abstained=False, confidence=1.0, listing=listing)


def _listed(question: CollectionQuestion, counted: Counted) -> Sequence[CountedDocument]:
    """The first, as many as are asked for; where one is, all of the same day."""
    documents = counted.documents
    if question.number != 1:
        return documents[: min(question.number or MOST_LISTED, MOST_LISTED)]
    day = documents[0].info.date if documents else None
    return list(takewhile(lambda one: one.info.date == day, documents))[:MOST_LISTED]


def _quotes(
    question: CollectionQuestion, listed: Sequence[CountedDocument], source: Documents, index: Phrases
) -> Iterator[tuple[Quote, Document]]:
    """Of each document one, where one of its first passages has a sentence to quote."""
    stored = source.passages([identity for one in listed for identity in one.passages[:_PASSAGES_READ]])
    phrases = [index.placed_terms(phrase.words) for phrase in question.phrases]
    for one in listed:
        passages = [stored[identity] for identity in one.passages[:_PASSAGES_READ] if identity in stored]
        document = source.document(one.info.name) if passages else None
        if document is None:
            continue
        spans = [(0, len(document.text))]
        if question.speakers:
            spans = spoken_by(document.text, question.speakers)
        found = (_quote(passage, spans, phrases, index) for passage in passages)
        if quote := next((quote for quote in found if quote is not None), None):
            yield quote, document


def _quote(
    stored: StoredPassage,
    spans: Sequence[tuple[int, int]],
    phrases: Sequence[Sequence[str | None]],
    index: Phrases,
) -> Quote | None:
    """The first sentence within the spans that holds the most phrases; a heading only where nothing else does."""
    best, most = None, (0, False)
    for sentence in sentences(Hit(stored.passage, stored.document, 0.0, 1)):
        if not any(start <= sentence.start < end for start, end in spans):
            continue
        terms = index.placed_terms(sentence.text)
        held = sum(holds(terms, phrase) > 0 for phrase in phrases)
        if held and (held, sentence.text.endswith(_ENDS)) > most:
            best, most = sentence, (held, sentence.text.endswith(_ENDS))
    return None if best is None else Quote(stored.document.name, best.start, best.end, best.text)


def _entry(one: CountedDocument, markers: Mapping[str, int]) -> ListedEntry:
    info = one.info
    day = info.date.isoformat() if info.date else None
    return ListedEntry(info.name, info.title, day, info.category, info.url, markers.get(info.name))


def _text(listing: DocumentListing) -> str:
    lines = [listing.sentence, *(_line(entry) for entry in listing.documents[:_LINES])]
    more = listing.count - _LINES
    return "\n".join([*lines, f"and {more:,} more"] if len(listing.documents) > _LINES else lines)


def _line(entry: ListedEntry) -> str:
    return f"{entry.date or 'undated'}  {entry.title}" + (f" [{entry.marker}]" if entry.marker else "")
