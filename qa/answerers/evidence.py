"""The numbered sentences that a language model is shown and may cite, and what it says of them; pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a model is shown, and may cite.

    Attributes:
        id: 'S1', 'S2', … in the order shown.
        text: `document.text[start:end]`.
        document: Name of the document.
        title: Title of the document.
        date: When it was published; None when unknown.
        speaker: Who says it, in a transcript.
        start: Where it starts in the document's canonical text.
        end: Where it ends; half-open.
        passage: The passage that it stands in.
    """

    id: str
    text: str
    document: str
    title: str
    date: date | None
    speaker: str | None
    start: int
    end: int
    passage: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says, before it was judged.

    Attributes:
        text: In its words.
        cites: Ids of the sentences that it says this rests on; they may be made up.
    """

    text: str
    cites: tuple[str, ...]
