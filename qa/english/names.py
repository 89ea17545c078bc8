"""Proper names in a text: capitalised words that do more than open a sentence; pure."""

import re
from dataclasses import dataclass

from qa.english.dates import find_dates
from qa.english.remembered import remembered
from qa.english.spans import blank
from qa.english.words import ARTICLES, FUNCTION_WORDS, REQUESTS, without_possessive, word_spans

_WORD = r"(?:(?:[A-Z]\.)+|[A-Z](?:[\w-]|[’'](?!s\b))*)"
_TITLE = r"(?:(?:Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St)\. )"
_INSIDE = r"(?:(?:of|for)(?: the)?|de|la|del|von|van|&)"
_BEHIND = r"(?:,? (?:Inc|Jr|Sr|Ltd|Corp|Co)\.)"
_NAME = re.compile(rf"\b{_TITLE}?{_WORD}(?: (?:{_INSIDE} )?{_WORD})*{_BEHIND}?")
"""'Dr. Ann B. Lee', 'University of York', 'Acme Tools, Inc.'"""
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|Inc|Jr|Sr|Ltd|Corp|Co)\.$")

TITLES = frozenset(
    "administrator admiral ambassador attorney baron captain chair chairman chairwoman chancellor chief colonel"
    " commander commissioner congressman congresswoman deputy director dr first gen general gov governor judge justice"
    " king lady lieutenant lord major master mayor minister mr mrs ms nominee official pilot pope president prime"
    " prince princess prof professor queen rep representative secretary sen senator sergeant sir vice".split()
)
"""Words of offices and forms of address, which may stand before a name without being part of it."""
_LOOKED_BACK = 9
"""Characters before a name among which the end of a sentence is looked for."""


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


@remembered
def find_names(text: str) -> list[Name]:
    """The names in a text, in its order, without those of months; none where everything is written in capitals."""
    if not any(character.islower() for character in text):
        return []
    text = blank(text, ((date.start, date.end) for date in find_dates(text)), fill="\0")
    found = []
    for match in _NAME.finditer(text):
        start = _after_opening(text, match.start(), match.end())
        words = without_possessive(text[start : match.end()].rstrip("’'-"))
        words = words if _ABBREVIATED.search(words) else words.rstrip(".")
        end = start + len(words)
        if words and words != "I":
            found.append(Name(start, end, words))
    return found


def _after_opening(text: str, start: int, end: int) -> int:
    """Where a name starts that seems to begin with an article or the word that opens a sentence ('Did Finland …')."""
    before = text[max(0, start - _LOOKED_BACK) : start].rstrip(" \t\n\"'“‘(¿")
    first = next(word_spans(text[start:end]), None)
    opens = not before or before[-1] in ".?!:"
    if first is None or first[0].lower() not in (FUNCTION_WORDS | REQUESTS if opens else ARTICLES):
        return start
    return end - len(text[start + first.end() : end].lstrip())
