"""Sentences of a hit, and who says them; pure."""

from collections.abc import Set
from dataclasses import dataclass

from qa.documents.transcripts import QUESTION_LABEL, label_length, turn_label
from qa.english.sentences import sentence_spans
from qa.retrieval.retriever import Hit


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit's passage.

    Attributes:
        hit: Where it was found.
        start: Where it starts in the document, behind the label of a speaker that opens it.
        end: Where it ends; half-open.
        speaker: The label of who says it; None in prose, and where a passage begins in the middle of a turn and
            does not tell whose.
    """

    hit: Hit
    start: int
    end: int
    speaker: str | None

    @property
    def text(self) -> str:
        """The words."""
        passage = self.hit.passage
        return passage.text[self.start - passage.start : self.end - passage.start]

    def adjoins(self, before: "Sentence") -> bool:
        """Whether it follows another of the same passage and speaker with nothing but a space between."""
        passage = self.hit.passage
        between = passage.text[before.end - passage.start : self.start - passage.start]
        return before.hit is self.hit and before.speaker == self.speaker and between == " "


def sentences(hit: Hit) -> list[Sentence]:
    """Sentences of a hit's passage in reading order; labels of speakers belong to none."""
    passage = hit.passage
    spans = [(start, end, _label(hit, start, end)) for start, end in sentence_spans(passage.text)]
    speaker = _first_speaker(hit, {label for _, _, label in spans if label is not None})
    found: list[Sentence] = []
    for start, end, label in spans:
        if label is not None:
            speaker = label
            start += label_length(passage.text[start:end])
        if start < end:
            found.append(Sentence(hit, passage.start + start, passage.start + end, speaker))
    return found


def said_by(found: list[Sentence], speakers: Set[str]) -> list[Sentence]:
    """The sentences that may answer: no reporter's question, and only of the speakers whose words are asked for.

    Args:
        found: Sentences of a hit.
        speakers: Labels of those whose words are asked for; empty when anybody may answer. Prose is kept: there it
            stands in the words themselves who says what.
    """
    answering = [sentence for sentence in found if sentence.speaker != QUESTION_LABEL]
    if not speakers:
        return answering
    return [s for s in answering if s.speaker in speakers or s.hit.passage.speaker is None]


def _label(hit: Hit, start: int, end: int) -> str | None:
    """The label that opens a sentence: in a transcript, at the start of a line."""
    text = hit.passage.text
    if hit.passage.speaker is None or (start > 0 and text[start - 1] != "\n"):
        return None
    return turn_label(text[start:end])


def _first_speaker(hit: Hit, labels: Set[str]) -> str | None:
    """Whose turn goes on where a passage begins: that of its main speaker, unless he begins to speak further down."""
    return None if hit.passage.speaker in labels else hit.passage.speaker
