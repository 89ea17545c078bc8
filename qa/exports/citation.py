"""A quotation as it is cited elsewhere: plain text, Markdown, BibTeX, CSL-JSON; pure.

The publisher is known only by the address of the original page: its host stands for the publisher.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import quote, urlsplit

from qa.answering.answer import Citation
from qa.documents import Document, Place
from qa.documents.transcripts import QUESTION_LABEL
from qa.documents.whitespace import fold
from qa.english.calendar import MONTHS
from qa.exports.markdown import markdown_line, markdown_link_text

_ASKER = "a reporter’s question"
"""The author of words under the label of a question, which names nobody."""
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would count for BibTeX, which balances them
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SAFE_IN_ADDRESSES = "%/:?#[]@!$&'*+,;=-._~"
_LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Reference:
    """A quotation and where it is from.

    Attributes:
        quote: The words.
        title: Title of the document.
        date: When it was published; None when unknown.
        category: None when unknown.
        speaker: Who says it, as the transcript's label says; None outside of transcripts.
        url: The original page; None when unknown.
        document: Name of the document in the collection.
        start: Where the words start in the document's canonical text.
        end: Where they end; half-open.
        sha256: Hash of the document's file; start and end hold for the file with this hash.
        place: The page, row, chapter or time at which the words start; None in formats that have none.
    """

    quote: str
    title: str
    date: date | None
    category: str | None
    speaker: str | None
    url: str | None
    document: str
    start: int
    end: int
    sha256: str
    place: Place | None = None

    @classmethod
    def from_citation(cls, citation: Citation) -> "Reference":
        """The reference of a quotation in an answer."""
        return cls(
            quote=citation.quote,
            title=citation.title,
            date=date.fromisoformat(citation.date) if citation.date else None,
            category=citation.category,
            speaker=citation.speaker,
            url=citation.url,
            document=citation.document,
            start=citation.start,
            end=citation.end,
            sha256=citation.sha256,
            place=citation.place,
        )

    @classmethod
    def from_document(cls, document: Document, start: int, end: int) -> "Reference":
        """The reference of a span of a document's canonical text, which must lie within it."""
        info = document.info
        return cls(
            quote=document.text[start:end],
            title=info.title,
            date=info.date,
            category=info.category,
            speaker=document.speaker_at(start),
            url=info.url,
            document=info.name,
            start=start,
            end=end,
            sha256=document.sha256,
            place=document.place_at(start),
        )

    @property
    def author(self) -> str | None:
        """The speaker, if the label names somebody."""
        return fold(self.speaker) if self.speaker and self.speaker != QUESTION_LABEL else None

    @property
    def key(self) -> str:
        """Letters and digits, the same for the same words of the same file: year, a word of the title, a hash."""
        words = re.findall("[a-z]{4,}", normalize("NFKD", self.title).lower())
        place = f"{self.document}\n{self.sha256}\n{self.start}\n{self.end}"
        year = f"{self.date.year:04}" if self.date else ""
        return f"{words[0][:_LONGEST_WORD] if words else 'document'}{year}x{sha256(place.encode()).hexdigest()[:8]}"


def host_of(url: str | None) -> str | None:
    """The host of an http or https address; None for anything else, which is not linked."""
    if url is None or any(ord(character) <= 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in ("http", "https") else None


def as_text(reference: Reference) -> str:
    """One line to paste: the words in quotation marks, then who says them, title, date, address."""
    by = [_said_by(reference), fold(reference.title), _place(reference), _day(reference.date), _address(reference)]
    return f"“{fold(reference.quote)}” — {', '.join(part for part in by if part)}"


def as_markdown(reference: Reference) -> str:
    """A block quotation with a link to the original page; nothing from the document becomes markup."""
    lines = [markdown_line(fold(line)) for line in reference.quote.splitlines() if fold(line)]
    title, address = fold(reference.title), _address(reference)
    # An ampersand would open an entity in an address as well.
    address = address.replace("&", "\\&")
    linked = f"[{markdown_link_text(title)}]({address})" if address and title else markdown_line(title)
    by = [markdown_line(_said_by(reference) or ""), linked, markdown_line(_place(reference)), _day(reference.date)]
    return "\n>\n".join(f"> {line}" for line in [*lines, f"— {', '.join(part for part in by if part)}"]) + "\n"


def as_bibtex(reference: Reference) -> str:
    r"""A `@misc` entry for BibTeX and BibLaTeX; `\url` needs the package url or hyperref."""
    host, address, day = host_of(reference.url), _address(reference), reference.date
    place = f"{_tex(_place(reference))}, " if reference.place and reference.place.kind != "page" else ""
    note = (
        f"``{_tex(reference.quote)}'' ({place}characters {reference.start}--{reference.end} of "
        f"{_tex(reference.document)}, sha256 {_tex(reference.sha256)})"
    )
    fields = {
        "author": f"{{{{{_tex(reference.author)}}}}}" if reference.author else None,
        "title": f"{{{{{_tex(reference.title)}}}}}",
        "year": f"{{{day.year:04}}}" if day else None,
        "month": MONTHS[day.month - 1][:3].lower() if day else None,  # BibTeX's own word, spelt by each style
        "day": f"{{{day.day}}}" if day else None,
        "pages": f"{{{_tex(reference.place.cited)}}}" if reference.place and reference.place.kind == "page" else None,
        "publisher": f"{{{_tex(host)}}}" if host else None,
        "howpublished": f"{{\\url{{{address}}}}}" if address else None,
        "url": f"{{{address}}}" if address else None,
        "note": f"{{{note}}}",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@misc{{{reference.key},\n{lines}}}\n"


def as_csl_json(reference: Reference) -> str:
    """A list of one CSL item, as Zotero, Pandoc and other programs read it."""
    host, address, day = host_of(reference.url), _address(reference), reference.date
    note = (
        f"“{fold(reference.quote)}” (characters {reference.start}–{reference.end} of {reference.document}, "
        f"sha256 {reference.sha256})"
    )
    item = {
        "id": reference.key,
        "type": "webpage" if address else "document",
        "title": fold(reference.title),
        "author": [{"literal": reference.author}] if reference.author else None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "genre": fold(reference.category) if reference.category else None,
        "container-title": host if address else None,
        "publisher": host if address else None,
        "URL": address or None,
        "locator": _locator(reference.place),
        "note": note,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _locator(place: Place | None) -> str | None:
    """The number of a page alone, as CSL has it; any other place in words."""
    return None if place is None else fold(place.cited if place.kind == "page" else place.label)


def _place(reference: Reference) -> str:
    return fold(reference.place.label) if reference.place else ""


def _said_by(reference: Reference) -> str | None:
    return _ASKER if reference.speaker == QUESTION_LABEL else reference.author


def _day(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def _address(reference: Reference) -> str:
    """The address of the original page without what Markdown or BibTeX would read; empty when there is none."""
    if reference.url is None or host_of(reference.url) is None:
        return ""
    return quote(reference.url, safe=_SAFE_IN_ADDRESSES)


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in fold(text))
