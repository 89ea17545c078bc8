"""HTML of quotations, each document's together above one card; pure. Whatever comes from outside is escaped here."""

from collections.abc import Collection, Mapping, Sequence
from html import escape

from qa.answering.answer import Answer, Citation
from qa.retrieval.retriever import Hit
from qa.web.html.excerpts import Excerpt
from qa.web.html.markers import marker_html
from qa.web.html.sources import passages_html, source_html, time_html
from qa.web.language import in_english, say

Around = Mapping[int, Excerpt]
"""The text around each quotation, by its marker."""


def quotations_html(
    number: int, citations: Sequence[Citation], bold: Citation | None, around: Around, changed: Collection[int]
) -> str:
    """Quotations, those of one document above its card.

    Args:
        number: The number of the turn.
        citations: In the order in which they are shown.
        bold: The one whose short answer is emphasised; None for none.
        around: The text around each.
        changed: Markers of the citations whose source has changed.
    """
    parts = []
    for cited in _by_document(citations):
        several = len(cited) > 1
        figures = "".join(_quotation_html(one, one == bold, several) for one in cited)
        parts.append(f'<div class="cited">{figures}{_source_html(number, cited, around, changed, not several)}</div>')
    return f'<div class="answer">{"".join(parts)}</div>'


def timeline_html(number: int, citations: Sequence[Citation], around: Around, changed: Collection[int]) -> str:
    """Quotations in the order of time, a line each."""
    lines = ""
    for one in citations:
        day = time_html(one.date) if one.date else f'<span class="undated">{say("undated")}</span>'
        source = source_html(number, [one], [around[one.marker]], numbered=True, dated=False)
        source += _changed_html() if one.marker in changed else ""
        lines += f'<li>{day}<div><q class="line" dir="auto"{in_english()}>{escape(one.quote)}</q>{source}</div></li>'
    return f'<ol class="timeline" aria-label="{say("Quotations in the order of time")}">{lines}</ol>'


def sources_html(number: int, citations: Sequence[Citation], around: Around, changed: Collection[int]) -> str:
    """A card for each document of quotations that stand elsewhere, or nowhere."""
    cards = "".join(
        f"<li>{_source_html(number, cited, around, changed, True)}</li>" for cited in _by_document(citations)
    )
    return f'<ol class="sources" aria-label="{say("Sources")}">{cards}</ol>'


def more_html(
    number: int, answer: Answer, excerpts: Sequence[Excerpt], around: Around, changed: Collection[int]
) -> str:
    """Folded away: the quotations that add nothing to the answer, and the passages that were found.

    Args:
        number: The number of the turn.
        answer: The answer.
        excerpts: The text of the first of its hits.
        around: The text around each of its quotations.
        changed: Markers of the citations whose source has changed.
    """
    leading = answer.leading
    further = [one for one in answer.citations if one not in leading]
    found = zip(answer.search.hits, excerpts, strict=False)
    hits = [(hit, excerpt) for hit, excerpt in found if not any(_overlap(hit, one) for one in (*leading, *further))]
    cards = []
    cited = {citations[0].document: citations for citations in _by_document(further)}
    for name in dict.fromkeys([*cited, *(hit.document.name for hit, _ in hits)]):
        own = [(hit, excerpt) for hit, excerpt in hits if hit.document.name == name]
        passages = [excerpt for _, excerpt in own]
        if name in cited:
            cards.append(_source_html(number, cited[name], around, changed, True, passages))
        else:
            cards.append(passages_html(f"passage-{number}-{own[0][0].rank}", [hit for hit, _ in own], passages))
    if not cards:
        return ""
    called = say("More passages") if leading else say("Nearest passages")
    return (
        f'<details class="more"><summary>{called} ({len(further) + len(hits)})</summary>'
        f'<ol class="sources">{"".join(f"<li>{card}</li>" for card in cards)}</ol></details>'
    )


def _overlap(hit: Hit, citation: Citation) -> bool:
    """Whether a quotation stands in a passage."""
    passage = hit.passage
    return citation.document == hit.document.name and citation.start < passage.end and citation.end > passage.start


def _by_document(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations of one document together, in the order in which the documents come first."""
    names = dict.fromkeys(citation.document for citation in citations)
    return [[citation for citation in citations if citation.document == name] for name in names]


def _quotation_html(citation: Citation, is_bold: bool, is_numbered: bool) -> str:
    context = f'<p class="context" dir="auto"{in_english()}>{escape(citation.context)}</p>' if citation.context else ""
    caption = f"<figcaption>{marker_html(citation)}</figcaption>" if is_numbered else ""
    quoted = f'<blockquote dir="auto"{in_english()}>{_quoted_html(citation, is_bold)}</blockquote>'
    return f'<figure class="quotation">{context}{quoted}{caption}</figure>'


def _quoted_html(citation: Citation, is_bold: bool) -> str:
    """The quoted words, the short answer among them emphasised."""
    before, answer, after = map(escape, citation.parts())
    if not is_bold or not answer:
        return before + answer + after
    return f'{before}<strong class="short-answer">{answer}</strong>{after}'


def _source_html(
    number: int,
    cited: Sequence[Citation],
    around: Around,
    changed: Collection[int],
    is_numbered: bool,
    others: Sequence[Excerpt] = (),
) -> str:
    excerpts = [around[citation.marker] for citation in cited]
    is_changed = any(citation.marker in changed for citation in cited)
    card = source_html(number, cited, excerpts, others, numbered=is_numbered)
    return f"{card}{_changed_html() if is_changed else ''}"


def _changed_html() -> str:
    return f'<p class="changed">{say("The source has changed since this was quoted.")}</p>'
