"""What the reader finds in the hits of one question, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qa.answering.hit_sentences import Sentence
from qa.retrieval.retriever import Hit
from qa.settings import reader_is_on

if TYPE_CHECKING:
    from embeddings.reader import Reader, ReaderPassage, Reading


class PassageReader(Protocol):
    """What answering asks of the reader."""

    def read(self, question: str, passages: Sequence["ReaderPassage"]) -> list["Reading"]:
        """Seek an answer in each passage."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The best span that the reader found in a sentence.

    Attributes:
        start: Where it starts in the document.
        end: Where it ends; half-open.
        margin: What its score has more than 'no answer here': the logarithm of the odds that it answers, which can be
            compared between passages.
        place: What its score has more than that of the best span of the passage, at most 0.
    """

    start: int
    end: int
    margin: float
    place: float


_NOT_READ = -25.0
"""Margin of a sentence that the reader did not get to: as low as any."""


def own_reader() -> "Reader | None":
    """Quotable's own reader; None where it is switched off (QUOTABLE_READER=off) or its weights are not installed.

    Raises:
        ModelError: Its weights are not those that it was released with.
    """
    if not reader_is_on():
        return None
    # It loads a runtime that a switched-off reader does not need.
    from embeddings.reader import default_reader, reader_is_installed

    return default_reader() if reader_is_installed() else None


def read_sentences(
    reader: PassageReader | None, question: str, found: Sequence[tuple[Hit, Sequence[Sentence]]]
) -> list[list[Finding | None]]:
    """The best span in each sentence.

    Args:
        reader: Reads the question and each passage together; None where nothing is read.
        question: The standalone question.
        found: Hits with some of their sentences.

    Returns:
        One list a hit with one entry a sentence; None without a reader. A sentence that the reader did not get to,
        since its passage is too long, has a margin as low as any.
    """
    if reader is None:
        return [[None] * len(its) for _, its in found]
    from embeddings.reader import ReaderPassage  # it loads a runtime that a switched-off reader does not need

    passages = [ReaderPassage(hit.passage.context, hit.passage.text) for hit, _ in found]
    readings = reader.read(question, passages)
    return [_findings(reading, hit, its) for reading, (hit, its) in zip(readings, found, strict=True)]


def read_alone(reader: PassageReader, question: str, chosen: Sequence[Sentence]) -> list[float]:
    """The margin of each sentence where the reader sees nothing else, neither its passage nor the document's title."""
    from embeddings.reader import ReaderPassage  # it loads a runtime that a switched-off reader does not need

    readings = reader.read(question, [ReaderPassage("", sentence.text) for sentence in chosen])
    return [max(reading.margin, _NOT_READ) for reading in readings]


def _findings(reading: "Reading", hit: Hit, found: Sequence[Sentence]) -> list[Finding | None]:
    offset = hit.passage.start
    spans = reading.best_within([(sentence.start - offset, sentence.end - offset) for sentence in found])
    return [
        Finding(sentence.start, sentence.end, _NOT_READ, _NOT_READ)
        if span is None
        else Finding(
            offset + span.start,
            offset + span.end,
            span.score - reading.none,
            span.score - reading.none - reading.margin,
        )
        for sentence, span in zip(found, spans, strict=True)
    ]
