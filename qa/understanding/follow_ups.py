"""A follow-up question to a standalone one, and what else carries over from the turns before; pure.

Rules of general English, no names. 'And in 2023?', 'what about Canada?', 'the December one?' take the place of what
is like them in the question before (`ellipsis`). A question that points back ('who signed it?', 'what did the trip
cost?') keeps its words and gets the topic in parentheses behind them. Any other question opens a new topic.
"""

import re
from dataclasses import dataclass

from qa.english.words import names, times, without
from qa.understanding.anaphora import points_back
from qa.understanding.ellipsis import complete, element

_LONGEST_TOPIC = 40
"""Words of a topic that go behind a question."""


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
        """The turns since a topic was named: first the one that named it, then its follow-ups."""
        opened = [number for number, turn in enumerate(self.turns) if turn.question == turn.interpreted]
        return self.turns[opened[-1] if opened else 0 :]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a question means after the turns before it.

    Attributes:
        interpreted: The standalone question.
        documents: Names of the documents that it is probably about, the likeliest first; empty for a new topic, and
            where the same is asked of another time or thing.
    """

    interpreted: str
    documents: tuple[str, ...] = ()


def standalone(question: str, conversation: Conversation) -> FollowUp:
    """The question with what it needs of the turns before; a first question and a new topic stay as they are."""
    turns = conversation.topic
    if not turns:
        return FollowUp(question)
    dated = _dated(question, turns)
    new = element(dated)
    if new is not None and (completed := complete(new, turns[-1].interpreted)) is not None:
        return FollowUp(completed)
    if new is None and not points_back(question, [turn.interpreted for turn in turns]):
        return FollowUp(question)
    topic = _topic(dated, turns)
    return FollowUp(f"{dated} ({topic})" if topic else dated, _documents(dated, turns))


# Times

_RELATIVE_YEAR = re.compile(
    r"(?:\b(?P<preposition>in|for|of|from|during)\s+)?\b(?:"
    r"(?P<same>(?:that|the\s+same)\s+year)"
    r"|(?P<after>(?:the|a|one)\s+year\s+(?:after(?:wards?)?|later)|the\s+(?:following|next)\s+year)"
    r"|(?P<before>(?:the|a|one)\s+year\s+(?:before|earlier)|the\s+(?:previous|prior|preceding)\s+year)"
    r")\b(?:\s+that\b)?(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    re.IGNORECASE,
)
_AFTER_A_NOUN = re.compile(r"(?:after|before)$", re.IGNORECASE)
_OPENING_ONLY = re.compile(r"(?:and|but|or|so|then|what about|how about|\W)*", re.IGNORECASE)
_OF_NO_YEAR = re.compile(r"\b(?:last|this|next|every|each)\s*$", re.IGNORECASE)
_IN_SEQUENCE = re.compile(r"^(?:and\s+)?(?:then|next|later|after\s+that)\b", re.IGNORECASE)


def _dated(question: str, turns: tuple[Turn, ...]) -> str:
    """The question with 'that year' and 'the year after' as the years that they are, and a year for its months."""
    year, month = _last_time(turns)

    def resolved(match: re.Match[str]) -> str:
        base = int(match["year"]) if match["year"] else year
        followed = match.string[match.end() :].strip(" ?.!,")
        if base is None or (followed and not match["year"] and _AFTER_A_NOUN.search(match.group())):
            return match.group()
        found = str(base + bool(match["after"]) - bool(match["before"]))
        before = match.string[: match.start()]
        ends_with_month = any(time.end == len(before.rstrip()) for time in times(before))
        if match["preposition"] and not ends_with_month:
            return f"{match['preposition']} {found}"
        return found if ends_with_month or _OPENING_ONLY.fullmatch(before) else f"in {found}"

    question = _RELATIVE_YEAR.sub(resolved, question)
    when = times(question)
    if year is None or any(time.year for time in when):
        return question
    for time in reversed(when):
        if not _OF_NO_YEAR.search(question[: time.start]):
            follows = bool(_IN_SEQUENCE.match(question) and month and time.month and time.month <= month)
            words = f"{time.words}{',' if time.day else ''} {year + follows}"
            lead = f"{time.preposition} " if time.preposition else ""
            question = question[: time.start] + lead + words + question[time.end :]
    return question


def _last_time(turns: tuple[Turn, ...]) -> tuple[int | None, int | None]:
    """The year and the month that the newest turn with a year names."""
    for turn in reversed(turns):
        if dated := [time for time in times(turn.interpreted) if time.year]:
            return dated[-1].year, dated[-1].month
    return None, None


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
    r"[\s,]*\b(?:(?:by|until|till|since|for|from|in|on|at|to|of|with)\s+)?(?:when|who|whom|where|what|how\s+(?:long|much|many))$",
    re.IGNORECASE,
)
_FIRST_ONE = re.compile(r"\bthe\s+(?:first|original|initial)\s+one\b", re.IGNORECASE)
_ANOTHER_ONE = re.compile(r"\b(?:the|that|another|other|next|second|last|latest)\s+ones?\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)


def _topic(question: str, turns: tuple[Turn, ...]) -> str:
    """What a question is about that does not say so itself: the topic, at the time that the question leaves open."""
    if _FIRST_ONE.search(question):
        return _clause(turns[0].interpreted)
    topic = _topic_of(turns[-1])
    if times(question) or _ANOTHER_ONE.search(question):
        topic = without(topic, times(topic))
    if _BOTH.search(question) and len(turns) > 1:
        others = [name.words for name in names(turns[-2].interpreted) if name.words not in topic]
        topic = ", ".join([topic, *others])
    return " ".join(topic.split()[:_LONGEST_TOPIC])


def _topic_of(turn: Turn) -> str:
    behind = _BEHIND.match(turn.interpreted) if turn.interpreted != turn.question else None
    return behind["topic"] if behind else _clause(turn.interpreted)


def _clause(question: str) -> str:
    """What a question says, without that it asks: 'how much honey do the bees make?' is 'honey the bees make'."""
    clause = question.strip(" \t\n?.!")
    clause = _INTERROGATIVE.sub("", clause, count=1)
    clause = _TRAILING.sub("", _DO.sub("", _AUXILIARY.sub("", clause, count=1)))
    return re.sub(r"[()?]+", "", clause).strip() or question.strip(" \t\n?.!()")


def _documents(question: str, turns: tuple[Turn, ...]) -> tuple[str, ...]:
    """The documents cited since the question was last asked of something else, the newest first.

    None where this one asks about another time or another one.
    """
    if _FIRST_ONE.search(question):
        return turns[0].documents
    before = {(time.year, month) for time in times(turns[-1].interpreted) for month in (time.month, None)}
    elsewhere = any((time.year, time.month) not in before for time in times(question))
    if elsewhere or _RELATIVE_YEAR.search(question) or _ANOTHER_ONE.search(question):
        return ()
    names: list[str] = []
    for turn in reversed(turns):
        names += turn.documents
        if not (_BEHIND.match(turn.interpreted) or _BOTH.search(question)):
            break
    return tuple(dict.fromkeys(names))
