"""Days, months, quarters, seasons and years as English writes them; pure.

A grammar of regular expressions and not `dateparser`: that one guesses a date from a single word or number, reads no
quarters, seasons or ranges, gives points in time where a question names a period, and is slow.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.english.calendar import MONTHS, SEASONS, Days, back, months, season, third, unit_of, week, year_days


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A period without the preposition; days are None where the words must not be read as one."""

    start: int
    end: int
    days: Days | None


# Words

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?![a-z])"
)
_MONTHS = [name[:3].lower() for name in MONTHS]
_ANY_YEAR = r"(?:19\d\d|20\d\d|2100)"
_YEAR = rf"(?<![\w$€£#])(?<!\d[,.-]){_ANY_YEAR}(?!\w|[,.]\d|-\d|/\d| ?%)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}}|(?:the )?{_DAY}(?: of)? {_MONTH},? {_YEAR}"
    rf"|{_MONTH} {_DAY}(?:,? | of ){_YEAR})(?![\w-])"
)
_MONTH_OF_YEAR = rf"{_MONTH},?(?: of)? {_YEAR}"
_SEASON = "(?:spring|summer|fall|autumn|winter)"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ORDINAL = "(?:first|second|third|fourth|1st|2nd|3rd|4th|last|final)"
_PIECES = {"quarter": 4, "half": 2, "q": 4, "h": 2}
_NUMBERS = {
    word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_NUMBER = rf"(?:\d{{1,3}}|an?|{'|'.join(_NUMBERS)})"
_PART = r"(?:early|mid|late)(?: |-)|(?:the )?(?:beginning|start|middle|end) of "
_UNIT = "(?:day|week|month|quarter|year)"
TO = r"(?:to|through|until|till|[-–—])"
_COUNTED = (
    r"(?:acres|people|persons|men|women|children|miles|feet|met(?:er|re)s|kilomet(?:er|re)s|pounds|tons|tonnes|dollars"
    r"|euros|hours|minutes|days|weeks|months|years|troops|soldiers|workers|families|households|homes|students|patients"
    r"|megawatts|gallons|barrels|times|words|pages)\b"
)


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)


# What is read; the longest that starts first wins


def _read_date(words: str) -> date:
    """A day as any of the forms of `_DATE`.

    Raises:
        ValueError: The month has no such day.
    """
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if month := re.search(_MONTH, words, re.IGNORECASE):
        return date(numbers[1], _month_number(month[0]), numbers[0])
    if "/" in words:
        month_number, day = numbers[:2] if numbers[0] <= 12 else numbers[1::-1]
        return date(numbers[2], month_number, day)
    return date(*numbers)


def _named_day(words: str) -> Days:
    day = _read_date(words)
    return day, day


def _read_days(words: str) -> Days:
    """A day, a month of a year, or a year."""
    if re.fullmatch(_DATE, words, re.IGNORECASE):
        return _named_day(words)
    year = int(words[-4:])
    return year_days(year) if words[:1].isdigit() else months(year, _month_number(words))


def _read_piece(place: str, piece: str, year: str) -> Days:
    """A quarter or a half of a year; any other word than an ordinal is the last one."""
    pieces = _PIECES[piece.lower()]
    number = int(place) if place.isdigit() else _ORDINALS.get(place.lower(), pieces)
    length = 12 // pieces
    return months(int(year), 1 + length * (number - 1), length)


def _read_neighbour(unit: str, side: str, words: str) -> Days:
    """The year after 2024, the day before May 3, 2021."""
    first, last = _read_days(words)
    return unit_of(unit, first - timedelta(days=1) if side.lower() == "before" else last + timedelta(days=1))


def _read_months(first: str, last: str, year: str) -> Days:
    """March to June 2021; November to February 2022 begins in the year before."""
    start, end = _month_number(first), _month_number(last)
    return months(int(year), start - 12 if start > end else start, (end - start) % 12 + 1)


def _read_years(first: str, last: str) -> Days | None:
    """2021–2023, or 2021-22; other numbers of two digits are parts of a name."""
    end = int(last) if len(last) == 4 else int(first) + 1
    return (date(int(first), 1, 1), date(end, 12, 31)) if f"{end}".endswith(last) else None


def _read_days_of_month(month: str, first: str, last: str, year: str) -> Days:
    days = [date(int(year), _month_number(month), int(re.sub(r"\D", "", day))) for day in (first, last)]
    return days[0], days[1]


def _read_relative(which: str, unit: str, today: date) -> Days:
    """Last month, this year, last summer, this March: as of the day."""
    unit, last = unit.lower(), which.lower() != "this"
    if unit in ("week", "month", "quarter", "year"):
        return unit_of(unit, back(unit, 1, today) if last else today)
    this = season(unit, today.year) if unit in SEASONS else months(today.year, _month_number(unit))
    if not (last and this[1] >= today):
        return this
    year = today.year - 1
    return season(unit, year) if unit in SEASONS else months(year, this[0].month)


def _any(*forms: tuple[str, Callable[..., Days | None]]) -> list[tuple[re.Pattern[str], Callable[..., Days | None]]]:
    return [(re.compile(pattern, re.IGNORECASE), read) for pattern, read in forms]


_FORMS = _any(
    # What is no date of a document takes its words from the forms below.
    (rf"\b(?:fiscal|FY|tax|model|budget)(?: years?)? ?{_ANY_YEAR}(?: ?(?:and|{TO}) ?{_ANY_YEAR})?", lambda *_: None),
    (
        r"\b(?:no\.|number|section|title|room|route|highway|project|agenda|vision|form|page|res\.|h\. ?r\.) ?#?\d[\d-]*"
        r"|(?<![\w.])s\. ?\d+",
        lambda *_: None,
    ),
    (
        rf"(?:more|less|fewer|greater) than {_YEAR}|\b(?:at least|at most|nearly|almost|roughly) {_YEAR}",
        lambda *_: None,
    ),
    (rf"(?<!in )(?<!since )(?<!during )(?<!by ){_YEAR} {_COUNTED}", lambda *_: None),
    (rf"\bfor {_YEAR}(?:(?:,| and| or| {TO}) {_YEAR})*", lambda *_: None),
    (rf"({_DATE})", _named_day),
    (r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\w-])", lambda year, month: months(int(year), int(month))),
    (rf"(?:the )?\bweek (?:of|beginning|starting)(?: on)? ({_DATE})", lambda day: week(_read_date(day))),
    (rf"(?:the )?\b({_UNIT}) (after|before|following) ({_DATE}|{_MONTH_OF_YEAR}|{_YEAR})", _read_neighbour),
    (rf"\b({_PART})({_MONTH_OF_YEAR}|{_YEAR})", lambda part, words: third(part, _read_days(words))),
    (rf"\b({_MONTH}) ({_DAY}) ?{TO} ?({_DAY}),? ({_YEAR})", _read_days_of_month),
    (rf"\b({_MONTH}) ?(?:and|{TO}) ?({_MONTH}),?(?: of)? ({_YEAR})", _read_months),
    (rf"\b({_MONTH_OF_YEAR})", _read_days),
    (rf"(?:the )?\b({_ORDINAL}) (quarter|half),?(?: of| in)? ({_YEAR})", _read_piece),
    (rf"\b(q)([1-4]),?(?: of)? ({_YEAR})", lambda piece, place, year: _read_piece(place, piece, year)),
    (rf"\b(h)([12]),?(?: of)? ({_YEAR})", lambda piece, place, year: _read_piece(place, piece, year)),
    (rf"({_YEAR}),? (q)([1-4])\b", lambda year, piece, place: _read_piece(place, piece, year)),
    (rf"(?:the )?\b({_SEASON})(?: of)? ({_YEAR})", lambda name, year: season(name, int(year))),
    (
        r"(?:the )?\b((?:19|20)\d)0[’']?s\b",
        lambda decade: (date(int(decade) * 10, 1, 1), date(int(decade) * 10 + 9, 12, 31)),
    ),
    (rf"(?<![\w$,.-])({_ANY_YEAR}) ?[-–—/] ?(\d\d|{_ANY_YEAR})(?![\w-])", lambda first, last: _read_years(first, last)),
    (rf"({_YEAR})", lambda year: year_days(int(year))),
)
"""Patterns, and what makes days of their groups."""
_RELATIVE = _any(
    (r"\b(yesterday)\b", lambda _, today: unit_of("day", back("day", 1, today))),
    (rf"\b(last|previous|this) (week|month|quarter|year|{_SEASON}|{_MONTH})\b(?![’'])", _read_relative),
    (
        rf"\bthe (?:last|past) ({_NUMBER}) ({_UNIT})s\b",
        lambda number, unit, today: (back(unit, _number(number), today), today),
    ),
    (
        rf"\b({_NUMBER}) ({_UNIT})s? ago\b",
        lambda number, unit, today: unit_of(unit, back(unit, _number(number), today)),
    ),
)
"""The same for words that are read from the day of the newest document, which comes last."""


def find_named_days(text: str, today: date | None) -> list[NamedDays]:
    """What the forms find, in the text's order; of two that overlap the one that starts first, then the longer."""
    found = [
        NamedDays(*match.span(), _days(read, match.groups()))
        for pattern, read in _FORMS
        for match in pattern.finditer(text)
    ]
    if today is not None:
        found += [
            NamedDays(*match.span(), _days(read, (*match.groups(), today)))
            for pattern, read in _RELATIVE
            for match in pattern.finditer(text)
        ]
    kept: list[NamedDays] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, one.days is None)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [one for one in kept if one.days is not None]


def _days(read: Callable[..., Days | None], groups: Sequence[str | date]) -> Days | None:
    try:
        days = read(*groups)
    except (ValueError, OverflowError):  # no such day
        return None
    return days if days and days[0] <= days[1] and 1900 <= days[0].year and days[1].year <= 2100 else None
