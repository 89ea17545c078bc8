"""The sentences that say what was counted, and how many; pure."""

from collections.abc import Sequence
from datetime import date

from qa.english.stems import plural
from qa.filters import Filters
from qa.messages import Message, all_of, any_of
from qa.retrieval.counting import Counted
from qa.understanding.collection_patterns import Asked
from qa.understanding.collection_questions import CollectionQuestion, DocumentKind

_TITLES_NAMED = 3
"""Openings of titles that are named of a kind."""


def counted_sentence(question: CollectionQuestion, counted: Counted, shown: int) -> Message:
    """The answer in one sentence: '3 fact sheets of May 2021 mention “Ireland”.', without the documents.

    Args:
        question: What was asked.
        counted: What matches.
        shown: How many documents are listed.
    """
    number = len(counted.documents)
    documents = _documents(question, number)
    if question.asked is Asked.MENTIONS:
        return _mentions_sentence(question, counted, documents)
    if question.asked in (Asked.NEWEST, Asked.OLDEST) and number:
        return _ordered_sentence(question, counted, shown, _that_hold(question, number, documents))
    if not question.phrases:
        return Message("There is {documents}.", "There are {documents}.", number, documents=documents)
    words = _phrases(question)
    if question.in_title:
        return Message(
            "{documents} has {words} in its title.",
            "{documents} have {words} in their title.",
            number,
            documents=documents,
            words=words,
        )
    return Message(
        "{documents} mentions {words}.", "{documents} mention {words}.", number, documents=documents, words=words
    )


def counted_query(question: CollectionQuestion) -> Message:
    """What exactly was counted: kind, category, dates, words."""
    filters = question.filters
    parts = [_of_kind(question.kinds)] if question.kinds else []
    if filters.categories:
        parts.append(_of_categories(sorted(filters.categories)))
    if filters.documents:
        parts.append(Message("among {documents}", documents=all_of(sorted(filters.documents))))
    if filters.date_from or filters.date_to:
        parts.append(_dated(filters))
    if question.phrases:
        parts.append(_whose(question))
    if not parts:
        return Message("all documents")
    said = parts[-1]
    for part in reversed(parts[:-1]):
        said = Message("{part}, {rest}", part=part, rest=said)
    return Message("documents {conditions}", conditions=said)


def _dated(filters: Filters) -> Message:
    first, last = filters.date_from, filters.date_to
    if first is None:
        return Message("dated {last} or earlier", last=last)
    if last is None:
        return Message("dated {first} or later", first=first)
    return Message("dated from {first} to {last}", first=first, last=last)


def _whose(question: CollectionQuestion) -> Message:
    """Which words the documents hold, and where."""
    words = _phrases(question)
    if question.speakers:
        speakers = any_of(sorted(question.speakers))
        return Message(
            "whose turns of {speakers} hold {words}, in any form of the words", speakers=speakers, words=words
        )
    if question.in_title:
        return Message("whose title holds {words}, in any form of the words", words=words)
    return Message("whose text or title holds {words}, in any form of the words", words=words)


def _mentions_sentence(question: CollectionQuestion, counted: Counted, documents: Message) -> Message:
    words = _phrases(question)
    if counted.mentions is None:
        passages = Message("{number} passage", "{number} passages", counted.passages)
        return Message(
            "{words} stands in {passages} of {documents}.", words=words, passages=passages, documents=documents
        )
    times = Message("{number} time", "{number} times", counted.mentions)
    if not question.speakers:
        return Message("{words} is mentioned {times} in {documents}.", words=words, times=times, documents=documents)
    speakers = any_of(sorted(question.speakers))
    return Message(
        "{words} is mentioned {times} by {speakers} in {documents}.",
        words=words,
        times=times,
        speakers=speakers,
        documents=documents,
    )


def _ordered_sentence(question: CollectionQuestion, counted: Counted, shown: int, documents: Message) -> Message:
    number = len(counted.documents)
    days = {one.info.date for one in counted.documents[:shown]}
    day = counted.documents[0].info.date
    if day is None:
        return Message("None of the {documents} has a date.", documents=documents)
    if number == 1:
        return Message("There is {documents}, of {day}.", documents=documents, day=day)
    if question.asked is Asked.NEWEST:
        return _newest_sentence(documents, day, shown, is_one_day=len(days) == 1)
    return _oldest_sentence(documents, day, shown, is_one_day=len(days) == 1)


def _newest_sentence(documents: Message, day: date, shown: int, *, is_one_day: bool) -> Message:
    if shown == 1:
        return Message("The newest of {documents} is of {day}.", documents=documents, day=day)
    if is_one_day:
        return Message("The newest of {documents} are {shown} of {day}.", documents=documents, shown=shown, day=day)
    return Message("The {shown} newest of {documents}.", documents=documents, shown=shown)


def _oldest_sentence(documents: Message, day: date, shown: int, *, is_one_day: bool) -> Message:
    if shown == 1:
        return Message("The oldest of {documents} is of {day}.", documents=documents, day=day)
    if is_one_day:
        return Message("The oldest of {documents} are {shown} of {day}.", documents=documents, shown=shown, day=day)
    return Message("The {shown} oldest of {documents}.", documents=documents, shown=shown)


def _documents(question: CollectionQuestion, number: int) -> Message:
    """How many documents: of the kind, and of the time, that the question says in its own words."""
    kinds, when = question.kinds, question.when
    if len(kinds) == 1:
        noun = kinds[0].noun if number == 1 else _plural(kinds[0].noun)
        described = f"{noun} {when}" if when else noun
        return Message("{number} {described}", "{number} {described}", number, described=described)
    if when:
        return Message("{number} document {when}", "{number} documents {when}", number, when=when)
    return Message("{number} document", "{number} documents", number)


def _plural(noun: str) -> str:
    *before, last = noun.split()
    return " ".join([*before, plural(last)])


def _that_hold(question: CollectionQuestion, number: int, documents: Message) -> Message:
    if not question.phrases:
        return documents
    words = _phrases(question)
    if question.in_title:
        return Message(
            "{documents} that has {words} in its title",
            "{documents} that have {words} in their title",
            number,
            documents=documents,
            words=words,
        )
    return Message(
        "{documents} that mentions {words}",
        "{documents} that mention {words}",
        number,
        documents=documents,
        words=words,
    )


def _phrases(question: CollectionQuestion) -> str:
    return all_of([Message("“{words}”", words=phrase.words) for phrase in question.phrases])


def _of_kind(kinds: Sequence[DocumentKind]) -> str:
    categories = sorted({category for kind in kinds for category in kind.categories})
    titles = list(dict.fromkeys(title for kind in kinds for title in kind.titles))
    ways = [_of_categories(categories)] if categories else []
    if titles:
        named = any_of([Message("“{words}”", words=title) for title in titles[:_TITLES_NAMED]])
        more = Message("{titles} and the like", titles=named) if len(titles) > _TITLES_NAMED else named
        ways.append(Message("with a title that opens with {titles}", titles=more))
    return any_of(ways)


def _of_categories(names: Sequence[str]) -> Message:
    return Message("of the category {names}", "of the categories {names}", len(names), names=any_of(names))
