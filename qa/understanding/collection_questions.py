"""Whether a question is about the collection itself, and which of its documents it asks for; pure.

'How many fact sheets mention Ireland?', 'the latest press briefing' are answered by counting, 'how many people …' is
not: only words for documents count. What is not understood to the last word is left to the ordinary way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.english.numerals import value_of
from qa.english.stems import singular
from qa.filters import Filters
from qa.understanding.collection_patterns import Asked
from qa.understanding.marked_questions import RELEASE, MarkedQuestion
from qa.understanding.questions import UnderstoodQuestion
from qa.understanding.topic_phrases import Phrase, topic_phrases
from qa.understanding.vocabulary import Vocabulary

COLLECTION = "collection"
"""Name of the clue that a question is about the collection; without it the documents' text answers."""

_SHOWN_OF_SEVERAL = 10
"""Documents that 'the latest briefings' are."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Which documents are of a kind: those of a category that is called so, and those whose title opens so.

    Attributes:
        noun: The kind as it was typed, in the singular ('fact sheet').
        categories: The categories.
        titles: The openings, lower case.
    """

    noun: str
    categories: frozenset[str]
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """What is asked of the documents of a collection.

    Attributes:
        asked: What of them.
        kinds: Any of these; empty for documents of every kind.
        phrases: Words that a document must hold, each phrase of them; empty for no topic.
        in_title: Whether they must stand in the title.
        speakers: Labels in transcripts of whom must say them; empty where anybody may.
        filters: On date and category, set beside the question and said in it.
        when: The words that say the period; empty for none.
        number: How many of the newest or oldest are asked for; None where all are.
        newest: Date of the newest document that is not of the future; None where none is known.
    """

    asked: Asked
    kinds: tuple[DocumentKind, ...]
    phrases: tuple[Phrase, ...]
    in_title: bool
    speakers: frozenset[str]
    filters: Filters
    when: str
    number: int | None
    newest: date | None = None


def collection_question(question: UnderstoodQuestion, vocabulary: Vocabulary) -> CollectionQuestion | None:
    """Read a question about the collection itself.

    Args:
        question: As it is understood; clues that were taken off it do not act.
        vocabulary: The collection's own words.

    Returns:
        None where it is none, or asks for what cannot be counted exactly.
    """
    marked = MarkedQuestion(question, vocabulary)
    for asked, match in marked.matches():
        if (read := _read(asked, match, marked)) is not None:
            return read
    return None


def _read(asked: Asked, match: re.Match[str], marked: MarkedQuestion) -> CollectionQuestion | None:
    groups = match.groupdict()
    topic = groups.get("topic") or groups.get("in_title")
    phrases = topic_phrases(marked.words(topic)) if topic else ()
    documents = groups.get("documents") or ""
    kinds = [] if marked.is_any_document(documents) else marked.kinds_in(documents)
    read = [_kind(marked.noun(kind), kind.value, marked.vocabulary) for kind in kinds]
    said = marked.periods_in(match.string.replace(topic, "", 1) if topic else match.string)
    filters = _both(marked.question.filters, said[0][1]) if said else marked.question.filters
    who = groups.get("who")
    speakers = marked.speakers(who) if who else frozenset()
    if phrases is None or None in read or len(said) > 1 or filters is None or (who and not speakers):
        return None
    if asked is Asked.MENTIONS and len(phrases) != 1:
        return None
    return CollectionQuestion(
        asked,
        tuple(kind for kind in read if kind is not None),
        phrases,
        bool(groups.get("titled") or groups.get("in_title")),
        speakers,
        filters,
        said[0][0] if said else "",
        _number(groups, documents, marked) if asked in (Asked.NEWEST, Asked.OLDEST) else None,
        marked.vocabulary.last_date,
    )


def _number(groups: Mapping[str, str | None], documents: str, marked: MarkedQuestion) -> int:
    if said := groups.get("before") or groups.get("number"):
        return int(value_of(said))
    word = marked.words(documents).split()[-1].lower()
    return _SHOWN_OF_SEVERAL if singular(word) != word else 1


def _kind(noun: str, phrase: str, vocabulary: Vocabulary) -> DocumentKind | None:
    """Which documents are of a kind; None where nothing says it of a document."""
    names = [phrase, RELEASE] if phrase == f"press {RELEASE}" else [phrase]
    kinds = {name: vocabulary.kinds[name] for name in names if name in vocabulary.kinds}
    categories = {each for name, kind in kinds.items() for each in kind.categories if _is_called(each, name)}
    titles = tuple(dict.fromkeys(title for kind in kinds.values() for title in kind.titles))
    return DocumentKind(noun, frozenset(categories), titles) if categories or titles else None


def _is_called(category: str, phrase: str) -> bool:
    """Whether the name of a category says a kind: 'press-briefings' says 'briefing'."""
    return set(phrase.split()) <= {singular(word) for word in re.split(r"[\W_]+", category.lower())}


def _both(set_beside: Filters, said: Filters) -> Filters | None:
    """Within both; None where no day is."""
    days: Sequence[date | None] = (set_beside.date_from, said.date_from)
    first = max((day for day in days if day), default=None)
    last = min((day for day in (set_beside.date_to, said.date_to) if day), default=None)
    return None if first and last and first > last else replace(set_beside, date_from=first, date_to=last)
