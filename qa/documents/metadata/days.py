"""The day that a value of metadata, a file's name or a heading gives; pure.

The rule, the same for every format; the first that gives a day counts, and a file's time never does:

1. A value of metadata is a day when it is one from end to end, with or without a weekday and a time: 2021-03-05,
   2021-3-5, 20210305, 'March 5, 2021', '5 Mar 2021', 'Fri, 05 Mar 2021 10:00:00 +0100'. Where two readings are
   possible ('3/5/2021'), where there is no such day, and where only a month or a year is given, it is none.
2. A file's name gives a day when it holds exactly one: 2021-03-05, 2021_3_5, 20210305 or one in words. Where it holds
   none, the folders above do so by year, month and day (2021/03/05/notes.md), and the folder of an `index` file does.
3. A title or the first heading gives a day when it holds exactly one, as its first or its last words.
4. A day that stands alone below the title counts in formats whose files open with it (`qa.documents.title_block`).
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from qa.documents.whitespace import fold
from qa.english.calendar import Unit
from qa.english.dates import find_dates

_CLOCK = r"(?:[01]?\d|2[0-3])[:h][0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\.?)?"
_ZONE = r"(?:\s?(?:[A-Za-z]{1,5}|[A-Z][a-z]+/\w+))?(?:\s?[+-]\d\d(?::?\d\d)?)?(?:\s\([^()]{1,40}\))?"
_TIME = re.compile(rf"(?:T|(?:,|\sat)?\s){_CLOCK}{_ZONE}$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s", re.IGNORECASE)
_BESIDE_WORD = re.compile(r"(?<=\d)[-_.](?=[^\W\d])|(?<=[^\W\d])[-_.](?=\d)|_")
"""What joins day, month and year where the month is a word: '5-Mar-2021'."""

_NOT_BEFORE, _NOT_BEHIND = r"(?<![^\W_])(?<!\d[.,-])", r"(?![^\W_])"
_NUMERIC = re.compile(
    rf"{_NOT_BEFORE}(?P<year>\d{{4}})(?P<by>[-/._])(?P<month>\d{{1,2}})(?P=by)(?P<day>\d{{1,2}})(?!\d|[.,]\d)"
    rf"|{_NOT_BEFORE}(?P<first>\d{{1,2}})(?P<sign>[-/._])(?P<second>\d{{1,2}})(?P=sign)(?P<last>\d{{4}}){_NOT_BEHIND}"
    rf"|{_NOT_BEFORE}(?P<y>(?:1[5-9]|20)\d\d)(?P<m>0\d|1[0-2])(?P<d>[0-3]\d)(?:T?\d{{4}}(?:\d\d)?)?{_NOT_BEHIND}"
    r"|(?<!\d)(?P<year_of>\d{4})\s?[年년]\s?(?P<month_of>\d{1,2})\s?[月월]\s?(?P<day_of>\d{1,2})\s?[日일]"
)
_BY_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d\d?)/(\d\d?)(?=[-_ /]|$)")
_NAMED_BY_FOLDER = frozenset(("index", "_index", "readme"))
_AROUND = " \t.,:;–—-()[]“”\"'"


def day_of(value: str) -> date | None:
    """The day that a value of metadata is; None where it is none, or may be two."""
    text = fold(value).removeprefix("[[").removesuffix("]]")
    text = _WEEKDAY.sub("", _TIME.sub("", text))
    found = list(_days(text))
    return found[0][0] if len(found) == 1 and found[0][1:] == (0, len(text)) else None


def day_in_name(name: str) -> date | None:
    """The day in the name of a file, or else in its folders'; None for none, and for several.

    Args:
        name: Path relative to the indexed folder, with forward slashes.
    """
    path = PurePosixPath(name)
    stems = [path.stem]
    if path.stem.lower() in _NAMED_BY_FOLDER:
        stems.append(path.parent.name)
    for stem in stems:
        days = {day for day, *_ in _days(stem)}
        if days:
            return days.pop() if len(days) == 1 else None
    by_folders = _BY_FOLDERS.search((path.parent / path.stem).as_posix())
    return _day(*by_folders.groups()) if by_folders else None


def day_that_opens(name: str) -> int:
    """Where the day ends with which the name of a file begins; 0 where it begins with none."""
    return next((end for _, start, end in _days(name) if start == 0), 0)


def day_in_title(title: str) -> date | None:
    """The day that opens or closes a title or a heading; None where it holds none, or several."""
    found = list(_days(title))
    if len({day for day, *_ in found}) != 1:
        return None
    _, start, end = found[0]
    return found[0][0] if not title[:start].strip(_AROUND) or not title[end:].strip(_AROUND) else None


def _days(text: str) -> Iterator[tuple[date, int, int]]:
    """The days of a text, each with its start and end; one that may be two days is none."""
    numeric = [(day, *match.span()) for match in _NUMERIC.finditer(text) if (day := _numeric_day(match))]
    yield from numeric
    if numeric:
        return
    for named in find_dates(_NUMERIC.sub(lambda match: " " * len(match[0]), _BESIDE_WORD.sub(" ", text))):
        if named.unit is Unit.DAY and named.days:
            yield named.days[0], named.start, named.end


def _numeric_day(match: re.Match[str]) -> date | None:
    if match["last"] is None:
        return _day(*(part for part in match.groups() if part is not None and part.isdigit()))
    first, second = int(match["first"]), int(match["second"])
    if match["sign"] == "." or first > 12 or first == second:  # a dot divides days from months
        return _day(match["last"], match["second"], match["first"])
    return _day(match["last"], match["first"], match["second"]) if second > 12 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:  # there is no such day
        return None
