"""The singular and the stem of a word; pure.

The lexical index has a stemmer of its own, without places and without words such as 'not', 'from' and 'to', on which
it hangs who did what.
"""

import re
from functools import lru_cache

_SINGULAR = {"memoranda": "memorandum", "series": "series", "news": "news", "media": "media", "people": "person"}
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
_ENDING = re.compile(r"(?:ations?|ions?|ments?|ings?|ers?|ors?|ed|es|ly|als?|s|e|y|i)$")
_ENDINGS = 2
"""Endings that a word loses at most: 'signings' is 'sign'."""
_SHORTEST = 3
"""Letters that stay at least."""


def singular(word: str) -> str:
    """A lower-case English word without the ending of its plural."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """The stem of a word, the same for most of its forms: 'signs', 'signed', 'signing' are 'sign'."""
    word = re.sub(r"[’']s?$", "", word.lower())
    word = _IRREGULAR.get(word, word)
    if word.endswith(("ies", "ied")) and len(word) > 4:
        word = f"{word[:-3]}y"
    for _ in range(_ENDINGS):
        short = _ENDING.sub("", word)
        if len(short) < _SHORTEST or word.endswith("ss"):
            break
        word = short
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz" else word
