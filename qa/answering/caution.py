"""How sure an answer must be to be given, as a person may choose it, with what was measured of each choice."""

from dataclasses import dataclass
from enum import Enum

from qa.answering.confidence import LIKELY, SURE, THRESHOLD


class State(Enum):
    """How an answer looks to a reader; the value is its name in JSON."""

    ANSWER = "answer"
    POSSIBLE = "possible"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of questions, 0–1.

    Attributes:
        answered: Of those that get an answer.
        possible: Of those that get a possible match.
    """

    answered: float
    possible: float


@dataclass(frozen=True, slots=True)
class Caution:
    """What confidence is needed, and what that makes of the dev questions (`tests/benchmarks/cautions.py`).

    Attributes:
        name: As it is chosen.
        threshold: Below it an answer abstains.
        sure: From it on, quotations look like an answer.
        likely: From it on, they are shown as a possible match, also where the answer abstains.
        with_answer: Of the questions that the documents answer.
        without_answer: Of the others.
    """

    name: str
    threshold: float
    sure: float
    likely: float
    with_answer: Shares
    without_answer: Shares

    def state_of(self, confidence: float) -> State:
        """The state of quotations that answer with this probability, 0–1."""
        if confidence >= self.sure:
            return State.ANSWER
        return State.POSSIBLE if confidence >= self.likely else State.NOTHING


BALANCED = Caution("balanced", THRESHOLD, SURE, LIKELY, Shares(0.61, 0.29), Shares(0.12, 0.41))
CAUTIONS = {
    each.name: each
    for each in (
        Caution("cautious", SURE, SURE, THRESHOLD, Shares(0.61, 0.23), Shares(0.12, 0.12)),
        BALANCED,
        Caution("forthcoming", 0.2, THRESHOLD, 0.2, Shares(0.83, 0.08), Shares(0.24, 0.29)),
    )
}
"""What can be chosen, from the most cautious on."""
