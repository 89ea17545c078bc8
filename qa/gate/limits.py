"""Whether numbers of a claim are limits where those of its sources are: 'up to', 'at least', 'over'; pure."""

import re
from collections.abc import Iterator, Sequence

from qa.gate.facts import DATES, IDENTIFIERS, Fact, Kind
from qa.gate.objection_types import Objection
from qa.gate.readings import Reading

_ABOVE = r"(?:more than|over|above|at least|exceed\w*|no (?:less|fewer) than|not less than|upwards? of|passed|topp\w+)"
_BELOW = (
    r"(?:less than|fewer than|under|below|up to|at most|as (?:much|many) as|no more than|not more than|nearly|almost"
    r"|just short of|barely|only|limited to)"
)
_LIMITING = re.compile(r"(?:up to|at most|as (?:much|many) as|at least|no more than|no (?:less|fewer) than)$")
_BOUND_BEFORE = re.compile(
    rf"\b(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))(?: (?:about|a|an|the|some|another))?\W*$", re.IGNORECASE
)
_OR_MORE = re.compile(r"\W*(?:\w+\W+){0,2}?or (?:(?P<above>more)|(?P<below>less|fewer))\b", re.IGNORECASE)


def limit_objections(claim: Reading, sources: Sequence[Reading]) -> Iterator[Objection]:
    """Numbers that are a limit in the claim and none, or the opposite, in the sources, or the reverse."""
    for fact in claim.facts:
        if fact.kind in DATES | IDENTIFIERS or fact.kind in (Kind.ORDINAL, Kind.VAGUE):
            continue
        own, own_limits = _bound(claim.text, fact)
        stated = [_bound(source.text, other) for source in sources for other in source.facts if fact.agrees(other)]
        if not stated or any(own == bound and own_limits <= limits for bound, limits in stated):
            continue
        if own and all(bound and bound != own for bound, _ in stated):
            yield Objection.BOUND
        elif own or all(limits for _, limits in stated):
            yield Objection.LIMIT


def _bound(text: str, fact: Fact) -> tuple[str, bool]:
    """'above' or 'below' or neither, and whether the words set a limit and do not only round."""
    before = _BOUND_BEFORE.search(text[: fact.start])
    match = before or _OR_MORE.match(text, fact.end)
    if match is None:
        return "", False
    limits = before is None or bool(_LIMITING.search((match["above"] or match["below"]).lower()))
    return ("above" if match["above"] else "below"), limits
