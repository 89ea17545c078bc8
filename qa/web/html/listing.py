"""HTML of the answer to a question about the collection: the number, what was counted, the documents; pure."""

from collections.abc import Collection, Mapping
from html import escape
from json import dumps

from qa.answering.answer import Answer, Citation
from qa.answering.listings import DocumentListing, ListedEntry
from qa.understanding.collection_questions import COLLECTION
from qa.web.html.addresses import document_address
from qa.web.html.sources import time_html
from qa.web.language import in_english, say, say_count, tell

_UNFOLDED = 10
"""Documents that are shown; the others are folded away."""


def listing_html(answer: Answer, listing: DocumentListing, changed: Collection[int]) -> str:
    """The sentence that answers, what was counted, and the documents, each a link that opens it.

    Args:
        answer: Whose citations are shown with their documents.
        listing: What it lists.
        changed: Markers of the citations whose source is another one now.
    """
    cited = {citation.marker: citation for citation in answer.citations}
    entries = [_entry_html(entry, cited, changed) for entry in listing.documents]
    shown = "".join(entries[:_UNFOLDED])
    folded = "".join(entries[_UNFOLDED:])
    count = say_count("{number} more", "{number} more", len(entries) - _UNFOLDED)
    more = f"<details><summary>{count}</summary><ol>{folded}</ol></details>" if folded else ""
    counted = say("Counted: {what}.", what=f'<span dir="auto">{escape(tell(listing.query))}</span>')
    return (
        f'<div class="answer listing"><p class="counted-sentence" dir="auto">{escape(tell(listing.sentence))}</p>'
        f'<p class="counted-query"><span>{counted}</span> {_search_instead_html()}</p>'
        f"{f'<ol>{shown}</ol>' if shown else ''}{more}{_not_listed_html(listing)}</div>"
    )


def _search_instead_html() -> str:
    return (
        '<button type="button" class="instead" data-take-off="said" '
        f'data-key="{escape(dumps([COLLECTION]))}">{say("Search the text instead")}</button>'
    )


def _entry_html(entry: ListedEntry, cited: Mapping[int, Citation], changed: Collection[int]) -> str:
    citation = cited.get(entry.marker) if entry.marker is not None else None
    address = document_address(entry.document)
    quoted = ""
    if citation is not None:
        address = document_address(citation.document, citation.start, citation.end, citation.sha256)
        quoted = f'<q class="line" dir="auto"{in_english()}>{escape(citation.quote)}</q>'
        if citation.marker in changed:
            quoted += f'<p class="changed">{say("The source has changed since this was quoted.")}</p>'
    facts = [time_html(entry.date) if entry.date else f'<span class="undated">{say("undated")}</span>']
    facts += [f'<span dir="auto">{escape(entry.category)}</span>'] if entry.category else []
    return (
        f'<li><a class="place" dir="auto" href="{escape(address)}">{escape(entry.title)}</a>'
        f'<p class="facts">{" · ".join(facts)}</p>{quoted}</li>'
    )


def _not_listed_html(listing: DocumentListing) -> str:
    """How many of those that match are not listed."""
    left = listing.count - len(listing.documents)
    if not listing.documents or not left:
        return ""
    count = say_count("{number} more matches and is not listed.", "{number} more match and are not listed.", left)
    return f'<p class="facts">{count}</p>'
