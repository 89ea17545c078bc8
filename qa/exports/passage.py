"""A passage that was found, as other programs take it; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from qa.retrieval.retriever import Hit


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with all that a citation of it needs.

    Attributes:
        text: Its words.
        score: The higher the better; comparable within one question only.
        document: Name of its document.
        title: Title of the document.
        date: When it was published, YYYY-MM-DD; None when unknown.
        category: None when unknown.
        url: The original page; None when unknown.
        section: The heading that it stands under; None without headings.
        speaker: Who says it, in a transcript.
        place: The page, row, chapter or time at which it begins; None in formats that have none.
        start: Where it starts in the document's canonical text.
        end: Where it ends; half-open.
        sha256: Hash of the document's file, for which start and end hold; None when it was removed meanwhile.
    """

    text: str
    score: float
    document: str
    title: str
    date: str | None
    category: str | None
    url: str | None
    section: str | None
    speaker: str | None
    place: str | None
    start: int
    end: int
    sha256: str | None

    def metadata(self) -> dict[str, object]:
        """All but the text and the score."""
        return {name: value for name, value in asdict(self).items() if name not in ("text", "score")}


def found_passages(hits: Sequence[Hit], digests: Mapping[str, str]) -> list[FoundPassage]:
    """The passages of hits, in their order.

    Args:
        hits: What was found.
        digests: The sha256 of the documents, by name.
    """
    return [_found(hit, digests.get(hit.document.name)) for hit in hits]


def _found(hit: Hit, sha256: str | None) -> FoundPassage:
    info, passage = hit.document, hit.passage
    return FoundPassage(
        text=passage.text,
        score=round(hit.score, 6),
        document=info.name,
        title=info.title,
        date=info.date.isoformat() if info.date else None,
        category=info.category,
        url=info.url,
        section=passage.section,
        speaker=passage.speaker,
        place=hit.place.label if hit.place else None,
        start=passage.start,
        end=passage.end,
        sha256=sha256,
    )
