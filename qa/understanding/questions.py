"""What a question asks for, from its words and the collection's own; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from qa.filters import Filters
from qa.understanding.clues import Clue, Order, find_clues
from qa.understanding.vocabulary import EMPTY, Vocabulary


class AnswerType(Enum):
    """What kind of thing would answer a question."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    LIST = "list"
    WORDS = "words"
    ENTITY = "entity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it is searched for.

    Attributes:
        question: As it was typed.
        interpreted: The standalone question.
        searched: What is searched for: the standalone question, of one over time without the
            words that say so, and without the period, since an answer's lines are of any day in it.
        subject: What the question is about: its words without those that only make it a question ('how long',
            'when', 'what did'), which its answer need not hold.
        topic: The subject without the words that say which documents are meant, and that somebody speaks: what the
            documents about it hold.
        answer_type: What kind of thing would answer it.
        filters: Which documents are searched: those set beside the question, and within them those that its words
            demand.
        clues: Everything understood from the words, in their order.
        period: First and last day that the words name, None for no limit: when the documents were published, or what
            they are about. None when they name none.
        categories: Any of these is likely; empty for no word of it.
        title_kinds: How titles of the kinds of documents that are named begin, or go on after a colon; lower case.
        asks_words_of: Labels in transcripts of those whose words are asked for.
        exact: Identifiers, sums and quotations as they were typed.
        order: Whether the newest or the oldest of something is asked for.
        over_time: Whether it is asked how something went over time.
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
    title_kinds: tuple[str, ...]
    asks_words_of: frozenset[str]
    exact: tuple[str, ...]
    order: Order | None
    over_time: bool

    @property
    def said(self) -> list[tuple[Clue, ...]]:
        """The clues of the same words together; a speaker's only where their words are asked for."""
        shown = [clue for clue in self.clues if clue.name != "speaker" or clue.value in self.asks_words_of]
        by_words: dict[tuple[int, int], list[Clue]] = {}
        for clue in shown:
            by_words.setdefault((clue.start, clue.end), []).append(clue)
        return [tuple(clues) for clues in by_words.values()]


_ASKED = r"(?:did|do|does|was|were|is|are|will|would|has|have|had|can|could|should|must)"
_WHO = r"(?P<who>(?:[\w.’'-]+\s+){0,4}?[\w.’'-]+)"
_SAY = r"(?:say|said|tell|told|think|thought|claim|argue|promise|warn|mention|comment)"
_SAYING = re.compile(rf"\b{_SAY}\b", re.IGNORECASE)
_DOCUMENTS = re.compile(r"\b(?:documents?|transcripts?|published|issued|posted|released|dated)\b", re.IGNORECASE)
_OPEN = r"(?:^|[,;:?.–—]|\band|\bor|\bbut|\bso|\bby|\bfor|\bfrom|\bto|\bwith|\bof|\bin|\bon)\s*"
_PLURAL = (
    r"(?!was\b|has\b|does\b|its\b)[a-z]+[^\Wsui_]s"  # a noun with the ending of the plural, in lower case: no name
)
_NUMBER_ASKED = (
    r"\bhow (?:much|many|long|large|big|far|high|tall|old|fast|often|deep|wide|heavy)\b"
    r"|\bwhat (?:is the |was the |were the |are the )?(?:percentage|percent|share|number|amount|size|total)\b"
)
_DATE_ASKED = r"\b(?:what|which|on what|on which) (?:date|day|month|year)s?\b|\bsince what\b"
_WORDS_ASKED = (
    re.compile(rf"\bwhat\s+(?:did|does|do|has|have|had)\s+{_WHO}\s+{_SAY}\b", re.IGNORECASE),
    re.compile(
        rf"\bhow\s+(?:did|does|do|has|have|had)\s+{_WHO}\s+"
        r"(?:respond|answer|reply|react|describe|characteri[sz]e|put\s+it|comment)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,3})\s+on\s+(?:who|what|why|how|whether|when|where)\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:his|her|their)\s+(?:own\s+|exact\s+)?words\b|\bin\s+(?P<who>[\w.-]+)[’']s\s+words\b", re.IGNORECASE
    ),
)
_SAYING_NAMED = (
    *_WORDS_ASKED,
    re.compile(rf"\b(?:did|does|do|has|have|had)\s+{_WHO}\s+{_SAY}\b", re.IGNORECASE),
    re.compile(
        r"\b(?:according\s+to|in\s+the\s+words\s+of|quotes?\s+(?:from|by))\s+(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,2})",
        re.I,
    ),
)
_PATTERNS = {
    AnswerType.NUMBER: re.compile(
        rf"{_NUMBER_ASKED}|^\W*(?:exact |total )?(?:number|share|percentage|amount|size) of\b", re.IGNORECASE
    ),
    AnswerType.DATE: re.compile(
        rf"^\W*when\b|\bwhen(?=\s+{_ASKED}\b)|\bwhen\W*$|{_DATE_ASKED}|\bdeadline\b", re.IGNORECASE
    ),
    AnswerType.REASON: re.compile(
        rf"{_OPEN}why\b|\bwhy\W*$|\b(?:rationale|grievances?|reasons?|justification|purpose|point)\b(?=\s+(?:of|for|behind|did|does))"
        r"|\bwhat\s+grievances?\b|\bto\s+what\s+end\b|\bwhat\s+for\W*$",
        re.IGNORECASE,
    ),
    AnswerType.PLACE: re.compile(
        rf"{_OPEN}where\b|\b(?:which|what)\s+(?:town|city|village|place|location|county)\b", re.IGNORECASE
    ),
    AnswerType.PERSON: re.compile(rf"{_OPEN}who(?:m|se)?\b", re.IGNORECASE),
    AnswerType.LIST: re.compile(
        rf"\b(?i:which|what)\s+(?:(?!of\b|on\b|in\b|for\b|to\b|{_ASKED}\b)[a-z0-9-]+\s+){{0,4}}{_PLURAL}\b"
        r"|\b(?i:names?\s+of\s+the|what\s+(?:are|were)\s+(?:the|all)|list\s+(?:of|the|all)|name\s+(?:the|all))\b",
    ),
    AnswerType.ENTITY: re.compile(r"\bwhich\b", re.IGNORECASE),
}
"""In the order in which they are tried."""
_TAKEN_OUT = {
    AnswerType.NUMBER: re.compile(_NUMBER_ASKED, re.IGNORECASE),
    AnswerType.DATE: re.compile(rf"\bwhen\b|{_DATE_ASKED}", re.IGNORECASE),
}
"""Words that the answer need not hold, since it holds the number or the date."""
_FUNCTION_WORDS = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|am|is|are|was|were|be|been|being|do|does|did|done|has|have|had"
    r"|can|could|will|would|shall|should|may|might|must|i|me|my|you|your|he|him|his|she|her|it|its|we|us|our|they|them"
    r"|their|this|that|these|those|there|here|a|an|the|and|or|but|if|as|at|by|for|from|in|into|of|on|onto|to|with|about"
    r"|between|during|since|until|than|then|so|not|no|any|some|each|every|per|both|two|other|another|such|same|please|tell|give|show|list|exactly)\b"
    r"(?:[’']s\b)?",
    re.IGNORECASE,
)


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
    answer_type = _answer_type(interpreted)
    asked_of = next((match.span("who") for match in _matches(_SAYING_NAMED, interpreted) if match["who"]), None)
    found = find_clues(interpreted, vocabulary, asked_of)
    clues = [clue for clue in found if clue.name not in without and clue.key not in without]
    over_time = any(clue.name == "timeline" for clue in clues)
    times = [clue for clue in clues if clue.name == "timeline" or (clue.name in ("from", "to") and clue.hard)]
    searched = _without(interpreted, times) if over_time else interpreted
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
        _subject(searched, answer_type),
        _topic(interpreted, answer_type, found),
        answer_type,
        demanded,
        clues=tuple(clues),
        period=_period(clues),
        categories=frozenset(_values(clues, "category")),
        title_kinds=tuple(
            dict.fromkeys(title for kind in _values(clues, "kind") for title in vocabulary.kinds[kind].titles)
        ),
        asks_words_of=frozenset(asked),
        exact=tuple(_values(clues, "identifier")),
        order=orders.pop() if len(orders) == 1 else None,
        over_time=over_time,
    )


def _matches(patterns: Iterable[re.Pattern[str]], text: str) -> Iterable[re.Match[str]]:
    return (match for pattern in patterns if (match := pattern.search(text)))


def _answer_type(text: str) -> AnswerType:
    if next(iter(_matches(_WORDS_ASKED, text)), None):
        return AnswerType.WORDS
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(text)), AnswerType.OTHER)


def _subject(text: str, answer_type: AnswerType) -> str:
    taken = _TAKEN_OUT[answer_type].sub(" ", text) if answer_type in _TAKEN_OUT else text
    return _FUNCTION_WORDS.sub(" ", taken)


def _topic(text: str, answer_type: AnswerType, clues: Iterable[Clue]) -> str:
    """The subject without kinds and times, taken off or not, the documents of such a time, and that somebody speaks."""
    clues = [clue for clue in clues if clue.name not in ("identifier", "speaker")]
    text = _without(text, clues)
    if any(clue.hard for clue in clues):
        text = _DOCUMENTS.sub(" ", text)
    if answer_type is AnswerType.WORDS:
        text = _SAYING.sub(" ", text)
    return _subject(text, answer_type)


def _without(text: str, clues: Iterable[Clue]) -> str:
    """The text without the words of clues; all else stays in its place."""
    for clue in clues:
        text = f"{text[: clue.start]}{' ' * (clue.end - clue.start)}{text[clue.end :]}"
    return text


def _values(clues: Iterable[Clue], name: str) -> list[str]:
    """Values of the clues of one name, each once, in the order of the words."""
    return list(dict.fromkeys(clue.value for clue in clues if clue.name == name))


def _days(clues: Iterable[Clue], name: str) -> list[date]:
    return [date.fromisoformat(value) for value in _values(clues, name)]


def _period(clues: Iterable[Clue]) -> tuple[date | None, date | None] | None:
    """One period that holds all that are named; open ends that face each other ('since May … until July') close it."""
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
    """The filters set beside the question with what its words demand, which never widens or contradicts them."""
    hard = [clue for clue in clues if clue.hard]
    if not filters.categories and (categories := _values(hard, "category")):
        filters = replace(filters, categories=frozenset(categories))
    first, last = _days(hard, "from"), _days(hard, "to")
    if filters.date_from or filters.date_to or not (first or last):
        return filters
    start, end = min(first, default=None), max(last, default=None)
    newest, oldest = vocabulary.last_date, vocabulary.first_date
    if (start and end and start > end) or (start and newest and start > newest) or (end and oldest and end < oldest):
        return filters  # nothing is there: the nearest is a better answer than none
    return replace(filters, date_from=start, date_to=end)


def _acts(clue: Clue, demanded: Filters, given: Filters) -> bool:
    """Whether a clue that the words demand is among the filters, and was not set beside the question."""
    if clue.name == "category":
        return demanded.categories != given.categories
    return (demanded.date_from, demanded.date_to) != (given.date_from, given.date_to)
