"""What stands around the conversation: the top, the place of the turns, the panels."""

import re
from datetime import date

import pytest
from support.rendered import HOSTILE, HOSTILE_ESCAPED, Page

from qa.retrieval.search import IndexState
from qa.web.html.composer import composer_html
from qa.web.html.frame import (
    Overview,
    conversation_html,
    overview_html,
    panel_html,
    top_html,
)
from qa.web.html.turns import failed_html, waiting_html


@pytest.mark.parametrize(
    ("overview", "text", "ready"),
    [
        (
            Overview("archive", 14396, (date(2021, 1, 20), date(2026, 8, 20)), IndexState(125040, 1.0)),
            "archive14,396 documents2021-01-20 to 2026-08-20125,040 passages",
            "1.0000",
        ),
        (
            Overview("one", 1, (date(2021, 3, 1), date(2021, 3, 1)), IndexState(1, 0.999)),
            "one1 documentsearch by meaning 99 % ready2021-03-011 passage",
            "0.9990",
        ),
        (Overview("undated", 2, None, IndexState(3, 1.0)), "undated2 documents3 passages", "1.0000"),
        (
            Overview("new", 0, None, IndexState(0, 1.0)),
            "new holds no documents yet. Add some under Documents, or with quotable index PATH.",
            "1",
        ),
    ],
)
def test_the_overview_says_what_is_searched(overview: Overview, text: str, ready: str) -> None:
    page = Page(overview_html(overview))
    assert page.text == text
    assert page.having("data-ready") == [ready]


@pytest.mark.parametrize("documents", [0, 1])
def test_the_name_of_a_collection_is_text(documents: int) -> None:
    html = overview_html(Overview(HOSTILE, documents, None, IndexState(1, 1.0)))
    assert html.count(HOSTILE_ESCAPED) == html.count("evil.example") == 1


def test_the_top_holds_the_name_what_is_searched_and_the_buttons_of_the_panels() -> None:
    page = Page(top_html("<p>2 documents</p>"))
    assert page.misnested == []
    assert (page.all("h1"), page.said("h1")) == ([{"class": "wordmark"}], [])
    assert page.text == "Skip to the questionQuotable2 documentsConversationsDocumentsSettingsNew conversation"
    assert page.having("data-panel") == ["conversations", "documents", "settings"]
    assert page.all("a") == [{"class": "skip", "href": "#question"}]
    assert [button for button in page.all("button") if "hidden" in button] == [
        {"type": "button", "class": "plain", "id": "restart", "aria-label": "New conversation", "hidden": None}
    ]


def test_the_conversation_holds_templates_of_turns() -> None:
    html = conversation_html()
    page = Page(html)
    assert '<div class="turns" role="log" aria-live="polite" aria-label="Conversation"></div>' in html
    assert f'<template id="waiting-turn">{waiting_html()}</template>' in html
    assert f'<template id="failed-turn">{failed_html()}</template>' in html
    assert page.misnested == []


def test_panels_have_an_id_and_a_heading_that_names_them() -> None:
    panel = panel_html("filters", "Filters", "<p>content</p>")
    assert panel == (
        '<dialog id="filters" class="sheet" aria-labelledby="filters-title"><header>'
        '<h2 id="filters-title" tabindex="-1" autofocus>Filters</h2><button type="button" class="close" data-close '
        'aria-label="Close">×</button></header><div class="panel-content"><p>content</p></div></dialog>'
    )
    assert "</header><hr><div" in panel_html("filters", "Filters", tools="<hr>")
    assert panel_html("filters", "Filters").count('<div class="panel-content"></div>') == 1


def test_nothing_in_the_frame_has_a_handler_and_every_button_says_what_it_is() -> None:
    html = top_html("") + conversation_html() + composer_html(2000) + panel_html("a", "A")
    page = Page(html)
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    assert all(button["type"] == "button" for button in page.all("button"))
    assert re.findall(r"<button[^>]*></button>", html) == []
