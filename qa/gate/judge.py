"""What of a model's claims may be shown: each is compared with the sentences that it cites.

What can be compared exactly decides first: quotations, numbers, dates, names, identifiers, and whether two of them have
changed places. The verifier decides the rest: it reads the claim and its sentences together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from embeddings import Vectors
from qa.gate.evidence import Claim, Evidence
from qa.gate.objection_types import Objection
from qa.gate.objections import objections, stands_in

VERIFIED_FROM = 0.65
"""Lowest probability of a verified claim that its sentences support it."""
SHOWN_FROM = 0.15
"""Lowest probability of a claim that is shown."""


class Verifier(Protocol):
    """What the gate asks of the reader."""

    def verify(self, claims: Sequence[str], evidence: Sequence[str]) -> Vectors:
        """Probabilities that the evidence supports a claim, refutes it and neither, (n_claims, 3) float32."""


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


def judge_claims(claims: Sequence[Claim], evidence: Sequence[Evidence], verifier: Verifier | None) -> list[Judged]:
    """Judge claims, each on its own, so that it does not matter which are judged together.

    Args:
        claims: As the model made them.
        evidence: The sentences that it was shown.
        verifier: Asked once for all claims that are compared by meaning: not for a cited sentence that is repeated word
            for word, nor for a claim that was rejected already. Without one no such claim is shown.

    Returns:
        One for each claim, in their order.
    """
    shown = {one.id: one for one in evidence}
    cited = [tuple(shown[name] for name in dict.fromkeys(claim.cites) if name in shown) for claim in claims]
    found = [tuple(dict.fromkeys(_objections(claim, own, evidence))) for claim, own in zip(claims, cited, strict=True)]
    unread = [
        place
        for place, (claim, own) in enumerate(zip(claims, cited, strict=True))
        if not any(one.is_fatal for one in found[place]) and not stands_in(claim.text, own)
    ]
    if unread and verifier is None:
        doubts = dict.fromkeys(unread, Objection.UNREAD)
    elif unread and verifier is not None:
        rows = verifier.verify([claims[place].text for place in unread], [_read_as(cited[place]) for place in unread])
        doubts = {place: doubt for place, row in zip(unread, rows, strict=True) if (doubt := _doubt(float(row[0])))}
    else:
        doubts = {}
    return [
        _judged(claim, own, (*against, *([doubts[place]] if place in doubts else [])))
        for place, (claim, own, against) in enumerate(zip(claims, cited, found, strict=True))
    ]


def _objections(claim: Claim, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Objection]:
    if len(cited) < len(set(claim.cites)):
        yield Objection.INVENTED_ID
    if not cited:
        yield Objection.NO_EVIDENCE
    else:
        yield from objections(claim.text, cited, evidence)


def _read_as(cited: Sequence[Evidence]) -> str:
    """The cited sentences as one text, in the order of their documents; in a transcript with who says each."""
    ordered = sorted(cited, key=lambda one: (one.document, one.start))
    return " ".join(f"{one.speaker}: {one.text}" if one.speaker else one.text for one in ordered)


def _doubt(supported: float) -> Objection | None:
    if supported < SHOWN_FROM:
        return Objection.UNSUPPORTED
    return Objection.LOOSELY_SUPPORTED if supported < VERIFIED_FROM else None


def _judged(claim: Claim, cited: tuple[Evidence, ...], against: tuple[Objection, ...]) -> Judged:
    fatal = tuple(one for one in against if one.is_fatal)
    verdict = Verdict.REJECTED if fatal else Verdict.WEAK if against else Verdict.VERIFIED
    return Judged(claim, verdict, fatal + tuple(one for one in against if not one.is_fatal), cited)
