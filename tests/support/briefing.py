"""A transcript of three turns, and a citation of it."""

from qa.answering.answer import Citation
from support.toy import document

BRIEFING = document(
    "---\ntitle: Briefing\ndate: 2021-03-09\ncategory: press-briefings\npermalink: https://x.gov/briefing\n---\n"
    "Q How many tests?\n\nMS. PSAKI: We have 500 tests. More will come.\n\nQ And then?\n",
    "briefing.md",
)


def citation(**changes: object) -> Citation:
    """A citation of '500' in the briefing, with changes by name."""
    values: dict[str, object] = {
        "marker": 1,
        "document": "briefing.md",
        "title": "Briefing",
        "date": "2021-03-09",
        "category": "press-briefings",
        "url": "https://x.gov/briefing",
        "speaker": "MS. PSAKI",
        "quote": "500",
        "start": 8,
        "end": 11,
        "context": None,
        "answer": None,
        "sha256": "0" * 64,
    }
    return Citation(**{**values, **changes})  # type: ignore[arg-type]
