"""HTML of the conversation; pure. Whatever comes from outside is escaped here and in `sources`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from qa.citations import UNSURE, Answer, Citation, IndexState
from qa.clues import Clue
from qa.retriever import Hit
from qa.web.excerpts import Excerpt
from qa.web.session import Answered, Asked, Failed, Turn
from qa.web.sources import nearest_html, source_html, time_html

NEAREST_SHOWN = 3
"""Passages shown beside an abstention."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What is being searched.

    Attributes:
        name: Name of the collection.
        documents: Number of documents.
        dates: Date of the first and of the last document; None when none is dated.
        state: How much of it is searched.
    """

    name: str
    documents: int
    dates: tuple[date, date] | None
    state: IndexState


def overview_html(overview: Overview) -> str:
    """The line that says what is being searched."""
    if not overview.documents:
        return (
            f'<p class="overview"><b>{escape(overview.name)}</b> holds no documents yet. '
            "<code>quotable index PATH</code> adds some.</p>"
        )
    facts = [_count(overview.documents, "document"), _count(overview.state.passages, "passage")]
    if overview.dates is not None:
        facts.append(" to ".join(time_html(day.isoformat()) for day in dict.fromkeys(overview.dates)))
    if overview.state.dense_ready < 1:
        facts.append(f'<span class="filling">search by meaning {_percent(overview.state.dense_ready)} ready</span>')
    parts = "".join(f"<li>{fact}</li>" for fact in facts)
    return (
        f'<div class="overview"><b dir="auto">{escape(overview.name)}</b>'
        f'<ul aria-label="What is searched">{parts}</ul></div>'
    )


def conversation_html(turns: Sequence[Turn], introduction: str = "") -> str:
    """The conversation, the newest turn last; each answer with its sources beside it.

    Args:
        turns: Oldest first.
        introduction: HTML shown while there are no turns.
    """
    articles = "".join(
        turn_html(number, turn, newest=number == len(turns)) for number, turn in enumerate(turns, start=1)
    )
    return (
        '<div class="conversation" role="log" aria-live="polite" aria-label="Conversation">'
        f"{articles or introduction}</div>"
    )


def turn_html(number: int, turn: Turn, *, newest: bool = True) -> str:
    """A question and what became of it.

    Args:
        number: Of the turn, from 1; it makes the ids on the page unique.
        turn: The turn.
        newest: Whether what was understood can be taken off; later turns may refer to an older one.
    """
    understood = _understood_html(turn, newest=newest) if isinstance(turn, Answered) else ""
    match turn:
        case Asked():
            said, beside = '<p class="waiting" role="status">Reading the documents</p>', _WAITING_SOURCES
        case Failed(reason=reason):
            said, beside = f'<p class="problem" role="alert">{escape(reason)}</p>', ""
        case Answered(answer=answer, excerpts=excerpts) if answer.abstained:
            said, beside = _abstention_html(answer), _nearest_html(number, answer.search.hits, excerpts)
        case Answered(answer=answer, excerpts=excerpts):
            said, beside = _answer_html(number, answer), _sources_html(number, answer.citations, excerpts)
    return (
        f'<article class="turn" id="turn-{number}" aria-labelledby="question-{number}" '
        f'aria-busy="{"true" if isinstance(turn, Asked) else "false"}"><div class="said">'
        f'<h2 class="question" id="question-{number}" tabindex="-1" dir="auto">{escape(turn.question)}</h2>'
        f"{understood}{said}</div>"
        f"{beside}</article>"
    )


_WAITING_SOURCES = '<aside class="sources waiting-sources" aria-hidden="true"><h3>Sources</h3><i></i><i></i></aside>'


def _answer_html(number: int, answer: Answer) -> str:
    quotes = "".join(_quotation_html(number, citation) for citation in answer.citations)
    unsure = f'<p class="unsure">{UNSURE}</p>' if not answer.is_sure else ""
    return f'{_interpreted_html(answer)}{unsure}<div class="answer">{quotes}</div>{_checked_html(answer)}'


def _abstention_html(answer: Answer) -> str:
    nearest = "The passages that came nearest are listed under “Not an answer”." if answer.search.hits else ""
    return (
        f'{_interpreted_html(answer)}<div class="abstention"><p class="not-known">{escape(answer.text)}</p>'
        f"<p>{nearest}</p></div>"
    )


def _interpreted_html(answer: Answer) -> str:
    asked = answer.search.question
    if asked.interpreted == asked.question:
        return ""
    return f'<p class="interpreted">Understood as <q dir="auto">{escape(asked.interpreted)}</q></p>'


def _understood_html(turn: Answered, *, newest: bool) -> str:
    """What the words of the question say beside its subject, each to be taken off; and whether some was."""
    said = turn.answer.search.question.said
    clues = "".join(_clue_html(number, clues, newest=newest) for number, clues in enumerate(said))
    shown = f'<ul class="understood" aria-label="Understood from the question">{clues}</ul>' if clues else ""
    return shown + ('<p class="taken-off">Searched without what you took off.</p>' if turn.without else "")


def _clue_html(number: int, clues: Sequence[Clue], *, newest: bool) -> str:
    """What some words say; `chat.js` sends the number when it is taken off."""
    words = clues[0].words
    meaning = escape(", ".join(f"{clue.name} {clue.value}" for clue in clues))
    only = "only " if any(clue.hard for clue in clues) else ""
    take_off = (
        f'<button type="button" class="take-off" data-clue="{number}" '
        f'aria-label="{escape(f"Search without: {words}")}">×</button>'
    )
    return (
        f'<li class="clue" title="{meaning}"><span>{only}<span dir="auto">{escape(words)}</span></span>'
        f"{take_off if newest else ''}</li>"
    )


def _checked_html(answer: Answer) -> str:
    count = len(answer.citations)
    checked = "1 quotation, checked" if count == 1 else f"{count} quotations, each checked"
    ready = answer.search.state.dense_ready
    partly = "" if ready == 1 else f" Searched while search by meaning was {_percent(ready)} ready."
    return f'<p class="checked">{checked} character by character against its document.{partly}</p>'


def _quotation_html(number: int, citation: Citation) -> str:
    by = [f'<span class="speaker" dir="auto">{escape(citation.speaker)}</span>'] if citation.speaker else []
    by.append(f'<cite dir="auto">{escape(citation.title)}</cite>')
    if citation.date:
        by.append(time_html(citation.date))
    marker = (
        f'<button type="button" class="marker" data-source="source-{number}-{citation.marker}" '
        f'aria-label="Show source {citation.marker}">{citation.marker}</button>'
    )
    caption = " · ".join(by)
    context = f'<p class="context" dir="auto">{escape(citation.context)}</p>' if citation.context else ""
    return (
        f'<figure class="quotation">{context}<blockquote dir="auto">{_quoted_html(citation)}</blockquote>'
        f"<figcaption>{marker}<span>{caption}</span></figcaption></figure>"
    )


def _quoted_html(citation: Citation) -> str:
    """The quoted words, the short answer among them emphasised."""
    before, answer, after = map(escape, citation.parts())
    return f'{before}<strong class="short-answer">{answer}</strong>{after}' if answer else before


def _sources_html(number: int, citations: Sequence[Citation], excerpts: Sequence[Excerpt]) -> str:
    cards = "".join(
        source_html(f"source-{number}-{citation.marker}", citation, excerpt)
        for citation, excerpt in zip(citations, excerpts, strict=True)
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
        f"<h3>Not an answer: the nearest passages</h3><ol>{cards}</ol></aside>"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _percent(share: float) -> str:
    """Rounded down: what is not all there is never called 100 %."""
    return f"{int(share * 100)} %"
