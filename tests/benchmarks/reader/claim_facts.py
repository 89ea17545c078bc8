"""Changes of a sentence's numbers, dates and names: into another form, and into wrong ones."""

import random
import re
from collections.abc import Iterator
from itertools import combinations

from claim_edits import Edit
from spacy.tokens import Doc, Span

MONTHS = (
    "January February March April May June July August September October November December"
).split()
SHORT_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
STATES = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois "
    "Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri "
    "Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming"
).split()
COUNTRIES = (
    "Afghanistan Argentina Australia Austria Belgium Brazil Canada Chile China Colombia Denmark Egypt Ethiopia Finland "
    "France Germany Greece Guatemala Haiti Honduras Hungary India Indonesia Iran Iraq Ireland Israel Italy Japan Jordan "
    "Kenya Lebanon Mexico Morocco Nigeria Norway Pakistan Panama Peru Poland Qatar Russia Somalia Spain Sudan Sweden "
    "Switzerland Syria Taiwan Thailand Turkey Ukraine Venezuela Vietnam Yemen"
).split()
PEOPLES = (
    "American Chinese Russian Ukrainian Japanese Korean Indian Iranian Israeli Mexican Canadian British French German "
    "Italian Polish Australian European African Brazilian Egyptian Saudi Turkish Irish"
).split()

_DATE = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?:, (\d{{4}}))?\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{4}})\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")
_NUMBER = re.compile(
    r"(?<![\w.,$/(-])(?<!ection )(?<!Title )(?<!title )(?<!No. )(?<!Order )(?P<dollar>\$)?(?P<value>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?: (?P<scale>thousand|million|billion|trillion))?"
    r"(?P<percent>%| percent)?(?![\w/)-]|[.,]\d)"
)
_WORD = re.compile(rf"(?<!-)\b({'|'.join(UNITS[2:13])})\b(?!-)")
_ROUNDED = re.compile(
    r"(?:more than|over|under|nearly|almost|about|around|roughly|approximately|at least|at most|up to|less than|fewer than|"
    r"below|above|between|from|to|and|or|exceed\w*|than|by|the|of|next|past|last|first|top|within|as) \$?$", re.I,
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def fact_edits(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """All changes of numbers and dates."""
    text = doc.text
    taken: list[tuple[int, int]] = []
    for match in _DATE.finditer(text):
        taken.append(match.span())
        yield from _date(match, rng)
    for match in _MONTH.finditer(text):
        taken.append(match.span())
        month = rng.choice([one for one in MONTHS if one != match[1]])
        year = str(int(match[2]) + rng.choice([-3, -2, -1, 1, 2, 3]))
        yield _wrong("date", match.span(), f"{month} {match[2]}")
        yield _wrong("date", match.span(), f"{match[1]} {year}")
        yield Edit("less exact date", "supported", "unsupported", ((*match.span(), match[2]),))
    for match in _WEEKDAY.finditer(text):
        yield _wrong("date", match.span(), rng.choice([one for one in WEEKDAYS if one != match[1]]))
    numbers = [one for one in _NUMBER.finditer(text) if not any(a < one.end() and one.start() < b for a, b in taken)]
    for match in numbers:
        yield from _number(match, text, rng)
    for match in _WORD.finditer(text):
        if text[max(0, match.start() - 4) : match.start()].lower() in ("the ", "any ", "one "):
            continue
        value = UNITS.index(match[1])
        other = rng.choice([one for one in range(2, 13) if one != value])
        yield _wrong("number", match.span(), UNITS[other])
        yield Edit("number's form", "supported", "supported", ((*match.span(), str(value)),))
    for one, other in combinations(numbers, 2):
        same = all(bool(one[name]) == bool(other[name]) for name in ("dollar", "percent"))
        span = text[max(0, one.start() - 5) : one.start()] + text[one.end() : other.start()]
        if same and _is_year(one) == _is_year(other) and one[0] != other[0] and span != "from  to ":
            yield Edit("number's object", "refuted", "refuted", ((*one.span(), other[0]), (*other.span(), one[0])))


def _wrong(kind: str, span: tuple[int, int], new: str) -> Edit:
    return Edit(kind, "refuted", "refuted", ((*span, new),))


def _date(match: re.Match[str], rng: random.Random) -> Iterator[Edit]:
    month, day, year = match[1], int(match[2]), match[3]
    tail = f", {year}" if year else ""
    number = MONTHS.index(month)
    other_day = rng.choice([one for one in range(1, 29) if one != day])
    yield _wrong("date", match.span(), f"{month} {other_day}{tail}")
    yield _wrong("date", match.span(), f"{rng.choice([one for one in MONTHS if one != month])} {day}{tail}")
    yield Edit("date's form", "supported", "supported", ((*match.span(), f"{SHORT_MONTHS[number]} {day}{tail}"),))
    forms = [f"{day} {month} {year}" if year else f"{day} {month}"]
    if year:
        forms += [f"{year}-{number + 1:02}-{day:02}", f"{number + 1}/{day}/{year}"]
        yield _wrong("date", match.span(), f"{month} {day}, {int(year) + rng.choice([-2, -1, 1, 2])}")
        wrong = f"{other_day} {month} {year}"
        yield _wrong("date", match.span(), wrong)
        if match.start() > 3 and match.string[match.start() - 3 : match.start()].lower() == "on ":
            start = match.start() - 3
            for less in (f"in {month} {year}", f"in {year}"):
                yield Edit("less exact date", "supported", "unsupported", ((start, match.end(), less),))
            yield Edit("date", "refuted", "", ((start, match.end(), f"in {rng.choice([m for m in MONTHS if m != month])} {year}"),))
    for form in forms:
        yield Edit("date's form", "supported", "supported", ((*match.span(), form),))


def _is_year(match: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"(?:1[6-9]|20)\d\d", match[0]))


def _number(match: re.Match[str], text: str, rng: random.Random) -> Iterator[Edit]:
    value = float(match["value"].replace(",", ""))
    if _is_year(match):
        year = str(int(value) + rng.choice([-10, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 10]))
        yield _wrong("date", match.span(), year)
        return
    if other := _another(match, value, rng):
        yield _wrong("number", match.span(), other)
    if match["scale"] in ("million", "billion"):
        scale = {"million": "billion", "billion": rng.choice(["million", "trillion"])}[match["scale"]]
        yield _wrong("number", match.span(), match[0].replace(match["scale"], scale))
    for form in _forms(match, value):
        yield Edit("number's form", "supported", "supported", ((*match.span(), form),))
    article = re.search(r"\b(?:a|an|this|that) $", text[: match.start()], re.I)
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
    unit = " dollars" if match["dollar"] else " percent" if match["percent"] else ""
    scale = f" {match['scale']}" if match["scale"] else ""
    if match["dollar"]:
        yield f"{match['value']}{scale} dollars"
    if match["percent"] == "%":
        yield f"{match['value']} percent"
    elif match["percent"]:
        yield f"{match['value']}%"
    if value == int(value) and (spelled := _words_of(int(value))):
        yield f"{spelled}{scale}{unit}"
    if match["scale"] in ("million", "billion") and value < 1000:
        full = value * _SCALES[match["scale"]]
        if abs(full - round(full)) < 0.01:
            yield f"{match['dollar'] or ''}{round(full):,}"
    if not match["scale"] and value >= 10**6 and value % 10**5 == 0:
        scale, size = ("billion", 10**9) if value >= 10**9 else ("million", 10**6)
        yield f"{match['dollar'] or ''}{value / size:g} {scale}"
    if match["percent"] and value in (50, 25, 75, 20):
        if match.string[match.end() :].startswith(" of "):
            yield {50: "half", 25: "a quarter", 75: "three quarters", 20: "one fifth"}[int(value)]


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

    def wrong(word: str, number: float) -> Edit:
        return Edit("rounded wrongly", "refuted", "", ((*span, said(word, number)),))

    if below < value:
        yield true(rng.choice(["more than", "over"]), below)
        yield wrong(rng.choice([f"{fewer} than", "under"]), below)
        yield wrong("up to", below)
    if match["percent"] and above > 100:
        return
    if (above - value) / value < 0.08:
        yield true(rng.choice(["nearly", "almost", "close to"]), above)
    yield true(rng.choice([f"{fewer} than", "under"]), above)
    yield wrong(rng.choice(["more than", "over", "at least"]), above)
    nearest = below if value - below < above - value else above
    if nearest != value and abs(nearest - value) / value < 0.05:
        yield true(rng.choice(["about", "around", "roughly"]), nearest)


Pools = dict[str, list[str]]
"""Names that occur often enough, by kind."""


def pool_of(label: str, name: str) -> str:
    """The pool of the names that may stand for a name."""
    return f"{label} {min(len(name.split()), 4)} {name.startswith('the ')} {name.isupper()}"


def name_edits(doc: Doc, pools: Pools, rng: random.Random) -> Iterator[Edit]:
    """Names exchanged for others of their kind, and exchanged with each other."""
    names = [one for one in doc.ents if one.label_ in ("PERSON", "GPE", "ORG", "NORP", "LOC", "EVENT")]
    for name in names:
        enclosed = doc.text[max(0, name.start_char - 1) : name.start_char] in ("(", "/", "-", "“")
        if name.root.tag_ in ("NNP", "NNPS") and not enclosed and (other := _other_name(name, pools, rng)):
            yield _wrong("name", (name.start_char, name.end_char), other)
    for one, other in combinations(names, 2):
        if one.label_ != other.label_ or one.label_ == "EVENT" or one.text in other.text or other.text in one.text:
            continue
        if _are_on_a_par(one, other) or one.text.lower().startswith("the ") != other.text.startswith("the "):
            continue
        yield Edit(
            "names exchanged",
            "refuted",
            "refuted",
            ((one.start_char, one.end_char, other.text), (other.start_char, other.end_char, _inside(one.text))),
        )


def _inside(name: str) -> str:
    return "the " + name[4:] if name.startswith("The ") else name


_MUTUAL = frozenset(
    "meet speak talk discuss join agree partner cooperate marry work be between negotiate converse hold share connect "
    "engage consult collaborate".split()
)


def _are_on_a_par(one: Span, other: Span) -> bool:
    """Whether two names may change places without changing what is said."""
    between = one.doc[one.end : other.start]
    heads = {token.lemma_.lower() for name in (one, other) for token in name.root.ancestors}
    if heads & _MUTUAL or any(token.lower_ == "between" for token in one.doc):
        return True
    ancestors = [one.root, *one.root.ancestors]
    related = other.root in ancestors or one.root in other.root.ancestors
    listed = all(token.dep_ in ("cc", "punct", "conj", "det", "appos", "compound") for token in between)
    return listed or related and other.root.dep_ in ("conj", "appos", "compound")


def _other_name(name: Span, pools: Pools, rng: random.Random) -> str | None:
    text = name.text
    for group in (STATES, COUNTRIES, PEOPLES):
        if text in group:
            pool = group
            break
    else:
        pool = pools.get(pool_of(name.label_, text), [])
        if " " not in text and text not in pool:
            return None
    for _ in range(10):
        other = rng.choice(pool) if pool else text
        if other.lower() not in name.doc.text.lower() and not text.endswith(("'s", "’s")):
            return other
    return None
