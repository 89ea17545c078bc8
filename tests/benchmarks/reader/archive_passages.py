"""The passages of a collection, and questions about them with where they answer."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

TRANSCRIPTS = frozenset({"press-briefings", "speeches-remarks", "remarks"})
NOISE = re.compile(
    r"\((?:Laughter|Applause|Inaudible|Laughs|Cross-talk)|—\s*—|\binaudible\b|\.\.\.|http|\(e\)|\(\w{1,3}\)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the collection, with what identifies its document."""

    def __hash__(self) -> int:
        """Passages of one collection differ in their ids."""
        return self.id

    id: int
    document: int
    start: int
    text: str
    speaker: str | None
    title: str
    date: str
    category: str


def read_passages(catalog: Path) -> list[Passage]:
    """The passages of a collection, in the order of their ids."""
    connection = sqlite3.connect(f"file:{catalog}?mode=ro", uri=True)
    documents = {row[0]: row[1:] for row in connection.execute("SELECT id, title, date, category, text FROM documents")}
    passages = []
    for row in connection.execute('SELECT id, document, start, "end", speaker FROM passages ORDER BY id'):
        identity, document, start, end, speaker = row
        title, date, category, text = documents[document]
        passages.append(Passage(identity, document, start, text[start:end], speaker, title, date or "", category or ""))
    connection.close()
    return passages


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its passage answers it.

    Attributes:
        text: As a person would ask it.
        passage: The passage that answers.
        answers: (start, end) of each wording of the answer in the passage's text; empty without an answer.
        kind: Which rule made it; the rows' `source`.
        begin: Where the context starts in the passage's text.
    """

    text: str
    passage: Passage
    answers: tuple[tuple[int, int], ...]
    kind: str
    begin: int = 0
