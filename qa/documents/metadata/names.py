"""The title that a file's name gives a document without one; pure."""

import re

from qa.documents.metadata.days import day_that_opens
from qa.documents.whitespace import fold


def title_in_name(stem: str) -> str:
    """The words of a name, without a day before them: 'Boat Trip' of 'boat_trip' and of '2021-03-05-boat-trip'.

    Hyphens join words where a name has no spaces, as in addresses of pages, which have no capitals either; elsewhere
    they belong to the words.
    """
    words = stem[day_that_opens(stem) :]
    if not any(map(str.isalpha, words)):
        words = stem
    elif not re.search(r"\s", stem):
        words = words.replace("-", " ")
        words = words.title() if words.islower() else words
    return fold(words.replace("_", " ")).lstrip("-–— ") or stem
