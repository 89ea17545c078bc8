"""HTML of the source of a quotation: a card, of one line until it is opened; pure. It escapes what is from outside."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from qa.answering.answer import Citation
from qa.documents import DocumentInfo
from qa.exports.citation import host_of
from qa.retrieval.retriever import Hit
from qa.web.html.addresses import document_address
from qa.web.html.document_text import cell_spans
from qa.web.html.excerpts import Excerpt, Piece
from qa.web.html.markers import marker_html
from qa.web.html.places import file_link_html, place_label
from qa.web.language import in_english, say, say_day

_ELEMENTS = {"heading": "h4", "paragraph": "p", "item": "p", "row": "tr", "turn": "p"}


def source_html(
    number: int,
    citations: Sequence[Citation],
    excerpts: Sequence[Excerpt],
    others: Sequence[Excerpt] = (),
    *,
    numbered: bool,
    dated: bool = True,
) -> str:
    """The card of a document: its title and date; when it is opened, the text around what is quoted of it.

    Args:
        number: The number of the turn.
        citations: Of the document, one or more.
        excerpts: The text around each of them.
        others: Other passages of the document, in which nothing is marked.
        numbered: Whether the numbers of the citations stand before the title, since they stand nowhere else.
        dated: Whether the date stands behind the title.
    """
    first = citations[0]
    address = document_address(first.document, first.start, first.end, first.sha256)
    around = "".join(
        excerpt_html(excerpt, (citation.start, citation.end))
        for citation, excerpt in zip(citations, excerpts, strict=True)
    ) + "".join(excerpt_html(excerpt, None) for excerpt in others)
    markers = "".join(marker_html(citation) for citation in citations) if numbered else ""
    speaker = first.speaker if len({citation.speaker for citation in citations}) == 1 else None
    where = place_label(citation.place for citation in citations)
    summary = _summary_html(first.title, first.date if dated else None, speaker, where)
    opened = f"{around}{_links_html(address, first.category, first.url, file_link_html(first.place, first.document))}"
    return f'<div class="by">{markers}{_card_html(f"source-{number}-{first.marker}", summary, opened)}</div>'


def passages_html(identity: str, hits: Sequence[Hit], excerpts: Sequence[Excerpt]) -> str:
    """The card of a document with passages of it that are no answer: nothing in them is marked.

    Args:
        identity: Its id on the page.
        hits: Passages of one document, one or more.
        excerpts: The text of each.
    """
    info, first = hits[0].document, hits[0].passage
    speaker = first.speaker if len({hit.passage.speaker for hit in hits}) == 1 else None
    summary = _summary_html(info.title, _day(info), speaker, place_label(hit.place for hit in hits))
    address = document_address(info.name, first.start, first.end)
    text = "".join(excerpt_html(excerpt, None) for excerpt in excerpts)
    opened = f"{text}{_links_html(address, info.category, info.url)}"
    return f'<div class="by">{_card_html(identity, summary, opened)}</div>'


def _card_html(identity: str, summary: str, opened: str) -> str:
    return (
        f'<details class="source" id="{escape(identity)}" aria-live="off"><summary>{summary}</summary>'
        f'<div class="opened">{opened}</div></details>'
    )


def _summary_html(title: str, day: str | None, speaker: str | None, where: str | None) -> str:
    said = f'<span class="speaker" dir="auto">{escape(speaker)}</span> · ' if speaker else ""
    place = f' · <span class="where" dir="auto">{escape(where)}</span>' if where else ""
    when = f" · {time_html(day)}" if day else ""
    return f'{said}<cite dir="auto"{in_english()}>{escape(title)}</cite>{place}{when}'


def _links_html(address: str, category: str | None, url: str | None, file_link: str = "") -> str:
    """Links to the place in the document and to the original page, and the category."""
    filed = f'<span class="filed" dir="auto">{escape(category)}</span>' if category else ""
    place = f'<a class="place" href="{escape(address)}">{say("Show in the document")}</a>'
    return f'<p class="facts">{place}{file_link}{link_html(url)}{filed}</p>'


def excerpt_html(excerpt: Excerpt, mark: tuple[int, int] | None) -> str:
    """An excerpt, a block an element and rows in a table, with a span of the document marked.

    Args:
        excerpt: What is shown.
        mark: Start and end in the document's canonical text; a span over several blocks is marked in each.
    """
    last = len(excerpt.pieces) - 1
    blocks = []
    for kind, run in groupby(enumerate(excerpt.pieces), key=lambda placed: placed[1].kind):
        html = []
        for place, piece in run:
            before = '<span class="cut">…\u00a0</span>' if place == 0 and excerpt.opens_late else ""
            after = '<span class="cut">\u00a0…</span>' if place == last and excerpt.ends_early else ""
            html.append(_block_html(piece, mark, before, after))
        whole = "".join(html)
        blocks.append(f'<div class="rows"><table><tbody>{whole}</tbody></table></div>' if kind == "row" else whole)
    return f'<div class="excerpt"{in_english()}>{"".join(blocks)}</div>'


def _block_html(piece: Piece, mark: tuple[int, int] | None, before: str, after: str) -> str:
    element = _ELEMENTS[piece.kind]
    if piece.kind != "row":
        text = _marked(piece, 0, len(piece.text), mark)
        return f'<{element} class="kind-{piece.kind}" dir="auto">{before}{text}{after}</{element}>'
    cells = [_marked(piece, start, end, mark) for start, end in cell_spans(piece.text)]
    cells[0], cells[-1] = before + cells[0], cells[-1] + after
    row = "".join(f'<td dir="auto">{cell}</td>' for cell in cells)
    return f"<tr>{row}</tr>"


def link_html(url: str | None) -> str:
    """A link to the original page; nothing unless it leads to http or https."""
    host = host_of(url)
    if url is None or host is None:
        return ""
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"{say('Original at {host}', host=escape(host))}"
        f'<span class="unseen"> {say("(opens in a new tab)")}</span></a>'
    )


def _marked(piece: Piece, first: int, last: int, mark: tuple[int, int] | None) -> str:
    """A part of a piece, in which a span of the document is marked."""
    if mark is None:
        return escape(piece.text[first:last])
    start, end = (min(max(place - piece.start, first), last) for place in mark)
    text = piece.text
    if start == end:
        return escape(text[first:last])
    return f"{escape(text[first:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:last])}"


def _day(info: DocumentInfo) -> str | None:
    return info.date.isoformat() if info.date else None


def time_html(day: str) -> str:
    """A date, YYYY-MM-DD."""
    return f'<time datetime="{escape(day)}">{escape(say_day(day))}</time>'
