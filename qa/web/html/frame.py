"""HTML around the conversation: the top, the start, the panels; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from qa.documents import DocumentInfo
from qa.retrieval.search import IndexState
from qa.web.html.addresses import document_address
from qa.web.html.sources import time_html
from qa.web.html.statements import writing_html
from qa.web.html.turns import failed_html, percent, waiting_html


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
    """The line that says what is being searched; `data-ready` is the share that search by meaning covers."""
    if not overview.documents:
        return (
            f'<p class="overview" data-ready="1"><b dir="auto">{escape(overview.name)}</b> holds no documents yet. '
            "Add some under Documents, or with <code>quotable index PATH</code>.</p>"
        )
    facts = [count(overview.documents, "document"), count(overview.state.passages, "passage")]
    if overview.dates is not None:
        facts.append(" to ".join(time_html(day.isoformat()) for day in dict.fromkeys(overview.dates)))
    ready = overview.state.dense_ready
    if ready < 1:
        facts.append(f'<span class="filling">search by meaning {percent(ready)} ready</span>')
    parts = "".join(f"<li>{fact}</li>" for fact in facts)
    return (
        f'<div class="overview" data-ready="{ready:.4f}"><b dir="auto">{escape(overview.name)}</b>'
        f'<ul aria-label="What is searched">{parts}</ul></div>'
    )


def top_html(overview: str) -> str:
    """The name, what is searched, and the buttons of the panels."""
    buttons = "".join(
        f'<button type="button" class="plain" data-panel="{panel}" aria-haspopup="dialog">{name}</button>'
        for panel, name in (("conversations", "Conversations"), ("documents", "Documents"))
    )
    return (
        '<header class="top"><a class="skip" href="#question">Skip to the question</a>'
        '<h1 class="wordmark"><span>Quotable</span></h1>'
        f'<div id="overview">{overview}</div><nav aria-label="Panels">{buttons}'
        '<button type="button" class="plain" id="restart" aria-label="New conversation" hidden>New<span> conversation'
        "</span></button></nav></header>"
    )


def conversation_html(model: str | None = None) -> str:
    """The place of the turns, what is shown there before the first, and templates for the script to fill in.

    Args:
        model: Name of the language model that writes answers; None for none.
    """
    writing = f'<template id="writing">{writing_html(model)}</template>' if model else ""
    return (
        '<div class="introduction"><h2>Ask what the documents say.</h2><p>Every answer is made of quotations that '
        "were checked, character by character, against their documents.</p></div>"
        '<div class="turns" role="log" aria-live="polite" aria-label="Conversation"></div>'
        f'<template id="waiting-turn">{waiting_html()}</template><template id="failed-turn">{failed_html()}</template>'
        f"{writing}"
    )


def latest_html(documents: Sequence[DocumentInfo]) -> str:
    """The newest documents, to open: an idea of what to ask about."""
    if not documents:
        return ""
    items = "".join(
        f'<li><a href="{escape(document_address(info.name))}" data-document><span dir="auto">{escape(info.title)}'
        f"</span></a>{time_html(info.date.isoformat()) if info.date else ''}</li>"
        for info in documents
    )
    return f'<h2>Newest documents</h2><ul class="latest">{items}</ul>'


def panel_html(identity: str, title: str, content: str = "") -> str:
    """A panel that opens over the page.

    Args:
        identity: Its id on the page.
        title: Its heading.
        content: HTML; empty where the script fetches it.
    """
    return (
        f'<dialog id="{identity}" class="sheet" aria-labelledby="{identity}-title"><header>'
        f'<h2 id="{identity}-title" tabindex="-1" autofocus>{title}</h2><button type="button" class="close" data-close '
        f'aria-label="Close">×</button></header><div class="panel-content">{content}</div></dialog>'
    )


def count(number: int, noun: str) -> str:
    """A number with its noun: '1 document', '2,000 documents'."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
