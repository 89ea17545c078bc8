"""White space and invisible characters."""

import re

# Control characters (a terminal would obey some), zero-width space, marks of direction and embedding, word joiner,
# byte order mark, soft hyphen. The zero-width joiner and non-joiner stay: they change what a reader sees (Persian,
# emoji).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]"
)
_WRAPPED = re.compile(
    "\n(?<=[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]\n)[ \t]*"
    "(?=[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef])"
)
"""The end of a line within a text of Chinese or Japanese, which has no spaces."""
_SPACE_BUT_TAB = re.compile(r"[^\S\t]")

_SPACES = re.compile(r"\s+")
_LARGE = 1_000_000
"""Characters of a text of which a list of all words would take ten times its memory."""


def fold(text: str) -> str:
    """One space for every run of white space (non-breaking included), none at the ends, nothing invisible."""
    folded = " ".join(text.split()) if len(text) < _LARGE else _SPACES.sub(" ", text).strip()
    # Nothing invisible is printable, and to see that takes half the time of looking for it.
    return folded if folded.isprintable() else " ".join(_INVISIBLE.sub("", folded).split())


def holds_joined_lines(text: str) -> bool:
    """Whether a text has lines that `joined` joins."""
    return _WRAPPED.search(text) is not None


def joined(text: str) -> str:
    """The lines of a text in Chinese or Japanese without the ends between them; others as they are."""
    return _WRAPPED.sub("", text)


def verbatim_lines(text: str) -> str:
    """Lines with their indentation and columns: only what is invisible goes, at the ends of lines and of the text too.

    Any white space but a tab becomes one space, so that nothing but a line feed ends a line.
    """
    lines = [_SPACE_BUT_TAB.sub(" ", line).rstrip() for line in _INVISIBLE.sub("", text).split("\n")]
    first = next((index for index, line in enumerate(lines) if line), len(lines))
    return "\n".join(lines[first:]).rstrip("\n")
