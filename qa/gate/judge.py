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
_READ_AT_ONCE = 1500
"""Characters of evidence that the verifier reads whole: some 320 tokens, beside a claim of 60."""


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
    doubts = _doubts([(claims[place].text, cited[place]) for place in unread], verifier)
    doubt_of = dict(zip(unread, doubts, strict=True))
    return [
        _judged(claim, own, (*against, *doubt_of.get(place, ())))
        for place, (claim, own, against) in enumerate(zip(claims, cited, found, strict=True))
    ]


def _objections(claim: Claim, cited: Sequence[Evidence], evidence: Sequence[Evidence]) -> Iterator[Objection]:
    if len(cited) < len(set(claim.cites)):
        yield Objection.INVENTED_ID
    if not cited:
        yield Objection.NO_EVIDENCE
    else:
        yield from objections(claim.text, cited, evidence)


def _doubts(pairs: Sequence[tuple[str, Sequence[Evidence]]], verifier: Verifier | None) -> list[tuple[Objection, ...]]:
    """What speaks against the meaning of each claim: one objection or none."""
    if not pairs:
        return []
    if verifier is None:
        return [(Objection.UNREAD,)] * len(pairs)
    texts = [read_texts(cited) for _, cited in pairs]
    claims = [claim for (claim, _), own in zip(pairs, texts, strict=True) for _ in own]
    supported = iter(verifier.verify(claims, [text for own in texts for text in own])[:, 0])
    return [_doubt(max(float(next(supported)) for _ in own)) for own in texts]


def read_texts(cited: Sequence[Evidence]) -> list[str]:
    """The cited sentences as the verifier reads them: in their order, in a transcript with who says each.

    They are one text, and several where they are longer than the verifier reads at once; one of these must then support
    the claim.
    """
    texts: list[str] = []
    for one in sorted(cited, key=lambda one: (one.document, one.start)):
        text = f"{one.speaker}: {one.text}" if one.speaker else one.text
        if texts and len(texts[-1]) + len(text) < _READ_AT_ONCE:
            texts[-1] += f" {text}"
        else:
            texts.append(text)
    return texts


def _doubt(supported: float) -> tuple[Objection, ...]:
    if supported < SHOWN_FROM:
        return (Objection.UNSUPPORTED,)
    return (Objection.LOOSELY_SUPPORTED,) if supported < VERIFIED_FROM else ()


def _judged(claim: Claim, cited: tuple[Evidence, ...], against: tuple[Objection, ...]) -> Judged:
    fatal = tuple(one for one in against if one.is_fatal)
    verdict = Verdict.REJECTED if fatal else Verdict.WEAK if against else Verdict.VERIFIED
    return Judged(claim, verdict, fatal + tuple(one for one in against if not one.is_fatal), cited)
