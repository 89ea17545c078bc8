"""HTML of places in a document: labels, marks in the margin of its text, the picture of a page; pure."""

from collections.abc import Iterable
from html import escape

from qa.documents import Block, Document, Place
from qa.web.html.addresses import file_address, picture_address
from qa.web.language import say

_IN_MARGIN = frozenset({"page", "slide", "chapter", "message", "time"})
"""Kinds of places that stand in the margin; the rows of a sheet are a table."""


def place_label(places: Iterable[Place | None]) -> str | None:
    """Places in words, each once; None where there are none."""
    labels = dict.fromkeys(place_words(place) for place in places if place is not None)
    return ", ".join(labels) or None


def place_words(place: Place) -> str:
    """A place as a citation says it (`Place.label`), in the language of the page."""
    match place.kind:
        case "page":
            return say("p. {number}", number=place.cited)
        case "slide":
            return say("slide {number}", number=place.cited)
        case "sheet":
            return say("sheet {name}", name=place.cited)
        case "row":
            return say("row {number}", number=place.cited)
        case "message":
            return say("message {number}", number=place.cited)
        case _:
            return place.cited


def page_of(place: Place | None, name: str) -> int | None:
    """The page that a browser can open a file at; None in files that it has no pages of."""
    is_page = place is not None and place.kind == "page" and place.value.isdigit() and name.lower().endswith(".pdf")
    return int(place.value) if place is not None and is_page else None


def margin_place(block: Block) -> Place | None:
    """The place of a block as far as it stands in the margin."""
    return block.place if block.place is not None and block.place.kind in _IN_MARGIN else None


def margin_mark_html(place: Place | None, name: str) -> str:
    """The mark in the margin where a place begins, a link to the page of the file where it has pages.

    Its words are no text of the page, so that what is copied from there is the document's.
    """
    if place is None:
        return ""
    label, page = escape(place_words(place)), page_of(place, name)
    if page is None:
        return f'<span class="place-mark" data-place="{label}"></span>'
    address = escape(file_address(name, page))
    return (
        f'<a class="place-mark" data-place="{label}" href="{address}" target="_blank" rel="noopener" '
        f'aria-label="{say("Open the file at {place} (in a new tab)", place=label)}"></a>'
    )


def picture_html(document: Document, span: tuple[int, int] | None) -> str:
    """The picture of the page on which a quotation begins, marked there; nothing in files that have no pages."""
    place = document.place_at(span[0]) if span else None
    page = page_of(place, document.info.name)
    if span is None or place is None or page is None:
        return ""
    address = escape(picture_address(document.info.name, page, document.sha256, span))
    shows = say(
        "Picture of {place} with the quotation marked; opens the file there, in a new tab",
        place=escape(place_words(place)),
    )
    return (
        f'<a class="page-picture" href="{escape(file_address(document.info.name, page))}" target="_blank" '
        f'rel="noopener"><img src="{address}" loading="lazy" '
        f'alt="{shows}"></a>'
    )


def file_link_html(place: Place | None, name: str) -> str:
    """A link that opens the file at its page; nothing in files that have no pages."""
    page = page_of(place, name)
    if place is None or page is None:
        return ""
    return (
        f'<a class="original" href="{escape(file_address(name, page))}" target="_blank" rel="noopener">'
        f"{say('Open the file at {place}', place=escape(place_words(place)))}"
        f'<span class="unseen"> {say("(opens in a new tab)")}</span></a>'
    )
