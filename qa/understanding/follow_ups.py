"""Turns a follow-up question into a standalone one, and finds the documents that it is about; pure.

The rules are those of general English and know no names. 'And in 2023?', 'what about Canada?' and 'the December one?'
replace their counterparts in the question before (`ellipsis`). A question that points back ('who signed it?') keeps its
words and gets the topic in parentheses after them. Any other question opens a new topic. Where the words allow several
readings ('what did the trip cost?'), all are given, and the answers tell which is right.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from qa.english.calendar import MONTHS, Unit, back, unit_of
from qa.english.dates import NamedDate, find_dates, with_full_months
from qa.english.names import find_names
from qa.english.periods import find_time_phrases
from qa.english.spans import cut
from qa.understanding.anaphora import Reference, reference_of
from qa.understanding.ellipsis import completions, element, listed_times
from qa.understanding.remarks import is_remark

_LONGEST_TOPIC = 40
"""Words of a topic that are added to a question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered.

    Attributes:
        question: As it was typed.
        interpreted: The standalone question that was searched for.
        documents: Names of the documents that the answer cites, or of the nearest ones where it cites none.
    """

    question: str
    interpreted: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns before a question, the newest last."""

    turns: tuple[Turn, ...] = ()

    def then(self, turn: Turn) -> "Conversation":
        """The conversation with one more turn."""
        return Conversation((*self.turns, turn))

    @property
    def topic(self) -> tuple[Turn, ...]:
        """The turns since a topic was named: first the one that named it, then its follow-ups; thanks are no turns."""
        turns = tuple(turn for turn in self.turns if not is_remark(turn.question))
        opened = [number for number, turn in enumerate(turns) if turn.question == turn.interpreted]
        return turns[opened[-1] if opened else 0 :]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a question means after the turns before it.

    Attributes:
        interpreted: The standalone question.
        documents: Names of the documents that it is probably about, the likeliest first; empty for a new topic, and
            for a question about another time or thing.
        others: What it may mean as well, the likeliest first; one that stands for itself as typed may be a follow-up.
    """

    interpreted: str
    documents: tuple[str, ...] = ()
    others: tuple["FollowUp", ...] = ()


def standalone(question: str, conversation: Conversation) -> FollowUp:
    """Complete a question from the turns before it; a first question, and one on a new topic, stay as they are."""
    turns = conversation.topic
    if not turns:
        return FollowUp(question)
    dated = _dated(question, turns)
    new = element(dated)
    if new is not None and (completed := completions(new, turns[-1].interpreted)):
        first, *others = map(FollowUp, completed)
        return replace(first, others=tuple(others))
    before = [turn.interpreted for turn in turns]
    reference = Reference.PLAIN if new is not None else reference_of(question, before)
    if reference is Reference.NONE:
        return FollowUp(question)
    topic = _topic(dated, turns)
    follow_up = FollowUp(f"{dated} ({topic})" if topic else dated, _documents(dated, turns))
    return follow_up if reference is Reference.PLAIN else FollowUp(question, others=(follow_up,))


def as_follow_up(question: str, conversation: Conversation) -> FollowUp:
    """The reading of a question as a follow-up, also where it may stand on its own."""
    read = standalone(question, conversation)
    return read.others[0] if read.interpreted == question and read.others else read


# Times

_UNIT = r"(?:day|week|month|year)"
_RELATIVE_TIME = re.compile(
    r"(?:\b(?P<preposition>in|on|for|of|from|during)\s+)?\b(?:"
    rf"(?P<same>(?:that|the\s+same)\s+{_UNIT})"
    rf"|(?P<after>(?:the|a|one)\s+{_UNIT}\s+(?:after(?:wards?)?|later)|the\s+(?:following|next)\s+{_UNIT})"
    rf"|(?P<before>(?:the|a|one)\s+{_UNIT}\s+(?:before|earlier)|the\s+(?:previous|prior|preceding)\s+{_UNIT})"
    r")\b(?:\s+that\b)?(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_UNIT_NAMED = re.compile(rf"\b{_UNIT}\b", re.IGNORECASE)
_UNITS_WITHIN = {
    "day": (Unit.DAY,),
    "week": (Unit.DAY, Unit.WEEK),
    "month": (Unit.DAY, Unit.WEEK, Unit.MONTH),
}
"""The dates after which 'that day', 'the week after' and 'the month before' are known."""
_AFTER_A_NOUN = re.compile(r"(?:after|before)$", re.IGNORECASE)
_OPENING_ONLY = re.compile(r"(?:and|but|or|so|then|what about|how about|\W)*", re.IGNORECASE)
_OF_NO_YEAR = re.compile(r"\b(?:last|this|next|every|each)\s*$", re.IGNORECASE)
_ENDS_WITH_DAY = re.compile(r"\d(?:st|nd|rd|th)?$", re.IGNORECASE)
_IN_SEQUENCE = re.compile(r"^(?:and\s+)?(?:then|next|later|after\s+that)\b", re.IGNORECASE)


def _dated(question: str, turns: tuple[Turn, ...]) -> str:
    """The question with the date in place of 'that year' or 'the day after', and a year added to dates without one."""
    last = _last_date(turns)

    def resolved(match: re.Match[str]) -> str:
        followed = match.string[match.end() :].strip(" ?.!,")
        if followed and not match["year"] and _AFTER_A_NOUN.search(match.group()):
            return match.group()
        if (meant := _meant(match, last)) is None:
            return match.group()
        usual, time = meant
        before = match.string[: match.start()]
        ends_with_month = any(date.month and date.end == len(before.rstrip()) for date in find_dates(before))
        if match["preposition"] and not ends_with_month:
            return f"{match['preposition']} {time}"
        return time if ends_with_month or _OPENING_ONLY.fullmatch(before) else f"{usual} {time}"

    question = _RELATIVE_TIME.sub(resolved, question)
    phrases = find_time_phrases(question)
    if last is None or last.year is None or any(phrase.last.year for phrase in phrases):
        return question
    for date in (phrase.last for phrase in reversed(phrases)):
        if date.lacks_year and not _OF_NO_YEAR.search(question[: date.start]):
            follows = bool(_IN_SEQUENCE.match(question) and last.month and date.month and date.month <= last.month)
            question = question[: date.start] + _with_year(date, last.year + follows) + question[date.end :]
    return question


def _meant(match: re.Match[str], last: NamedDate | None) -> tuple[str, str] | None:
    """The usual preposition and the words of what 'that month' or 'the day after' means; None where it is unknown."""
    named = _UNIT_NAMED.search(match.group())
    unit = named.group().lower() if named else ""
    if unit == "year":
        base = int(match["year"]) if match["year"] else last and last.year
        return ("in", str(base + bool(match["after"]) - bool(match["before"]))) if base else None
    if last is None or last.days is None or match["year"] or last.unit not in _UNITS_WITHIN[unit]:
        return None
    first_day, last_day = unit_of(unit, last.days[0])
    if match["after"]:
        first_day = last_day + timedelta(days=1)
    elif match["before"]:
        first_day = back(unit, 1, first_day)
    day = f"{MONTHS[first_day.month - 1]} {first_day.day}, {first_day.year}"
    words = {"day": day, "week": f"the week of {day}", "month": f"{MONTHS[first_day.month - 1]} {first_day.year}"}
    return ("on" if unit == "day" else "in"), words[unit]


def _with_year(date: NamedDate, year: int) -> str:
    """'March 5, 2021', '5 March 2021', 'the fall of 2021', 'Q3 2021'."""
    if date.unit is Unit.DAY:
        link = "," if _ENDS_WITH_DAY.search(date.words) else ""
    else:
        link = " of" if date.words.lower().startswith("the ") else ""
    return f"{with_full_months(date.words)}{link} {year}"


def _last_date(turns: tuple[Turn, ...]) -> NamedDate | None:
    """The last date with a year in the newest turn that names one."""
    for turn in reversed(turns):
        if dated := [date for date in find_dates(turn.interpreted) if date.year]:
            return dated[-1]
    return None


# Topics

_BEHIND = re.compile(r"(?s)^(?P<question>.*) \((?P<topic>[^()]*)\)$")
_INTERROGATIVE = re.compile(
    r"^(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:(?:tell|show|give)\s+me\s+)?(?:about\s+)?"
    r"(?:(?:by|until|till|since|for|from|in|on|at|to|of|with|about|under|through)\s+(?=how|what|which|who|when))?"
    r"(?:how\s+(?:much|many|long|large|big|far|high|tall|old|fast|often|deep|wide|heavy)\b|how\b|what(?:[’']s)?\b"
    r"|which\b|who(?:[’']s)?\b|whom\b|whose\b|when\b|where\b|why\b)?\s*",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b\s*)?"
    r"(?:there\b\s*)?(?:any\b\s*)?"
    r"(?:(?:the|a|an)\b\s*)?",
    re.IGNORECASE,
)
_DO = re.compile(r"\b(?:do|does|did)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"[\s,]{0,9}\b(?:(?:by|until|till|since|for|from|in|on|at|to|of|with)\s+)?(?:when|who|whom|where|what|how\s+(?:long|much|many))$",
    re.IGNORECASE,
)
_FIRST_ONE = re.compile(r"\bthe\s+(?:first|original|initial)\s+one\b", re.IGNORECASE)
_ANOTHER_ONE = re.compile(r"\b(?:the|that|another|other|next|second|last|latest)\s+ones?\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)


def _topic(question: str, turns: tuple[Turn, ...]) -> str:
    """The topic of a question that does not name it, without its dates where the question has its own."""
    if _FIRST_ONE.search(question):
        return _clause(turns[0].interpreted)
    topic = _topic_of(turns[-1])
    if _calendar_dates(question) or _ANOTHER_ONE.search(question):
        topic = cut(topic, ((phrase.start, phrase.end) for phrase in listed_times(topic)))
    if _BOTH.search(question) and len(turns) > 1:
        others = [name.words for name in find_names(turns[-2].interpreted) if name.words not in topic]
        topic = ", ".join([topic, *others])
    return " ".join(topic.split()[:_LONGEST_TOPIC])


def _topic_of(turn: Turn) -> str:
    behind = _BEHIND.match(turn.interpreted) if turn.interpreted != turn.question else None
    return behind["topic"] if behind else _clause(turn.interpreted)


def _clause(question: str) -> str:
    """A question without the words that ask: 'how much honey do the bees make?' becomes 'honey the bees make'."""
    clause = question.strip(" \t\n?.!")
    clause = _INTERROGATIVE.sub("", clause, count=1)
    clause = _TRAILING.sub("", _DO.sub("", _AUXILIARY.sub("", clause, count=1)))
    return re.sub(r"[()?]+", "", clause).strip() or question.strip(" \t\n?.!()")


def _documents(question: str, turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The documents cited on what a question points back to, those of the newest turn first.

    There are none where it asks about another time, or about 'another one'.
    """
    if _FIRST_ONE.search(question):
        return turns[0].documents
    before = {(date.year, month) for date in find_dates(turns[-1].interpreted) for month in (date.month, None)}
    elsewhere = any((date.year, date.month) not in before for date in _calendar_dates(question))
    if elsewhere or _RELATIVE_TIME.search(question) or _ANOTHER_ONE.search(question):
        return ()
    documents: list[str] = []
    for turn in reversed(turns):
        documents += turn.documents
        if not (_BEHIND.match(turn.interpreted) or _BOTH.search(question)):
            break
    return tuple(dict.fromkeys(documents))


def _calendar_dates(text: str) -> list[NamedDate]:
    """The dates of a text without relative ones: 'today' does not ask about another time than the topic's."""
    return [date for date in find_dates(text) if date.span is not None]
