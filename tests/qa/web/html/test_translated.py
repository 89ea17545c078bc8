"""Every text of the page comes from the catalogue: in a language that brackets its texts, none stands without."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support.exchanges import exchange
from support.pseudo import Unbracketed, pseudo_language
from support.rendered import HOSTILE

from qa.answering.answer import Answer, OtherReading
from qa.answering.draft import Quote, Statement
from qa.answering.listings import DocumentListing, ListedEntry, Offer
from qa.answering.written import Written, WrittenStatement
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.conversations.history import ConversationInfo
from qa.documents import Block, Document, DocumentInfo, Place
from qa.documents.document import Particulars
from qa.exports.conversation import as_html
from qa.filters import Filters
from qa.messages import Message
from qa.preferences import Preferences
from qa.retrieval.facets import Matches
from qa.retrieval.search import IndexState
from qa.settings import LlmSettings
from qa.store.about import About
from qa.web.assets.first_load import first_load
from qa.web.html.access import Listed, account_html, collections_page, login_page
from qa.web.html.composer import composer_html
from qa.web.html.conversations_panel import conversations_html, search_html
from qa.web.html.document_page import document_page, problem_page
from qa.web.html.documents_panel import documents_panel_html
from qa.web.html.exact_quotations import exact_quotations_page
from qa.web.html.excerpts import bare
from qa.web.html.filters_panel import filters_html
from qa.web.html.first_screen import FirstScreen, first_screen_html, follow_ups_html
from qa.web.html.frame import Overview, conversation_html, overview_html, panel_html, top_html
from qa.web.html.settings_panel import Settable, settings_html
from qa.web.html.statements import arriving_html
from qa.web.html.turns import Shown, turn_html
from qa.web.html.viewer import viewer_html
from qa.web.language import find_language, languages, say, speaking, spoken, tell

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
INFO = DocumentInfo("a.pdf", HOSTILE, date(2023, 1, 2), ("notes",), "https://bakery.example/a")
PAGES = Document(
    INFO,
    "Bread\n\nTea",
    (
        Block("paragraph", 0, 5, place=Place("page", "1")),
        Block("row", 7, 10, place=Place("page", "2", printed="ii")),
    ),
    "ab" * 32,
    Particulars(origins=(("title", "the first line"),), problems=("its date cannot be read",)),
)
LLM = LlmSettings("http://127.0.0.1:1/v1", "parrot", "key")
SETTABLE = Settable(About("Bakery", "Bread."), Preferences(LLM), None, reader_is_off=True)
ANSWERED = exchange(
    filters=Filters(date(2023, 1, 1), date(2023, 2, 2), frozenset({"notes"}), frozenset({"bread.md"})),
    without=frozenset({"kind:loaves"}),
    interpreted="How many loaves in total?",
)
ABSTAINED = exchange(question="summarise the newest notes since 2021 by Ms. Baker", confidence=0.1, abstains=True)


def answering(of: Exchange, **changes: object) -> Exchange:
    """The same with another answer."""
    answer: Answer = replace(of.answer, **changes)  # type: ignore[arg-type]
    return replace(of, answer=answer)


def turn(of: Exchange, notes: tuple[str, ...] = (), *, feedback: Feedback | None = None) -> str:
    """A turn with all that may stand in it."""
    around = tuple(bare(one.start, one.quote) for one in of.answer.quoted)
    passages = tuple(bare(hit.passage.start, hit.passage.text) for hit in of.answer.search.hits)
    changed = frozenset(one.marker for one in of.answer.quoted)
    return turn_html(Shown(2, of, ("Before?",), around, passages, changed, feedback), notes)


def listing(count: int) -> DocumentListing:
    entries = tuple(
        ListedEntry(
            f"{number}.md", HOSTILE, "2021-01-02" if number else None, "notes", None, 1 if number == 1 else None
        )
        for number in range(12)
    )
    return DocumentListing(
        Message("{number} document", "{number} documents", count), Message("all documents"), count, None, entries
    )


def written(seconds: float) -> Written:
    statements = (WrittenStatement("Ninety loaves.", (1,), True),)
    return Written(statements, 2, False, "parrot", 1234, seconds, "it fell asleep")


MONTHS = tuple((date(2021, month, 1), month) for month in range(1, 13))
DAYS = tuple((date(2021, 3, day), day) for day in range(1, 32))
RENDERED: dict[str, Callable[[], str]] = {
    "composer": lambda: composer_html(1000),
    "conversations": lambda: conversations_html(
        [
            ConversationInfo("a" * 32, HOSTILE, 1, NOON, False, (HOSTILE,)),
            ConversationInfo("b" * 32, "Of tea", 12, NOON, True),
        ],
        None,
        tags=[HOSTILE],
    ),
    "no conversations": lambda: search_html() + conversations_html([], None) + conversations_html([], None, "tea"),
    "document": lambda: document_page(PAGES, (0, 5)),
    "changed document": lambda: document_page(PAGES, (0, 5), changed=True),
    "no document": lambda: problem_page(say("There is no such document"), HOSTILE),
    "exact quotations": exact_quotations_page,
    "documents to edit": lambda: documents_panel_html({HOSTILE: 1200}, editable=True),
    "documents": lambda: documents_panel_html({}, editable=False),
    "filters of a question": lambda: filters_html(Matches(MONTHS, (("notes", 3),), 3, 2, ()), Filters(), HOSTILE),
    "filters by day": lambda: filters_html(Matches(MONTHS[2:3], (), 1, 0, DAYS), Filters(), ""),
    "filters without dates": lambda: filters_html(Matches((), (), 1, 1, ()), Filters(), ""),
    "first screen": lambda: first_screen_html(
        FirstScreen(About(HOSTILE, HOSTILE), [HOSTILE], [INFO], editable=True, is_made=True)
    ),
    "first screen of nothing": lambda: first_screen_html(
        FirstScreen(About("a", ""), [], [], editable=True, is_made=True)
    ),
    "follow-ups": lambda: follow_ups_html([HOSTILE]),
    "overview": lambda: overview_html(
        Overview(HOSTILE, 1, (date(2021, 1, 1), date(2021, 1, 2)), IndexState(1200, 0.5))
    ),
    "overview of nothing": lambda: overview_html(Overview(HOSTILE, 0, None, IndexState(0, 1.0))),
    "top": lambda: top_html(""),
    "conversation": lambda: conversation_html("parrot"),
    "panel": lambda: panel_html("settings", say("Settings")),
    "settings": lambda: settings_html(SETTABLE),
    "settings elsewhere": lambda: settings_html(None),
    "settings of a given model": lambda: settings_html(replace(SETTABLE, model="parrot", reader_is_off=False)),
    "arriving": lambda: arriving_html(Statement("Ninety.", (Quote("a.md", 0, 1, "a"),), is_weak=False)),
    "viewer": viewer_html,
    "log-in": lambda: login_page("/", say("The name or the password is wrong."), HOSTILE, HOSTILE),
    "collections": lambda: collections_page([Listed("a", HOSTILE, HOSTILE, 1200)]),
    "no collections": lambda: collections_page([]),
    "export": lambda: as_html(
        HOSTILE,
        [ANSWERED, answering(ABSTAINED, missing=("tea",)), answering(ANSWERED, listing=listing(1200))],
        [frozenset({1})] * 3,
        tell,
        language=spoken().code,
        tags=[HOSTILE],
    ),
    "account": lambda: account_html(HOSTILE),
    "no scripts": lambda: first_load().page("<head></head><gradio-app></gradio-app>"),
    "answer": lambda: turn(ANSWERED, feedback=Feedback("not_helpful", "wrong", "", None, NOON)),
    "possible match": lambda: turn(
        answering(ANSWERED, confidence=0.4, other_reading=OtherReading("Loaves?", is_follow_up=True))
    ),
    "nothing": lambda: turn(
        answering(ABSTAINED, offers=(Offer("Baker", 1200, "Which?"),), missing=("Baker", "Tea")),
    ),
    "timeline": lambda: turn(answering(ANSWERED, is_timeline=True)),
    "listing": lambda: turn(answering(ANSWERED, listing=listing(1200))),
    "written": lambda: turn(answering(ANSWERED, written=written(2.5), missing=("tea",))),
    "written before": lambda: turn(answering(ANSWERED, written=written(0))),
}


@pytest.mark.parametrize("kind", RENDERED)
def test_every_text_comes_from_the_catalogue(kind: str) -> None:
    with speaking(pseudo_language()):
        html = RENDERED[kind]()
    assert Unbracketed(html).found == []
    assert "⟦" in html


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("kind", RENDERED)
def test_every_page_is_made_in_every_language(kind: str, code: str) -> None:
    with speaking(find_language(code)):
        html = RENDERED[kind]()
    assert "⟦" not in html
    assert re.findall(r"\{[a-z_]+\}", html.partition("</head>")[2] or html) == []


def test_what_looks_like_a_text_of_the_page_is_found_where_it_is_not_bracketed() -> None:
    html = '<p title="Open">Not found <b dir="auto">theirs</b> ⟦found <q>{words}</q>⟧ 12 · <code>quotable</code></p>'
    assert Unbracketed(html).found == ["title=Open", "Not found"]
