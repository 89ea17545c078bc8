"""Dates and ranges of dates in words; pure.

What cannot be known from the words and the collection's newest date is not read: 'since taking office', 'the first
100 days', 'before the midterms' (of whom, of which?), a day or a month without its year. A year that says what a sum
is planned for ('fiscal 2030', 'the budget for 2025') is no date of a document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.english.dates import TO, NamedDays, find_named_days


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
_BEFORE_IT = re.compile(
    r"(?:\b(?P<since>since|starting(?: in| on)?|beginning(?: in| on)?|as early as)"
    r"|\b(?P<after>after|following|later than)"
    r"|\b(?P<before>before|prior to|earlier than)"
    r"|\b(?P<until>until|till|through|up to|up until|by|no later than|as late as)"
    r"|\b(?P<within>in|on|during|from|for|of|over|around|throughout|within|as of|dated|between))\s+$",
    re.IGNORECASE,
)
_ONWARD = re.compile(r"\s+(?:onwards?\b|on(?=\s*(?:$|[.,;:?!])))", re.IGNORECASE)  # not 'from May 2021 on taxes'
_BETWEEN = re.compile(r"\b(?P<open>between|from)\s+$", re.IGNORECASE)
_LINK = re.compile(rf"\s*(?:{TO}|(?P<and>and))\s*", re.IGNORECASE)


def find_periods(text: str, today: date | None) -> list[Period]:
    """The periods that a text names, in its order; they do not overlap.

    Args:
        text: Usually a question.
        today: What 'last month' counts from: the date of the collection's newest document, so that a question
            means the same as long as the documents are the same. None when nothing is dated: then such words are
            not read.
    """
    named = find_named_days(text, today)
    periods: list[Period] = []
    position = 0
    while position < len(named):
        linked = _linked(text, named[position : position + 2])
        period = linked or _single(text, named[position])
        position += 2 if linked else 1
        # A limit that lies in the future of every document says nothing about them.
        if today is None or period.first is not None or (period.last is not None and period.last < today):
            periods.append(period)
    return periods


def _linked(text: str, pair: Sequence[NamedDays]) -> Period | None:
    """'between X and Y', 'from X to Y', 'X–Y'; None where a pair is none."""
    if len(pair) < 2:
        return None
    first, last = pair
    assert first.days is not None
    assert last.days is not None
    link = _LINK.fullmatch(text[first.end : last.start])
    opened = _BETWEEN.search(text, max(0, first.start - _LONGEST_PREPOSITION), first.start)
    is_between = opened is not None and opened["open"].lower() == "between"
    if link is None or (link["and"] and not is_between) or first.days[0] > last.days[1]:
        return None
    start = opened.start() if opened else first.start
    return Period(first.days[0], last.days[1], text[start : last.end], start, last.end)


def _single(text: str, named: NamedDays) -> Period:
    """One period with the preposition before it, which may leave an end open."""
    assert named.days is not None
    (first, last), start, end = named.days, named.start, named.end
    before = _BEFORE_IT.search(text, max(0, start - _LONGEST_PREPOSITION), start)
    kind = before.lastgroup if before else None
    if kind == "before" and re.match("(?:the )?end ", text[start:], re.IGNORECASE):
        kind = "until"  # it lies within the last months, and they are meant with it
    if before is None or text[end : end + 1] in ("’", "'"):  # 'after 2021’s storm' names the storm
        return Period(first, last, text[start:end], start, end)
    start = before.start()
    if kind == "within" and (onward := _ONWARD.match(text, end)):
        kind, end = "since", onward.end()
    match kind:
        case "since":
            limits: tuple[date | None, date | None] = first, None
        case "after":
            limits = last + timedelta(days=1), None
        case "before":
            limits = None, first - timedelta(days=1)
        case "until":
            limits = None, last
        case _:
            limits = first, last
    return Period(*limits, text[start:end], start, end)
