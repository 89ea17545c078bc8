"""What a text names that can stand nowhere under another word: proper names, identifiers and codes; pure."""

from qa.english.dates import find_dates
from qa.english.identifiers import Code, Identifier, find_codes, find_identifiers
from qa.english.names import Name, find_names
from qa.english.spans import blank

Reference = Name | Identifier | Code


def find_references(text: str) -> list[Reference]:
    """The identifiers, the codes and the names of a text, in its order; they do not overlap."""
    identifiers = find_identifiers(text)
    rest = blank(text, ((one.start, one.end) for one in identifiers), fill="\0")
    dates = [(named.start, named.end) for named in find_dates(rest)]
    codes = [one for one in find_codes(rest) if not any(start < one.end and one.start < end for start, end in dates)]
    names = find_names(blank(rest, ((one.start, one.end) for one in codes), fill="\0"))
    return sorted([*identifiers, *codes, *names], key=lambda one: one.start)
