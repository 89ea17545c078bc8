"""Folding of white space and invisible characters."""

import re

# Control characters (a terminal would obey some), zero-width space, marks of direction and embedding, word joiner,
# byte order mark, soft hyphen. The zero-width joiner and non-joiner stay: they change what a reader sees (Persian,
# emoji).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]"
)


def fold(text: str) -> str:
    """One space for every run of white space (non-breaking included), none at the ends, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", text).split())
