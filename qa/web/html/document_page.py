"""A document as a page, with a quotation highlighted and citations to copy; pure.

The page holds one `<article class="document">`, which the chat takes out of it to show it in a dialog; a problem is
explained in such an article too. Whatever comes from outside is escaped here and in `document_text`.
"""

from collections.abc import Sequence
from html import escape

from qa.documents import Document, DocumentInfo
from qa.documents.metadata.facts import Fact, facts_of
from qa.exports.citation import Reference, as_bibtex, as_csl_json, as_markdown, as_text
from qa.messages import Message
from qa.web.html.addresses import document_address
from qa.web.html.document_text import Span, text_html
from qa.web.html.icon import ICON_LINK
from qa.web.html.places import file_link_html
from qa.web.html.sources import link_html, time_html
from qa.web.language import in_english, language_element, say, say_count, spoken, tell

_FORMATS = (
    (Message("Text"), as_text),
    ("Markdown", as_markdown),
    ("BibTeX", as_bibtex),
    ("CSL-JSON", as_csl_json),
)
_CHANGED = Message(
    "The document has changed since this was quoted. It is shown as it is now, with nothing highlighted: "
    "the quoted words may have moved, or been removed."
)
_LABELS = {
    "title": Message("Title"),
    "date": Message("Date"),
    "categories": Message("Categories"),
    "url": Message("Address"),
    "description": Message("Description"),
    "keywords": Message("Keywords"),
}


def document_page(
    document: Document,
    span: Span | None = None,
    also: Sequence[Span] = (),
    *,
    names: Sequence[str] = (),
    changed: bool = False,
) -> str:
    """The page of a document.

    Args:
        document: With its whole text.
        span: Start and end of the quotation in the canonical text, half-open; None for none.
        also: Other places to highlight, which the same answer quotes.
        names: Of the documents that its links may lead to.
        changed: Whether the file has changed since it was quoted; then nothing is highlighted.
    """
    shown = None if changed else span
    notice = f'<p class="notice" role="note">{tell(_CHANGED)}</p>' if changed else ""
    copies = _copies_html(Reference.from_document(document, *shown)) if shown else ""
    text = text_html(document, shown, () if changed else also, names)
    article = (
        f'<article class="document" aria-labelledby="document-title">{_header_html(document, shown)}{notice}'
        f'<div class="text"{in_english()}>{text}</div>{copies}{_footer_html(document)}</article>'
    )
    return article_page(document.info.title, article)


def problem_page(title: str, explanation: str) -> str:
    """The page that says why a document, or a place in it, cannot be shown."""
    return article_page(
        title,
        '<article class="document problem" aria-labelledby="document-title"><header>'
        f'<h1 id="document-title">{escape(title)}</h1></header><p class="notice" dir="auto">{escape(explanation)}</p>'
        "</article>",
    )


def article_page(title: str, article: str) -> str:
    """A page of one article: its title in the tab, the way to the chat above it."""
    return (
        f'<!doctype html>\n<html lang="{spoken().code}"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · Quotable</title>"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{ICON_LINK}{language_element()}'
        '<link rel="stylesheet" href="quotable/tokens.css"><link rel="stylesheet" href="quotable/document.css">'
        '<script type="module" src="quotable/document.js"></script></head><body class="document-page">'
        '<header class="document-top"><a href="./">Quotable</a></header>'
        f"<main>{article}</main></body></html>\n"
    )


def _header_html(document: Document, span: Span | None) -> str:
    info = document.info
    words = len(document.text.split())
    to_quotation = f'<a class="to-quotation" href="#quotation">{say("Show the quotation")}</a>' if span else ""
    place = document.place_at(span[0]) if span else None
    links = link_html(info.url) + file_link_html(place, info.name) + to_quotation
    linked = f'<p class="links">{links}</p>' if links else ""
    return (
        f'<header><h1 id="document-title" dir="auto">{escape(info.title)}</h1>{_facts_html(info, words)}'
        f"{linked}</header>"
    )


def _facts_html(info: DocumentInfo, words: int) -> str:
    facts = [time_html(info.date.isoformat())] if info.date else []
    facts += [f'<span dir="auto">{escape(category)}</span>' for category in info.categories]
    facts.append(say_count("{number} word", "{number} words", words))
    return f'<p class="about">{" · ".join(facts)}</p>'


def _copies_html(reference: Reference) -> str:
    """Buttons that hold the texts for `document.js` to copy."""
    buttons = "".join(
        f'<button type="button" data-copy="{escape(make(reference))}" data-said="{say("Copied as {name}", name=name)}">'
        f"{name}</button>"
        for name, make in ((tell(name), make) for name, make in _FORMATS)
    )
    address = document_address(reference.document, reference.start, reference.end, reference.sha256)
    return (
        f'<section class="copies" aria-label="{say("Citation")}"><div role="group" aria-labelledby="document-copy">'
        f'<p id="document-copy">{say("Copy citation")}</p>{buttons}</div>'
        f'<button type="button" data-copy-address="{escape(address)}" data-said="{say("Link copied")}">'
        f'{say("Copy link to this passage")}</button><p class="copied" role="status"></p></section>'
    )


def _footer_html(document: Document) -> str:
    """What is known of the document, and where each fact stands."""
    rows = [
        (tell(_LABELS[fact.name]), fact.shown, fact.origin or "") for fact in facts_of(document) if _can_be_shown(fact)
    ]
    rows += [(say("File"), document.info.name, ""), ("SHA-256", document.sha256, "")]
    rows += [(say("Not read"), problem, "") for problem in document.particulars.problems]
    return f"<footer><dl>{''.join(_fact_html(*row) for row in rows)}</dl></footer>"


def _can_be_shown(fact: Fact) -> bool:
    """An address only where it is one that a link may lead to."""
    return fact.name != "url" or bool(link_html(fact.shown))


def _fact_html(label: str, value: str, origin: str) -> str:
    stands = f' <small class="origin">{say("from: {origin}", origin=escape(origin))}</small>' if origin else ""
    return f'<div><dt>{escape(label)}</dt><dd dir="auto">{escape(value)}{stands}</dd></div>'
