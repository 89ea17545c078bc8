"""What of a model's claims may be shown: each is compared with the sentences that it cites.

A claim is shown when the sentences exist and bear it out. What can be checked exactly is: quotations, numbers, dates,
names, identifiers, who did what, what is denied. The rest is a score of how well the sentences support the claim, by
meaning and by words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from embeddings import Encoder
from qa.gate.evidence import Claim, Evidence
from qa.gate.objection_types import Objection
from qa.gate.objections import objections, stands_in
from qa.gate.support import SHOWN_FROM, VERIFIED_FROM, supports
from qa.retrieval.matching import TermStatistics


class Verdict(Enum):
    """Whether a claim is shown; the value is its name in JSON."""

    VERIFIED = "verified"
    WEAK = "weak"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and what the gate says of it.

    Attributes:
        claim: As the model made it.
        verdict: A verified one is shown, a weak one is shown and marked, a rejected one is not.
        reasons: Why it is not verified, the gravest first; none for a verified one.
        evidence: The sentences that it cites and that exist, in its order.
    """

    claim: Claim
    verdict: Verdict
    reasons: tuple[Objection, ...]
    evidence: tuple[Evidence, ...]


def judge_claims(
    claims: Sequence[Claim], evidence: Sequence[Evidence], encoder: Encoder, statistics: TermStatistics
) -> list[Judged]:
    """Judge claims, each on its own, so that it does not matter which are judged together.

    Args:
        claims: As the model made them.
        evidence: The sentences that it was shown.
        encoder: Compares meanings; asked once for all claims, and not at all for those with an exact objection.
        statistics: Says which words are rare; the lexical index.

    Returns:
        One for each claim, in their order.
    """
    shown = {one.id: one for one in evidence}
    cited = [tuple(shown[name] for name in dict.fromkeys(claim.cites) if name in shown) for claim in claims]
    found = [tuple(dict.fromkeys(_objections(claim, own, evidence))) for claim, own in zip(claims, cited, strict=True)]
    open_claims = [
        place
        for place, (claim, own) in enumerate(zip(claims, cited, strict=True))
        if not any(one.is_fatal for one in found[place]) and not stands_in(claim.text, own)
    ]
    scores = dict(
        zip(
            open_claims,
            supports([(claims[place].text, cited[place]) for place in open_claims], encoder, statistics),
            strict=True,
        )
    )
    return [
        _judged(claim, own, against, scores.get(place))
        for place, (claim, own, against) in enumerate(zip(claims, cited, found, strict=True))
    ]


def _objections(claim: Claim, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Objection]:
    if len(cited) < len(set(claim.cites)):
        yield Objection.INVENTED_ID
    if not cited:
        yield Objection.NO_EVIDENCE
    else:
        yield from objections(claim.text, cited, evidence)


def _judged(claim: Claim, cited: tuple[Evidence, ...], against: tuple[Objection, ...], score: float | None) -> Judged:
    if score is not None and score < VERIFIED_FROM:
        against = (*against, Objection.UNSUPPORTED if score < SHOWN_FROM else Objection.LOOSELY_SUPPORTED)
    fatal = tuple(one for one in against if one.is_fatal)
    verdict = Verdict.REJECTED if fatal else Verdict.WEAK if against else Verdict.VERIFIED
    return Judged(claim, verdict, fatal + tuple(one for one in against if not one.is_fatal), cited)
