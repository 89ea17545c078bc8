"""Words of claims and sources, stemmed, with what they state as one word each; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.stems import stem
from qa.english.words import FUNCTION_WORDS
from qa.gate.facts import Fact

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|(?<=\w)n[’']t\b|[,;:.]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a fact, of a text.

    Attributes:
        key: Its stem, or the key of the fact.
        start: Where it starts in the text.
        end: Where it ends; half-open.
        tells: Whether it says something about the topic: no function word, no punctuation.
    """

    key: str
    start: int
    end: int
    tells: bool


def words(text: str, stated: Sequence[Fact]) -> list[Word]:
    """Words, marks and facts of a text, in its order.

    Args:
        text: A claim or a sentence.
        stated: Its facts; the words in them are no words of their own.
    """
    found = [Word(fact.key, fact.start, fact.end, True) for fact in stated]
    for match in _WORD.finditer(text):
        if not any(fact.start < match.end() and match.start() < fact.end for fact in stated):
            word = match[0].lower()
            tells = word[0].isalpha() and word not in FUNCTION_WORDS and len(word) > 1
            found.append(Word(stem(word) if word[0].isalpha() else word, *match.span(), tells))
    return sorted(found, key=lambda word: word.start)
