"""Questions made unanswerable by a small change; their passage still looks as if it answered."""

import random
import re
from collections.abc import Iterable

_NAME = re.compile(
    r"(?<=\s)(?:[A-Z][\w’'-]+(?: (?:of|the|and) )?(?: ?[A-Z][\w’'-]+)*)|\b\d[\d,.]*\d\b|\b(?:19|20)\d\d\b"
)
_OPPOSITES = (
    "first/last before/after highest/lowest largest/smallest most/least more/less more/fewer north/south east/west "
    "northern/southern eastern/western increase/decrease increased/decreased rise/fall rose/fell won/lost win/lose "
    "begin/end began/ended start/end started/ended open/close opened/closed early/late earliest/latest old/new "
    "oldest/newest older/younger major/minor maximum/minimum above/below inside/outside men/women male/female "
    "father/mother son/daughter brother/sister husband/wife approve/reject approved/rejected legal/illegal "
    "support/oppose supported/opposed allow/forbid allowed/forbidden join/leave joined/left buy/sell bought/sold "
    "give/receive gave/received lend/borrow lent/borrowed hired/fired hire/fire import/export imports/exports "
    "raise/lower raised/lowered strengthen/weaken strengthened/weakened public/private upper/lower high/low "
    "longest/shortest long/short large/small best/worst good/bad strong/weak rich/poor same/different always/never "
    "all/none many/few common/rare positive/negative success/failure successful/unsuccessful possible/impossible "
    "appointed/dismissed signed/vetoed domestic/foreign urban/rural winter/summer day/night father/son"
)
_OPPOSITE = {word: other for pair in _OPPOSITES.split() for word, other in (pair.split("/"), pair.split("/")[::-1])}
_AUXILIARY = re.compile(r"\b(did|does|do|was|were|is|are|can|could|has|have|had|will|would)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def entities(questions: Iterable[str]) -> list[str]:
    """Names and numbers that stand in questions."""
    return sorted({match[0] for question in questions for match in _NAME.finditer(question)})


def edited(question: str, text: str, known: list[str], chance: random.Random) -> tuple[str, str] | None:
    """A question that the text does not answer, and the label of a claim that answers it; None where none is found.

    A name or number of the question is exchanged for another of the text or of other questions, or a word for its
    opposite, or the question is negated.
    """
    ways = []
    shared = [match for match in _NAME.finditer(question) if match[0] in text]
    if shared:
        ways += ["name"] * 3
    turned = [match for match in _WORD.finditer(question) if match[0].lower() in _OPPOSITE]
    if turned:
        ways += ["opposite"] * 4
    auxiliary = _AUXILIARY.search(question)
    if auxiliary:
        ways.append("negated")
    if not ways:
        return None
    way = chance.choice(ways)
    if way == "opposite":
        match = chance.choice(turned)
        return f"{question[: match.start()]}{_OPPOSITE[match[0].lower()]}{question[match.end() :]}", "refuted"
    if way == "negated" and auxiliary:
        word = chance.choice(["n’t", " not", " never"])
        return f"{question[: auxiliary.end()]}{word}{question[auxiliary.end() :]}", "refuted"
    match = chance.choice(shared)
    number = match[0][0].isdigit()
    others = [one[0] for one in _NAME.finditer(text)] if chance.random() < 0.4 else []
    others = [one for one in others if one not in question] or chance.sample(known, min(60, len(known)))
    others = [one for one in others if one[0].isdigit() == number and one not in question]
    if not others:
        return None
    return f"{question[: match.start()]}{chance.choice(others)}{question[match.end() :]}", "unsupported"
