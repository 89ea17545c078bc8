"""What a question asks for, from its words and the collection's own; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from qa.english.spans import Span, blank
from qa.filters import Filters
from qa.understanding.answer_types import AnswerType, answer_type_of, subject_of, who_is_asked_for, without_saying
from qa.understanding.clues import Clue, Order, find_clues
from qa.understanding.named_files import name_by_titles
from qa.understanding.vocabulary import EMPTY, Vocabulary


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it is searched for.

    Attributes:
        question: As it was typed.
        interpreted: The standalone question.
        searched: What is searched for: the standalone question. From one that asks for a timeline, the words that ask
            for it and the period are left out, since each line of the answer has a date of its own.
        subject: What the question is about: its words without those that only ask ('how long', 'when', 'what did'),
            which an answer need not hold.
        topic: The subject without the words that say which documents are meant or that somebody speaks: the words
            that documents about it hold.
        answer_type: What kind of thing would answer it.
        filters: Which documents are searched: the user's filters, narrowed by what the words demand.
        clues: Everything understood from the words, in their order.
        period: First and last day that the words name, each None where that end is open; the documents were
            published then, or tell about it. None where the words name no period.
        categories: The answer is probably in one of these; empty where the words name none.
        documents: Names of the documents whose files it names; empty where it names none.
        title_kinds: How titles of the kinds of documents that are named begin, or go on after a colon; lower case.
        asks_words_of: Labels in transcripts of those whose words are asked for.
        exact: Identifiers, sums and quotations as they were typed.
        order: Whether the newest or the oldest of something is asked for.
        over_time: Whether the question asks how something developed over time.
        newest: Date of the newest document that is not of the future; None where none is known.
    """

    question: str
    interpreted: str
    searched: str
    subject: str
    topic: str
    answer_type: AnswerType
    filters: Filters
    clues: tuple[Clue, ...]
    period: tuple[date | None, date | None] | None
    categories: frozenset[str]
    documents: frozenset[str]
    title_kinds: tuple[str, ...]
    asks_words_of: frozenset[str]
    exact: tuple[str, ...]
    order: Order | None
    over_time: bool
    newest: date | None = None

    @property
    def asked_alone(self) -> bool:
        """Whether it was searched for as it was typed, with nothing from the turns before it."""
        return self.interpreted == self.question

    @property
    def said(self) -> list[tuple[Clue, ...]]:
        """The clues grouped by their words; speakers only where the question asks what they said."""
        shown = [clue for clue in self.clues if clue.name != "speaker" or clue.value in self.asks_words_of]
        by_words: dict[tuple[int, int], list[Clue]] = {}
        for clue in shown:
            by_words.setdefault((clue.start, clue.end), []).append(clue)
        return [tuple(clues) for clues in by_words.values()]


_DOCUMENTS = re.compile(r"\b(?:documents?|transcripts?|published|issued|posted|released|dated)\b", re.IGNORECASE)


def understand(
    question: str,
    interpreted: str,
    filters: Filters,
    vocabulary: Vocabulary = EMPTY,
    without: frozenset[str] = frozenset(),
) -> UnderstoodQuestion:
    """Read a question.

    Args:
        question: As it was typed.
        interpreted: The standalone question (`conversation.standalone`).
        filters: Set by the user beside the question.
        vocabulary: The collection's own words.
        without: Clues to leave out, each as its key ('from:2021-03-01', 'category:blog') or its name alone ('from').
    """
    titled, files = name_by_titles(interpreted, vocabulary)
    files = [clue for clue in files if clue.name not in without and clue.key not in without]
    interpreted = titled if files else interpreted
    answer_type = answer_type_of(interpreted)
    asked_of = who_is_asked_for(interpreted)
    found = find_clues(interpreted, vocabulary, asked_of)
    clues = [clue for clue in found if clue.name not in without and clue.key not in without]
    clues = sorted([*files, *clues], key=_place)
    over_time = any(clue.name == "timeline" for clue in clues)
    times = [clue for clue in clues if clue.name == "timeline" or (clue.name in ("from", "to") and clue.hard)]
    searched = blank(interpreted, map(_place, times)) if over_time else interpreted
    demanded = _demanded(filters, clues, vocabulary)
    clues = [replace(clue, hard=clue.hard and _acts(clue, demanded, filters)) for clue in clues]
    speakers = _values(clues, "speaker")
    asked = {
        clue.value
        for clue in clues
        if clue.name == "speaker" and asked_of and clue.start < asked_of[1] and asked_of[0] < clue.end
    }
    if not asked_of and answer_type is AnswerType.WORDS:  # 'his words', and he is named before
        asked = set(speakers)
    orders = {Order(value) for value in _values(clues, "order")}
    return UnderstoodQuestion(
        question,
        interpreted,
        searched,
        subject_of(searched, answer_type),
        _topic(interpreted, answer_type, found),
        answer_type,
        demanded,
        clues=tuple(clues),
        period=_period(clues),
        categories=frozenset(_values(clues, "category")),
        documents=frozenset(_values(clues, "document")),
        title_kinds=tuple(
            dict.fromkeys(title for kind in _values(clues, "kind") for title in vocabulary.kinds[kind].titles)
        ),
        asks_words_of=frozenset(asked),
        exact=tuple(_values(clues, "identifier")),
        order=orders.pop() if len(orders) == 1 else None,
        over_time=over_time,
        newest=vocabulary.present,
    )


def _topic(text: str, answer_type: AnswerType, clues: Iterable[Clue]) -> str:
    """The subject without kinds and dates, even if they are taken off, and without words for documents and saying."""
    clues = [clue for clue in clues if clue.name not in ("identifier", "speaker")]
    text = blank(text, map(_place, clues))
    if any(clue.hard for clue in clues):
        text = _DOCUMENTS.sub(" ", text)
    if answer_type is AnswerType.WORDS:
        text = without_saying(text)
    return subject_of(text, answer_type)


def _place(clue: Clue) -> Span:
    return clue.start, clue.end


def _values(clues: Iterable[Clue], name: str) -> list[str]:
    """Values of the clues of one name, each once, in the order of the words."""
    return list(dict.fromkeys(clue.value for clue in clues if clue.name == name))


def _days(clues: Iterable[Clue], name: str) -> list[date]:
    return [date.fromisoformat(value) for value in _values(clues, name)]


def _period(clues: Iterable[Clue]) -> tuple[date | None, date | None] | None:
    """One period for all that are named; open ends that face each other limit it ('since May … until July')."""
    limits: dict[tuple[int, int], dict[str, date]] = {}
    for clue in clues:
        if clue.name in ("from", "to"):
            limits.setdefault((clue.start, clue.end), {})[clue.name] = date.fromisoformat(clue.value)
    if not limits:
        return None
    first = [period["from"] for period in limits.values() if "from" in period]
    last = [period["to"] for period in limits.values() if "to" in period]
    if all(len(period) == 1 for period in limits.values()) and first and last and max(first) <= min(last):
        return max(first), min(last)
    closed = len(first) == len(last) == len(limits)
    return (
        min(first) if first and (closed or len(first) == len(limits)) else None,
        max(last) if last and (closed or len(last) == len(limits)) else None,
    )


def _demanded(filters: Filters, clues: Iterable[Clue], vocabulary: Vocabulary) -> Filters:
    """The user's filters, narrowed by what the words demand; they are never widened or contradicted."""
    hard = [clue for clue in clues if clue.hard]
    if not filters.categories and (categories := _values(hard, "category")):
        filters = replace(filters, categories=frozenset(categories))
    first, last = _days(hard, "from"), _days(hard, "to")
    if filters.date_from or filters.date_to or not (first or last):
        return filters
    start, end = min(first, default=None), max(last, default=None)
    newest, oldest = vocabulary.last_date, vocabulary.first_date
    if (start and end and start > end) or (start and newest and start > newest) or (end and oldest and end < oldest):
        return filters  # no document is of that time: the nearest answer is better than none
    return replace(filters, date_from=start, date_to=end)


def _acts(clue: Clue, demanded: Filters, given: Filters) -> bool:
    """Whether a clue that the words demand became a filter that the user had not set."""
    if clue.name == "category":
        return demanded.categories != given.categories
    return (demanded.date_from, demanded.date_to) != (given.date_from, given.date_to)
