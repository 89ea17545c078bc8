"""HTML around the conversation: the top, the place of the turns, the panels; pure."""

from dataclasses import dataclass
from datetime import date
from html import escape

from qa.retrieval.search import IndexState
from qa.web.html.sources import time_html
from qa.web.html.statements import writing_html
from qa.web.html.turns import failed_html, percent, waiting_html
from qa.web.language import say, say_count


@dataclass(frozen=True, slots=True)
class Overview:
    """What is being searched.

    Attributes:
        name: Title of the collection.
        documents: Number of documents.
        dates: Date of the first and of the last document; None when none is dated.
        state: How much of it is searched.
    """

    name: str
    documents: int
    dates: tuple[date, date] | None
    state: IndexState


def overview_html(overview: Overview) -> str:
    """The line that says what is being searched; `data-ready` is the share that search by meaning covers.

    What matters most comes first: the last facts are left out where the line has no room.
    """
    if not overview.documents:
        return (
            '<p class="overview" data-ready="1">'
            + say(
                "{name} holds no documents yet. Add some under Documents, or with <code>quotable index PATH</code>.",
                name=f'<b dir="auto">{escape(overview.name)}</b>',
            )
            + "</p>"
        )
    facts = [say_count("{number} document", "{number} documents", overview.documents)]
    ready = overview.state.dense_ready
    if ready < 1:
        facts.append(f'<span class="filling">{say("search by meaning {share} ready", share=percent(ready))}</span>')
    if overview.dates is not None:
        first, last = (time_html(day.isoformat()) for day in overview.dates)
        facts.append(first if first == last else say("{first} to {last}", first=first, last=last))
    facts.append(say_count("{number} passage", "{number} passages", overview.state.passages))
    parts = "".join(f"<li>{fact}</li>" for fact in facts)
    return (
        f'<div class="overview" data-ready="{ready:.4f}"><b dir="auto">{escape(overview.name)}</b>'
        f'<ul aria-label="{say("What is searched")}">{parts}</ul></div>'
    )


def top_html(overview: str) -> str:
    """The name, what is searched, and the buttons of the panels."""
    buttons = "".join(
        f'<button type="button" class="plain" data-panel="{panel}" aria-haspopup="dialog">{name}</button>'
        for panel, name in (("conversations", say("Conversations")), ("documents", say("Documents")))
    )
    return (
        f'<header class="top"><a class="skip" href="#question">{say("Skip to the question")}</a>'
        '<h1 class="wordmark"><span>Quotable</span></h1>'
        f'<div id="overview">{overview}</div><nav aria-label="{say("Panels")}">{buttons}{_settings_html()}'
        f'<button type="button" class="plain" id="restart" aria-label="{say("New conversation")}" hidden>'
        f"{say('New<span> conversation</span>')}</button></nav></header>"
    )


_SLIDERS = (
    '<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-linecap="round" aria-hidden="true"><path d="M1.5 4.5h6m4 0h3m-13 7h2m4 0h7"/>'
    '<circle cx="9.5" cy="4.5" r="2"/><circle cx="5.5" cy="11.5" r="2"/></svg>'
)


def _settings_html() -> str:
    name = say("Settings")
    return (
        f'<button type="button" class="plain" data-panel="settings" aria-haspopup="dialog" aria-label="{name}">'
        f"{_SLIDERS}<span>{name}</span></button>"
    )


def conversation_html(model: str | None = None) -> str:
    """The place of the turns, and templates for the script to fill in.

    Args:
        model: Name of the language model that writes answers; None for none.
    """
    return (
        f'<div class="turns" role="log" aria-live="polite" aria-label="{say("Conversation")}"></div>'
        f'<template id="waiting-turn">{waiting_html()}</template><template id="failed-turn">{failed_html()}</template>'
        f"{writing_template_html(model)}"
    )


def writing_template_html(model: str | None) -> str:
    """The template of an answer that a language model writes; empty where there is no model."""
    return f'<template id="writing">{writing_html(model)}</template>' if model else ""


def panel_html(identity: str, title: str, content: str = "", tools: str = "") -> str:
    """A panel that opens over the page.

    Args:
        identity: Its id on the page.
        title: Its heading.
        content: HTML; empty where the script fetches it.
        tools: HTML that stays above the content while that changes.
    """
    return (
        f'<dialog id="{identity}" class="sheet" aria-labelledby="{identity}-title"><header>'
        f'<h2 id="{identity}-title" tabindex="-1" autofocus>{title}</h2><button type="button" class="close" data-close '
        f'aria-label="{say("Close")}">×</button></header>{tools}<div class="panel-content">{content}</div></dialog>'
    )
