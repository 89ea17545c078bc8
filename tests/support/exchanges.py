"""Exchanges of a conversation, made of texts by the same verification as in the program."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from qa.answering.citations import verify
from qa.answering.draft import Draft, Quote
from qa.conversations.exchange import Exchange
from qa.documents import Block, Document, DocumentInfo
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
BREAD = {"bread.md": "The baker makes ninety loaves. The oven is old. Nobody knows who built the oven."}
BREAD_QUOTES = (("bread.md", "The baker makes ninety loaves."),)


def exchange(
    documents: Mapping[str, str] = BREAD,
    quotes: Sequence[tuple[str, str]] = BREAD_QUOTES,
    *,
    question: str = "How many loaves?",
    interpreted: str | None = None,
    filters: Filters = Filters(),  # noqa: B008 - it cannot be changed
    without: frozenset[str] = frozenset(),
    asked_at: datetime = NOON,
    title: str = "Bread",
    url: str | None = "https://bakery.example/bread",
    speaker: str | None = "MS. BAKER",
    confidence: float = 0.9,
    abstains: bool = False,
) -> Exchange:
    """An exchange about documents, by name, with quotes of them; each document is one passage and one hit."""
    read = {
        name: Document(
            DocumentInfo(name, title, date(2023, 1, 2), ("notes",), url),
            text,
            (Block("turn", 0, len(text), speaker=speaker),),
            sha256(text.encode()).hexdigest(),
        )
        for name, text in documents.items()
    }
    hits = tuple(
        Hit(Passage(0, len(one.text), one.text, one.info.title, None, speaker), one.info, 1 / rank, rank)
        for rank, one in enumerate(read.values(), start=1)
    )
    placed = [(name, read[name].text.index(quote), quote) for name, quote in quotes]
    draft = Draft(tuple(Quote(name, at, at + len(q), q) for name, at, q in placed), confidence, abstains)
    understood = understand(question, interpreted or question, filters, without=without)
    search = Search(understood, hits, IndexState(len(hits), 1.0), {"encode": 1.25, "total": 2.5})
    return Exchange(verify(draft, search, read), filters, without, 7, asked_at)
