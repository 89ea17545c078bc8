"""HTML of a histogram of dates, by days, months, years, decades or centuries, so that each bar is seen; pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from qa.web.language import say, say_first_of_month, say_long_day, say_month, say_number

_MOST_BARS = 200
"""One document dated in an early century would make thousands of months."""
_YEARS = (1, 10, 100)
"""Years that a bar may stand for, where there are too many months."""
_LABELLED = 9
"""The most bars that are labelled; of more, every second, third … is."""


@dataclass(frozen=True, slots=True)
class _Bar:
    first: date
    last: date
    count: int
    name: str


def histogram_html(months: Sequence[tuple[date, int]], days: Sequence[tuple[date, int]]) -> str:
    """A bar for each span of time; sweeping over them sets the dates, which the fields below do as well.

    Args:
        months: The first day of each month, and its count; not empty, and without gaps.
        days: Each day and its count; empty unless they are few.
    """
    if days:
        bars = [_Bar(day, day, count, say_long_day(day)) for day, count in days]
        summary, labels = (
            say("Documents by day from {first} to {last}; the most, {most}, on {when}", **_said(bars)),
            _day_labels(days),
        )
    elif len(months) <= _MOST_BARS:
        bars = [_Bar(first, _last_day(first), count, say_month(first)) for first, count in months]
        summary, labels = (
            say("Documents by month from {first} to {last}; the most, {most}, in {when}", **_said(bars)),
            _year_labels(months),
        )
    else:
        bars = _of_years(months, next(years for years in _YEARS if len(months) <= 12 * years * _MOST_BARS))
        summary = say("Documents by years from {first} to {last}; the most, {most}, in {when}", **_said(bars))
        labels = _every([(place, str(bar.first.year)) for place, bar in enumerate(bars, start=1)])
    most = max(bar.count for bar in bars) or 1
    drawn = "".join(
        f'<i data-from="{bar.first}" data-to="{bar.last}" style="--share:{bar.count / most:.3f}" '
        f'title="{bar.name}: {say_number(bar.count)}"></i>'
        for bar in bars
    )
    shown = "".join(f'<span style="grid-column:{place}">{label}</span>' for place, label in labels)
    return (
        f'<div class="histogram" role="img" aria-label="{summary}" style="--bars:{len(bars)}">{drawn}</div>'
        f'<div class="axis" aria-hidden="true" style="--bars:{len(bars)}">{shown}</div>'
    )


def _said(bars: Sequence[_Bar]) -> dict[str, str]:
    """What the summary says: from when to when, and where there are the most."""
    busiest = max(bars, key=lambda bar: bar.count)
    return {
        "first": bars[0].name,
        "last": bars[-1].name,
        "most": say_number(busiest.count),
        "when": busiest.name,
    }


def _of_years(months: Sequence[tuple[date, int]], years: int) -> list[_Bar]:
    """A bar for so many years; the first and the last end with the months."""
    bars = []
    for _, group in groupby(months, key=lambda month: month[0].year // years):
        spanned = list(group)
        first, last = spanned[0][0], _last_day(spanned[-1][0])
        name = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        bars.append(_Bar(first, last, sum(count for _, count in spanned), name))
    return bars


def _last_day(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _year_labels(months: Sequence[tuple[date, int]]) -> list[tuple[int, str]]:
    """The years under their January; of the first, under its first month where there is room."""
    shown = _every([(place, str(month.year)) for place, (month, _) in enumerate(months, start=1) if month.month == 1])
    return shown if shown and shown[0][0] <= 3 else [(1, str(months[0][0].year)), *shown]


def _every(labels: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """As many labels as have room."""
    return list(labels[:: -(-len(labels) // _LABELLED) or 1])


def _day_labels(days: Sequence[tuple[date, int]]) -> list[tuple[int, str]]:
    """The first day of each month by name, and the 8th, 15th and 22nd as numbers."""
    placed = [(place, day) for place, (day, _) in enumerate(days, start=1) if day.day in (1, 8, 15, 22)]
    return [(place, say_first_of_month(day) if day.day == 1 else str(day.day)) for place, day in placed]
