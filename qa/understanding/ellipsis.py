"""Completes questions that say only what is new in them ('and in 2023?', 'what about Canada?'); pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.calendar import Unit
from qa.english.dates import with_full_months
from qa.english.names import Name, find_names
from qa.english.periods import TimePhrase, find_time_phrases
from qa.english.references import Reference, find_references
from qa.english.spans import cut
from qa.english.words import AUXILIARIES, PRONOUNS, QUESTION_WORDS, lower_words

OPENING = re.compile(
    r"^(?:(?:thanks|thank\s+you|great|good|right|interesting|ok|okay|so|now|and|but|or|then|also|what\s+about"
    r"|how\s+about)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"^(?:the|that)\s+ones?\s+(?P<rest>(?:from|in|of|for)\s+.+)$", re.IGNORECASE)
_ONE = re.compile(
    r"^(?:(?:for|in|with|on)\s+)?(?:the|that)\s+(?P<rest>.+?)(?P<possessive>[’']s)?\s+ones?$", re.IGNORECASE
)
_CLAUSE_WORDS = (QUESTION_WORDS | AUXILIARIES | PRONOUNS | {"because", "if"}) - {"may"}
"""Words of complete sentences; 'may' is a month as well."""
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last|latest|next|final|previous)"
_ORDINAL_PHRASE = re.compile(rf"^(?:the\s+)?{_ORDINAL}(?:\s+(?:time|round|one|year))?$", re.IGNORECASE)
_ORDINAL_INSIDE = re.compile(
    rf"\s{{1,9}}(?:(?:for\s+)?the\s+{_ORDINAL}\s+(?:time|round|one)|(?:first|last))\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(?:the\s+)?(?P<kind>[a-z]+)\s+(?P<number>\d[\w.-]*)$", re.IGNORECASE)
_PHRASE = re.compile(
    r"^(?P<preposition>for|of|in|to|with|from|by|on|at|against|about|among|under)\s+(?P<rest>.+)$", re.IGNORECASE
)
_PHRASE_ENDS = (
    r"(?=[?.!,;()]|$|\s+(?:for|of|in|to|with|from|by|on|at|against|about|among|since|until|during|before|after"
    r"|is|are|was|were|do|does|did|has|have|had|can|could|will|would|get|and)\b)"
)
_GOVERNED = re.compile(
    r"\b(?:for|of|in|to|with|from|by|on|at|against|about|among|under|like|as)\s+(?:the\s+)?$", re.IGNORECASE
)
_RELATIVE = (Unit.RELATIVE, Unit.COUNTED)
_IN_LIST = re.compile(r"(?:,| and| or|, and|, or) ", re.IGNORECASE)
_OF_ANY_TIME = ("", "in", "on", "from", "of")
"""Prepositions that say no more than 'then'."""
_JOINED = re.compile(r"\w[.]?(?:[–—/-]| (?:and|with) )$")
_MOST_COUNTERPARTS = 2
"""Names of which each is tried."""
_LONGEST = 7
"""Words of the longest element, its dates not counted."""


@dataclass(frozen=True, slots=True)
class Element:
    """What a question says that leaves out the rest.

    Attributes:
        words: Without the opening ('and', 'what about') and without 'the … one'.
        is_one: Whether 'one' stands for the rest ('the December one').
    """

    words: str
    is_one: bool


def element(question: str) -> Element | None:
    """What a question says after its opening; None where it is a complete sentence."""
    opening = OPENING.match(question)
    words = question[opening.end() if opening else 0 :].strip(" \t\n?.!,")
    one = _ONE_OF.match(words) or _ONE.match(words)
    if one:
        words = one["rest"].strip()
    rest = lower_words(_without(words, find_time_phrases(words)))
    if not words or len(rest) > _LONGEST or not _CLAUSE_WORDS.isdisjoint(rest):
        return None
    if opening or one or _is_time(words) or (question.rstrip().endswith("?") and _is_name(words)):
        return Element(words, one is not None)
    return None


def completions(new: Element, before: str) -> tuple[str, ...]:
    """The question before, with the new element in place of its counterpart, the likeliest first; none without one.

    A time replaces the last time, or is added. An ordinal, a number after the same word, a name, or a phrase with the
    same preposition replaces another. Which name another one replaces is not always plain: there is one question each.
    """
    when = listed_times(new.words)
    rest = _without(new.words, when)
    completed = before
    if when:
        completed = _with_time(completed, when[0], drop_ordinals=new.is_one)
        if not re.sub(r"\b(?:in|the|of|for|from|on)\b", "", rest, flags=re.IGNORECASE).strip():
            return (completed,)
    for place in (_with_ordinal, _with_number, _with_name, _with_phrase):
        if placed := place(completed, rest):
            return tuple(dict.fromkeys(placed))
    return ()


def listed_times(text: str) -> list[TimePhrase]:
    """The time phrases of a text; those of a list ('in 2019, 2020 and 2021') are one."""
    phrases: list[TimePhrase] = []
    for phrase in find_time_phrases(text):
        if phrases and _IN_LIST.fullmatch(text, phrases[-1].end, phrase.dates[0].start):
            first = phrases.pop()
            dates, start = (*first.dates, *phrase.dates), first.start
            words = text[first.dates[0].start : phrase.end]
            phrase = TimePhrase(dates, first.preposition, start, phrase.end, words)
        phrases.append(phrase)
    return phrases


def _without(words: str, when: Sequence[TimePhrase]) -> str:
    return cut(words, ((phrase.start, phrase.end) for phrase in when))


def _is_time(words: str) -> bool:
    when = listed_times(words)
    return bool(when) and not _without(words, when)


def _is_name(words: str) -> bool:
    found = find_names(f"and {words}")
    return len(found) == 1 and found[0].words == words


def _with_time(question: str, new: TimePhrase, *, drop_ordinals: bool) -> str:
    if drop_ordinals:
        question = _ORDINAL_INSIDE.sub("", question)
    words = with_full_months(new.words)
    led_in = _led_in(new, new.preposition, words)
    old = listed_times(question)
    if not old:
        return _add(question, led_in)
    last = old[-1]
    if last.last.unit in _RELATIVE:
        words = words if question[last.end : last.end + 1] in ("’", "'") else led_in
    elif last.preposition:
        is_plain = new.preposition or last.is_range or last.preposition.lower() == "at"
        words = led_in if is_plain else _led_in(new, last.preposition, words)
    if last.start == 0 and question[0].isupper():
        words = words[0].upper() + words[1:]
    return question[: last.start] + words + question[last.end :]


def _led_in(new: TimePhrase, preposition: str, words: str) -> str:
    """The words after the preposition, or after 'on' or 'in' where it adds nothing."""
    if new.last.unit in _RELATIVE:
        preposition = new.preposition
    elif preposition.lower() in _OF_ANY_TIME and not ((new.is_range or new.is_onward) and new.preposition):
        preposition = "on" if new.last.unit in (Unit.DAY, Unit.WEEKDAY) else "in"
    return f"{preposition} {words}".lstrip()


def _with_ordinal(question: str, words: str) -> list[str]:
    if not _ORDINAL_PHRASE.match(words):
        return []
    named = words if words.lower().startswith("the ") else f"the {words}"
    if len(named.split()) == 2:
        named += " one"
    return [_add(_ORDINAL_INSIDE.sub("", question), named)]


def _with_number(question: str, words: str) -> list[str]:
    if not (numbered := _NUMBERED.match(words)):
        return []
    same = re.compile(rf"\b(?P<kind>{re.escape(numbered['kind'])}s?)\s+\d[\w.-]*", re.IGNORECASE)
    found = list(same.finditer(question))
    if not found:
        return []
    return [question[: found[-1].start()] + f"{found[-1]['kind']} {numbered['number']}" + question[found[-1].end() :]]


def _with_name(question: str, words: str) -> list[str]:
    phrase = _PHRASE.match(words)
    bare = re.sub(r"^(?:the|a|an)\s+", "", phrase["rest"] if phrase else words, flags=re.IGNORECASE)
    possessive = re.search(r"[’']s?$", bare)
    bare = bare[: possessive.start()] if possessive else bare
    found = find_references(f"and {bare}")
    if len(found) != 1 or found[0].end - found[0].start != len(bare):
        return []
    old = _counterparts(found[0], bare, question, phrase["preposition"] if phrase else None)
    return [question[: one.start] + bare + question[one.end :] for one in old[:_MOST_COUNTERPARTS]]


def _counterparts(new: Reference, words: str, question: str, preposition: str | None) -> list[Reference]:
    """The names in a question that a new one may replace, the likeliest first.

    An identifier replaces an identifier. The likeliest name is the one after the same preposition, unless a pronoun
    stands there; else one that shares a word with it ('President …'). Otherwise an acronym replaces an acronym and
    another name another: the last one after a preposition, or the first.
    """
    old = find_references(question)
    if not isinstance(new, Name):
        return [one for one in reversed(old) if isinstance(one, type(new))] or list(reversed(old))
    old = [one for one in old if isinstance(one, Name)]
    if preposition and not re.search(rf"\b{preposition}\s+(?:it|them|that|this|him|her)\b", question, re.IGNORECASE):
        before = re.compile(rf"\b{preposition}\s+(?:the\s+)?$", re.IGNORECASE)
        return [one for one in reversed(old) if before.search(question[: one.start])]
    names = set(words.split()) - {"of", "the", "for"}
    shared = [one for one in old if names & set(question[one.start : one.end].split())]
    alike = [one for one in old if isinstance(one, Name) and one.is_acronym == new.is_acronym]
    governed = [one for one in alike if _GOVERNED.search(question[: one.start])]
    return list(dict.fromkeys([*shared[-1:], *governed[-1:], *alike[:1], *old]))


def _with_phrase(question: str, words: str) -> list[str]:
    if not (phrase := _PHRASE.match(words)):
        return []
    same = re.compile(
        rf"\b{phrase['preposition']}\s+(?!how\b|what\b|which\b|when\b|whom?\b)\S.*?{_PHRASE_ENDS}", re.IGNORECASE
    )
    when = find_time_phrases(question)
    found = [m for m in same.finditer(question) if not any(t.start < m.end() and m.start() < t.end for t in when)]
    if found:
        return [question[: found[-1].start()] + words + question[found[-1].end() :]]
    new = find_references(f"and {phrase['rest']}")
    # 'And with Canada?' after 'the U.S.–Mexico border' means another neighbour, and not both.
    joined = [one for one in find_references(question) if new and _JOINED.search(question[: one.start])]
    return [question[: one.start] + phrase["rest"] + question[one.end :] for one in joined] or [_add(question, words)]


def _add(question: str, words: str) -> str:
    """The question with words added before its question mark, and before a topic in parentheses."""
    sentence = re.match(r"(?s)^(?P<sentence>.*?)(?P<mark>\s{0,9}[?.!]{0,9})(?P<topic> \([^()]{0,200}\))?$", question)
    assert sentence is not None  # every part may be empty
    return f"{sentence['sentence']} {words}{sentence['mark']}{sentence['topic'] or ''}"
