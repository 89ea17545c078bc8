"""Times, names and content words that a question mentions; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.english.calendar import MONTHS

_MONTH = "|".join(month if month == "May" else f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_TIME = re.compile(
    r"(?:\b(?P<preposition>in|on|for|from|during|since|until|till|by|of|at|before|after|around)\s+)?"
    r"(?:\b(?P<part>early|mid|late)[ -])?"
    rf"(?:\b(?P<month>{_MONTH}|sept)\b\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?"
    r"(?:,?\s+(?:of\s+)?(?P<with_year>(?:19|20)\d\d)\b)?"
    r"|\b(?P<fiscal>(?:fiscal\s+year|fy)\s+)?(?P<year>(?:19|20)\d\d)\b(?![.,]\d))",
    re.IGNORECASE,
)
_ALSO_WORDS = ("may", "mar", "march")
_NAME_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*)"
_NAME = re.compile(rf"\b{_NAME_WORD}(?:\s+(?:(?:of|for)\s+(?:the\s+)?)?{_NAME_WORD})*")
_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_OPENING_WORDS = frozenset("tell show give list name find explain describe compare summarize according".split())
FUNCTION_WORDS = frozenset(
    "a about after again ago all along also am an and another any are as at be because been before being between both"
    " but by can could did do does done during each either else every few for from get got had has have he her hers"
    " here him his how i if in into is it its just many may me might more most much must my no nor not of off on one"
    " ones only onto or other others our out over per please same shall she should since so some still such than that"
    " the their them then there these they this those though through till to too under until up us very was we were"
    " what what's what’s when where which while who who's who’s whom whose why will with within without would yes yet"
    " you your ok okay".split()
)
"""Words that say nothing about a topic."""


@dataclass(frozen=True, slots=True)
class Time:
    """A day, a month or a year in a text.

    Attributes:
        start: Where it starts, with its preposition.
        end: Where it ends.
        preposition: The one in front of it, empty where there is none.
        part: 'early', 'mid', 'late' or 'fiscal year', mostly empty.
        month: From 1; None for a year.
        day: None for a month or a year.
        year: None where it is not named.
    """

    start: int
    end: int
    preposition: str
    part: str
    month: int | None
    day: int | None
    year: int | None

    @property
    def words(self) -> str:
        """The time written out, without its preposition."""
        month = [MONTHS[self.month - 1]] if self.month else []
        day = [f"{self.day}," if self.year else str(self.day)] if self.day else []
        return " ".join([*([self.part] if self.part else []), *month, *day, *([str(self.year)] if self.year else [])])


def times(text: str) -> list[Time]:
    """The times that a text names, in its order; 'may' and 'march' only where they are hardly verbs."""
    return [time for match in _TIME.finditer(text) if (time := _time(match)) is not None]


def _time(match: re.Match[str]) -> Time | None:
    month, year = match["month"], match["year"] or match["with_year"]
    if month and month.lower() in _ALSO_WORDS and not (match["preposition"] or match["day"] or year):
        if not re.search(r"\bthe\s+$", match.string[: match.start()], re.IGNORECASE):
            return None
    return Time(
        match.start(),
        match.end(),
        match["preposition"] or "",
        "fiscal year" if match["fiscal"] else (match["part"] or "").lower(),
        _number(month) if month else None,
        int(match["day"]) if match["day"] else None,
        int(year) if year else None,
    )


def _number(month: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(month.lower()[:3]))


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalised words in a text that do more than open a sentence."""

    start: int
    end: int
    words: str

    @property
    def is_acronym(self) -> bool:
        """Whether it is written in capitals."""
        return len(self.words) > 1 and self.words.isupper()


def names(text: str) -> list[Name]:
    """The names in a text, in its order; none where everything is written in capitals."""
    if not any(character.islower() for character in text):
        return []
    when = times(text)
    found = []
    for match in _NAME.finditer(text):
        start = _after_opening(text, match.start(), match.end())
        words = _POSSESSIVE.sub("", text[start : match.end()].rstrip(".’'-"))
        end = start + len(words)
        if words and words != "I" and not any(time.start < end and start < time.end for time in when):
            found.append(Name(start, end, words))
    return found


def _after_opening(text: str, start: int, end: int) -> int:
    """Where a name starts that seems to begin with the word that opens a sentence ('Did Finland …')."""
    before = text[:start].rstrip(" \t\n\"'“‘(¿")
    first = _WORD.match(text, start)
    if first is None or (before and before[-1] not in ".?!:"):
        return start
    if first.group().lower() not in FUNCTION_WORDS | _OPENING_WORDS:
        return start
    return end - len(text[first.end() : end].lstrip())


def content_words(text: str) -> Iterator[str]:
    """The words of a text that may say what it is about, in lower case and the singular, without times."""
    for match in _WORD.finditer(_blank(text, times(text))):
        word = _POSSESSIVE.sub("", match.group().lower())
        if word not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit()):
            yield word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def without(text: str, spans: list[Time]) -> str:
    """The text without some times, and without the gaps that they leave."""
    closed = re.sub(r"\s+([?.!,;)]|$)", r"\1", re.sub(r"\s+", " ", _blank(text, spans)))
    return re.sub(r"([,;])[,;]+", r"\1", closed).strip(" ,;")


def _blank(text: str, spans: list[Time]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
