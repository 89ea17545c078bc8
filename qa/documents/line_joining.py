"""Lines as a page is set become running text: hyphens at line ends are undone; pure."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_DIVIDED = re.compile(r"(?<![^\W\d_])(?<!-)([^\W\d_]++(?:-[^\W\d_]++)*+)-$")
_WORD_BEHIND = re.compile(r"[^\W\d_]+")
_FEWEST_DIVIDED = 0.065
"""Share of the lines that end in a hyphen, from which a document divides words where its other words do not tell;
words that are written with a hyphen make up to half as many."""
_LONG_LINE = 35
"""Letters of lines that may divide a word; those of tables, formulas and code are mostly shorter."""
_LONG = 4
"""Letters of two words that are rather one with a hyphen than one that was divided between them."""
_ENDS_IN_DASH, _BEGINS_WITH_DASH = re.compile(r"(?<!\s)—$"), re.compile(r"—(?!\s)")
"""A dash that has no space on the side that the line shows has none on the other."""
_WITHOUT_SPACES = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese and Japanese letters and their punctuation: no space stands between two of them."""


@dataclass(frozen=True, slots=True)
class LineJoiner:
    """Joins the lines of a document.

    Attributes:
        words: Those within its lines, in lower case.
        divides: Whether it divides words at line ends.
    """

    words: Set[str]
    divides: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> "LineJoiner":
        """The one for a document of these lines."""
        texts: list[str] = []
        ends: list[tuple[str, str]] = []
        half = ""
        for line, after in zip(lines, [*lines[1:], ""], strict=False):
            divided = _DIVIDED.search(line) if line.endswith("-") else None
            behind = _WORD_BEHIND.match(after) if divided else None
            if divided and behind:
                ends.append((divided[1].lower(), behind[0].lower()))
            start = len(half)
            half = behind[0] if divided and behind else ""
            texts.append(line[start : divided.start() if divided else None])
        each_once = " ".join(set(" ".join(texts).split()))  # a long text repeats most of what stands between spaces
        words = {word.lower() for word in _WORD.findall(each_once)}
        whole = sum(f"{first}{second}" in words for first, second in ends)
        hyphened = sum(f"{first}-{second}" in words for first, second in ends)
        long = sum(len(line) >= _LONG_LINE for line in lines)
        return cls(words, whole > hyphened or (whole == hyphened and len(ends) > _FEWEST_DIVIDED * long))

    def join(self, before: str, after: str) -> str:
        """A line and the one after it as running text.

        A hyphen at the line's end goes where it only divides a word, and stays where the word is written with it: by
        the other words of the document where they tell, else by whether the document divides words.
        """
        if not before or not after:
            return before or after
        divided, behind = _DIVIDED.search(before), _WORD_BEHIND.match(after)
        if divided is not None and behind is not None:
            return (before[:-1] if self._is_one_word(divided[1], behind[0]) else before) + after
        if re.search(r"\w-$", before) and after[0].isalnum():
            return before + after
        if _ENDS_IN_DASH.search(before) or _BEGINS_WITH_DASH.match(after):
            return before + after
        if _WITHOUT_SPACES.match(before[-1]) and _WITHOUT_SPACES.match(after[0]):
            return before + after
        return f"{before} {after}"

    def is_hyphened(self, before: str, after: str) -> bool:
        """Whether a line ends within a word that the document writes with its hyphen elsewhere."""
        divided, behind = _DIVIDED.search(before), _WORD_BEHIND.match(after)
        if divided is None or behind is None:
            return False
        return f"{divided[1]}-{behind[0]}".lower() in self.words

    def _is_one_word(self, first: str, second: str) -> bool:
        if not second[0].islower():
            return False
        first, second = first.lower(), second.lower()
        if f"{first}{second}" in self.words:
            return True
        are_words = min(len(first), len(second)) >= _LONG and first in self.words and second in self.words
        return self.divides and not are_words and f"{first}-{second}" not in self.words
