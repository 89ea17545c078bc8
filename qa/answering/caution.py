"""How sure an answer must be to be given, as a person may choose it, with what was measured of each choice."""

from dataclasses import dataclass

from qa.answering.confidence import SURE, THRESHOLD


@dataclass(frozen=True, slots=True)
class Caution:
    """A threshold of the confidence, and its shares of the dev questions (`tests/benchmarks/confidence.py`).

    Attributes:
        name: As it is chosen.
        threshold: Confidence below which nothing is answered.
        answered: Share of the questions with an answer in the documents that were answered.
        wrongly: Share of the questions without one that were answered all the same.
    """

    name: str
    threshold: float
    answered: float
    wrongly: float


BALANCED = Caution("balanced", THRESHOLD, answered=0.82, wrongly=0.24)
CAUTIONS = {
    each.name: each
    for each in (
        Caution("cautious", SURE, answered=0.61, wrongly=0.06),
        BALANCED,
        Caution("forthcoming", 0.2, answered=0.91, wrongly=0.47),
    )
}
"""What can be chosen, from the most cautious on."""
