"""Proper names in a text: capitalised words that do more than open a sentence; pure."""

import re
from dataclasses import dataclass

from qa.english.dates import find_dates
from qa.english.words import FUNCTION_WORDS, REQUESTS, blank, without_possessive, word_spans

_NAME_WORD = r"(?:(?:[A-Z]\.)+|[A-Z][\w’'-]*)"
_NAME = re.compile(rf"\b{_NAME_WORD}(?:\s+(?:(?:of|for)\s+(?:the\s+)?)?{_NAME_WORD})*")


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


def find_names(text: str) -> list[Name]:
    """The names in a text, in its order, without those of months; none where everything is written in capitals."""
    if not any(character.islower() for character in text):
        return []
    text = blank(text, ((date.start, date.end) for date in find_dates(text)), fill="\0")
    found = []
    for match in _NAME.finditer(text):
        start = _after_opening(text, match.start(), match.end())
        words = without_possessive(text[start : match.end()].rstrip(".’'-"))
        end = start + len(words)
        if words and words != "I":
            found.append(Name(start, end, words))
    return found


def _after_opening(text: str, start: int, end: int) -> int:
    """Where a name starts that seems to begin with the word that opens a sentence ('Did Finland …')."""
    before = text[max(0, start - 9) : start].rstrip(" \t\n\"'“‘(¿")
    first = next(word_spans(text[start:end]), None)
    if first is None or (before and before[-1] not in ".?!:"):
        return start
    if first[0].lower() not in FUNCTION_WORDS | REQUESTS:
        return start
    return end - len(text[start + first.end() : end].lstrip())
