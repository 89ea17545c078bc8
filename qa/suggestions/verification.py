"""A question is offered only if it was asked, and answered surely with what it was made of."""

from qa.answering.answer import Citation
from qa.collection import NO_FILTERS, Collection
from qa.english.words import content_words
from qa.filters import Filters
from qa.suggestions.questions import Candidate


def answering(
    collection: Collection, candidate: Candidate, document: str, filters: Filters = NO_FILTERS
) -> Citation | None:
    """What a question is surely and first of all answered with: the sentence that it was made of; else None.

    One about a topic may be answered with any sentence that names it; one about what somebody says of it, with any of
    the document.
    """
    answer = collection.ask(candidate.question, filters=filters)
    if not answer.is_sure or not answer.citations:
        return None
    first = answer.citations[0]
    is_here = first.document == document
    if is_here and candidate.overlaps(first.start, first.end):
        return first
    named = set(content_words(candidate.topic))
    is_named = bool(named) and named.issubset(content_words(first.quote))
    return first if is_named and (is_here or candidate.asks_of_anybody) else None
