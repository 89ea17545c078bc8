"""The forms in which English writes dates, as regular expressions, and what each says; pure."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from qa.english.calendar import (
    MONTHS,
    NO_YEAR,
    SEASONS,
    Days,
    Unit,
    back,
    months,
    season,
    third,
    unit_of,
    week,
    year_days,
)
from qa.english.identifiers import find_codes, find_identifiers
from qa.english.numerals import SMALL

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)(?![a-z])"
)
TO = r"(?:to|through|until|till|[-–—])"
_MONTHS = [name[:3].lower() for name in MONTHS]
_ANY_YEAR = r"(?:1[5-9]\d\d|20\d\d|2100)"
_YEAR = rf"(?<![\w$€£#])(?<!\d[,.-]){_ANY_YEAR}(?!\w|[,.]\d|-\d|/\d| ?%| percent)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\w|[,.]\d)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_SEASON = f"(?:{'|'.join(SEASONS)})"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_ORDINAL = f"(?:{'|'.join(_ORDINALS)}|last|final)"
_PIECES = {"quarter": 4, "half": 2, "q": 4, "h": 2}
_NUMBER = rf"(?:\d{{1,3}}|an?|{'|'.join(list(SMALL)[1:13])})"
_PART = r"(?:early|mid|late)(?: |-)|(?:the )?(?:beginning|start|middle|end) of "
_CALENDAR_UNITS = "day week month quarter year".split()
_UNIT = f"(?:{'|'.join(_CALENDAR_UNITS)})"
_COUNTED = (
    r"(?:acres|people|persons|men|women|children|miles|feet|met(?:er|re)s|kilomet(?:er|re)s|pounds|tons|tonnes|dollars"
    r"|euros|hours|minutes|days|weeks|months|years|troops|soldiers|workers|families|households|homes|students|patients"
    r"|megawatts|gallons|barrels|times|words|pages)\b"
)
_ONE_DATE = rf"(?:\d[\d/-]{{7,9}}|(?:the )?{_DAY}(?: of)? {MONTH},? {_YEAR}|{MONTH} {_DAY}(?:,? | of ){_YEAR})(?![\w-])"
_MONTH_OF_YEAR = rf"{MONTH},?(?: of)? {_YEAR}"


def month_number(name: str) -> int:
    """1 to 12, of a month's name or its abbreviation."""
    return _MONTHS.index(name[:3].lower()) + 1


def _count(word: str) -> int:
    return int(word) if word.isdigit() else SMALL.get(word.lower(), 1)


def _year(word: str | None) -> int:
    return int(word) if word else NO_YEAR


def _within(words: str) -> Days:
    """The days of a date within other words ('the week of …').

    Raises:
        ValueError: The month has no such day.
    """
    for pattern, _, read, _ in _FORMS:
        if (match := pattern.fullmatch(words)) and (days := read(*match.groups())):
            return days
    raise ValueError(f"{words!r} is no date")


def _day(day: str, month: str, year: str | None) -> Days:
    number = int(month) if month.isdigit() else month_number(month)
    found = date(_year(year), number, int(re.sub(r"\D", "", day)))
    return found, found


def _slashed(first: str, second: str, year: str) -> Days:
    return _day(second, first, year) if int(first) <= 12 else _day(first, second, year)


def _days_of_month(month: str, first: str, last: str, year: str | None) -> Days:
    return _day(first, month, year)[0], _day(last, month, year)[1]


def _years(first: str, last: str) -> Days | None:
    """2021-2023, or 2021-22; other numbers of two digits are parts of a name."""
    end = int(last) if len(last) == 4 else int(first) + 1
    return (date(int(first), 1, 1), date(end, 12, 31)) if f"{end}".endswith(last) else None


def _month(name: str, year: str | None = None) -> Days:
    return months(_year(year), month_number(name))


def _piece(place: str, piece: str, year: str | None = None) -> Days:
    """A quarter or a half of a year; any other word than an ordinal is the last one."""
    pieces = _PIECES[piece.lower()]
    number = int(place) if place.isdigit() else _ORDINALS.get(place.lower(), pieces)
    length = 12 // pieces
    return months(_year(year), 1 + length * (number - 1), length)


def _neighbour(unit: str, side: str, words: str) -> Days:
    """The year after 2024, the day before May 3, 2021."""
    first, last = _within(words)
    return unit_of(unit, first - timedelta(days=1) if side.lower() == "before" else last + timedelta(days=1))


def _nothing(*_: object) -> None:
    """What the calendar alone does not say."""


Read = Callable[..., Days | None]
Words = tuple[str, ...]
Form = tuple[re.Pattern[str], Unit, Read, Words | None]
"""What it looks like, what it names, what reads it, and the words of which each such place holds one; None for a digit.

Texts are full of sentences without a date, and each form reads all of a text.
"""
_DIGIT = re.compile(r"\d")
_ALSO_SMALL_LETTERS = re.compile("[İıſ\u212a]")
"""Characters that count as letters of ASCII where small and capital letters are the same."""


def _forms(*forms: tuple[str, Unit, Read] | tuple[str, Unit, Read, Words]) -> list[Form]:
    return [
        (re.compile(pattern, re.IGNORECASE), unit, read, words[0] if words else None)
        for pattern, unit, read, *words in forms
    ]


_FORMS = _forms(
    # What is no date takes its words from the forms below.
    (
        rf"(?:more|less|fewer|greater) than {_YEAR}|\b(?:at least|at most|nearly|almost|roughly) {_YEAR}",
        Unit.NONE,
        _nothing,
    ),
    (rf"(?<!in )(?<!since )(?<!during )(?<!by ){_YEAR} {_COUNTED}", Unit.NONE, _nothing),
    (
        rf"\b(?:fiscal|FY|tax|model|budget)(?: years?)? ?({_ANY_YEAR})(?!\w)",
        Unit.FISCAL_YEAR,
        lambda year: year_days(int(year)),
    ),
    (r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])", Unit.DAY, lambda year, month, day: _day(day, month, year)),
    (r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/-])", Unit.DAY, _slashed),
    (
        rf"\b(?:{_WEEKDAY},? )?(?:the )?(?<![\d.,-])({_DAY})(?: of)? ({MONTH})(?:,? ({_YEAR})(?![\w-]))?",
        Unit.DAY,
        _day,
    ),
    (
        rf"\b(?:{_WEEKDAY},? )?({MONTH}) ({_DAY})(?:(?:,? | of )({_YEAR})(?![\w-]))?",
        Unit.DAY,
        lambda month, day, year: _day(day, month, year),
    ),
    (rf"\b({MONTH}) ({_DAY}) ?{TO} ?({_DAY})(?:,? ({_YEAR}))?", Unit.RANGE, _days_of_month),
    (r"(?<![\w-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\w-])", Unit.MONTH, lambda y, m: months(int(y), int(m))),
    (
        rf"(?:the )?\bweek (?:of|beginning|starting)(?: on)? ({_ONE_DATE})",
        Unit.WEEK,
        lambda words: week(_within(words)[0]),
    ),
    (
        rf"(?:the )?\b({_UNIT}) (after|before|following) ({_ONE_DATE}|{_MONTH_OF_YEAR}|{_YEAR})",
        Unit.PART,
        _neighbour,
    ),
    (
        rf"\b({_PART})({_MONTH_OF_YEAR}|{MONTH}|{_YEAR})",
        Unit.PART,
        lambda part, words: third(part, _within(words)),
        ("early", "mid", "late", "beginning", "start", "middle", "end"),
    ),
    (rf"\b({MONTH})(?:,?(?: of)? ({_YEAR}))?", Unit.MONTH, _month, tuple(_MONTHS)),
    (rf"(?:the )?\b({_ORDINAL}) (quarter),?(?: of| in)? ({_YEAR})", Unit.QUARTER, _piece),
    (rf"(?:the )?\b({'|'.join(_ORDINALS)}) (quarter)\b", Unit.QUARTER, _piece, ("quarter",)),
    (rf"(?:the )?\b({_ORDINAL}) (half),?(?: of| in)? ({_YEAR})", Unit.PART, _piece),
    (r"(?:the )?\b(first|second|last) (half)\b", Unit.PART, _piece, ("half",)),
    (
        rf"\b(q)([1-4])\b(?:,?(?: of)? ({_YEAR}))?",
        Unit.QUARTER,
        lambda piece, place, year: _piece(place, piece, year),
    ),
    (rf"\b(h)([12]),?(?: of)? ({_YEAR})", Unit.PART, lambda piece, place, year: _piece(place, piece, year)),
    (rf"({_YEAR}),? (q)([1-4])\b", Unit.QUARTER, lambda year, piece, place: _piece(place, piece, year)),
    (
        rf"(?:the )?\b({_SEASON})\b(?:(?: of)? ({_YEAR}))?",
        Unit.SEASON,
        lambda name, year: season(name, _year(year)),
        tuple(SEASONS),
    ),
    (
        r"(?:the )?\b((?:1[5-9]|20)\d)0[’']?s\b",
        Unit.DECADE,
        lambda decade: (date(int(decade) * 10, 1, 1), date(int(decade) * 10 + 9, 12, 31)),
    ),
    (rf"(?<![\w$,.-])({_ANY_YEAR}) ?[-/] ?(\d\d|{_ANY_YEAR})(?![\w-])", Unit.RANGE, _years),
    (rf"({_YEAR})", Unit.YEAR, lambda year: year_days(int(year))),
    (rf"\b{_WEEKDAY}\b", Unit.WEEKDAY, _nothing, ("day",)),
)
_RELATIVE_NAMES = rf"{_UNIT}|night|weekend|decade|century|{_SEASON}|{MONTH}|{_WEEKDAY}"


def _relative(which: str, unit: str, today: date) -> Days | None:
    """Last month, this year, last summer, this March: as of the day."""
    unit, last = unit.lower(), which.lower() != "this"
    if unit in _CALENDAR_UNITS:
        return unit_of(unit, back(unit, 1, today) if last else today)
    if unit not in SEASONS and unit[:3] not in _MONTHS:
        return None
    this = season(unit, today.year) if unit in SEASONS else months(today.year, month_number(unit))
    if not (last and this[1] >= today):
        return this
    return season(unit, today.year - 1) if unit in SEASONS else months(today.year - 1, this[0].month)


_RELATIVE = _forms(
    (r"\b(yesterday)\b", Unit.RELATIVE, lambda _, today: unit_of("day", back("day", 1, today)), ("yesterday",)),
    (
        rf"\b(last|previous|this) ({_RELATIVE_NAMES})\b(?![’'])",
        Unit.RELATIVE,
        _relative,
        ("last ", "previous ", "this "),
    ),
    (
        rf"\bthe (?:last|past) ({_NUMBER}) ({_UNIT})s\b",
        Unit.COUNTED,
        lambda number, unit, today: (back(unit, _count(number), today), today),
        ("the last ", "the past "),
    ),
    (
        rf"\b({_NUMBER}) ({_UNIT})s? ago\b",
        Unit.COUNTED,
        lambda number, unit, today: unit_of(unit, back(unit, _count(number), today)),
        (" ago",),
    ),
    (
        rf"\b(?:next|the same|the following) (?:{_RELATIVE_NAMES})\b(?![’'])",
        Unit.RELATIVE,
        _nothing,
        ("next ", "the same ", "the following "),
    ),
    (r"\b(?:today|tomorrow|tonight)\b", Unit.RELATIVE, _nothing, ("today", "tomorrow", "tonight")),
)


def read_forms(text: str, today: date | None) -> list[tuple[int, int, Unit, Days | None]]:
    """Every place where one of the forms stands, with start, end, unit and days; places may overlap.

    Args:
        text: Any text.
        today: What 'last month' counts from; None where that is not known, and then such words have no days.
    """
    lower, is_plain = text.lower(), not _ALSO_SMALL_LETTERS.search(text)
    has_digit = bool(_DIGIT.search(text))

    def may_hold(words: Words | None) -> bool:
        return has_digit if words is None else not is_plain or any(word in lower for word in words)

    found = [
        (*match.span(), unit, _read(read, match.groups()))
        for pattern, unit, read, words in _FORMS
        if may_hold(words)
        for match in pattern.finditer(text)
    ]
    found += [(one.start, one.end, Unit.NONE, None) for one in find_identifiers(text)]
    # 'HV-2051' is of no year.
    found += [(one.start, one.end, Unit.NONE, None) for one in find_codes(text) if "-" in text[one.start : one.end]]
    return found + [
        (*match.span(), unit, _read(read, (*match.groups(), today)) if today else None)
        for pattern, unit, read, words in _RELATIVE
        if may_hold(words)
        for match in pattern.finditer(text)
    ]


def _read(read: Read, groups: tuple[str | date | None, ...]) -> Days | None:
    try:
        days = read(*groups)
    except (ValueError, OverflowError):  # no such day
        return None
    return days if days and days[0] <= days[1] and days[1].year <= 2100 else None
