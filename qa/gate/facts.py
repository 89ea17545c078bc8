"""What a text states exactly: numbers, amounts, shares, dates, identifiers, addresses; pure.

Every digit of a text belongs to a fact, so that a text with another digit states another one. Dates are read as their
parts, and not as ranges of days as in `qa.english.dates`: 'May 7' without a year is a fact, and a year agrees with any
day in it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from qa.english.calendar import MONTHS
from qa.english.numerals import QUANTITY, Quantity, read_quantity


class Sort(Enum):
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


DATES = frozenset({Sort.DATE, Sort.DAY_WORD, Sort.TIME})
IDENTIFIERS = frozenset({Sort.IDENTIFIER, Sort.ADDRESS})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text states exactly.

    Attributes:
        sort: Of which kind it is.
        value: Written in one way, whatever the text's: '1900000000', '2021-05-07', '????-05-07'.
        unit: What is counted, where it is a measure; the label of an identifier; else empty.
        start: Where it starts in the text.
        end: Where it ends; half-open.
    """

    sort: Sort
    value: str
    unit: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The same for facts that are written differently."""
        return f"{self.sort.value}:{self.value}"

    def agrees(self, stated: "Fact", year: int | None = None) -> bool:
        """Whether this may be said of what is stated.

        Args:
            stated: By the source.
            year: Of a stated date that names none.
        """
        if self.sort is not stated.sort:
            return False
        if self.sort is Sort.DATE:
            parts = zip(self.value.split("-"), _with_year(stated.value, year).split("-"), strict=True)
            return all(own in ("??", "????", other) for own, other in parts)
        if self.sort is Sort.IDENTIFIER:
            return self.value == stated.value and not (self.unit and stated.unit and self.unit != stated.unit)
        return self.value == stated.value and self.unit in ("", stated.unit)


_MONTH_NAME = rf"(?:{'|'.join(MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)".replace(
    "May|", "(?-i:May)|"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TO = r"(?: ?[–—-] ?| to | through | and | until )"
_LABEL = (
    r"(?:executive order|e\.?o\.?|proclamation|presidential determination|determination|directive|memorandum"
    r"|public law|p\.? ?l\.|regulation|resolution|order|docket|section|sec\.|title|article|chapter|part|phase|tier"
    r"|level|room|route|highway|page|figure|rule)"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+\b|\d+(?:[.-]\d+)*"

Read = Callable[[re.Match[str]], list[Fact]]


def facts(text: str) -> list[Fact]:
    """The facts of a text, in its order; none overlaps another."""
    left = text
    found: list[Fact] = []
    for pattern, read in _FORMS:
        for match in list(pattern.finditer(left)):
            if read_facts := read(match):
                found += read_facts
                left = left[: match.start()] + "\0" * (match.end() - match.start()) + left[match.end() :]
    return sorted(found, key=lambda fact: fact.start)


# Dates


def _date(year: str | None, month: str | None, day: str | None, span: tuple[int, int]) -> Fact:
    number = f"{int(re.sub(r'[^0-9]', '', day)):02}" if day else "??"
    value = f"{year or '????'}-{_month_number(month):02}-{number}" if month else f"{year or '????'}-??-{number}"
    return Fact(Sort.DATE, value, "", *span)


def _month_number(name: str) -> int:
    return int(name) if name.isdigit() else [month[:3].lower() for month in MONTHS].index(name[:3].lower()) + 1


def _whole_date(match: re.Match[str]) -> list[Fact]:
    part = match.groupdict()
    month = part["month"]
    if part.get("day") and not 1 <= int(re.sub(r"\D", "", part["day"])) <= 31 or not 1 <= _month_number(month) <= 12:
        return []
    last = part.get("last")
    if last is None:
        return [_date(part.get("year"), month, part.get("day"), match.span())]
    # The first of two days shares month and year with the last, or the year alone.
    first = _date(part["year"], month, part["day"], (match.start(), match.end("day")))
    return [first, _date(part["year"], part.get("last_month") or month, last, (match.start("last"), match.end()))]


def _one_year(match: re.Match[str]) -> list[Fact]:
    return [_date(match[0], None, None, match.span())]


def _month_alone(match: re.Match[str]) -> list[Fact]:
    return [_date(None, match["month"], None, match.span())]


def _with_year(value: str, year: int | None) -> str:
    return f"{year}{value[4:]}" if year is not None and value.startswith("????") else value


# Identifiers


def _identifier(match: re.Match[str]) -> list[Fact]:
    label = re.sub(r"[^a-z]", "", (match["label"] or "").lower())
    label = {"executiveorder": "order", "eo": "order", "publiclaw": "pl", "sec": "section"}.get(label, label)
    label = {"presidentialdetermination": "determination"}.get(label, label)
    return [Fact(Sort.IDENTIFIER, re.sub(r"[,\s]", "", match["number"]).lower(), label, *match.span())]


def _joined(sort: Sort) -> Read:
    """The match as letters and digits."""

    def read(match: re.Match[str]) -> list[Fact]:
        return [Fact(sort, re.sub(r"[\W_]+", "", match[0].lower()), "", *match.span())]

    return read


def _address(match: re.Match[str]) -> list[Fact]:
    return [Fact(Sort.ADDRESS, match[0].rstrip(".,;:)]’”\"'").lower(), "", *match.span())]


# Quantities


def _quantities(match: re.Match[str]) -> list[Fact]:
    return [_quantity(one) for one in read_quantity(match)]


def _quantity(one: Quantity) -> Fact:
    return Fact(Sort(one.sort), one.value, one.unit, one.start, one.end)


def _rate(match: re.Match[str]) -> list[Fact]:
    period = match["period"].lower()
    period = {"daily": "day"}.get(period, re.sub("ly$", "", period))
    return [Fact(Sort.RATE, {"annual": "year"}.get(period, period), "", *match.span())]


def _rest(match: re.Match[str]) -> list[Fact]:
    return [Fact(Sort.NUMBER, match[0], "", *match.span())]


def _forms() -> Iterator[tuple[str, Read]]:
    yield (
        r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|net|edu|io|info|mil|int)\b(?:/\S*)?",
        _address,
    )
    yield (
        r"(?<![\w.’'])(?P<label>h\.? ?r\.?|[hs]\. ?(?:j\. ?|con\. ?)?res\.?|(?-i:S)\.) ?(?P<number>\d{1,5})\b",
        _identifier,
    )
    yield rf"\b(?P<label>{_LABEL}) (?:nos?\.? ?|number |# ?)?(?P<number>{_DIGITS})(?!\w)", _identifier
    yield rf"(?P<label>)(?:\bnos?\. ?|\bnumber |# ?)(?P<number>{_DIGITS})(?!\w)", _identifier
    yield r"(?<![\w-])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b", _joined(Sort.IDENTIFIER)
    yield r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|\b\d{1,2}:\d\d\b", _joined(Sort.TIME)
    yield r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _whole_date
    yield r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b", _whole_date
    yield (
        rf"\b(?P<month>{_MONTH_NAME}) (?P<day>{_DAY}){_TO}(?:(?P<last_month>{_MONTH_NAME}) )?(?P<last>{_DAY})"
        rf",? (?P<year>{_YEAR})\b",
        _whole_date,
    )
    yield rf"\b(?P<month>{_MONTH_NAME}) (?P<day>{_DAY})(?:,? (?P<year>{_YEAR}))?\b(?![,.]\d)", _whole_date
    yield rf"\b(?:the )?(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH_NAME})(?:,? (?P<year>{_YEAR})\b)?", _whole_date
    yield rf"\b(?P<month>{_MONTH_NAME}),?(?: of)? (?P<year>{_YEAR})\b", _whole_date
    yield rf"\b{_YEAR}s\b", _joined(Sort.DAY_WORD)
    yield rf"(?<![\w$€£.,]){_YEAR}\b(?![.,]\d| ?%| percent)", _one_year
    yield rf"(?-i:(?<=[a-z,;] ))(?P<month>(?-i:{'|'.join(MONTHS)}))\b", _month_alone
    yield (
        r"\b(?:(?:last|next|previous|this|the same|the following) (?:day|night|week|weekend|month|quarter|year|decade"
        r"|century|spring|summer|fall|autumn|winter)|yesterday|today|tomorrow|tonight)\b",
        _joined(Sort.DAY_WORD),
    )
    yield r"(?-i:\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", _joined(Sort.DAY_WORD)
    yield QUANTITY, _quantities
    yield (
        r"\b(?:an?|per|each|every) (?P<period>second|minute|hour|day|week|month|quarter|year|decade)\b"
        r"(?! (?:ago|later|earlier))",
        _rate,
    )
    yield r"\b(?P<period>hourly|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b", _rate
    yield r"(?<![\w])[\w]*\d[\w]*(?:[-–][\w]*\d[\w]*)*|\b[A-Za-z]+-\d+\w*", _joined(Sort.IDENTIFIER)
    yield r"\d", _rest


_FORMS = [(re.compile(pattern, re.IGNORECASE), read) for pattern, read in _forms()]
