"""Dates that a text names; pure.

One grammar for everybody who reads dates: the filters of a question, what a follow-up replaces, short answers, and the
dates of a claim. It is made of regular expressions (`date_forms`) and not of `dateparser`, which guesses a date from a
single word or number, reads no quarters, seasons or ranges, gives points in time where a question names a period, and
is slow.
"""

import re
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date

from qa.english.calendar import MONTHS, NO_YEAR, Days, Unit
from qa.english.date_forms import MONTH, TO, month_number, read_forms
from qa.english.remembered import remembered


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A time that words name, without the preposition before it.

    Attributes:
        start: Where the words start in the text.
        end: Where they end; half-open.
        unit: What is named.
        span: First and last day; of the year 4 where the words name no year, None where the calendar alone does not
            say ('on Tuesday', and 'last month' without a day to count from).
        words: As they stand in the text.
    """

    start: int
    end: int
    unit: Unit
    span: Days | None
    words: str

    @property
    def days(self) -> Days | None:
        """First and last day; None where the year is left out or the days are not known."""
        return None if self.lacks_year else self.span

    @property
    def lacks_year(self) -> bool:
        """Whether a year behind the words would complete them."""
        return self.span is not None and self.span[1].year == NO_YEAR

    @property
    def year(self) -> int | None:
        """The year that the words name, the last of several; None for none and for relative words."""
        return self.days[1].year if self.days and self.unit not in _WITHOUT_CALENDAR else None

    @property
    def month(self) -> int | None:
        """The month in which it begins; None for a year and whatever is longer, and for relative words."""
        without = (Unit.YEAR, Unit.FISCAL_YEAR, Unit.DECADE, *_WITHOUT_CALENDAR)
        return self.span[0].month if self.span and self.unit not in without else None

    def in_year(self, year: int) -> "NamedDate":
        """The same with this year, where the words name none and the year has such a day."""
        if self.span is None or not self.lacks_year:
            return self
        first, last = self.span
        later = year - NO_YEAR
        if (last.month, last.day) == (2, 29) and not isleap(year):
            if first == last:
                return self
            last = last.replace(day=28)
        return replace(self, span=(first.replace(year=first.year + later), last.replace(year=last.year + later)))

    def holds(self, other: "NamedDate") -> bool:
        """Whether what happened in another time happened in this one: '2021' holds 'March 2021'.

        A range is held by each time within it, and what leaves the year out is of the other's year.
        """
        if self.span is None or other.span is None:
            return self.words.lower() == other.words.lower()
        own = self.in_year(other.year) if other.year else self
        (first, last), (other_first, other_last) = own.span or self.span, other.span
        if other.unit is Unit.RANGE and other_first <= first and last <= other_last:
            return True
        return first <= other_first and other_last <= last


_WITHOUT_CALENDAR = (Unit.WEEKDAY, Unit.RELATIVE, Unit.COUNTED)
"""Named without the words of the calendar, so that their days depend on the day from which they count."""
_ANY_MONTH = re.compile(rf"\b{MONTH}", re.IGNORECASE)


def with_full_months(words: str) -> str:
    """The words of a date with the names of months in full: 'September 9' for 'sept 9'."""
    return _ANY_MONTH.sub(lambda match: MONTHS[month_number(match[0]) - 1], words)


_LENDS = re.compile(rf"(?:\s*{TO}|\s+(?:and|or)|,\s+and)\s*", re.IGNORECASE)
# These are other words as well: without a year they are read only where a date is likely.
_IS_WORD_TOO = re.compile(r"\b(?:may|march|mar|jan|spring|summer|fall|autumn|winter|half)\b", re.IGNORECASE)
_LEADS_IN = re.compile(
    r"(?:^|\b)(?:(?:in|on|for|from|during|since|until|till|by|of|before|after|around|between|last|this|next|every|each"
    r"|early|mid|late|the)(?: the)?[ -])$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\W*(?:(?:and|or|then|what about|how about)\W+)?(?:the )?$", re.IGNORECASE)
_SMALL_BEFORE = re.compile(r"(?:^|\s)[a-z]+[,;]? $")
_LOOKED_BACK = 24


@remembered
def find_dates(text: str, today: date | None = None) -> list[NamedDate]:
    """The dates of a text, in its order; they do not overlap.

    Of two that overlap the one counts that starts first, then the longer. A date without a year that is joined to one
    with a year ('from March to June 2021') is of that year, or of the one before.

    Args:
        text: A question, a sentence or a claim.
        today: What 'last month' counts from; None where that is not known.
    """
    kept: list[NamedDate] = []
    for start, end, unit, span in sorted(
        read_forms(text, today), key=lambda one: (one[0], -one[1], one[2] is not Unit.NONE)
    ):
        named = NamedDate(start, end, unit, span, text[start:end])
        if (not kept or start >= kept[-1].end) and not _is_other_word(text, named):
            kept.append(named)
    for place in range(len(kept) - 2, -1, -1):
        first, last = kept[place : place + 2]
        if first.lacks_year and last.year and _LENDS.fullmatch(text, first.end, last.start):
            lent = first.in_year(last.year)
            is_later = lent.days is not None and last.days is not None and lent.days[0] > last.days[1]
            kept[place] = first.in_year(last.year - 1) if is_later else lent
    return [one for one in kept if one.span or one.unit in _WITHOUT_CALENDAR]


def _is_other_word(text: str, named: NamedDate) -> bool:
    """Whether words that may be a date without its year are rather something else: 'it may', 'the fall of Rome'."""
    if not named.lacks_year or named.unit is Unit.QUARTER:
        return False
    before = text[max(0, named.start - _LOOKED_BACK) : named.start]
    if not (word := _IS_WORD_TOO.search(named.words)):
        return False
    if _ALONE.fullmatch(before) and not text[named.end : named.end + _LOOKED_BACK].strip(" ?.!"):
        return False
    leads_in = _LEADS_IN.search(before)
    if named.unit in (Unit.SEASON, Unit.PART):
        return not leads_in or text[named.end : named.end + 4] == " of "
    if leads_in or re.search(r"\d(?:st|nd|rd|th)|\bof\b", named.words):
        return False
    is_capitalised = word[0][0].isupper()
    return not (is_capitalised and _SMALL_BEFORE.search(before)) if named.unit is Unit.MONTH else not is_capitalised
