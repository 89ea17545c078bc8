"""Numbers and amounts as English writes them, each brought to one way of writing; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from qa.english.calendar import Unit
from qa.english.dates import find_dates
from qa.english.identifiers import find_identifiers
from qa.english.numerals import CURRENCY, NUMERAL, ONES, ORDINALS, SCALE, SMALL, TENS, WORD, value_of, written
from qa.english.remembered import remembered
from qa.english.spans import Span, blank
from qa.english.units import AGE, UNIT, UNITS_OF_TIME, unit_of_measure


class AmountKind(Enum):
    """What kind of amount it is; two of different kinds are never the same."""

    COUNT = "count"
    DURATION = "duration"
    MEASURE = "measure"
    AGE = "age"
    MONEY = "money"
    SHARE = "share"
    POINTS = "percentage points"
    FACTOR = "factor"
    VAGUE = "vague number"
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts.

    Attributes:
        kind: Of which kind it is.
        value: As digits, without zeros at the end; a share in per cent, a vague number as its word.
        unit: Of a measure, in the singular ('square foot'); a currency; else empty.
        start: Where it starts in the text.
        end: Where it ends; half-open.
        whole: Where the range stands that lends it its unit ('3–5 weeks'); else its own place.
    """

    kind: AmountKind
    value: str
    unit: str
    start: int
    end: int
    whole: Span


_KINDS_OF_UNITS = dict.fromkeys(UNITS_OF_TIME, AmountKind.DURATION) | {AGE: AmountKind.AGE}
_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_FACTORS = {"halv": "0.5", "twice": "2", "doubl": "2", "twofold": "2", "thrice": "3", "tripl": "3", "threefold": "3"}
_FACTORS |= {"quadrupl": "4", "tenfold": "10"}
_AFTER = (
    r" ?%|[ -]?per ?cent\b|[ -]percentage[ -]points?\b|[ -](?:dollars|cents|euros|pounds sterling)\b"
    r"|[ -]years?[ -](?:old|of age)\b"
    rf"|[ -](?:(?:square|cubic|nautical|metric) )?(?:{UNIT})\b(?: (?:per|an) hour\b)?"
)
_FRACTION = (
    rf"\b(?P<top>an?|{ONES})[ -](?P<part>third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)s?\b(?![ -](?:party|parties|grade|grader|graders|country|time|person))"
    r"|(?<!and a )\b(?P<half>half|halves)\b(?! an? )"
)
_LONG_NUMBER = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d{4,12}\b")
_FROM = re.compile(r"\b(?:from|between)(?: \w+)? $", re.IGNORECASE)
_LONGEST_FROM = 24
_AMOUNT = re.compile(
    rf"{_FRACTION}|\b(?P<factor>halv|twice|thrice|doubl|tripl|quadrupl|twofold|threefold|tenfold|two-fold)(?:es?|ed|ing)?\b"
    r"|\b(?P<vague>dozens|scores of|hundreds|thousands|millions|billions|trillions|decades"
    r"|centuries|majority|minority)\b"
    rf"|\b(?P<nth>\d+)(?:st|nd|rd|th)\b|\b(?:(?P<tens>{'|'.join(TENS)})-)?(?P<ordinal>{'|'.join(ORDINALS)})\b"
    rf"(?! of {WORD}\b)"
    r"|(?:(?<=\bage )|(?<=\baged )|(?<=\bage of ))(?P<age>\d{1,3})\b(?![,.:-]\d)"
    # The first of a range lends from the second what it lacks: '7 to 12 days', '5–10 percent', '$2 to $3 billion'.
    rf"|(?<![\w.,:/#-])(?P<first>{NUMERAL})(?P<first_after>{_AFTER})?"
    rf"(?:(?: ?[–-] ?| to | or )(?P<last>{NUMERAL})(?P<last_after>{_AFTER})?)?"
    r"(?!\w|[,.:]\d|[-–]\d)",
    re.IGNORECASE,
)


@remembered
def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text, in its order; numbers in dates, times of day and identifiers are none."""
    taken = [(one.start, one.end) for one in find_identifiers(text)]
    taken += [(one.start, one.end) for one in find_dates(text) if one.unit is not Unit.COUNTED]
    return [amount for match in _AMOUNT.finditer(blank(text, taken, fill="\0")) for amount in _read(match)]


def regrouped_sums(text: str) -> str:
    """The sums of a text as their digits are also written: '2,300' for '$2300', and back; '' where there are none."""
    sums = (text[one.start : one.end] for one in find_amounts(text) if one.kind is AmountKind.MONEY)
    numbers = [match[0] for sum_ in sums for match in _LONG_NUMBER.finditer(sum_)]
    return " ".join(number.replace(",", "") if "," in number else f"{int(number):,}" for number in numbers)


def _read(match: re.Match[str]) -> list[Amount]:
    """What a match says: one amount, or the two of a range."""
    span = match.span()
    if match["first"]:
        return list(_range(match))
    kind, value, unit = AmountKind.SHARE, "50", ""
    if match["top"]:
        top = SMALL.get(match["top"].lower(), 1)
        value = written(Decimal(100 * top) / _PARTS[match["part"].lower()])
    elif match["factor"]:
        kind, value = AmountKind.FACTOR, _FACTORS[match["factor"].lower().replace("-", "")]
    elif match["vague"]:
        kind, value = AmountKind.VAGUE, match["vague"].lower().split()[0]
    elif match["age"]:
        kind, value, unit = AmountKind.AGE, match["age"], AGE
    elif match["nth"]:
        kind, value = AmountKind.ORDINAL, str(int(match["nth"]))
    elif match["ordinal"]:
        tens = TENS[match["tens"].lower()] if match["tens"] else 0
        kind, value = AmountKind.ORDINAL, str(tens + ORDINALS[match["ordinal"].lower()])
    return [Amount(kind, value, unit, *span, span)]


def _range(match: re.Match[str]) -> Iterator[Amount]:
    first, last = match["first"], match["last"]
    after = match["first_after"] or ""
    if last is None:
        yield _amount(first, after, *match.span(), match.span())
        return
    last_after = match["last_after"] or ""
    # Behind 'from' the second lends from the first as well: 'from 12 cents to 5'; '$5 million to 20 towns' is no range.
    is_range = bool(_FROM.search(match.string, max(0, match.start() - _LONGEST_FROM), match.start()))
    own, other = re.match(CURRENCY, first), re.match(CURRENCY, last)
    is_one = not after and bool(last_after) and not own
    scale = re.search(rf"[ -]{SCALE}\b.*$", last, re.IGNORECASE)
    if scale and not re.search(SCALE, first, re.IGNORECASE) and not after and value_of(first) < 1000:
        first += scale[0]
    if other and not own and not after and not last_after:
        first = other[0] + first
    if own and not other and is_range and not after and not last_after:
        last = own[0] + last
    places = (
        (match.start("first"), max(match.end("first"), match.end("first_after"))),
        (match.start("last"), match.end()),
    )
    wholes = (match.span(), match.span()) if is_one else places
    yield _amount(first, after or last_after, *places[0], wholes[0])
    yield _amount(last, last_after or (after if is_range else ""), *places[1], wholes[1])


def _amount(numeral: str, after: str, start: int, end: int, whole: Span) -> Amount:
    value, kind, unit = value_of(numeral), AmountKind.COUNT, ""
    after = after.strip(" -").lower()
    if currency := re.match(CURRENCY, numeral):
        kind, unit = AmountKind.MONEY, currency[0][-1] + (unit_of_measure(after) if after else "")
    elif after in ("%", "percent", "per cent"):
        kind = AmountKind.SHARE
    elif after.startswith("percentage"):
        kind = AmountKind.POINTS
    elif after in ("dollars", "euros", "pounds sterling", "cents"):
        kind, unit = AmountKind.MONEY, {"euros": "€", "pounds sterling": "£"}.get(after, "$")
        value = value / 100 if after == "cents" else value
    elif after:
        unit = unit_of_measure(after)
        kind = _KINDS_OF_UNITS.get(unit, AmountKind.MEASURE)
    return Amount(kind, written(value), unit, start, end, whole)
