"""Misspelt words of a question, read as the words of the collection that are spelt almost so."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from qa.store.passage_rows import StoredPassage

_WORD = re.compile(r"(?<![\w’'.-])[a-z]{5,40}(?![\w’'-]|\.\w)")
"""Words in lower case: a name that the collection does not hold is another name, and no slip."""
_PASSAGES_READ = 8


class Spellings(Protocol):
    """What is asked of the lexical index."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed."""

    def is_known(self, term: str) -> bool:
        """Whether a passage holds a term."""

    def spelt_almost(self, term: str, k: int) -> list[int]:
        """Ids of k passages that hold a term which is one letter off."""


class PassageTexts(Protocol):
    """What is asked of the catalog."""

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        """The passages with these ids; those that are not there are left out."""


def respelt(text: str, spellings: Spellings, source: PassageTexts, tokens: Callable[[Sequence[str]], list[int]]) -> str:
    """A text with words of the collection in place of those that are misspelt.

    A word is misspelt if no passage holds it and the encoder has to put it together from pieces, and if its stem is one
    letter off, or two that are next to each other are swapped, from that of a word in the collection, the most frequent
    one where there are several.

    Args:
        text: Words of a question.
        spellings: The lexical index.
        source: The catalog.
        tokens: Counts the encoder's tokens of each text.
    """

    def corrected(match: re.Match[str]) -> str:
        word = match[0]
        term = next(iter(spellings.terms(word)), None)
        if term is None or spellings.is_known(term) or tokens([word])[0] == 1:
            return word
        ids = spellings.spelt_almost(term, _PASSAGES_READ)
        stored = source.passages(ids)
        texts = (f"{stored[one].document.title} {stored[one].passage.text}" for one in ids if one in stored)
        words = Counter(found.lower() for each in texts for found in re.findall(r"[^\W\d_]+", each))
        almost = {found: count for found, count in words.items() if _is_one_off(term, spellings.terms(found))}
        return max(almost, key=almost.__getitem__) if almost else word

    return _WORD.sub(corrected, text)


def _is_one_off(term: str, others: Sequence[str]) -> bool:
    """Whether one letter is changed, added, left out, or swapped with the next, behind the first one."""
    if len(others) != 1 or term[0] != others[0][0]:
        return False
    other = others[0]
    same = next((n for n, pair in enumerate(zip(term, other, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(term), len(other)) if same is None else same
    one, two = term[same:], other[same:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[1::-1] == two[:2] and one[2:] == two[2:])
