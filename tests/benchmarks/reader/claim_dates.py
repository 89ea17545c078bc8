"""Changes of a sentence's dates: into another form, into less exact ones, and into wrong ones."""

import random
import re
from collections.abc import Iterator

from claim_grammar import Edit, wrong
from spacy.tokens import Doc

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DATE = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{1,2}})(?:, (\d{{4}}))?\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{4}})\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")


def date_edits(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """All changes of dates; a year that stands alone is a number."""
    text = doc.text
    for match in _DATE.finditer(text):
        yield from _date(match, rng)
    for match in _MONTH.finditer(text):
        month = rng.choice([one for one in MONTHS if one != match[1]])
        year = str(int(match[2]) + rng.choice([-3, -2, -1, 1, 2, 3]))
        yield wrong("date", match.span(), f"{month} {match[2]}")
        yield wrong("date", match.span(), f"{match[1]} {year}")
        yield Edit("less exact date", "supported", "unsupported", ((*match.span(), match[2]),))
    for match in _WEEKDAY.finditer(text):
        yield wrong("date", match.span(), rng.choice([one for one in WEEKDAYS if one != match[1]]))


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where days and months with a year stand."""
    return [match.span() for pattern in (_DATE, _MONTH) for match in pattern.finditer(text)]


def _date(match: re.Match[str], rng: random.Random) -> Iterator[Edit]:
    month, day, year = match[1], int(match[2]), match[3]
    tail = f", {year}" if year else ""
    number = MONTHS.index(month)
    other_day = rng.choice([one for one in range(1, 29) if one != day])
    yield wrong("date", match.span(), f"{month} {other_day}{tail}")
    yield wrong("date", match.span(), f"{rng.choice([one for one in MONTHS if one != month])} {day}{tail}")
    yield Edit("date's form", "supported", "supported", ((*match.span(), f"{SHORT_MONTHS[number]} {day}{tail}"),))
    forms = [f"{day} {month} {year}" if year else f"{day} {month}"]
    if year:
        forms += [f"{year}-{number + 1:02}-{day:02}", f"{number + 1}/{day}/{year}"]
        yield wrong("date", match.span(), f"{month} {day}, {int(year) + rng.choice([-2, -1, 1, 2])}")
        other = f"{other_day} {month} {year}"
        yield wrong("date", match.span(), other)
        if match.start() > 3 and match.string[match.start() - 3 : match.start()].lower() == "on ":
            start = match.start() - 3
            for less in (f"in {month} {year}", f"in {year}"):
                yield Edit("less exact date", "supported", "unsupported", ((start, match.end(), less),))
            yield Edit(
                "date",
                "refuted",
                "",
                ((start, match.end(), f"in {rng.choice([m for m in MONTHS if m != month])} {year}"),),
            )
    for form in forms:
        yield Edit("date's form", "supported", "supported", ((*match.span(), form),))
