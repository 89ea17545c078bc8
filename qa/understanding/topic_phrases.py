"""The words of a topic that must stand in a document for it to mention the topic; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.english.names import find_names
from qa.english.words import AUXILIARIES, FUNCTION_WORDS, POSSESSIVES, PRONOUNS, QUESTION_WORDS, without_possessive

_MOST_WORDS = 8
"""Words of a topic; more are a clause rather than the name of something."""
_CLAUSE_FROM = 3
"""Words of a run in lower case from which it may be a clause ('programs voters liked')."""
_QUOTED = re.compile(r"“([^“”]+)”|(?<!\w)\"([^\"]+)\"(?!\w)|(?<!\w)[‘']([^‘’']+)[’'](?!\w)")
_BOTH = re.compile(r"^\s*both\s+(?=.*\sand\s)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_](?:[\w.&’'-]*[^\W_])?\.?")
_BETWEEN_WORDS = re.compile(r"\s+")
_NAMES_TOO = frozenset(("may", "us"))
"""Function words that are names as well."""
_NOT_COUNTED = (QUESTION_WORDS | AUXILIARIES | PRONOUNS | POSSESSIVES) - _NAMES_TOO | frozenset(
    # With these a topic is a clause or a question too: it says more than that its words stand somewhere.
    "although because if while"
    # What is said before, elsewhere, or of a whole class of things.
    " all another any each either every few many neither other same several some such"
    # Boolean and relative conditions.
    " after before between both but during except first last least less more most no nor not often only or since than"
    " until without".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side.

    Attributes:
        words: As they were typed.
        may_be_clause: Whether they may say something rather than name it.
    """

    words: str
    may_be_clause: bool = False


def topic_phrases(topic: str) -> tuple[Phrase, ...] | None:
    """The phrases of a topic, all of which a document must hold.

    Words between quotation marks are one phrase, so is a name ('the Department of Justice'), and so are other words
    that no small word parts ('steel tariffs' is one, 'tariffs on steel' are two).

    Args:
        topic: What stands in a question behind 'mention' or 'about'.

    Returns:
        None where that the words stand in a document is not what is asked: for clauses, conditions, pronouns, classes
        of things, and for a word that cannot be told from a small one ('US').
    """
    quoted = [Phrase(next(filter(None, match.groups())).strip()) for match in _QUOTED.finditer(topic)]
    rest = _QUOTED.sub(" , ", topic)
    rest = _BOTH.sub("", rest)
    words = [word.lower() for word in _WORD.findall(rest)]
    if "(" in rest or len(words) > _MOST_WORDS or not _NOT_COUNTED.isdisjoint(words):
        return None
    phrases = [*quoted, *_runs(rest)]
    if not phrases or any(_is_small(phrase.words) for phrase in phrases):
        return None
    return tuple(dict.fromkeys(phrases))


def _runs(text: str) -> Iterator[Phrase]:
    """Runs of words with nothing but white space between them, small words left out but within names."""
    named = [(name.start, name.end) for name in find_names(text)]
    start, end = 0, 0
    for match in _WORD.finditer(text):
        word = without_possessive(match.group())
        inside = any(first <= match.start() and match.end() <= last for first, last in named)
        if word.lower() in FUNCTION_WORDS and not inside and not word[0].isupper():
            continue
        adjacent = _BETWEEN_WORDS.fullmatch(text, end, match.start()) or _in_one(named, end, match.start())
        if end == start or not adjacent:
            if end > start:
                yield _phrase(text[start:end])
            start = match.start()
        end = match.start() + len(word)
    if end > start:
        yield _phrase(text[start:end])


def _in_one(named: list[tuple[int, int]], end: int, start: int) -> bool:
    """Whether two places are within one name."""
    return any(first < end and start < last for first, last in named)


def _phrase(words: str) -> Phrase:
    several = words.split()
    lower = sum(word[0].islower() for word in several)
    return Phrase(words.rstrip("."), len(several) >= _CLAUSE_FROM and lower > 1)


def _is_small(words: str) -> bool:
    return words.replace(".", "").lower() in FUNCTION_WORDS
