"""What a text states exactly: amounts, dates, identifiers, addresses; pure.

Every digit of a text belongs to a fact, so that a text with another digit states another one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from qa.english.amounts import AmountKind, find_amounts
from qa.english.calendar import Unit
from qa.english.dates import NamedDate, find_dates
from qa.english.identifiers import find_identifiers
from qa.english.spans import blank


class Kind(Enum):
    """What kind of fact it is; two of different kinds never agree."""

    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    POINTS = "percentage points"
    FACTOR = "factor"
    VAGUE = "vague number"
    ORDINAL = "ordinal"
    RATE = "rate"
    DATE = "date"
    DAY_WORD = "day word"
    TIME = "time"
    IDENTIFIER = "identifier"
    ADDRESS = "address"


DATES = frozenset({Kind.DATE, Kind.DAY_WORD, Kind.TIME})
IDENTIFIERS = frozenset({Kind.IDENTIFIER, Kind.ADDRESS})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text states exactly.

    Attributes:
        kind: Of which kind it is.
        value: Written in one way, whatever the text's: '1900000000', '2021-05-07/2021-05-07'.
        unit: What is counted, where it is a measure; the label of an identifier; else empty.
        start: Where it starts in the text.
        end: Where it ends; half-open.
        date: What a date names; None for other facts.
    """

    kind: Kind
    value: str
    unit: str
    start: int
    end: int
    date: NamedDate | None = None

    @property
    def key(self) -> str:
        """The same for facts that are written differently."""
        return f"{self.kind.value}:{self.value}"

    def agrees(self, stated: "Fact", year: int | None = None) -> bool:
        """Whether this may be said of what is stated.

        Args:
            stated: By the source.
            year: Of a stated date that names none.
        """
        if self.kind is not stated.kind:
            return False
        if self.date and stated.date:
            return self.date.holds(stated.date.in_year(year) if year else stated.date)
        if self.kind is Kind.IDENTIFIER:
            return self.value == stated.value and not (self.unit and stated.unit and self.unit != stated.unit)
        return self.value == stated.value and self.unit in ("", stated.unit)


def date_fact(date: NamedDate) -> Fact:
    """A date as a fact."""
    if date.span is None:
        return Fact(Kind.DAY_WORD, re.sub(r"[\W_]+", "", date.words.lower()), "", date.start, date.end)
    return Fact(Kind.DATE, f"{date.span[0]}/{date.span[1]}", "", date.start, date.end, date)


def facts(text: str) -> list[Fact]:
    """The facts of a text, in its order; none overlaps another."""
    found: list[Fact] = []
    for read in (_addresses, _identifiers, _times, _dates, _amounts, _rates, _rest):
        read_facts = list(read(text))
        found += read_facts
        text = blank(text, ((fact.start, fact.end) for fact in read_facts), fill="\0")
    return sorted(found, key=lambda fact: fact.start)


_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@[^\s@]+\.\w+"
    r"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|net|edu|io|info|mil|int)\b(?:/\S*)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:an?|per|each|every) (?P<period>second|minute|hour|day|week|month|quarter|year|decade)\b"
    r"(?! (?:ago|later|earlier))|\b(?P<adverb>hourly|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
_NUMBERS = (AmountKind.COUNT, AmountKind.DURATION, AmountKind.MEASURE, AmountKind.AGE)
_PERIODS = {"daily": "day", "annual": "year", "annually": "year"}
_REST = re.compile(r"(?<!\w)\w*\d\w*(?:[-–]\w*\d\w*)*|\b[A-Za-z]+-\d+\w*|\d")


def _addresses(text: str) -> Iterator[Fact]:
    for match in _ADDRESS.finditer(text):
        yield Fact(Kind.ADDRESS, match[0].rstrip(".,;:)]’”\"'").lower(), "", *match.span())


def _identifiers(text: str) -> Iterator[Fact]:
    for one in find_identifiers(text):
        yield Fact(Kind.IDENTIFIER, one.number, one.label, one.start, one.end)


def _times(text: str) -> Iterator[Fact]:
    return _joined(Kind.TIME, _TIME.finditer(text))


def _dates(text: str) -> Iterator[Fact]:
    return (date_fact(date) for date in find_dates(text) if date.unit is not Unit.COUNTED)


def _amounts(text: str) -> Iterator[Fact]:
    for one in find_amounts(text):
        if text[one.start : one.end].lower() != "one":  # which usually stands for a noun
            kind = Kind.NUMBER if one.kind in _NUMBERS else Kind(one.kind.value)
            yield Fact(kind, one.value, one.unit, one.start, one.end)


def _rates(text: str) -> Iterator[Fact]:
    for match in _RATE.finditer(text):
        adverb = (match["adverb"] or "").lower()
        period = _PERIODS.get(adverb, adverb.removesuffix("ly")) if adverb else match["period"].lower()
        yield Fact(Kind.RATE, period, "", *match.span())


def _rest(text: str) -> Iterator[Fact]:
    return _joined(Kind.IDENTIFIER, _REST.finditer(text))


def _joined(kind: Kind, matches: Iterable[re.Match[str]]) -> Iterator[Fact]:
    """The matches as letters and digits."""
    return (Fact(kind, re.sub(r"[\W_]+", "", match[0].lower()), "", *match.span()) for match in matches)
