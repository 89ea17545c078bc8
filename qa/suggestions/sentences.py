"""Questions that keep most words of a sentence: how many, which is the first, what somebody said of it; pure."""

import re

from qa.english.amounts import AmountKind, find_amounts
from qa.suggestions.objects import ABOUT
from qa.suggestions.predicates import says_which

_FOREMOST = re.compile(
    r"(?!It|This|That|He|She|They)[A-Z][^,]{1,60}? (?P<verb>is|was|became) the (?P<rank>first|second|third|last|only"
    r"|most [a-z]+|(?:larg|small|high|low|old|young|new|long|short|great|rich|poor|fast)est) (?P<noun>[a-z]+)"
    r" (?P<rest>(?:to|in|of|on) .+)\.$"
)
_SAID = re.compile(
    r"(?P<speaker>(?:The [A-Za-z ]{3,40}|[A-Z][A-Za-z. ]{2,40}?)) (?:also )?(?P<verb>said|says|argued|argues|warned"
    r"|warns|noted|explained|promised|stressed) (?:that )?(?P<about>(?:the|[A-Z][\w’'–.-]*)(?: [\w’'–.-]+)*?) "
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|[a-z]{3,}ed)\b"
)
_ABOUT_WORDS = 6


def asked_of_whole(sentence: str) -> str | None:
    """A question that is made without taking the sentence apart; None for most."""
    return _counted(sentence) or _said_about(sentence) or _foremost(sentence)


def _counted(sentence: str) -> str | None:
    """'How many …' where a sentence begins with a count."""
    about = re.match(rf"(?:{ABOUT} )?", sentence, re.IGNORECASE)
    amount = next(iter(find_amounts(sentence)), None)
    if about is None or amount is None or amount.kind is not AmountKind.COUNT or amount.start != about.end():
        return None
    rest = sentence[amount.end :].removesuffix(".")
    # A plural before a verb: what stands before a preposition may have none behind it.
    plural = re.match(r" (?:[a-z-]+ ){0,2}?[a-z-]+s (?!(?:and|or|of|on|in|at|for|from|with|to)\b)", rest)
    is_time = rest.startswith((" in ", " of ", " years ", " months ", " days "))
    return f"How many{rest}?" if plural and "," not in rest and not is_time else None


def _foremost(sentence: str) -> str | None:
    """'Which state was the first to open a school?', whichever it was."""
    found = _FOREMOST.match(sentence)
    if found is None:
        return None
    tail = re.split(r"[,–—]", found["rest"], maxsplit=1)[0]
    return f"Which {found['noun']} {found['verb']} the {found['rank']} {tail}?"


def _said_about(sentence: str) -> str | None:
    """'What did the mayor say about the harbour bridge?' where a sentence tells somebody's words."""
    said = _SAID.match(sentence)
    if said is None or len(said["about"].split(" ")) > _ABOUT_WORDS or not says_which(said["about"]):
        return None
    speaker = said["speaker"]
    speaker = f"the {speaker.removeprefix('The ')}" if speaker.startswith("The ") else speaker
    tense = "does" if said["verb"].endswith("s") else "did"
    return f"What {tense} {speaker} say about {said['about']}?"
