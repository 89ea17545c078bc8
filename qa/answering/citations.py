"""Verification of a draft against the documents: the only way to an `Answer`; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.answering.answer import NOT_KNOWN, Answer, Citation
from qa.answering.declining import Decline
from qa.answering.draft import Draft, Quote, Statement
from qa.answering.lists import items_left
from qa.answering.written import Written, WrittenStatement
from qa.documents import Document
from qa.retrieval.search import Search


def verify(draft: Draft, search: Search, documents: Mapping[str, Document]) -> Answer:
    """Check every quote of a draft against the documents, character by character.

    So are the words before a quote that are shown with it, and the place of its short answer. Quotes that
    do not stand in the documents are rejected. When none is left, or the draft abstains, the answer abstains.

    Args:
        draft: What an answerer made.
        search: What it was made from.
        documents: Documents by name; a quote from another one is rejected.
    """
    citations: list[Citation] = []
    rejected: list[Quote] = []
    for quote in draft.quotes:
        if is_verbatim(quote, documents):
            citations.append(_citation(len(citations) + 1, quote, documents[quote.document]))
        else:
            rejected.append(quote)
    abstained = draft.abstains or not citations
    return Answer(
        text=NOT_KNOWN if abstained else "\n".join(f"“{c.quote}” [{c.marker}]" for c in citations),
        abstained=abstained,
        confidence=draft.confidence if citations else 0.0,
        citations=() if abstained else tuple(citations),
        withheld=tuple(citations) if abstained else (),
        rejected=tuple(rejected),
        search=search,
        is_timeline=draft.is_timeline and not abstained,
        missing=draft.missing,
    )


def declined(search: Search, decline: Decline) -> Answer:
    """The answer to a message for which nothing is searched: one sentence, no quotation.

    Args:
        search: The message as it is understood, without hits.
        decline: Why nothing is searched.
    """
    return Answer(decline.sentence, True, 0.0, (), (), (), search, is_timeline=False, declined=decline)


def verify_written(
    statements: Sequence[Statement], written: Written, answer: Answer, documents: Mapping[str, Document]
) -> Answer:
    """Check what each statement of a model rests on; a statement is withheld when one quote of it is not verbatim.

    When no statement is left the answer is the one without the model, and says so; when the model said that the
    evidence does not answer, it abstains, whatever else the model said.

    Args:
        statements: What the gate let through, in the order written.
        written: How the model wrote, with the number of statements that the gate withheld and none to show yet.
        answer: The answer without the model, from the same search.
        documents: Documents by name.
    """
    markers: dict[Quote, int] = {}
    shown: list[WrittenStatement] = []
    passed = () if written.abstains else statements
    for statement in passed:
        if statement.quotes and all(is_verbatim(quote, documents) for quote in statement.quotes):
            used = tuple(markers.setdefault(quote, len(markers) + 1) for quote in statement.quotes)
            shown.append(WrittenStatement(statement.text, used, statement.is_weak))
    withheld = written.withheld + len(passed) - len(shown)
    written = replace(written, statements=tuple(shown), withheld=withheld)
    if not shown:
        return _without_words(answer, written)
    return replace(
        answer,
        text="\n".join(f"{one.text} {_marked(one.markers)}" for one in shown),
        abstained=False,
        citations=tuple(_citation(marker, quote, documents[quote.document]) for quote, marker in markers.items()),
        withheld=(),
        is_timeline=False,
        written=written,
    )


def _without_words(answer: Answer, written: Written) -> Answer:
    if answer.abstained or not written.abstains:
        return replace(answer, written=written)
    quoted = answer.citations
    return replace(
        answer, text=NOT_KNOWN, abstained=True, citations=(), withheld=quoted, is_timeline=False, written=written
    )


def _marked(markers: Sequence[int]) -> str:
    return "".join(f"[{marker}]" for marker in markers)


def is_verbatim(quote: Quote, documents: Mapping[str, Document]) -> bool:
    """Whether a quote stands in its document, character by character, with all that is claimed beside it."""
    document = documents.get(quote.document)
    return document is not None and _stands_in(quote, document)


def _stands_in(quote: Quote, document: Document) -> bool:
    inside = 0 <= quote.start < quote.end <= len(document.text)
    if not inside or document.text[quote.start : quote.end] != quote.text:
        return False
    if quote.answer is not None and not quote.start <= quote.answer[0] < quote.answer[1] <= quote.end:
        return False
    return quote.context is None or _stands_before(quote.context, quote.start, document)


def _stands_before(context: str, start: int, document: Document) -> bool:
    """Whether words stand directly before a place, and the same speaker says them."""
    end = len(document.text[:start].rstrip())
    first = end - len(context)
    inside = 0 <= first < end and document.text[first:end] == context
    return inside and document.speaker_at(first) == document.speaker_at(start)


def _citation(marker: int, quote: Quote, document: Document) -> Citation:
    info = document.info
    return Citation(
        marker=marker,
        document=info.name,
        title=info.title,
        date=info.date.isoformat() if info.date else None,
        category=info.category,
        url=info.url,
        speaker=document.speaker_at(quote.start),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        context=quote.context or document.columns_at(quote.start),
        answer=quote.answer,
        sha256=document.sha256,
        place=document.place_at(quote.start),
        links=document.links_within(quote.start, quote.end),
        items_left=items_left(document, quote.start, quote.end),
    )
