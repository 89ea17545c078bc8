"""Months, and the content words by which texts are compared."""

import re

MONTHS = "January February March April May June July August September October November December".split()
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
STOP = frozenset(
    "a an the and or but of in on at to for from with by about as into is are was were be been being do does did"
    " has have had "
    "will would can could should may might shall must it its this that these those there who what when where why"
    " how which "
    "whom whose much many if whether not no than then so such any some all more most other his her their our"
    " your my you we "
    "they he she i us them him me just also only over up out now said say says president white house "
    "administration".split()
)


def spoken_month(date: str) -> str:
    """'March 2021' for '2021-03-04'."""
    return f"{MONTHS[int(date[5:7]) - 1]} {date[:4]}"


def stems(text: str) -> set[str]:
    """The beginnings of a text's content words, which words of one family share."""
    return {
        word[:6].rstrip("es") for word in re.findall(r"[a-z0-9$%]+", text.lower().replace("’s", "")) if word not in STOP
    }


def capitalised(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
