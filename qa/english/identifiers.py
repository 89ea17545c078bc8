"""Numbers that name something and count nothing: 'H.R. 49', 'Executive Order 14028', 'No. 12', 'KX-12'; pure."""

import re
from dataclasses import dataclass

from qa.english.remembered import remembered


@dataclass(frozen=True, slots=True)
class Identifier:
    """A label with its number.

    Attributes:
        label: What is numbered, in small letters without dots and spaces, one label for all ways to write it
            ('order' for 'E.O.'); empty where only 'No.' says that it is a number, and for telephone numbers.
        number: Without commas and spaces, in small letters.
        start: Where it starts in the text.
        end: Where it ends; half-open.
    """

    label: str
    number: str
    start: int
    end: int

    @property
    def names_paper(self) -> bool:
        """Whether it names a law, an order or the like, or is long enough to be found by."""
        return self.label in _BILLS or (len(self.number) > 1 and self.label in _PAPERS)


@dataclass(frozen=True, slots=True)
class Code:
    """Letters and a number that name one thing: 'KX-12', 'E1041', 'G7'.

    Attributes:
        letters: In small letters.
        number: In small letters, with its hyphens and stops.
        start: Where it starts in the text.
        end: Where it ends; half-open.
    """

    letters: str
    number: str
    start: int
    end: int


_BILLS = frozenset("hr hres hjres hconres s sres sjres sconres".split())
_PAPERS = frozenset("order proclamation determination directive memorandum pl regulation resolution docket".split())
_PAPERS |= frozenset(("section", "title", ""))
_SAME = {
    "executiveorder": "order",
    "eo": "order",
    "publiclaw": "pl",
    "sec": "section",
    "presidentialdetermination": "determination",
}
_LABEL = (
    r"executive order|e\.?o\.?|proclamation|presidential determination|determination|directive|memorandum"
    r"|public law|p\.? ?l\.|regulation|resolution|order|docket|section|sec\.|title|article|chapter|part|phase|tier"
    r"|level|room|route|highway|page|figure|rule|project|agenda|vision|form|division|law|stat\."
)
_DIGIT = re.compile(r"\d")
_DIGITS = r"\d{1,3}(?:,\d{3})+\b|\d+(?:[.-]\d+)*"
_IDENTIFIER = re.compile(
    r"(?<![\w.’'])(?P<bill>h\.?\s?r\.?|[hs]\.\s?(?:(?:j|con)\.)?\s?res\.?|[hs]\s?(?:j|con)\s?res\.?|s\.)"
    r"\s?(?P<of_bill>\d{1,5})\b"
    rf"|\b(?P<label>{_LABEL}) (?:nos?\.? ?|number |# ?)?(?P<of_label>{_DIGITS})(?!\w)"
    rf"|(?:\bnos?\. ?|\bnumber |# ?)(?P<number>[\w-]*\d[\w-]*|{_DIGITS})(?!\w)"
    r"|(?<![\w-])(?P<phone>(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})\b",
    re.IGNORECASE,
)


@remembered
def find_identifiers(text: str) -> list[Identifier]:
    """The identifiers of a text, in its order."""
    if not _DIGIT.search(text):
        return []
    found = []
    for match in _IDENTIFIER.finditer(text):
        label = re.sub(r"[^a-z]", "", (match["bill"] or match["label"] or "").lower())
        number = match["of_bill"] or match["of_label"] or match["number"]
        number = re.sub(r"[,\s]", "", number).lower() if number else re.sub(r"\D", "", match["phone"])
        found.append(Identifier(_SAME.get(label, label), number, *match.span()))
    return found


_CODE = re.compile(r"(?<![\w$€£.,-])(?P<letters>[A-Za-z]{1,6})[-./]?(?P<number>\d[A-Za-z0-9]*(?:[-.]\d\w*)*)(?![\w-])")
_OF_A_TIME = frozenset("mid pre post early late".split())


@remembered
def find_codes(text: str) -> list[Code]:
    """The codes of a text, in its order, 'Q3' among them; 'mid-2021' is none."""
    return [
        Code(match["letters"].lower(), match["number"].lower(), *match.span())
        for match in _CODE.finditer(text)
        if match["letters"].lower() not in _OF_A_TIME
    ]
