"""HTML of the number of a citation; pure."""

from html import escape

from qa.answering.answer import Citation
from qa.web.html.addresses import document_address
from qa.web.language import in_english, say, say_day

_PEEKED = 280
"""Characters of a quotation that are shown beside its marker."""


def marker_html(citation: Citation) -> str:
    """The number of a citation, which stands beside its quotation: a link to the place in the document."""
    address = document_address(citation.document, citation.start, citation.end, citation.sha256)
    return (
        f'<a class="marker" href="{escape(address)}" data-citation="{citation.marker}" '
        f'aria-label="{say("Source {number}", number=citation.marker)}">{citation.marker}</a>'
    )


def peeking_marker_html(number: int, citation: Citation) -> str:
    """The number of a citation behind a sentence; pointing at it shows the quotation, which stands nowhere else.

    Args:
        number: The number of the turn.
        citation: The citation.
    """
    peek = f"peek-{number}-{citation.marker}"
    quote = citation.quote if len(citation.quote) <= _PEEKED else f"{citation.quote[:_PEEKED].rsplit(' ', 1)[0]} …"
    day = say_day(citation.date) if citation.date else None
    by = " · ".join(escape(part) for part in (citation.speaker, citation.title, day) if part)
    marker = marker_html(citation).replace("<a ", f'<a aria-describedby="{peek}" ', 1)
    return (
        f'<span class="cite">{marker}<span class="peek" role="tooltip" id="{peek}">'
        f'<q dir="auto"{in_english()}>{escape(quote)}</q>'
        f'<span class="peek-source" dir="auto">{by}</span></span></span>'
    )
