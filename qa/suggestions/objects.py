"""Questions for what somebody or something does: the object of a sentence, which its first words tell; pure."""

import re

from qa.english.dates import find_dates
from qa.english.names import TITLES
from qa.english.words import content_words

_OBJECT = re.compile(r"(?:an?|the|its|his|her|their|new|all|several|more|whether|how) [a-z]")
_LIGHT = frozenset(
    "be become begin do get give go have hold keep lead let make mean play put run see seem take".split()
)
"""Verbs that say little without their object: 'What did the council take?'"""


def asked_for_object(subject: str, auxiliary: str, base: str, rest: str) -> str | None:
    """'What did the council approve on 3 May?'; None where it would not be clear what is asked.

    Args:
        subject: As it stands in the question.
        auxiliary: What the question begins with after 'What'.
        base: The verb.
        rest: What follows the verb, to the end of the sentence.
    """
    if base in _LIGHT or not _OBJECT.match(rest):
        return None
    when = _when(rest)
    is_person = not TITLES.isdisjoint(subject.lower().split(" "))
    if not when and (is_person or len(list(content_words(subject))) < 2):
        return None  # a person does many things, and 'the council' may be any
    return f"What {auxiliary} {subject} {base}{when}?"


def _when(rest: str) -> str:
    """The date in a sentence with its preposition, or nothing."""
    for date in find_dates(rest):
        if date.days is not None and (before := re.search(r" (?:on|in) $", rest[: date.start])):
            return rest[before.start() : date.end]
    return ""
