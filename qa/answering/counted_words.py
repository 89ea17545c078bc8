"""The sentences that say what was counted, and how many; pure."""

from collections.abc import Sequence

from qa.english.stems import plural
from qa.filters import Filters
from qa.retrieval.counting import Counted
from qa.understanding.collection_patterns import Asked
from qa.understanding.collection_questions import CollectionQuestion, DocumentKind

_TITLES_NAMED = 3
"""Openings of titles that are named of a kind."""


def counted_sentence(question: CollectionQuestion, counted: Counted, shown: int) -> str:
    """The answer in one sentence: '3 fact sheets of May 2021 mention “Ireland”.', without the documents.

    Args:
        question: What was asked.
        counted: What matches.
        shown: How many documents are listed.
    """
    number = len(counted.documents)
    if question.asked is Asked.MENTIONS:
        return _mentions_sentence(question, counted)
    noun = _noun(question.kinds, number)
    when = f" {question.when}" if question.when else ""
    if question.asked in (Asked.NEWEST, Asked.OLDEST) and number:
        return _ordered_sentence(question, counted, shown)
    if question.phrases:
        return f"{number:,} {noun}{when} {_hold(question, number)}."
    return f"There {'is' if number == 1 else 'are'} {number:,} {noun}{when}."


def counted_query(question: CollectionQuestion) -> str:
    """What exactly was counted: kind, category, dates, words."""
    filters = question.filters
    parts = [_of_kind(question.kinds)] if question.kinds else []
    if filters.categories:
        parts.append(f"of the {_category(sorted(filters.categories))}")
    if filters.documents:
        parts.append(f"among {_listed(sorted(filters.documents), 'and')}")
    if filters.date_from or filters.date_to:
        parts.append(_dated(filters))
    if question.phrases:
        where = "title" if question.in_title else "text or title"
        where = f"turns of {_speakers(question)} hold" if question.speakers else f"{where} holds"
        parts.append(f"whose {where} {_phrases(question)}, in any form of the words")
    return f"documents {', '.join(parts)}".strip() if parts else "all documents"


def _dated(filters: Filters) -> str:
    first, last = filters.date_from, filters.date_to
    if first is None:
        return f"dated {last} or earlier"
    return f"dated from {first} to {last}" if last else f"dated {first} or later"


def _mentions_sentence(question: CollectionQuestion, counted: Counted) -> str:
    number = len(counted.documents)
    noun, when = _noun(question.kinds, number), f" {question.when}" if question.when else ""
    if counted.mentions is None:
        passages = _times(counted.passages, "passage")
        return f"{_phrases(question)} stands in {passages} of {number:,} {noun}{when}."
    by = f" by {_speakers(question)}" if question.speakers else ""
    return f"{_phrases(question)} is mentioned {_times(counted.mentions, 'time')}{by} in {number:,} {noun}{when}."


def _ordered_sentence(question: CollectionQuestion, counted: Counted, shown: int) -> str:
    number = len(counted.documents)
    order = question.asked.value
    which = f"that {_hold(question, number)}" if question.phrases else ""
    parts = (f"{number:,}", _noun(question.kinds, number), question.when, which)
    all_of_them = " ".join(part for part in parts if part)
    days = {one.info.date for one in counted.documents[:shown]}
    day = counted.documents[0].info.date
    if day is None:
        return f"None of the {all_of_them} has a date."
    if number == 1:
        return f"There is {all_of_them}, of {day}."
    if shown == 1:
        return f"The {order} of {all_of_them} is of {day}."
    if len(days) == 1:
        return f"The {order} of {all_of_them} are {shown} of {day}."
    return f"The {shown} {order} of {all_of_them}."


def _noun(kinds: Sequence[DocumentKind], number: int) -> str:
    if len(kinds) != 1:
        return "document" if number == 1 else "documents"
    return kinds[0].noun if number == 1 else _plural(kinds[0].noun)


def _plural(noun: str) -> str:
    *before, last = noun.split()
    return " ".join([*before, plural(last)])


def _hold(question: CollectionQuestion, number: int) -> str:
    words = _phrases(question)
    if question.in_title:
        return f"has {words} in its title" if number == 1 else f"have {words} in their title"
    return f"mentions {words}" if number == 1 else f"mention {words}"


def _speakers(question: CollectionQuestion) -> str:
    return _listed(sorted(question.speakers), "or")


def _phrases(question: CollectionQuestion) -> str:
    return _listed([f"“{phrase.words}”" for phrase in question.phrases], "and")


def _of_kind(kinds: Sequence[DocumentKind]) -> str:
    categories = sorted({category for kind in kinds for category in kind.categories})
    titles = list(dict.fromkeys(title for kind in kinds for title in kind.titles))
    ways = [f"of the {_category(categories)}"] if categories else []
    if titles:
        more = " and the like" if len(titles) > _TITLES_NAMED else ""
        named = _listed([f"“{title}”" for title in titles[:_TITLES_NAMED]], "or")
        ways.append(f"with a title that opens with {named}{more}")
    return " or ".join(ways)


def _category(names: Sequence[str]) -> str:
    return f"{'category' if len(names) == 1 else 'categories'} {_listed(names, 'or')}"


def _listed(words: Sequence[str], last: str) -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _times(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s'[: number != 1]}"
