"""Spans of a text that may answer, by logits of their first and last tokens."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors

_LONGEST_ANSWER = 30
"""Tokens of a span."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of the text that may answer.

    Attributes:
        start: Where it starts, in characters of the text.
        end: Where it ends; half-open.
        score: Its start and end logits together; only differences to other scores mean something.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the reader found in one passage.

    Attributes:
        spans: The best spans that do not overlap, at most five, best first; none in a text without words.
        none: The score of 'no answer here'. The logarithm of the odds that a span answers is its score less this, and
            can be compared between passages.
        offsets: Half-open character spans of the text's tokens, (n_tokens, 2) int64.
        starts: Logit of each token as the start of an answer, (n_tokens,) float32.
        ends: Logit of each token as the end, (n_tokens,) float32.
    """

    spans: tuple[Span, ...]
    none: float
    offsets: NDArray[np.int64]
    starts: Vectors
    ends: Vectors

    @property
    def margin(self) -> float:
        """What the best span has more than 'no answer here'; minus infinity in a text without words."""
        return self.spans[0].score - self.none if self.spans else float("-inf")

    def best_within(self, ranges: Sequence[Range]) -> list[Span | None]:
        """The best span inside each half-open range of characters, such as a sentence; None where no token is."""
        return [self._best_within(start, end) for start, end in ranges]

    def _best_within(self, start: int, end: int) -> Span | None:
        inside = np.flatnonzero((self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end))
        if not len(inside):
            return None
        first, last = int(inside[0]), int(inside[-1]) + 1
        found = best_spans(self.offsets[first:last], self.starts[first:last], self.ends[first:last], 1)
        return found[0] if found else None


def best_spans(offsets: NDArray[np.int64], starts: Vectors, ends: Vectors, most: int) -> tuple[Span, ...]:
    """The best spans of tokens that do not overlap, best first, the earlier and shorter of equal ones first."""
    size = len(starts)
    if not size:
        return ()
    scores = np.full((size, min(_LONGEST_ANSWER, size)), -np.inf, dtype=np.float32)
    for more in range(scores.shape[1]):
        scores[: size - more, more] = starts[: size - more] + ends[more:]
    found: list[Span] = []
    while len(found) < most:
        first, more = divmod(int(scores.argmax()), scores.shape[1])
        score = float(scores[first, more])
        if score == -np.inf:
            break
        found.append(Span(int(offsets[first, 0]), int(offsets[first + more, 1]), score))
        scores[first : first + more + 1] = -np.inf
        for before in range(max(0, first - scores.shape[1] + 1), first):
            scores[before, first - before :] = -np.inf
    return tuple(found)
