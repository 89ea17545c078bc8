"""Documents that have a name of the question in their title, for a question that nothing answers."""

from collections.abc import Callable
from itertools import islice

from qa.answering.listings import Offer
from qa.english.names import find_names
from qa.english.words import lower_words
from qa.filters import Filters
from qa.retrieval.counting import Counted
from qa.understanding.collection_patterns import Asked
from qa.understanding.collection_questions import CollectionQuestion
from qa.understanding.questions import UnderstoodQuestion
from qa.understanding.topic_phrases import Phrase

MOST_OFFERED = 3

Count = Callable[[CollectionQuestion], Counted | None]
"""Counts the documents that a question about the collection asks for; None where they cannot be counted."""


def find_offers(question: UnderstoodQuestion, filters: Filters, count: Count) -> tuple[Offer, ...]:
    """For each name in a question the documents that have it in their title.

    Names may be typed in lower case: without a capital the word counts that the fewest documents hold.

    Args:
        question: That nothing answers.
        filters: The filters that were set beside it.
        count: Counts documents.
    """
    names = list(dict.fromkeys(name.words for name in find_names(question.interpreted)))
    if not names:
        held = {word: _count(word, filters, count, in_title=False) for word in lower_words(question.subject)}
        names = [min(held, key=held.__getitem__)] if held else []
    counted = ((name, _count(name, filters, count, in_title=True)) for name in names)
    offers = (Offer(name, many, f"Which documents have “{name}” in their titles?") for name, many in counted if many)
    return tuple(islice(offers, MOST_OFFERED))


def _count(words: str, filters: Filters, count: Count, *, in_title: bool) -> int:
    """How many documents hold words; 0 where that cannot be counted."""
    counted = count(
        CollectionQuestion(
            Asked.LIST,
            kinds=(),
            phrases=(Phrase(words),),
            in_title=in_title,
            speakers=frozenset(),
            filters=filters,
            when="",
            number=None,
        )
    )
    return 0 if counted is None else len(counted.documents)
