"""An answer as a message in another program's chat: Markdown with numbered links to the quoted words; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from qa.answering.answer import Answer, Citation
from qa.answering.listings import DocumentListing, ListedEntry
from qa.exports.markdown import markdown_line, markdown_link_text
from qa.exports.quotation import original_address, quotation_markdown


class DocumentAddress(Protocol):
    """Gives the page of a document, or of a place of it."""

    def __call__(
        self, name: str, start: int | None = None, end: int | None = None, sha256: str | None = None
    ) -> str | None:
        """Its address; None where no page shows documents."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a message refers to a quotation.

    Attributes:
        start: Where the reference starts in the text of the message.
        end: Where it ends; half-open.
        address: The page that shows the quotation in its document.
        citation: The quotation.
    """

    start: int
    end: int
    address: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """An answer in Markdown.

    Attributes:
        blocks: Paragraphs, quotes and lists, in order.
        addresses: The page of each quotation that has one.
    """

    blocks: tuple[str, ...]
    addresses: tuple[tuple[Citation, str], ...]

    @property
    def text(self) -> str:
        """The whole."""
        return "\n\n".join(self.blocks)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every link to a quotation, in the order of the text."""
        text = self.text
        found = [
            Reference(match.start(), match.end(), address, citation)
            for citation, address in self.addresses
            # No text of a question or a document can look like it: its brackets are escaped.
            for match in re.finditer(re.escape(_marker(citation.marker, address)), text)
        ]
        return tuple(sorted(found, key=lambda one: one.start))


def no_address(name: str, start: int | None = None, end: int | None = None, sha256: str | None = None) -> None:
    """The `DocumentAddress` where no page shows documents: markers are plain numbers."""


def chat_message(answer: Answer, address: DocumentAddress = no_address) -> ChatMessage:
    """The answer in Markdown: statements of a language model, quotations with their sources, or that it is not known.

    Args:
        answer: The answer.
        address: Gives the page that a number leads to.
    """
    cited = {one.marker: one for one in (*answer.leading, *answer.citations)}
    addresses = {marker: address(one.document, one.start, one.end, one.sha256) for marker, one in cited.items()}
    markers = {marker: _marker(marker, found) for marker, found in addresses.items()}
    return ChatMessage(
        tuple(_blocks(answer, markers, address)),
        tuple((cited[marker], found) for marker, found in addresses.items() if found is not None),
    )


def _marker(number: int, address: str | None) -> str:
    """The number in brackets of its own: it looks like '[1]', and some chats take a bare [1](…) apart."""
    return f"[{number}]" if address is None else f"[[{number}]]({address})"


def _blocks(answer: Answer, markers: Mapping[int, str], address: DocumentAddress) -> Iterator[str]:
    question = answer.search.question
    if not question.asked_alone and answer.declined is None:
        yield f"Asked as: {markdown_line(question.interpreted)}"
    if answer.listing is not None:
        yield from _listing(answer.listing, markers, address)
    else:
        yield from map(markdown_line, answer.notes)
        if not answer.leading:
            yield markdown_line(answer.text)
        elif answer.label:
            yield f"**{markdown_line(answer.label)}**"
    for offer in answer.offers:
        said = f"{offer.documents:,} documents are about {offer.name}: ask “{offer.question}”"
        yield markdown_line(said)
    for statement in answer.written.statements if answer.written else ():
        weak = " (partly supported)" if statement.is_weak else ""
        yield f"{markdown_line(statement.text)} {''.join(markers[one] for one in statement.markers)}{weak}"
    for citation in answer.leading:
        yield quotation_markdown(citation, markers[citation.marker])
        yield _source(citation)


def _source(citation: Citation) -> str:
    """What a quotation is from, and the original page."""
    place = citation.place.label if citation.place else None
    parts = (citation.speaker, citation.title, place, citation.date, citation.category)
    source = " · ".join(markdown_line(part) for part in parts if part)
    page = original_address(citation)
    return f"{source} · <{page}>" if page else source


def _listing(listing: DocumentListing, markers: Mapping[int, str], address: DocumentAddress) -> Iterator[str]:
    yield markdown_line(listing.sentence)
    yield markdown_line(f"Counted: {listing.query}.")
    lines = [f"- {_entry(entry, markers, address)}" for entry in listing.documents]
    left = listing.count - len(listing.documents)
    lines += [f"- {left:,} more match and are not listed"] if lines and left else []
    if lines:
        yield "\n".join(lines)


def _entry(entry: ListedEntry, markers: Mapping[int, str], address: DocumentAddress) -> str:
    page = address(entry.document)
    title = f"[{markdown_link_text(entry.title)}]({page})" if page else markdown_line(entry.title)
    marker = markers.get(entry.marker) if entry.marker else None
    parts = (markdown_line(entry.date or "undated"), title, entry.category and markdown_line(entry.category), marker)
    return " · ".join(part for part in parts if part)
