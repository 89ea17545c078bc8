"""Whether a claim calls a number a lower limit where its sources call it an upper one, or the reverse; pure."""

import re
from collections.abc import Sequence

from qa.gate.facts import DATES, IDENTIFIERS, Fact, Kind
from qa.gate.readings import Reading

_ABOVE = r"(?:more than|over|above|at least|exceed\w*|no (?:less|fewer) than|not less than|upwards? of|passed|topp\w+)"
_BELOW = (
    r"(?:less than|fewer than|under|below|up to|at most|as (?:much|many) as|no more than|not more than|nearly|almost"
    r"|just short of|barely|only|limited to)"
)
_BOUND_BEFORE = re.compile(
    rf"\b(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))(?: (?:about|a|an|the|some|another))?\W*$", re.IGNORECASE
)
_OR_MORE = re.compile(r"\W*(?:\w+\W+){0,2}?or (?:(?P<above>more)|(?P<below>less|fewer))\b", re.IGNORECASE)


def bounds_differ(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a number of the claim has a limit on one side, and wherever the sources have it, on the other."""
    for fact in claim.facts:
        if fact.kind in DATES | IDENTIFIERS or fact.kind in (Kind.ORDINAL, Kind.VAGUE):
            continue
        own = _bound(claim.text, fact)
        stated = [_bound(source.text, other) for source in sources for other in source.facts if fact.agrees(other)]
        if own and stated and all(bound and bound != own for bound in stated):
            return True
    return False


def _bound(text: str, fact: Fact) -> str:
    """'above' or 'below', or nothing."""
    match = _BOUND_BEFORE.search(text[: fact.start]) or _OR_MORE.match(text, fact.end)
    return "" if match is None else "above" if match["above"] else "below"
