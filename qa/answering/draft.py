"""What an answerer hands to verification."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that are claimed to stand in a document.

    Attributes:
        document: Name of the document.
        start: Where they start in its canonical text.
        end: Where they end; half-open.
        text: The words.
        context: The words directly before them, claimed as well, where they open with a word that refers back
            ('She', 'This'); None where they stand on their own.
        answer: Start and end of the short answer within them, as places in the document; None where it was not
            found, or the question asks for no such thing.
    """

    document: str
    start: int
    end: int
    text: str
    context: str | None = None
    answer: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that a language model has written and the gate let through.

    Attributes:
        text: The sentence.
        quotes: What it rests on.
        is_weak: Whether it is shown marked, since its support is not plain.
    """

    text: str
    quotes: tuple[Quote, ...]
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it was checked.

    Attributes:
        quotes: The best first; of a timeline in the order of time.
        confidence: Probability that the quotes answer the question, 0–1.
        abstains: Whether the answerer would rather say that it does not know.
        is_timeline: Whether the quotes tell what happened in the order of time.
        missing: Words of the question that name something which nothing that was found names.
    """

    quotes: tuple[Quote, ...]
    confidence: float
    abstains: bool
    is_timeline: bool = False
    missing: tuple[str, ...] = ()
