"""Amounts, dates and names in a text, by rules; pure. Each function gives start and end of what it finds, in order."""

import re

from qa.english.calendar import MONTHS

Span = tuple[int, int]

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_IN_WORDS = (
    rf"(?:(?:a|two) dozen\b|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?\b|(?:{'|'.join(_TEENS + _UNITS)})\b)"
)
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:[ -](?:hundred|thousand|million|billion|trillion)\b)*"
_NUMERAL = rf"(?:(?<![\w.,:/#$-]){_DIGITS}|(?<![\w-])(?i:{_IN_WORDS})){_SCALE}"
_RANGE = rf"{_NUMERAL}(?:(?: ?[–-] ?| to | or ){_DIGITS})?"
_MONEY = re.compile(
    rf"(?:\bUS)?[$€£] ?{_DIGITS}(?:[KMB]\b|{_SCALE})|{_NUMERAL} (?:dollars|cents|euros|pounds sterling)\b"
)
_SHARE = re.compile(
    rf"{_RANGE}(?: ?%|[ -]per ?cent\b| percentage points?\b)|\b(?:one|two|three)[ -](?:third|quarter|fifth)s?\b"
)
_DURATION = re.compile(rf"{_RANGE}[ -](?:second|minute|hour|day|week|month|year|decade)s?\b(?![ -](?:old|of age)\b)")
_MEASURE = re.compile(
    rf"{_RANGE}[ -](?:(?:square|cubic|metric|nautical) )?(?:miles|mile|feet|foot|inch|inches|yards?|(?:kilo|centi)?met"
    r"(?:er|re)s?|acres?|hectares?|pounds?|ounces?|tons?|tonnes?|barrels?|gallons?|(?:kilo|mega|giga)watts?|degrees?|mph"
    r"|knots)\b(?: (?:per|an) hour\b)?"
)
_AGE = re.compile(rf"(?:(?<=\bage )|(?<=\baged )|(?<=\bage of ))\d{{1,3}}\b|{_NUMERAL}[ -]years?[ -](?:old|of age)\b")
_COUNT = re.compile(
    rf"{_NUMERAL}(?![\w%’']|[.,:]\d|[-–]\d|-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)"
)
# What is numbered is not counted: 'Section 5', 'No. 12', 'H.R. 49', '3. Then'.
_BEFORE_LABEL = re.compile(
    r"(?:\b(?:Nos?|Secs?|[Ss]ections?|Title|Article|Chapter|Part|Phase|Order|Proclamation|Determination|Memorandum"
    r"|Resolution|Rule|Law|Division|Tier|Level|Room|Stat|Highway|Route|[Pp]age|Figure|[Yy]ear|FY|age|aged|Res|S)\.?"
    r"|[A-Z]\.) ?$|[–\-/]$"
)

_MONTH = (
    rf"(?:{'|'.join(MONTHS)}"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_LONE_YEAR = rf"(?<![\w$.,/–-]){_YEAR}(?![\w%]|[,.]\d)"
_DATE = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"(?:(?: ?[–-] ?| to )\d{{1,2}}\b)?(?:,? {_YEAR}\b)?"
    rf"|\b\d{{1,2}} {_MONTH}(?: {_YEAR})?\b"
    rf"|\b{_MONTH},? (?:of )?{_YEAR}\b"
    rf"|{_LONE_YEAR}(?: to | through | until ){_YEAR}\b|(?<![\w$.,/–-]){_YEAR} ?[–-] ?{_YEAR}\b"
    rf"|{_LONE_YEAR}"
)

# Words that open sentences, and those of the calendar, are of no name.
_NO_NAME = (
    rf"(?!(?:{'|'.join(MONTHS)}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|A(?!\.)|After|An|And|As|At|Before|But|By|For|From|He|If|In|It|Last|Next|On|Our"
    r"|She|Since|That|The|These|They|This|Those|To|Today|Under|We|When|With|Yesterday)\b|(?:Inc|Jr|Sr|Ltd|Corp|Co)\.)"
)
_CAPITALISED = rf"{_NO_NAME}(?:[A-Z](?:[\w-]|[’'](?!s\b))*\w|[A-Z]\.?)"
_NAME = re.compile(
    rf"(?:\b(?:Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St)\. )?\b{_CAPITALISED}"
    rf"(?: (?:(?:of the|of|and|de|la|del|von|van|&) )?{_CAPITALISED})*(?:,? (?:Inc|Jr|Sr|Ltd|Corp|Co)\.)?"
)


def money(text: str) -> list[Span]:
    """Amounts of money: '$1.9 billion', '50 cents'."""
    return _spans(_MONEY, text)


def shares(text: str) -> list[Span]:
    """Shares of a whole: '14%', '75 percent', 'two-thirds'."""
    return _spans(_SHARE, text)


def durations(text: str) -> list[Span]:
    """Spans of time: '90 days', 'two years'."""
    return _spans(_DURATION, text)


def measures(text: str) -> list[Span]:
    """Lengths, areas, weights, speeds: '5.7 acres', '30 miles per hour'."""
    return _spans(_MEASURE, text)


def ages(text: str) -> list[Span]:
    """Ages: '34' in 'at age 34', '12 years old'."""
    return _spans(_AGE, text)


def counts(text: str) -> list[Span]:
    """Numbers of things: '597', 'four', '1.2 million'; no years, no amounts of another kind, no numbers of sections."""
    others = [span for found in (money, shares, durations, ages, dates) for span in found(text)]
    return [
        span
        for span in _spans(_COUNT, text)
        if not any(start < span[1] and span[0] < end for start, end in others)
        and not _BEFORE_LABEL.search(text[max(0, span[0] - 20) : span[0]])
    ]


def dates(text: str) -> list[Span]:
    """Dates, as full as they stand there: 'Monday, May 3, 2021', '3 May', 'May 2021', '2019 to 2021', '2021'."""
    return _spans(_DATE, text)


def names(text: str) -> list[Span]:
    """Runs of capitalised words, with the small words inside names: 'Dr. Ann B. Lee', 'University of York'."""
    return _spans(_NAME, text)


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]
