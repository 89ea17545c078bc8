"""What the tools give back: as an object, and as text for who reads no objects; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.answer import Answer, Citation
from qa.documents import Document
from qa.exports.chat_message import DocumentAddress, chat_message
from qa.exports.passage import FoundPassage


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first."""

    passages: tuple[FoundPassage, ...]

    @property
    def text(self) -> str:
        """The passages, each below a line that says what it is from."""
        return "\n\n".join(map(_passage, range(1, len(self.passages) + 1), self.passages)) or "Nothing matches."


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that stand in a document, letter by letter.

    Attributes:
        marker: Number by which the text of the answer refers to them.
        quote: The words.
        context: What they are not understood without: the words before them, or the names of the columns of a row.
        document: Name of the document.
        title: Title of the document.
        date: When it was published, YYYY-MM-DD; null when unknown.
        category: Null when unknown.
        url: The original page; null when unknown.
        speaker: Who says it, in a transcript.
        place: The page, row, chapter or time; null in formats that have none.
        start: Where they start in the document's text.
        end: Where they end; half-open.
        sha256: Hash of the document's file, for which start and end hold.
        viewer: Page of this server that shows them in the document; null where there is none.
    """

    marker: int
    quote: str
    context: str | None
    document: str
    title: str
    date: str | None
    category: str | None
    url: str | None
    speaker: str | None
    place: str | None
    start: int
    end: int
    sha256: str
    viewer: str | None


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """An answer made of quotations.

    Attributes:
        state: answer; possible, a match that must be checked; or nothing.
        confidence: Probability that the quotations answer the question, 0-1.
        answer: The answer in Markdown.
        quotations: What may be quoted; those that answer come first.
    """

    state: str
    confidence: float
    answer: str
    quotations: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        """The answer in Markdown."""
        return self.answer


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A part of a document's text.

    Attributes:
        document: Name of the document.
        title: Its title.
        date: When it was published, YYYY-MM-DD; null when unknown.
        categories: The most important first.
        url: The original page; null when unknown.
        sha256: Hash of its file.
        characters: Length of its whole text.
        offset: Where the part begins.
        content: The part.
        next_offset: Where to go on reading; null at the end.
    """

    document: str
    title: str
    date: str | None
    categories: tuple[str, ...]
    url: str | None
    sha256: str
    characters: int
    offset: int
    content: str
    next_offset: int | None

    @property
    def text(self) -> str:
        """The part below its source, with what is left to be read."""
        parts = (self.title, self.date, ", ".join(self.categories), self.url, self.document)
        end = self.offset + len(self.content)
        source = " · ".join(part for part in parts if part)
        read = f"Characters {self.offset:,}–{end:,} of {self.characters:,}"
        left = f"; go on with offset {self.next_offset}." if self.next_offset is not None else ", the end."
        return f"{source}\n{read}{left}\n\n{self.content}"


def answer_result(answer: Answer, address: DocumentAddress) -> AnswerResult:
    """An answer as a tool gives it back."""
    shown = [*answer.leading, *(one for one in answer.citations if one not in answer.leading)]
    return AnswerResult(
        answer.state.value,
        round(answer.confidence, 4),
        chat_message(answer, address).text,
        tuple(_quotation(one, address) for one in shown),
    )


def document_part(document: Document, offset: int, limit: int) -> DocumentPart:
    """The characters of a document from a place on, as many as are asked for."""
    info, end = document.info, offset + limit
    return DocumentPart(
        document=info.name,
        title=info.title,
        date=info.date.isoformat() if info.date else None,
        categories=info.categories,
        url=info.url,
        sha256=document.sha256,
        characters=len(document.text),
        offset=offset,
        content=document.text[offset:end],
        next_offset=end if end < len(document.text) else None,
    )


def _quotation(citation: Citation, address: DocumentAddress) -> Quotation:
    return Quotation(
        marker=citation.marker,
        quote=citation.quote,
        context=citation.context,
        document=citation.document,
        title=citation.title,
        date=citation.date,
        category=citation.category,
        url=citation.url,
        speaker=citation.speaker,
        place=citation.place.label if citation.place else None,
        start=citation.start,
        end=citation.end,
        sha256=citation.sha256,
        viewer=address(citation.document, citation.start, citation.end, citation.sha256),
    )


def _passage(number: int, passage: FoundPassage) -> str:
    where = f"{passage.document}, characters {passage.start}–{passage.end}"
    parts: Sequence[str | None] = (passage.title, passage.speaker, passage.place, passage.date, passage.category, where)
    return f"{number}. {' · '.join(part for part in parts if part)}\n{passage.text}"
