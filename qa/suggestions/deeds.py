"""Questions for what somebody is to do, what they tell others to do, and for who did something; pure."""

import re

from qa.english.amounts import AmountKind, find_amounts
from qa.english.words import content_words

_TELLING = frozenset(
    "advise allow ask call direct enable encourage help instruct invite oblige order permit require tell urge".split()
)
"""Verbs after which somebody is named, and then with 'to' what they are to do."""
_TOLD = re.compile(r"(?:on )?(?P<whom>(?:the |an? |all |[A-Z])[^,;:–—()]{2,60}?) to (?P<what>[a-z]+) ")
_CHANGED = frozenset("climb decline decrease drop fall grow increase jump rise shrink".split())
_ALREADY_DONE = frozenset(
    "accused announced appointed approved awarded banned bought built called cancelled chose condemned created defeated"
    " designed discovered doubled founded invented issued launched led named nominated opened ordered organised"
    " organized pledged promised proposed published released sold signed sued thanked threatened vetoed visited won"
    " wrote".split()
)
"""What somebody did, told by its object; other past forms may be participles, or say little."""
_ACTED_ON = re.compile(r"(?!(?:by|with|in|on|to|at|for|from|as|up|out|of)\b)")
_OPEN = re.compile(r"\b(?:its|his|her|their|this|these|that|those|it|they|he|she|we|our|also)\b")


def asked_what_told(subject: str, auxiliary: str, base: str, rest: str) -> str | None:
    """'What did the order tell the mayor to do?', where it names whom it tells."""
    told = _TOLD.match(rest) if base in _TELLING else None
    if told is None or _OPEN.search(told["whom"]):
        return None
    on = "on " if rest.startswith("on ") else ""
    return f"What {auxiliary} {subject} {base} {on}{told['whom']} to do?"


def asked_what_to_do(subject: str, modal: str, rest: str) -> str | None:
    """'What must the mayor do?', where a duty or a plan is told in more than a word or two."""
    action, _, what = rest.partition(" ")
    if (
        modal not in ("must", "should", "will", "would")
        or action in ("be", "have", "not", "also")
        or len(list(content_words(what))) < 2
    ):
        return None
    return f"What {modal} {subject} do?"


def asked_for_change(subject: str, base: str, rest: str) -> str | None:
    """'By how much did the price rise?', where it changed by an amount."""
    by = re.match(r"by (?:(?:more|less) than |about |around |nearly |almost |only |an average of )?", rest)
    if base not in _CHANGED or by is None:
        return None
    amount = next((one for one in find_amounts(rest) if one.start == by.end()), None)
    if amount is None or amount.kind is AmountKind.DURATION:
        return None
    tail = re.match(
        r"(?: a year)?(?: (?:in|since|between|from|over) [^,;–—]{2,40})?(?=$|[,;–—])", rest[amount.whole[1] :]
    )
    return f"By how much did {subject} {base}{tail[0]}?" if tail else None


def asked_who(subject: str, verb: str, rest: str) -> str | None:
    """'Who signed the harbour treaty?', where names did it."""
    words = re.sub(r"^the ", "", subject).split(" ")
    if any(not word[:1].isupper() and word not in ("and", "of", "the", "for") for word in words):
        return None
    done = rest.split(" ", 1)[0] if verb in ("has", "have", "had") else verb
    if done not in _ALREADY_DONE:
        return None
    what = re.split(r"[;–—]|,(?! \d{4}\b)", rest, maxsplit=1)[0]
    if (
        not _ACTED_ON.match(what if done == verb else what.partition(" ")[2])
        or _OPEN.search(what)
        or len(list(content_words(what))) < 3
        or re.search(r"\b(?:and|or)$", what)
    ):
        return None
    return f"Who {'has' if verb == 'have' else verb} {what}?"
