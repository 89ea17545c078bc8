"""The base form of a finite verb, which a question with 'do' needs: 'did the council approve'; pure."""

import re

_PAST = {
    "became": "become",
    "began": "begin",
    "bought": "buy",
    "brought": "bring",
    "built": "build",
    "chose": "choose",
    "created": "create",
    "drew": "draw",
    "fell": "fall",
    "found": "find",
    "gave": "give",
    "grew": "grow",
    "had": "have",
    "held": "hold",
    "led": "lead",
    "lost": "lose",
    "made": "make",
    "met": "meet",
    "paid": "pay",
    "ran": "run",
    "rose": "rise",
    "sent": "send",
    "sold": "sell",
    "spent": "spend",
    "spoke": "speak",
    "took": "take",
    "went": "go",
    "won": "win",
    "wrote": "write",
}
_AS_IT_IS = re.compile(r"(?:[sc]h|ss|ll|ck|[nrpcf]t|st|[rnl]d|gn|rm|rn|wn|rk|lp|[aeo]w|[ao]y|ai[nmlrd]|oo[dkmnpt])$")
"""What verbs end in that take 'ed' and drop nothing: 'launched', 'signed', 'toured'."""
_WITH_E = re.compile(
    r"(?:[vcuz]|dg|[lr]g|[^aeiou]at|[iu]at|[aeiou]s|[rn]s|[au]r|[aeiou]d|[aio]k|[iu]m|[bcdgkptz]l|in)$"
)
"""What verbs that end in 'e' keep of themselves before 'd': 'approved', 'announced', 'created'."""


def past_base(word: str) -> str | None:
    """The base form of a simple past; None where its ending does not tell."""
    if word in _PAST:
        return _PAST[word]
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}y"
    if not word.endswith("ed") or len(word) < 5:
        return None
    kept = word[:-2]
    if _AS_IT_IS.search(kept):
        return kept
    return f"{kept}e" if _WITH_E.search(kept) else None


def present_base(word: str) -> str | None:
    """The base form of a third person: 'covers' is 'cover'; None for any other word."""
    if word in ("has", "does", "goes"):
        return {"has": "have", "does": "do", "goes": "go"}[word]
    if len(word) < 4 or not word.isalpha() or not word.islower() or not word.endswith("s"):
        return None
    if word.endswith(("ss", "us", "is")):
        return None
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
