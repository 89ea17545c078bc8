"""HTML beside an answer: a card for each source; pure. Whatever comes from outside is escaped here."""

from html import escape
from itertools import accumulate

from qa.answering.citations import Citation
from qa.exports.citation import host_of
from qa.retrieval.retriever import Hit
from qa.web.html.addresses import document_address
from qa.web.html.excerpts import Excerpt, Piece

_UNFOLDED = 200
"""Characters of a passage that is not an answer after which the rest is folded away."""
_ELEMENTS = {"heading": "h4", "paragraph": "p", "item": "p", "row": "p", "turn": "p"}


def source_html(identity: str, citation: Citation, excerpt: Excerpt, *, changed: bool = False) -> str:
    """The card of a citation: where it is from, and the quoted words marked in the text around them.

    Args:
        identity: Its id on the page.
        citation: The citation.
        excerpt: The text around it.
        changed: Whether the document has changed since it was quoted.
    """
    note = '<p class="changed">This document has changed since it was quoted.</p>' if changed else ""
    address = document_address(citation.document, citation.start, citation.end, citation.sha256)
    facts = _facts_html(citation.date, citation.category, citation.speaker)
    return (
        f'<li class="source" id="{escape(identity)}" tabindex="-1" aria-label="Source {citation.marker}">'
        f'<header><span class="number" aria-hidden="true">{citation.marker}</span><div>'
        f"{_title_html(citation.title, address)}{facts}{note}</div></header>"
        f"{excerpt_html(excerpt, (citation.start, citation.end))}{link_html(citation.url)}</li>"
    )


def nearest_html(identity: str, hit: Hit, excerpt: Excerpt) -> str:
    """The card of a passage that is not an answer: nothing in it is marked."""
    info = hit.document
    facts = _facts_html(info.date.isoformat() if info.date else None, info.category, hit.passage.speaker)
    address = document_address(info.name, hit.passage.start, hit.passage.end)
    return (
        f'<li class="source" id="{escape(identity)}" tabindex="-1"><header><div>'
        f"{_title_html(info.title, address)}{facts}</div></header>"
        f"{folded_html(excerpt)}{link_html(info.url)}</li>"
    )


def excerpt_html(excerpt: Excerpt, mark: tuple[int, int] | None) -> str:
    """An excerpt, a block an element, with a span of the document marked.

    Args:
        excerpt: What is shown.
        mark: Start and end in the document's canonical text; a span over several blocks is marked in each.
    """
    return f'<div class="excerpt">{"".join(_blocks(excerpt, mark))}</div>'


def folded_html(excerpt: Excerpt) -> str:
    """An excerpt of which the first blocks are shown, and the others on demand."""
    blocks = _blocks(excerpt, None)
    lengths = accumulate(len(piece.text) for piece in excerpt.pieces)
    shown = next((count for count, length in enumerate(lengths, start=1) if length >= _UNFOLDED), len(blocks))
    folded = ""
    if blocks[shown:]:
        folded = (
            "<details><summary>The rest of the passage</summary>"
            f'<div class="excerpt">{"".join(blocks[shown:])}</div></details>'
        )
    return f'<div class="excerpt">{"".join(blocks[:shown])}</div>{folded}'


def _blocks(excerpt: Excerpt, mark: tuple[int, int] | None) -> list[str]:
    last = len(excerpt.pieces) - 1
    blocks = []
    for index, piece in enumerate(excerpt.pieces):
        before = '<span class="cut">…\u00a0</span>' if index == 0 and excerpt.opens_late else ""
        after = '<span class="cut">\u00a0…</span>' if index == last and excerpt.ends_early else ""
        element = _ELEMENTS[piece.kind]
        blocks.append(
            f'<{element} class="kind-{piece.kind}" dir="auto">{before}{_marked(piece, mark)}{after}</{element}>'
        )
    return blocks


def link_html(url: str | None) -> str:
    """A link to the original page; nothing unless it leads to http or https."""
    host = host_of(url)
    if url is None or host is None:
        return ""
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" rel="noopener noreferrer">Original at '
        f'{escape(host)}<span class="unseen"> (opens in a new tab)</span></a>'
    )


def _marked(piece: Piece, mark: tuple[int, int] | None) -> str:
    if mark is None:
        return escape(piece.text)
    start, end = (min(max(place - piece.start, 0), len(piece.text)) for place in mark)
    if start == end:
        return escape(piece.text)
    text = piece.text
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def _title_html(title: str, address: str) -> str:
    """The title, a link to the place in the document."""
    return f'<h4 class="title" dir="auto"><a class="place" href="{escape(address)}">{escape(title)}</a></h4>'


def _facts_html(day: str | None, category: str | None, speaker: str | None) -> str:
    facts = [time_html(day)] if day else []
    facts += [f'<span dir="auto">{escape(fact)}</span>' for fact in (category, speaker) if fact]
    return f'<p class="facts">{" · ".join(facts)}</p>' if facts else ""


def time_html(day: str) -> str:
    """A date, YYYY-MM-DD."""
    return f'<time datetime="{escape(day)}">{escape(day)}</time>'
