"""A question and what was found for it, as it is handed on and printed as JSON; pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.retrieval.retriever import Hit
from qa.understanding.questions import UnderstoodQuestion


@dataclass(frozen=True, slots=True)
class IndexState:
    """How much of the collection was searched.

    Attributes:
        passages: Number of passages in the collection.
        dense_ready: Share of them that dense search covers, 0–1.
    """

    passages: int
    dense_ready: float


@dataclass(frozen=True, slots=True)
class Search:
    """A question and what was found for it.

    Attributes:
        question: What was searched for.
        hits: Best first.
        state: How much of the collection was searched.
        timings_ms: Milliseconds of each stage, and `total`.
    """

    question: UnderstoodQuestion
    hits: tuple[Hit, ...]
    state: IndexState
    timings_ms: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """The JSON of `retrieve --json`."""
        return {
            "question": self.question.question,
            "interpreted": self.question.interpreted,
            "filters": _filters(self.question),
            "hits": [_hit(hit) for hit in self.hits],
            "index": {"passages": self.state.passages, "dense_ready": round(self.state.dense_ready, 4)},
            "timings_ms": {stage: round(spent, 2) for stage, spent in self.timings_ms.items()},
        }


def _hit(hit: Hit) -> dict[str, object]:
    info = hit.document
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "document": info.name,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "category": info.category,
        "url": info.url,
        "section": hit.passage.section,
        "speaker": hit.passage.speaker,
        "place": hit.place.to_dict() if hit.place else None,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }


def _filters(question: UnderstoodQuestion) -> list[dict[str, object]]:
    """What was set beside the question, its words null, and what was understood from its words."""
    said = [{"name": clue.name, "value": clue.value, "words": clue.words, "hard": clue.hard} for clue in question.clues]
    demanded = {(clue.name, clue.value) for clue in question.clues if clue.hard}
    filters = question.filters
    given = [("from", day.isoformat()) for day in [filters.date_from] if day]
    given += [("to", day.isoformat()) for day in [filters.date_to] if day]
    given += [("category", name) for name in sorted(filters.categories)]
    given += [("document", name) for name in sorted(filters.documents)]
    beside: list[dict[str, object]] = [
        {"name": name, "value": value, "words": None, "hard": True} for name, value in given
    ]
    return [one for one in beside if (one["name"], one["value"]) not in demanded] + said
