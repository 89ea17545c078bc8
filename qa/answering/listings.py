"""What a question about the collection itself is answered with: a number and documents; pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from qa.messages import Message


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A document of a listing.

    Attributes:
        document: Name of the document.
        title: Title of the document.
        date: When it was published, YYYY-MM-DD; None when unknown.
        category: None when unknown.
        url: The original page; None when unknown.
        marker: Of the citation that shows a sentence of it with the topic's words; None without one.
    """

    document: str
    title: str
    date: str | None
    category: str | None
    url: str | None
    marker: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Documents about a name of a question that nothing else answers.

    Attributes:
        name: The words, as they were typed.
        documents: How many documents hold them in their title.
        question: The question that lists these documents.
    """

    name: str
    documents: int
    question: str


@dataclass(frozen=True, slots=True)
class DocumentListing:
    """The documents that a question about the collection asks for.

    Attributes:
        sentence: The answer in one sentence.
        query: What exactly was counted, in words.
        count: How many documents match.
        mentions: How often the topic stands in their text; None where that is not asked, or was not counted.
        documents: The first of them, in the order that was asked for.
    """

    sentence: Message
    query: Message
    count: int
    mentions: int | None
    documents: tuple[ListedEntry, ...]

    def to_dict(self) -> Mapping[str, object]:
        """The JSON of `answer.listing`."""
        return {
            "query": self.query,
            "count": self.count,
            "mentions": self.mentions,
            "documents": [asdict(entry) for entry in self.documents],
        }
