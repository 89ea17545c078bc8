"""HTML of a question with its answer; pure. Whatever comes from outside is escaped here and in `sources`."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from qa.answering.citations import UNSURE, Answer, Citation
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.retrieval.retriever import Hit
from qa.web.html.addresses import answer_address
from qa.web.html.excerpts import Excerpt
from qa.web.html.feedback_form import feedback_html
from qa.web.html.listing import listing_html
from qa.web.html.markers import marker_html
from qa.web.html.other_reading import other_reading_html
from qa.web.html.sources import nearest_html, source_html, time_html
from qa.web.html.statements import written_html
from qa.web.html.understood import understood_html

NEAREST_SHOWN = 3
"""Passages shown beside an abstention."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answered question as it stands on the page.

    Attributes:
        number: Of the question in its conversation, from 1; it makes the ids on the page unique.
        exchange: The question and its answer.
        earlier: The questions before it, oldest first.
        excerpts: The text around each citation; for an abstention, one for each nearest passage.
        changed: Markers of the citations whose source has changed.
        feedback: The visitor's feedback on the answer; None for none.
    """

    number: int
    exchange: Exchange
    earlier: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    changed: frozenset[int]
    feedback: Feedback | None


def turn_html(shown: Shown, notes: Sequence[str] = ()) -> str:
    """A question with its answer, and the sources beside it.

    Args:
        shown: The question.
        notes: Sentences to show before the answer.
    """
    answer = shown.exchange.answer
    said = _notes_html(notes)
    if answer.abstained:
        said += f"{_notes_html(answer.notes)}{_abstention_html(answer)}"
        beside = _nearest_html(shown.number, answer.search.hits, shown.excerpts)
    elif answer.listing is not None:
        said += listing_html(answer, answer.listing, shown.changed)
        beside = ""  # the documents stand in the answer
    else:
        said += _answer_html(shown)
        beside = _sources_html(shown)
    asked = answer.search.question
    said = f"{other_reading_html(answer.other_reading, next(reversed(shown.earlier), None))}{said}"
    said = f"{understood_html(shown.exchange)}{said}{_closing_html(shown)}"
    return _article_html(shown.number, asked.question, said, beside, searched=asked.interpreted)


def _notes_html(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)


def failed_html() -> str:
    """A question that could not be answered, with a button that asks again; the script fills in the reason."""
    said = (
        '<div class="problem" role="alert"><p class="reason"></p>'
        '<button type="button" class="plain" data-ask-anew>Ask again</button></div>'
    )
    return _article_html(0, "", said, "")


def waiting_html() -> str:
    """A question that waits for its answer; the script fills in its number and its text."""
    said = '<p class="waiting" role="status">Reading the documents</p>'
    beside = '<aside class="sources waiting-sources" aria-hidden="true"><h3>Sources</h3><i></i><i></i></aside>'
    return _article_html(0, "", said, beside, busy=True)


def _article_html(number: int, question: str, said: str, beside: str, *, searched: str = "", busy: bool = False) -> str:
    return (
        f'<article class="turn" id="turn-{number}" data-number="{number}" data-searched="{escape(searched)}" '
        f'aria-labelledby="question-{number}" '
        f'aria-busy="{str(busy).lower()}"><div class="said">'
        f'<h2 class="question" id="question-{number}" tabindex="-1" dir="auto">{escape(question)}</h2>'
        f"{said}</div>{beside}</article>"
    )


# The answer


def _answer_html(shown: Shown) -> str:
    answer = shown.exchange.answer
    unsure = "" if answer.is_sure else f'<p class="unsure">{UNSURE}</p>'
    if answer.written and answer.written.statements:
        return f"{unsure}{written_html(shown.number, answer)}{_notes_html(answer.notes)}"
    unsure = f"{_notes_html(answer.notes)}{unsure}"
    if answer.is_timeline:
        lines = "".join(_line_html(shown, citation) for citation in answer.citations)
        return f'{unsure}<ol class="timeline" aria-label="Quotations in the order of time">{lines}</ol>'
    quotations = "".join(_quotation_html(shown, citation) for citation in answer.citations)
    return f'{unsure}<div class="answer">{quotations}</div>'


def _quotation_html(shown: Shown, citation: Citation) -> str:
    by = [f'<span class="speaker" dir="auto">{escape(citation.speaker)}</span>'] if citation.speaker else []
    by.append(f'<cite dir="auto">{escape(citation.title)}</cite>')
    if citation.date:
        by.append(time_html(citation.date))
    context = f'<p class="context" dir="auto">{escape(citation.context)}</p>' if citation.context else ""
    return (
        f'<figure class="quotation">{context}<blockquote dir="auto">{_quoted_html(citation)}</blockquote>'
        f"<figcaption>{marker_html(shown.number, citation)}<span>{' · '.join(by)}</span></figcaption>"
        f"{_changed_html(shown, citation)}</figure>"
    )


def _line_html(shown: Shown, citation: Citation) -> str:
    day = time_html(citation.date) if citation.date else '<span class="undated">undated</span>'
    speaker = f'<span class="speaker" dir="auto">{escape(citation.speaker)}</span> ' if citation.speaker else ""
    return (
        f'<li>{day}<div><q class="line" dir="auto">{_quoted_html(citation)}</q>'
        f'<p class="line-source">{marker_html(shown.number, citation)}<span>{speaker}'
        f'<cite dir="auto">{escape(citation.title)}</cite></span></p>{_changed_html(shown, citation)}</div></li>'
    )


def _changed_html(shown: Shown, citation: Citation) -> str:
    if citation.marker not in shown.changed:
        return ""
    return '<p class="changed">The source has changed since this was quoted.</p>'


def _quoted_html(citation: Citation) -> str:
    """The quoted words, the short answer among them emphasised."""
    before, answer, after = map(escape, citation.parts())
    return f'{before}<strong class="short-answer">{answer}</strong>{after}' if answer else before


# No answer


def _abstention_html(answer: Answer) -> str:
    reasons = "".join(f"<li>{escape(reason.sentence)}</li>" for reason in answer.reasons)
    why = f'<ul class="why" aria-label="Why there is no answer">{reasons}</ul>' if reasons else ""
    return f'<div class="abstention"><p class="not-known">{escape(answer.text)}</p>{why}</div>'


# Below the answer


def _closing_html(shown: Shown) -> str:
    exchange = shown.exchange
    address = answer_address(exchange, shown.earlier)
    link = (
        f'<a class="plain" href="{escape(address)}" data-copy-link title="Snapshot {exchange.generation} of the '
        'collection">Copy link</a>'
    )
    feedback = feedback_html(shown.number, exchange.answer, shown.feedback)
    return f'{_checked_html(exchange.answer)}<footer class="closing">{link}{feedback}</footer>'


def _checked_html(answer: Answer) -> str:
    if answer.abstained or (answer.listing is not None and not answer.citations):
        return ""
    count = len(answer.citations)
    checked = "1 quotation, checked" if count == 1 else f"{count} quotations, each checked"
    ready = 1.0 if answer.listing else answer.search.state.dense_ready
    partly = "" if ready == 1 else f" Searched while search by meaning was {percent(ready)} ready."
    return f'<p class="checked">{checked} character by character against its document.{partly}</p>'


# Sources


def _sources_html(shown: Shown) -> str:
    cards = "".join(
        source_html(
            f"source-{shown.number}-{citation.marker}", citation, excerpt, changed=citation.marker in shown.changed
        )
        for citation, excerpt in zip(shown.exchange.answer.citations, shown.excerpts, strict=True)
    )
    return f'<aside class="sources" aria-live="off" aria-label="Sources"><h3>Sources</h3><ol>{cards}</ol></aside>'


def _nearest_html(number: int, hits: Sequence[Hit], excerpts: Sequence[Excerpt]) -> str:
    if not excerpts:
        return ""
    cards = "".join(
        nearest_html(f"nearest-{number}-{hit.rank}", hit, excerpt) for hit, excerpt in zip(hits, excerpts, strict=False)
    )
    return (
        '<aside class="sources nearest" aria-live="off" aria-label="Nearest passages, not an answer">'
        f"<h3>Nearest passages (not an answer)</h3><ol>{cards}</ol></aside>"
    )


def percent(share: float) -> str:
    """A share in percent, rounded down: only a complete one is 100 %."""
    return f"{int(share * 100)} %"
