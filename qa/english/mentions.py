"""Whether a text mentions what is named elsewhere, in the same words or in others that stand for it; pure."""

import re
from collections.abc import Sequence, Set
from functools import cached_property, lru_cache

from qa.english.amounts import Amount, AmountKind, find_amounts
from qa.english.identifiers import Code, Identifier, find_identifiers
from qa.english.names import TITLES, Name
from qa.english.references import Reference
from qa.english.remembered import remembered
from qa.english.words import FUNCTION_WORDS, without_possessive

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:[’'][^\W_]+)*")
_ADJECTIVE = ("an", "ian", "ean", "ese", "ish", "i", "n")
"""What makes an adjective or an inhabitant of a country's name."""
_FEWEST_SHARED = 4
"""First letters that a country's name and its adjective share."""
_LONGEST_ENDING = 4
"""Letters in which they may differ."""
_LINES_REMEMBERED = 2_048
_NO_NAMES = TITLES | FUNCTION_WORDS
_SHORT_ACRONYM = 2
"""Letters of an acronym that stands for capitalised words only; any two words may begin so."""


class Mentions:
    """What one text mentions."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._text = text
        self._lines = text.split("\n")

    def holds(self, reference: Reference | Amount) -> bool:
        """Whether the text mentions what is named.

        An identifier or a code has the same number and label. A name has all of its words, without forms of address; an
        adjective stands for its country, the initials for the name, and a last name that stands alone for the whole. An
        amount has the same value, however it is written, and no other unit.
        """
        match reference:
            case Identifier():
                labels = {reference.label, ""}
                return any(one.number == reference.number and {one.label, ""} & labels for one in self._identifiers)
            case Code():
                number = re.sub(r"[-.]", "[-. ]?", reference.number)
                code = rf"(?<![^\W_]){reference.letters}[-./ ]?{number}(?!\w|[-.]\d)"
                return re.search(code, self._text, re.IGNORECASE) is not None
            case Amount():
                return any(_is_same_amount(reference, one) for one in self._amounts)
            case Name():
                return self._holds_name(reference)

    @cached_property
    def _amounts(self) -> list[Amount]:
        return find_amounts(self._text)

    @cached_property
    def _identifiers(self) -> list[Identifier]:
        return find_identifiers(self._text)

    @cached_property
    def _words(self) -> list[str]:
        return [word for line in self._lines for word in _words(line)]

    @cached_property
    def _lower(self) -> Sequence[Set[str]]:
        """The words in lower case, line by line: scopes are put together of the same lines."""
        return [_lower_words(line) for line in self._lines]

    def _holds_name(self, name: Name) -> bool:
        parts = _parts(name.words)
        if all(self._holds_word(part.lower()) for part in parts):
            return True
        if len(parts) == 1:
            return parts[0].isupper() and self._spells(parts[0].lower())
        initials = "".join(part[0] for part in parts)
        return initials in self._words or self._stands_alone(parts[-1])

    def _holds_word(self, part: str) -> bool:
        same = (part, f"{part}s", part.removesuffix("s"))
        if any(not words.isdisjoint(same) for words in self._lower):
            return True
        opening = part[:_FEWEST_SHARED]
        lines = (line for line in self._lines if opening in _openings(line))
        return any(is_same_name(part, word) for line in lines for word in _lower_words(line))

    def _spells(self, acronym: str) -> bool:
        """Whether words that follow each other begin with the letters of an acronym."""
        initials = "".join(_initials(line) for line in self._lines)
        if len(acronym) <= _SHORT_ACRONYM:
            initials = "".join(letter if letter.isupper() else " " for letter in initials)
        return acronym in initials.lower()

    def _stands_alone(self, last: str) -> bool:
        """Whether a last name stands somewhere without a first one, and is no first one itself."""
        padded = ["", *self._words, ""]
        return any(
            word == last and not _is_name(before) and not _is_name(after)
            for before, word, after in zip(padded, padded[1:], padded[2:], strict=False)
        )


@remembered
def _words(text: str) -> list[str]:
    """The words of a line without the ending of the possessive and the dots of acronyms."""
    return [word if word.isalnum() else without_possessive(word).replace(".", "") for word in _WORD.findall(text)]


@remembered
def _parts(name: str) -> list[str]:
    """The words of a name that a text must hold: without forms of address, where it has others."""
    words = _words(name)
    words = [word for word in words if not word[0].islower()] or words
    return [word for word in words if word.lower() not in _NO_NAMES or word.isupper()] or words


@lru_cache(_LINES_REMEMBERED)
def _initials(line: str) -> str:
    """The first letters of the words of a line that an acronym may stand for."""
    return "".join(word[0] for word in _words(line) if word.lower() not in ("and", "for", "of", "the"))


@lru_cache(_LINES_REMEMBERED)
def _openings(line: str) -> frozenset[str]:
    """The letters with which the words of a line begin, as many as a name shares with its adjective."""
    return frozenset(word[:_FEWEST_SHARED] for word in _lower_words(line))


@lru_cache(_LINES_REMEMBERED)
def _lower_words(line: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _words(line))


def _is_same_amount(one: Amount, other: Amount) -> bool:
    """Whether two amounts are one; a number without a unit, as in the cell of a table, may have any."""
    if one.value != other.value or AmountKind.COUNT in (one.kind, other.kind):
        return one.value == other.value
    return one.kind is other.kind and one.unit[:1] == other.unit[:1]


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in _NO_NAMES


def is_same_name(one: str, other: str) -> bool:
    """Whether two words in lower case are a name and its plural or adjective: 'mexico' and 'mexican'."""
    shared = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(one), len(other)) if shared is None else shared
    endings = one[shared:], other[shared:]
    if {*endings} == {"", "s"}:
        return True
    if shared < _FEWEST_SHARED or max(map(len, endings)) > _LONGEST_ENDING:
        return False
    return any(ending in _ADJECTIVE for ending in endings)
