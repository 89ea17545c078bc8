"""Changes of a sentence's numbers: into another form, into rounded ones, and into wrong ones."""

import random
import re
from collections.abc import Iterator
from itertools import combinations

from claim_dates import date_spans
from claim_grammar import Edit, wrong
from spacy.tokens import Doc

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER = re.compile(
    r"(?<![\w.,$/(-])(?<!ection )(?<!Title )(?<!title )(?<!No. )(?<!Order )(?P<dollar>\$)?"
    r"(?P<value>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?: (?P<scale>thousand|million|billion|trillion))?"
    r"(?P<percent>%| percent)?(?![\w/)-]|[.,]\d)"
)
_ABBREVIATED = re.compile(r"\b((?:[A-Z][\w’&.-]+ (?:(?:of|for|and|the|on) )*){2,7})\(([A-Z]{2,8})\)")
_WORD = re.compile(rf"(?<!-)\b({'|'.join(UNITS[2:13])})\b(?!-)")
_ROUNDED = re.compile(
    r"(?:more than|over|under|nearly|almost|about|around|roughly|approximately|at least|at most|up to|less than|"
    r"fewer than|below|above|between|from|to|and|or|exceed\w*|than|by|the|of|next|past|last|first|top|within|as) \$?$",
    re.I,
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHARES = {50: "half", 25: "a quarter", 75: "three quarters", 20: "one fifth"}


def number_edits(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """All changes of numbers, and of names that stand with their abbreviation."""
    text = doc.text
    dates = date_spans(text)
    numbers = [one for one in _NUMBER.finditer(text) if not any(a < one.end() and one.start() < b for a, b in dates)]
    for match in numbers:
        yield from _number(match, text, rng)
    for match in _WORD.finditer(text):
        if text[max(0, match.start() - 4) : match.start()].lower() not in ("the ", "any ", "one "):
            value = UNITS.index(match[1])
            other = rng.choice([one for one in range(2, 13) if one != value])
            yield wrong("number", match.span(), UNITS[other])
            yield Edit("number's form", "supported", "supported", ((*match.span(), str(value)),))
    for match in _ABBREVIATED.finditer(text):
        for form in (match[1].rstrip(), match[2]):
            yield Edit("abbreviation", "supported", "", ((*match.span(), form),))
    yield from _exchanged(numbers, text)


def _exchanged(numbers: list[re.Match[str]], text: str) -> Iterator[Edit]:
    """Two numbers of a kind in each other's place."""
    for one, other in combinations(numbers, 2):
        same = all(bool(one[name]) == bool(other[name]) for name in ("dollar", "percent"))
        around = text[max(0, one.start() - 5) : one.start()] + text[one.end() : other.start()]
        if same and _is_year(one) == _is_year(other) and one[0] != other[0] and around != "from  to ":
            yield Edit("number's object", "refuted", "refuted", ((*one.span(), other[0]), (*other.span(), one[0])))


def _is_year(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:1[6-9]|20)\d\d", match[0]))


def _number(match: re.Match[str], text: str, rng: random.Random) -> Iterator[Edit]:
    value = float(match["value"].replace(",", ""))
    if _is_year(match):
        year = str(int(value) + rng.choice([-10, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 10]))
        yield wrong("date", match.span(), year)
        return
    if other := _another(match, value, rng):
        yield wrong("number", match.span(), other)
    plain = not (match["dollar"] or match["percent"] or match["scale"])
    if plain and re.search(r"(?:[A-Z][\w.’-]*|additional|another|aged?|estimated) $", text[: match.start()]):
        return
    if match["scale"] in ("million", "billion"):
        scale = {"million": "billion", "billion": rng.choice(["million", "trillion"])}[match["scale"]]
        yield wrong("number", match.span(), match[0].replace(match["scale"], scale))
    for form in _forms(match, value):
        yield Edit("number's form", "supported", "supported", ((*match.span(), form),))
    article = re.search(r"\b(?:a|an|this|that|additional|another|estimated) $", text[: match.start()], re.I)
    tied = re.match(r"th|-|–|—| to \S?\d| years ago", text[match.end() :])
    if not _ROUNDED.search(text[: match.start()]) and not article and not tied:
        yield from _roundings(match, value, rng)
    of = match["percent"] and text[match.end() :].startswith(" of ") and not _ROUNDED.search(text[: match.start()])
    if of and value < 99 and value != 50:
        more, less = ("more than half", "less than half") if value > 50 else ("less than half", "more than half")
        yield Edit("rounded", "supported", "unsupported", ((*match.span(), more),))
        yield Edit("rounded wrongly", "refuted", "", ((*match.span(), less),))
        if value > 55:
            yield Edit("rounded", "supported", "unsupported", ((*match.span(), "a majority"),))
            yield Edit("rounded wrongly", "refuted", "", ((*match.span(), "a minority"),))


def _written(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"


def _full(match: re.Match[str], value: str) -> str:
    scale = f" {match['scale']}" if match["scale"] else ""
    return f"{match['dollar'] or ''}{value}{scale}{match['percent'] or ''}"


def _another(match: re.Match[str], value: float, rng: random.Random) -> str | None:
    digits = match["value"].partition(".")[2]
    for _ in range(10):
        if value <= 12 and not digits:
            new = value + rng.choice([-3, -2, -1, 1, 2, 3, 5])
        else:
            new = value * rng.choice([0.2, 0.5, 0.6, 0.75, 0.9, 1.1, 1.25, 1.5, 2, 3])
            if value >= 100 and value % 10 == 0:
                new = float(f"{new:.2g}")
        if match["percent"] and value <= 100 and new > 100:
            continue
        written = _written(new, len(digits))
        if "," not in match["value"]:
            written = written.replace(",", "") if value >= 1000 else written
        if new >= 1 and written not in match.string:
            return _full(match, written)
    return None


def _words_of(value: int) -> str | None:
    if value < 20:
        return UNITS[value]
    if value < 100:
        return TENS[value // 10] + (f"-{UNITS[value % 10]}" if value % 10 else "")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if value % size == 0 and value // size < 100:
            return f"{_words_of(value // size)} {name}"
    return None


def _forms(match: re.Match[str], value: float) -> Iterator[str]:
    """The same number, written otherwise."""
    after = match.string[match.end() :]
    if match["dollar"] and not re.match(
        r"[.,;]| (?:in|for|to|over|of|from|and|per|on|by|at|through|under|with)\b", after
    ):
        return  # '$5 billion program' can't be '5 billion dollars program'
    scale = f" {match['scale']}" if match["scale"] else ""
    if match["dollar"]:
        yield f"{match['value']}{scale} dollars"
    if match["percent"]:
        yield f"{match['value']} percent" if match["percent"] == "%" else f"{match['value']}%"
    if value == int(value) and (spelled := _words_of(int(value))):
        yield f"{spelled}{scale}" + (" dollars" if match["dollar"] else " percent" if match["percent"] else "")
    if match["percent"] and value in _SHARES and after.startswith(" of "):
        yield _SHARES[value]
    yield from _other_scales(match, value)


def _other_scales(match: re.Match[str], value: float) -> Iterator[str]:
    """Millions and billions in digits, and digits in millions and billions."""
    dollar = match["dollar"] or ""
    if match["scale"] in ("million", "billion") and value < 1000:
        full = value * _SCALES[match["scale"]]
        if abs(full - round(full)) < 0.01:
            yield f"{dollar}{round(full):,}"
    elif not match["scale"] and not match["percent"] and value >= 10**6 and value % 10**5 == 0:
        scale, size = ("billion", 10**9) if value >= 10**9 else ("million", 10**6)
        yield f"{dollar}{value / size:g} {scale}"


def _roundings(match: re.Match[str], value: float, rng: random.Random) -> Iterator[Edit]:
    if value < 13:
        return
    size = 10 ** (len(str(int(value))) - 1)
    if value < 100:
        size = 5
    below, above = value // size * size, (value // size + 1) * size
    fewer = "less" if match["dollar"] or match["percent"] else "fewer"
    span = match.span()

    def said(word: str, number: float) -> str:
        return f"{word} {_full(match, _written(number, 0))}"

    def true(word: str, number: float) -> Edit:
        return Edit("rounded", "supported", "unsupported", ((*span, said(word, number)),))

    def false(word: str, number: float) -> Edit:
        return Edit("rounded wrongly", "refuted", "", ((*span, said(word, number)),))

    if below < value:
        yield true(rng.choice(["more than", "over"]), below)
        yield false(rng.choice([f"{fewer} than", "under"]), below)
        yield false("up to", below)
    if match["percent"] and above > 100:
        return
    if (above - value) / value < 0.08:
        yield true(rng.choice(["nearly", "almost", "close to"]), above)
    yield true(rng.choice([f"{fewer} than", "under"]), above)
    yield false(rng.choice(["more than", "over", "at least"]), above)
    nearest = below if value - below < above - value else above
    if nearest != value and abs(nearest - value) / value < 0.05:
        yield true(rng.choice(["about", "around", "roughly"]), nearest)
