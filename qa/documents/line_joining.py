"""Lines as a page is set become running text: hyphens at line ends are undone; pure."""

import re
from collections.abc import Iterable, Set

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_WORD_BEFORE_HYPHEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_WORD_BEHIND = re.compile(r"[^\W\d_]+")
_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese and Japanese letters and their punctuation: no space stands between two of them."""


def words_within_lines(lines: Iterable[str]) -> Set[str]:
    """The words of some lines in lower case, but for those that a line's end may have divided."""
    words: set[str] = set()
    for line in lines:
        words.update(word.lower() for word in _WORD.findall(line.rstrip("-")))
    return words


def join_lines(before: str, after: str, words: Set[str]) -> str:
    """A line and the one after it as running text.

    A hyphen at the line's end goes if it only divides a word, and stays in one that is written with it: by the words of
    the document where they tell, else by whether a small letter follows.

    Args:
        before: The text up to the end of a line.
        after: The next line.
        words: Of the document, in lower case.
    """
    divided, behind = _WORD_BEFORE_HYPHEN.search(before), _WORD_BEHIND.match(after)
    if divided and behind:
        first, second = divided[1].lower(), behind[0].lower()
        is_one_word = behind[0][0].islower() and (f"{first}{second}" in words or f"{first}-{second}" not in words)
        return (before[:-1] if is_one_word else before) + after
    if re.search(r"\w-$", before) and after[:1].isdigit():
        return before + after
    if before.endswith("—") or after.startswith("—"):
        return before + after
    if before and after and _WITHOUT_SPACES.match(before[-1]) and _WITHOUT_SPACES.match(after[0]):
        return before + after
    return f"{before} {after}" if before and after else before or after
