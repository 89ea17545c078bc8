"""A question is offered only if it was asked, and answered surely with the sentence that it was made of."""

from qa.collection import NO_FILTERS, Collection
from qa.documents import Document
from qa.filters import Filters
from qa.suggestions.questions import Candidate


def is_answered(
    collection: Collection, candidate: Candidate, document: Document, filters: Filters = NO_FILTERS
) -> bool:
    """Whether the question is answered, surely and first of all with the sentence that it was made of."""
    answer = collection.ask(candidate.question, filters=filters)
    if not answer.is_sure or not answer.citations:
        return False
    first = answer.citations[0]
    return first.document == document.info.name and candidate.overlaps(first.start, first.end)
