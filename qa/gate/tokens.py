"""Words of claims and sources, stemmed lightly, with what they state as one word each; pure.

The lexical index stems too, but without places, and it has no words such as 'not', 'from' and 'to', on which it hangs
who did what.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.english.words import FUNCTION_WORDS
from qa.gate.facts import Fact

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|(?<=\w)n[’']t\b|[,;:.]")
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "is are was were been am being",
        "become": "became",
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "build": "built",
        "buy": "bought",
        "choose": "chose chosen",
        "come": "came",
        "do": "did done does",
        "drive": "drove driven",
        "fall": "fell fallen",
        "find": "found",
        "forbid": "forbade forbidden",
        "get": "got gotten",
        "give": "gave given",
        "go": "went gone",
        "grow": "grew grown",
        "have": "has had",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "lead": "led",
        "leave": "left",
        "lose": "lost loss",
        "make": "made",
        "meet": "met meeting",
        "pay": "paid payment",
        "rise": "rose risen",
        "run": "ran",
        "say": "said",
        "see": "saw seen",
        "sell": "sold",
        "send": "sent",
        "shrink": "shrank shrunk",
        "speak": "spoke spoken",
        "spend": "spent",
        "take": "took taken",
        "tell": "told",
        "win": "won",
        "write": "wrote written",
    }.items()
    for form in forms.split()
}
_ENDINGS = re.compile(r"(?:ations?|ions?|ments?|ings?|ers?|ors?|ed|es|ly|als?|s|e|y|i)$")


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


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The stem of a word, the same for most of its forms: 'signs', 'signed', 'signing' are 'sign'."""
    word = re.sub(r"[’'](?:s)?$", "", word.lower())
    word = _IRREGULAR.get(word, word)
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = f"{word[:-3]}y"
    for _ in range(2):
        short = _ENDINGS.sub("", word)
        if len(short) < 3 or word.endswith("ss"):
            break
        word = short
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word


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
