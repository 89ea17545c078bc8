"""The title that a file's name gives a document without one; pure."""

import re

from qa.documents.metadata.days import day_that_opens
from qa.documents.whitespace import fold

_SLUG = re.compile(r"[^\s_-]+(?:-+[^\s_-]+)+")


def title_in_name(stem: str) -> str:
    """The words of a name, without a day before them: 'Boat Trip' of '2021-03-05-boat-trip'; empty without any.

    Hyphens join words, and their capitals are gone, where a name has nothing else to join them, as in addresses of
    pages; elsewhere they belong to the words.
    """
    words = re.sub(r"^[\s_–—-]+", "", stem[day_that_opens(stem) :])
    if not any(map(str.isalpha, words)):
        words = stem
    elif _SLUG.fullmatch(words):
        words = words.replace("-", " ")
        words = words.title() if words.islower() else words
    return fold(words.replace("_", " "))
