"""Numbers and amounts as English writes them, to one way of writing each; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: number
    for number, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "t": 10**12,
    "tn": 10**12,
}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
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
_UNITS = {
    "mile": r"miles?",
    "km": r"km|kilomet(?:er|re)s?",
    "metre": r"met(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "foot": r"feet|foot",
    "inch": r"inch(?:es)?",
    "yard": r"yards?",
    "acre": r"acres?",
    "hectare": r"hectares?",
    "pound": r"pounds?|lbs?\.?",
    "kg": r"kg|kilograms?|kilos?",
    "ounce": r"ounces?",
    "ton": r"tons?|tonnes?",
    "barrel": r"barrels?",
    "gallon": r"gallons?",
    "litre": r"lit(?:er|re)s?",
    "kw": r"kilowatts?|kw",
    "mw": r"megawatts?|mw",
    "gw": r"gigawatts?|gw",
    "degree": r"degrees?",
    "second": r"seconds",
    "minute": r"minutes?",
    "hour": r"hours?",
    "day": r"days?",
    "week": r"weeks?",
    "month": r"months?",
    "year": r"years?",
    "decade": r"decades?",
    "century": r"century|centuries",
}
_UNIT = "|".join(_UNITS.values())
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORD = rf"(?:{'|'.join([*_TENS, *sorted(_SMALL, key=len, reverse=True)])})"
_SCALE = r"(?:dozen|hundred|thousand|million|billion|trillion)"
_WORDS = (
    rf"(?:half an? {_SCALE}|an? {_SCALE}(?! of (?:a|the)\b)"
    rf"|{_WORD}(?:(?: and a half)? {_SCALE}|(?: and |[ -]){_WORD})*)"
)
_CURRENCY = r"(?:US)?[$€£¥]"
_SHORT_SCALE = r"(?-i:[KMBT]\b|bn\b|mn\b|tn\b)"
_NUMERAL = rf"(?:{_CURRENCY} ?)?(?:{_DIGITS}(?:{_SHORT_SCALE}|(?:[ -]{_SCALE}\b)*)|\b{_WORDS}\b)"
_AFTER = (
    r" ?%|[ -]?per ?cent\b|[ -]percentage[ -]points?\b|[ -](?:dollars|cents|euros|pounds sterling)\b"
    rf"|[ -](?:(?:square|cubic|nautical|metric) )?(?:{_UNIT})\b"
)
_FRACTION = (
    rf"\b(?P<top>an?|{'|'.join(list(_SMALL)[1:10])})[ -](?P<part>third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth)s?\b(?![ -](?:party|parties|grade|grader|graders|country|time|person))"
    r"|\b(?P<half>half|halves)\b(?! an? )"
)
_FROM = re.compile(r"\b(?:from|between)(?: \w+)? $", re.IGNORECASE)
QUANTITY = (
    rf"{_FRACTION}|\b(?P<factor>halv|twice|thrice|doubl|tripl|quadrupl|twofold|threefold|tenfold|two-fold)(?:es?|ed|ing)?\b"
    r"|\b(?P<vague>dozens|scores of|hundreds|thousands|millions|billions|trillions|decades"
    r"|centuries|majority|minority)\b"
    rf"|\b(?P<nth>\d+)(?:st|nd|rd|th)\b|\b(?P<ordinal>{'|'.join(_ORDINALS)})\b(?! of {_WORD}\b)"
    # The first of a range lends from the second what it lacks: '7 to 12 days', '5–10 percent', '$2 to $3 billion'.
    rf"|(?<![\w.])(?P<first>{_NUMERAL})(?P<first_after>{_AFTER})?"
    rf"(?:(?: ?[–-] ?| to | or )(?P<last>{_NUMERAL})(?P<last_after>{_AFTER})?)?"
    r"(?![\w])(?!,\d|\.\d)"
)
"""A quantity, or two that are a range; in any case of letters. `read_quantity` reads its matches."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    Attributes:
        sort: 'number', 'money', 'share' (in per cent), 'percentage points', 'factor', 'vague number' or 'ordinal'.
        value: As digits, without zeros behind; a vague number as its word.
        unit: Of a measure; a currency; else empty.
        start: Where it starts in the text.
        end: Where it ends; half-open.
    """

    sort: str
    value: str
    unit: str
    start: int
    end: int


def read_quantity(match: re.Match[str]) -> list[Quantity]:
    """What a match of `QUANTITY` says: one quantity, the two of a range, none for 'one' as a pronoun."""
    span = match.span()
    if match["top"]:
        top = _SMALL.get(match["top"].lower(), 1)
        return [Quantity("share", _plain(Decimal(100 * top) / _PARTS[match["part"].lower()]), "", *span)]
    if match["half"]:
        return [Quantity("share", "50", "", *span)]
    if match["factor"]:
        return [Quantity("factor", _FACTORS[match["factor"].lower().replace("-", "")], "", *span)]
    if match["vague"]:
        return [Quantity("vague number", match["vague"].lower().split()[0], "", *span)]
    if match["nth"] or match["ordinal"]:
        number = int(match["nth"]) if match["nth"] else _ORDINALS[match["ordinal"].lower()]
        return [Quantity("ordinal", str(number), "", *span)]
    return list(_range(match))


def _range(match: re.Match[str]) -> Iterator[Quantity]:
    first, last = match["first"], match["last"]
    after = match["first_after"] or ""
    if last is None:
        if first.lower() != "one" or after:
            yield _quantity(first, after, *match.span())
        return
    last_after = match["last_after"] or ""
    # Behind 'from' the second lends from the first as well: 'from 12 cents to 5'; '$5 million to 20 towns' is no range.
    is_range = bool(_FROM.search(match.string[: match.start()]))
    currency = re.match(_CURRENCY, last) or (re.match(_CURRENCY, first) if is_range else None)
    scale = re.search(rf"[ -]{_SCALE}\b.*$", last, re.IGNORECASE)
    lent = first
    if scale and not re.search(_SCALE, first, re.IGNORECASE) and not after and _value(first) < 1000:
        lent += scale[0]
    if currency and not after and not last_after:
        lent = currency[0] + re.sub(_CURRENCY, "", lent)
        last = currency[0] + re.sub(_CURRENCY, "", last)
    yield _quantity(lent, after or last_after, match.start("first"), match.end("first"))
    yield _quantity(last, last_after or (after if is_range else ""), match.start("last"), match.end())


def _quantity(numeral: str, after: str, start: int, end: int) -> Quantity:
    value = _value(numeral)
    after = after.strip(" -").lower()
    if currency := re.match(_CURRENCY, numeral):
        unit = re.match(_UNIT, after) and _unit(after) or ""
        return Quantity("money", _plain(value), currency[0][-1] + unit, start, end)
    if after in ("%", "percent", "per cent"):
        return Quantity("share", _plain(value), "", start, end)
    if after.startswith("percentage"):
        return Quantity("percentage points", _plain(value), "", start, end)
    if after in ("dollars", "euros", "pounds sterling", "cents"):
        amount = value / 100 if after == "cents" else value
        return Quantity("money", _plain(amount), {"euros": "€", "pounds sterling": "£"}.get(after, "$"), start, end)
    return Quantity("number", _plain(value), _unit(after) if after else "", start, end)


def _unit(words: str) -> str:
    for name, pattern in _UNITS.items():
        if match := re.search(rf"(?:^|(?P<kind>\w+) )(?:{pattern})$", words):
            return f"{match['kind'] or ''} {name}".strip()
    return ""


def _value(numeral: str) -> Decimal:
    text = re.sub(_CURRENCY, "", numeral).strip().lower()
    if match := re.match(_DIGITS, text):
        value = Decimal(match[0].replace(",", ""))
        for scale in re.findall(r"[a-z]+", text[match.end() :]):
            value *= _SCALES[scale]
        return value
    return _worded(re.findall(r"[a-z]+", text))


def _worded(words: list[str]) -> Decimal:
    """'two hundred and five thousand', 'half a billion', 'one and a half million'."""
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in _SMALL or word in _TENS:
            part += _SMALL.get(word, _TENS.get(word, 0))
        elif word == "half":
            part += Decimal("0.5")
        elif word in _SCALES:
            part = (part or Decimal(1)) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + part, Decimal(0)
    return total + part


def _plain(value: Decimal) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"
