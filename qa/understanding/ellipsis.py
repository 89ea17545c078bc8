"""Questions that leave out all but what is new in them ('and in 2023?', 'what about Canada?'), completed; pure."""

import re
from dataclasses import dataclass

from qa.english.words import Name, Time, names, times, without

OPENING = re.compile(
    r"^(?:(?:thanks|thank\s+you|great|good|right|interesting|ok|okay|so|now|and|but|or|then|also|what\s+about"
    r"|how\s+about)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"^(?:the|that)\s+ones?\s+(?P<rest>(?:from|in|of|for)\s+.+)$", re.IGNORECASE)
_ONE = re.compile(
    r"^(?:(?:for|in|with|on)\s+)?(?:the|that)\s+(?P<rest>.+?)(?P<possessive>[’']s)?\s+ones?$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|am|be|do|does|did|has|have|had|can|could|will|would|shall|should|might|must|who|whom|whose"
    r"|what|which|when|where|why|how|if|because|i|you|we|he|she|it|they|him|her|them|that|these|those|this|there)\b",
    re.IGNORECASE,
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|last|latest|next|final|previous)"
_ORDINAL_PHRASE = re.compile(rf"^(?:the\s+)?{_ORDINAL}(?:\s+(?:time|round|one|year))?$", re.IGNORECASE)
_ORDINAL_INSIDE = re.compile(
    rf"\s+(?:(?:for\s+)?the\s+{_ORDINAL}\s+(?:time|round|one)|(?:first|last))\b", re.IGNORECASE
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
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_RANGE = ("", "and", "or", "to", "through", "-", "–")
"""What stands between two times that are one."""
_LONGEST = 7
"""Words of what may stand alone."""


@dataclass(frozen=True, slots=True)
class Element:
    """What is new in a question that leaves out the rest.

    Attributes:
        words: Without the opening ('and', 'what about') and without 'the … one'.
        is_one: Whether it stands for another one of the same ('the December one').
    """

    words: str
    is_one: bool


def element(question: str) -> Element | None:
    """What a question consists of beside its opening, None where it is a sentence of its own."""
    opening = OPENING.match(question)
    words = question[opening.end() if opening else 0 :].strip(" \t\n?.!,")
    one = _ONE_OF.match(words) or _ONE.match(words)
    if one:
        words = one["rest"].strip()
    if not words or len(words.split()) > _LONGEST or _CLAUSE.search(words):
        return None
    if opening or one or _is_time(words) or (question.rstrip().endswith("?") and _is_name(words)):
        return Element(words, one is not None)
    return None


def complete(new: Element, before: str) -> str | None:
    """The question before with something new in the place of what is like it, None where nothing is.

    A time takes the place of the last time or is added; an ordinal, a number after the same word, a name, or a
    phrase with the same preposition takes the place of another.
    """
    when = times(new.words)
    rest = without(new.words, when)
    completed = before
    if when:
        completed = _with_time(completed, when[0], drop_ordinals=new.is_one)
        if not re.sub(r"\b(?:in|the|of|for|from|on)\b", "", rest, flags=re.IGNORECASE).strip():
            return completed
    for place in (_with_ordinal, _with_number, _with_name, _with_phrase):
        if (placed := place(completed, rest)) is not None:
            return placed
    return None


def _is_time(words: str) -> bool:
    return bool(times(words)) and not without(words, times(words))


def _is_name(words: str) -> bool:
    found = names(f"and {words}")
    return len(found) == 1 and found[0].words == words


def _with_time(question: str, new: Time, *, drop_ordinals: bool) -> str:
    if drop_ordinals:
        question = _ORDINAL_INSIDE.sub("", question)
    old = times(question)
    preposition = "in" if new.preposition.lower() in ("from", "of", "", "on") and not new.day else new.preposition
    if not old:
        return _add(question, f"{preposition} {new.words}")
    last = old[-1]
    if len(old) > 1 and question[old[-2].end : last.start].strip().lower() in _RANGE:
        before = _BETWEEN.sub("", question[: old[-2].start]).rstrip()
        return f"{before} {preposition} {new.words}{question[last.end :]}"
    if last.preposition and not new.preposition:
        preposition = "in" if last.preposition.lower() == "on" and not new.day else last.preposition
    words = f"{preposition} {new.words}" if last.preposition else new.words
    return question[: last.start] + words + question[last.end :]


def _with_ordinal(question: str, words: str) -> str | None:
    if not _ORDINAL_PHRASE.match(words):
        return None
    named = words if words.lower().startswith("the ") else f"the {words}"
    if len(named.split()) == 2:
        named += " one"
    return _add(_ORDINAL_INSIDE.sub("", question), named)


def _with_number(question: str, words: str) -> str | None:
    if not (numbered := _NUMBERED.match(words)):
        return None
    same = re.compile(rf"\b(?P<kind>{re.escape(numbered['kind'])}s?)\s+\d[\w.-]*", re.IGNORECASE)
    found = list(same.finditer(question))
    if not found:
        return None
    return question[: found[-1].start()] + f"{found[-1]['kind']} {numbered['number']}" + question[found[-1].end() :]


def _with_name(question: str, words: str) -> str | None:
    phrase = _PHRASE.match(words)
    bare = re.sub(r"^(?:the|a|an)\s+", "", phrase["rest"] if phrase else words, flags=re.IGNORECASE)
    possessive = re.search(r"[’']s?$", bare)
    bare = bare[: possessive.start()] if possessive else bare
    if not _is_name(bare):
        return None
    old = _like(bare, question, phrase["preposition"] if phrase else None)
    return question[: old.start] + bare + question[old.end :] if old else None


def _like(new: str, question: str, preposition: str | None) -> Name | None:
    """The name that another one stands in for.

    One after the same preposition, unless a pronoun is there; one that shares a word with it ('President …'); else
    one written in capitals for one written in capitals, and among these the last after a preposition, or the first.
    """
    old = names(question)
    if preposition and not re.search(rf"\b{preposition}\s+(?:it|them|that|this|him|her)\b", question, re.IGNORECASE):
        before = re.compile(rf"\b{preposition}\s+(?:the\s+)?$", re.IGNORECASE)
        return next((name for name in reversed(old) if before.search(question[: name.start])), None)
    shared = [name for name in old if set(name.words.split()) & set(new.split()) - {"of", "the", "for"}]
    alike = [name for name in old if name.is_acronym == Name(0, 0, new).is_acronym]
    governed = [name for name in alike if _GOVERNED.search(question[: name.start])]
    return next(iter([*shared[-1:], *governed[-1:], *alike[:1], *old[:1]]), None)


def _with_phrase(question: str, words: str) -> str | None:
    if not (phrase := _PHRASE.match(words)):
        return None
    same = re.compile(
        rf"\b{phrase['preposition']}\s+(?!how\b|what\b|which\b|when\b|whom?\b)\S.*?{_PHRASE_ENDS}", re.IGNORECASE
    )
    when = times(question)
    found = [m for m in same.finditer(question) if not any(t.start < m.end() and m.start() < t.end for t in when)]
    if not found:
        return _add(question, words)
    return question[: found[-1].start()] + words + question[found[-1].end() :]


def _add(question: str, words: str) -> str:
    """The question with some words more before its question mark, and before a topic in parentheses."""
    sentence = re.match(r"(?s)^(?P<sentence>.*?)(?P<mark>\s*[?.!]*)(?P<topic> \([^()]*\))?$", question)
    assert sentence is not None  # every part may be empty
    return f"{sentence['sentence']} {words}{sentence['mark']}{sentence['topic'] or ''}"
