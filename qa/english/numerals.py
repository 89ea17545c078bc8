"""Numbers in digits and in words, and their values; pure."""

import re
from decimal import Decimal

SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
TENS = {
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
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SCALE = r"(?:dozen|hundred|thousand|million|billion|trillion)"
ONES = "|".join(list(SMALL)[1:10])
WORD = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{ONES})\b)?|{'|'.join(sorted(SMALL, key=len, reverse=True))})"
_WORDS = (
    rf"(?:half an? {SCALE}|an? {SCALE}(?! of (?:a|the)\b)"
    rf"|{WORD}(?:(?: and a half)? {SCALE}(?:(?: and)? {WORD}\b)?)*)"
)
CURRENCY_SIGNS = "$€£¥"
CURRENCY = rf"(?:US)?[{CURRENCY_SIGNS}]"
_SHORT_SCALE = r"(?-i:[KMBT]\b|bn\b|mn\b|tn\b)"
NUMERAL = rf"(?:{CURRENCY} ?)?(?:{_DIGITS}(?:{_SHORT_SCALE}|(?:[ -]{SCALE}\b)*)|\b{_WORDS}\b)"


def value_of(numeral: str) -> Decimal:
    """The value of what `NUMERAL` matches: 205000 for '205 thousand' and for 'two hundred and five thousand'."""
    text = re.sub(CURRENCY, "", numeral).strip().lower()
    if match := re.match(_DIGITS, text):
        value = Decimal(match[0].replace(",", ""))
        for scale in re.findall(r"[a-z]+", text[match.end() :]):
            value *= _SCALES[scale]
        return value
    return _worded(re.findall(r"[a-z]+", text))


def _worded(words: list[str]) -> Decimal:
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in SMALL or word in TENS:
            part += SMALL.get(word, TENS.get(word, 0))
        elif word == "half":
            part += Decimal("0.5")
        elif word in _SCALES:
            part = (part or Decimal(1)) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + part, Decimal(0)
    return total + part


def written(value: Decimal) -> str:
    """A value as digits, rounded to four places, without zeros at the end."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"
