"""Dates with the prepositions before them, and the periods that they limit; pure.

A period is read only where the words and the given day settle it. They do not in 'since taking office', 'the first 100
days' and 'before the midterms', nor where a day or a month has no year. The year for which a sum is planned ('fiscal
2030', 'the budget for 2025') is not a period either.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.english.calendar import Unit
from qa.english.date_forms import TO
from qa.english.dates import NamedDate, find_dates
from qa.english.remembered import remembered


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A date, or two that are a range, with the preposition before.

    Attributes:
        dates: One, or the two ends of a range.
        preposition: The words before it that lead it in ('since', 'between'), as they were written; empty for none.
        start: Where it starts in the text, with its preposition.
        end: Where it ends; half-open.
        words: Without the preposition.
    """

    dates: tuple[NamedDate, ...]
    preposition: str
    start: int
    end: int
    words: str

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return len(self.dates) > 1

    @property
    def is_onward(self) -> bool:
        """Whether it ends in 'on' or 'onwards'."""
        return self.end > self.last.end

    @property
    def last(self) -> NamedDate:
        """The date, or the last of a range."""
        return self.dates[-1]


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days that words name.

    Attributes:
        first: First day; None for no limit.
        last: Last day, inclusive; None for no limit.
        words: As they stand in the text, with the preposition ('in March 2021').
        start: Where they start in the text.
        end: Where they end; half-open.
    """

    first: date | None
    last: date | None
    words: str
    start: int
    end: int


_LONGEST_PREPOSITION = 30
_PREPOSITION = re.compile(
    r"(?:\b(?P<since>since|starting(?: in| on)?|beginning(?: in| on)?|as early as)"
    r"|\b(?P<after>after|following|later than)"
    r"|\b(?P<before>before|prior to|earlier than)"
    r"|\b(?P<until>until|till|through|up to|up until|by|no later than|as late as)"
    r"|\b(?P<within>in|on|during|from|for|of|over|around|throughout|within|as of|dated|between|at))\s+$",
    re.IGNORECASE,
)
_ONWARD = re.compile(r"\s+(?:onwards?\b|on(?=\s*(?:$|[.,;:?!])))", re.IGNORECASE)  # not 'from May 2021 on taxes'
_LINK = re.compile(rf"\s*(?:{TO}|(?P<and>and))\s*", re.IGNORECASE)
_NEXT_IN_LIST = re.compile(rf"(?:,| and| or|,? and| {TO}) ?", re.IGNORECASE)
_END = re.compile(r"(?:the )?end ", re.IGNORECASE)
_FIRST_YEAR = 1900
"""Earlier numbers are rarely years of publication."""


@remembered
def find_time_phrases(text: str, today: date | None = None) -> list[TimePhrase]:
    """The dates and ranges of a text with their prepositions, in its order; they do not overlap.

    Args:
        text: A question, a sentence or a claim.
        today: What 'last month' counts from; None where that is not known.
    """
    named = find_dates(text, today)
    phrases: list[TimePhrase] = []
    position = 0
    while position < len(named):
        before = _before(text, named[position].start)
        is_between = before is not None and before["within"] is not None and before["within"].lower() == "between"
        dates = tuple(named[position : position + (2 if _are_range(text, named[position:], is_between) else 1)])
        start, end = before.start() if before else dates[0].start, dates[-1].end
        if before and (before["since"] or before["within"]) and (onward := _ONWARD.match(text, end)):
            end = onward.end()
        preposition = before[0].strip() if before else ""
        phrases.append(TimePhrase(dates, preposition, start, end, text[dates[0].start : end]))
        position += len(dates)
    return phrases


def find_periods(text: str, today: date | None) -> list[Period]:
    """The periods that a text names, in its order; they do not overlap.

    Args:
        text: Usually a question.
        today: The day from which 'last month' counts, and 'on March 22' too; None where it is not known, and such words
            are not read.
    """
    periods: list[Period] = []
    planned_until = 0
    for phrase in find_time_phrases(text, today):
        phrase = replace(phrase, dates=tuple(_last_such_day(named, today) for named in phrase.dates))
        dates = phrase.dates
        is_planned = dates[0].unit is Unit.YEAR and (
            phrase.preposition.lower() == "for"
            or (planned_until > 0 and bool(_NEXT_IN_LIST.fullmatch(text, planned_until, dates[0].start)))
        )
        if is_planned or dates[0].unit is Unit.FISCAL_YEAR:
            planned_until = phrase.end
        elif (period := _period(text, phrase)) is not None:
            # 'By 2030' does not limit what was written until today.
            if today is None or period.first is not None or (period.last is not None and period.last < today):
                periods.append(period)
    return periods


def _before(text: str, start: int) -> re.Match[str] | None:
    return _PREPOSITION.search(text, max(0, start - _LONGEST_PREPOSITION), start)


def _are_range(text: str, named: Sequence[NamedDate], is_between: bool) -> bool:
    """Whether the first two of some dates are one: 'between X and Y', 'from X to Y', 'X–Y'."""
    if len(named) < 2 or (link := _LINK.fullmatch(text, named[0].end, named[1].start)) is None:
        return False
    first, last = named[0].span, named[1].span
    in_order = first is not None and last is not None and first[0] <= last[1]
    return in_order and named[0].lacks_year == named[1].lacks_year and (link["and"] is None or is_between)


def _last_such_day(named: NamedDate, today: date | None) -> NamedDate:
    """A day without a year in the last year that has had it until today; any other date as it is."""
    if today is None or named.unit is not Unit.DAY or not named.lacks_year:
        return named
    this_year = named.in_year(today.year)
    is_over = this_year.span is not None and this_year.span[0] <= today
    return this_year if is_over else named.in_year(today.year - 1)


def _period(text: str, phrase: TimePhrase) -> Period | None:
    """The days of a phrase, with an end left open by its preposition; None where they are not known."""
    opening, closing = phrase.dates[0], phrase.last
    if opening.days is None or closing.days is None or opening.days[0].year < _FIRST_YEAR:
        return None
    first, last = opening.days[0], closing.days[1]
    start, end = phrase.start, phrase.end
    if phrase.is_range:
        before = phrase.preposition.lower()
        start = start if before in ("between", "from") else opening.start
        return Period(first, last, text[start : closing.end], start, closing.end)
    before_it = _before(text, opening.start)
    if before_it is None or text[closing.end : closing.end + 1] in ("’", "'"):  # 'after 2021’s storm' names the storm
        return Period(first, last, text[opening.start : closing.end], opening.start, closing.end)
    kind = "since" if phrase.is_onward else before_it.lastgroup
    if kind == "before" and _END.match(closing.words):
        kind = "until"  # it lies within the last months, and they are meant with it
    opens: date | None = first
    closes: date | None = last
    match kind:
        case "since":
            closes = None
        case "after":
            opens, closes = last + timedelta(days=1), None
        case "before":
            opens, closes = None, first - timedelta(days=1)
        case "until":
            opens = None
    return Period(opens, closes, text[start:end], start, end)
