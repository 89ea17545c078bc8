"""A reader computable by hand."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.reader import ReaderPassage, Reading, Span

_NO_ANSWER = -25.0


class ToyReader:
    """Knows by heart how likely each word answers; a token is a word, and the score of 'no answer here' is 0.

    So the margin of a word is its entry, and that of a word without one is -25.

    Attributes:
        asked: Every question that was read.
    """

    def __init__(self, margins: Mapping[str, float]) -> None:
        self._margins = margins
        self.asked: list[str] = []

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[Reading]:
        """The words of each text, the best first."""
        self.asked.append(question)
        return [self._reading(passage.text) for passage in passages]

    def _reading(self, text: str) -> Reading:
        words = list(re.finditer(r"\w+", text))
        margins = [self._margins.get(word[0], _NO_ANSWER) for word in words]
        spans = [Span(word.start(), word.end(), margin) for word, margin in zip(words, margins, strict=True)]
        # The score of a span is that of its start and that of its end together.
        halves = np.array([margin / 2 for margin in margins], dtype=np.float32)
        return Reading(
            tuple(sorted(spans, key=lambda span: -span.score)[:5]),
            0.0,
            np.array([word.span() for word in words], dtype=np.int64).reshape(-1, 2),
            halves,
            halves,
        )
