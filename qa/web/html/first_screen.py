"""HTML of what is shown before the first question: what the collection is, and what can be asked of it; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from qa.documents import DocumentInfo
from qa.store.about import About
from qa.web.html.addresses import document_address
from qa.web.html.sources import time_html
from qa.web.language import say

_LATEST_BESIDE_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What is known of a collection before the first question.

    Attributes:
        about: Its title and description.
        examples: Questions that it answers.
        latest: The newest documents; none in an empty collection.
        editable: Whether documents can be added here.
        is_made: Whether the examples are those of the collection as it is now; else more may come.
    """

    about: About
    examples: Sequence[str]
    latest: Sequence[DocumentInfo]
    editable: bool
    is_made: bool


def first_screen_html(screen: FirstScreen) -> str:
    """The introduction, and beside it the examples and the newest documents."""
    making = "" if screen.is_made else " data-making"
    return (
        f'<div class="first-screen"{making}>{_introduction_html(screen)}'
        f'<div class="suggestions">{_examples_html(screen.examples)}{_latest_html(screen)}</div></div>'
    )


def follow_ups_html(questions: Sequence[str]) -> str:
    """What can be asked after an answer; empty where there is nothing."""
    return (
        f'<aside class="follow-ups"><h3>{say("Also answered here")}</h3>{_asked_html(questions)}</aside>'
        if questions
        else ""
    )


def _examples_html(questions: Sequence[str]) -> str:
    return f"<h2>{say('For example')}</h2>{_asked_html(questions)}" if questions else ""


def _asked_html(questions: Sequence[str]) -> str:
    """Questions to be asked with a click; before the script runs they are links, which ask as well."""
    items = "".join(
        f'<li><a class="example" data-example dir="auto" href="?q={quote(question)}">{escape(question)}</a></li>'
        for question in questions
    )
    return f'<ul class="examples">{items}</ul>'


def _introduction_html(screen: FirstScreen) -> str:
    description = f'<p dir="auto">{escape(screen.about.description)}</p>' if screen.about.description else ""
    checked = say(
        "Ask a question. The answer is quoted word for word from the documents. Type @ to ask in one of them."
    )
    empty = say("There are no documents yet. Add some, and ask about them a moment later.")
    return (
        f'<div class="introduction"><h2 dir="auto">{escape(screen.about.title)}</h2>{description}'
        f'<p class="how">{checked if screen.latest else empty}</p>{_adding_html(screen)}</div>'
    )


def _adding_html(screen: FirstScreen) -> str:
    if not screen.editable:
        return ""
    return (
        '<p class="adding-files"><button type="button" class="plain" data-panel="documents" aria-haspopup="dialog">'
        f"{say('Add files')}</button> "
        f"<span>{say('PDF, Word, Markdown, web pages and more; or drop them on this page.')}</span></p>"
    )


def _latest_html(screen: FirstScreen) -> str:
    shown = screen.latest[: _LATEST_BESIDE_EXAMPLES if screen.examples else None]
    items = "".join(
        f'<li><a href="{escape(document_address(info.name))}" data-document><span dir="auto">{escape(info.title)}'
        f"</span></a>{time_html(info.date.isoformat()) if info.date else ''}</li>"
        for info in shown
    )
    return f'<h2>{say("Newest documents")}</h2><ul class="latest">{items}</ul>' if shown else ""
