"""Ranges of days of the calendar, and the units in which they are named; pure."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

Days = tuple[date, date]
"""First and last day, inclusive."""
MONTHS = tuple("January February March April May June July August September October November December".split())
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The first month of each season."""
NO_YEAR = 4
"""Stands for the year that a date leaves out; it has a 29 February."""
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
"""Which third of a year or a month a word means."""


class Unit(Enum):
    """How long a named time is, or how it is named."""

    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    MONTH = "month"
    PART = "part of a month or a year"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    FISCAL_YEAR = "fiscal year"
    DECADE = "decade"
    RANGE = "days of a month, or years, joined by a dash"
    RELATIVE = "relative"
    COUNTED = "so many days, weeks, months or years before"
    NONE = "a number that is no date"


def year_days(year: int) -> Days:
    """All of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def months(year: int, month: int, count: int = 1) -> Days:
    """A number of months; `month` may be any integer: 0 is the December of the year before."""
    first_year, first_month = divmod(year * 12 + month - 1, 12)
    last_year, last_month = divmod(year * 12 + month + count - 2, 12)
    last_day = monthrange(last_year, last_month + 1)[1]
    return date(first_year, first_month + 1, 1), date(last_year, last_month + 1, last_day)


def season(name: str, year: int) -> Days:
    """Three months; the winter of a year is the one that ends in it."""
    month = SEASONS[name.lower()]
    return months(year, month - 12 if month == 12 else month, 3)


def week(day: date) -> Days:
    """The week that holds a day, from Monday; a Sunday begins one, since people name a week by its first day."""
    first = day if day.weekday() == 6 else day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def third(part: str, days: Days) -> Days:
    """The early, middle or late third of a year or a month."""
    place = PARTS[re.sub("the | of|[ -]", "", part.lower())]
    first, last = days
    if last.month != first.month:
        return months(first.year, 1 + 4 * place, 4)
    return first.replace(day=1 + 10 * place), last if place == 2 else first.replace(day=10 + 10 * place)


def unit_of(unit: str, day: date) -> Days:
    """The day, week, month, quarter or year that holds a day."""
    match unit.lower():
        case "day":
            return day, day
        case "week":
            return week(day)
        case "month":
            return months(day.year, day.month)
        case "quarter":
            return months(day.year, day.month - (day.month - 1) % 3, 3)
        case _:
            return year_days(day.year)


def back(unit: str, count: int, day: date) -> date:
    """The day a number of units earlier; the last of its month where the month has no such day."""
    if unit.lower() in ("day", "week"):
        return day - timedelta(days=count * (7 if unit.lower() == "week" else 1))
    earlier = count * {"month": 1, "quarter": 3, "year": 12}[unit.lower()]
    first, last = months(day.year, day.month - earlier)
    return first.replace(day=min(day.day, last.day))
