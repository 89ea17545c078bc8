"""Ranges of days of the calendar; pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]
"""First and last day, inclusive."""
MONTHS = tuple("January February March April May June July August September October November December".split())
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The first month of each."""
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
"""Which third of a year or a month a word means."""


def year_days(year: int) -> Days:
    """All of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def months(year: int, month: int, count: int = 1) -> Days:
    """So many months; the month may be any integer, 0 is the December before."""
    first_year, first_month = divmod(year * 12 + month - 1, 12)
    last_year, last_month = divmod(year * 12 + month + count - 2, 12)
    last_day = monthrange(last_year, last_month + 1)[1]
    return date(first_year, first_month + 1, 1), date(last_year, last_month + 1, last_day)


def season(name: str, year: int) -> Days:
    """Three months; the winter of a year is the one that ends in it."""
    month = SEASONS[name.lower()]
    return months(year, month - 12 if month == 12 else month, 3)


def week(day: date) -> Days:
    """The week that holds a day; a Sunday opens one, since a week is named after its first day."""
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
    """A day so many units earlier; of a month that is shorter its last one."""
    if unit.lower() in ("day", "week"):
        return day - timedelta(days=count * (7 if unit.lower() == "week" else 1))
    earlier = count * {"month": 1, "quarter": 3, "year": 12}[unit.lower()]
    first, last = months(day.year, day.month - earlier)
    return first.replace(day=min(day.day, last.day))
