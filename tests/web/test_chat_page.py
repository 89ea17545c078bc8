"""The chat page: what is rendered, what a visitor's question does, what the server answers."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from toy import ToyEncoder, document

from qa import Collection, UsageError
from qa.answerers.confidence import SURE
from qa.answerers.draft import Draft, Quote
from qa.citations import NOT_KNOWN, UNSURE, Answer, Citation, IndexState, Search, verify
from qa.conversation import Conversation
from qa.documents import Document
from qa.filters import Filters
from qa.passages import Passage
from qa.questions import understand
from qa.retriever import Hit
from qa.server import create_app, serve
from qa.web.chat import _Chat
from qa.web.excerpts import Excerpt, Piece, bare, surroundings
from qa.web.offline import CONTENT_SECURITY_POLICY, without_foreign_addresses
from qa.web.rendering import Overview, conversation_html, overview_html, turn_html
from qa.web.session import Answered, Asked, Failed, Session
from qa.web.sources import excerpt_html, folded_html, link_html, nearest_html, source_html

HOSTILE = "<script>alert(1)</script> ![x](http://evil.example/x.png) **bold** \"quoted\" & <img src=x onerror='y'>"
HOSTILE_ESCAPED = (
    "&lt;script&gt;alert(1)&lt;/script&gt; ![x](http://evil.example/x.png) **bold** &quot;quoted&quot; &amp; "
    "&lt;img src=x onerror=&#x27;y&#x27;&gt;"
)
BRIEFING = document(
    "---\ntitle: Briefing\ndate: 2021-03-09\ncategory: press-briefings\npermalink: https://x.gov/briefing\n---\n"
    "Q How many tests?\n\nMS. PSAKI: We have 500 tests. More will come.\n\nQ And then?\n",
    "briefing.md",
)


class Page(HTMLParser):
    """What a browser makes of HTML: elements with their attributes, the text of the marks and of what is emphasised."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self.emphasised = ""
        self._in_mark = self._in_strong = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element opens."""
        self.elements.append((tag, dict(attrs)))
        self._in_mark, self._in_strong = tag == "mark", tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._in_mark = self._in_strong = False

    def handle_data(self, data: str) -> None:
        """Text, entities resolved."""
        self.text += data
        if self._in_mark:
            self.marked.append(data)
        if self._in_strong:
            self.emphasised += data

    @property
    def tags(self) -> set[str]:
        """Names of the elements."""
        return {tag for tag, _ in self.elements}


def answered(
    source: Document, quote: str | None, question: str = "How many tests?", interpreted: str | None = None
) -> Answered:
    """An answer that quotes the document, or an abstention that has it as its hit."""
    passage = Passage(0, len(source.text), source.text, "", None, source.speaker_at(0))
    search = Search(
        understand(question, interpreted or question, Filters()),
        (Hit(passage, source.info, 0.03, 1),),
        IndexState(1, 1.0),
        {"total": 1.0},
    )
    if quote is None:
        answer = verify(Draft((), 0.2, abstains=True), search, {})
        return Answered(answer, (surroundings(source, 0, len(source.text), context=0),))
    start = source.text.index(quote)
    draft = Draft((Quote(source.info.name, start, start + len(quote), quote),), 0.9, abstains=False)
    answer = verify(draft, search, {source.info.name: source})
    return Answered(answer, tuple(surroundings(source, c.start, c.end) for c in answer.citations))


# Cards


def citation(**changes: object) -> Citation:
    values: dict[str, object] = {
        "marker": 1,
        "document": "briefing.md",
        "title": "Briefing",
        "date": "2021-03-09",
        "category": "press-briefings",
        "url": "https://x.gov/briefing",
        "speaker": "MS. PSAKI",
        "quote": "500",
        "start": 8,
        "end": 11,
        "context": None,
        "answer": None,
        "sha256": "0" * 64,
    }
    return Citation(**{**values, **changes})  # type: ignore[arg-type]


def test_a_card_says_where_a_quotation_is_from_and_marks_it() -> None:
    excerpt = Excerpt((Piece("paragraph", 0, "We have 500 tests."),), opens_late=True, ends_early=False)
    assert source_html("source-2-1", citation(), excerpt) == (
        '<li class="source" id="source-2-1" tabindex="-1" aria-label="Source 1"><header><span class="number" '
        'aria-hidden="true">1</span><div><h4 class="title" dir="auto">Briefing</h4><p class="facts">'
        '<time datetime="2021-03-09">2021-03-09</time> · <span dir="auto">press-briefings</span> · '
        '<span dir="auto">MS. PSAKI</span></p></div></header><div class="excerpt"><p class="kind-paragraph" dir="auto">'
        '<span class="cut">…\u00a0</span>We have <mark>500</mark> tests.</p></div><a class="original" '
        'href="https://x.gov/briefing" target="_blank" rel="noopener noreferrer">Original at x.gov'
        '<span class="unseen"> (opens in a new tab)</span></a></li>'
    )


def test_what_is_not_known_of_a_document_is_left_out_of_its_card() -> None:
    bare_card = source_html("s", citation(date=None, category=None, speaker=None, url=None), bare(8, "500"))
    assert Page(bare_card).text == "1Briefing…\u00a0500\u00a0…"
    assert Page(bare_card).tags == {"li", "header", "span", "div", "h4", "p", "mark"}


@given(st.text(), st.data())
def test_the_mark_holds_the_quoted_characters_and_no_other(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before = data.draw(st.integers(0, 500))
    rendered = excerpt_html(
        Excerpt((Piece("paragraph", before, text),), opens_late=False, ends_early=False),
        (before + start, before + end),
    )
    # NUL and carriage return are what HTML does not carry; canonical text holds neither.
    if not set(text) & {"\x00", "\r"}:
        assert "".join(Page(rendered).marked) == text[start:end]
        assert Page(rendered).text == text


def test_a_quotation_over_two_blocks_is_marked_in_each() -> None:
    pieces = (Piece("heading", 0, "One"), Piece("item", 5, "two three"))
    assert excerpt_html(Excerpt(pieces, opens_late=False, ends_early=False), (0, 8)) == (
        '<div class="excerpt"><h4 class="kind-heading" dir="auto"><mark>One</mark></h4>'
        '<p class="kind-item" dir="auto"><mark>two</mark> three</p></div>'
    )


def test_right_to_left_and_invisible_characters_stay_as_they_are() -> None:
    text = "שלום \u202eabc\u202c a\u200bb\u2066"
    rendered = excerpt_html(Excerpt((Piece("paragraph", 0, text),), opens_late=False, ends_early=False), (0, 4))
    assert rendered == (
        '<div class="excerpt"><p class="kind-paragraph" dir="auto"><mark>שלום</mark>'
        " \u202eabc\u202c a\u200bb\u2066</p></div>"
    )


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        " https://x.gov",
        "https://x.gov/\t",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.gov",
        "/local",
        "https:///path",
        "https://[x",
    ],
)
def test_only_http_addresses_become_links(url: str | None) -> None:
    assert link_html(url) == ""


def test_an_address_is_escaped_in_its_link() -> None:
    assert link_html("http://x.gov/?a=1&b='\"><script>").startswith(
        '<a class="original" href="http://x.gov/?a=1&amp;b=&#x27;&quot;&gt;&lt;script&gt;" target="_blank" '
        'rel="noopener noreferrer">'
    )


def test_nothing_in_a_passage_that_is_no_answer_is_marked() -> None:
    hit = answered(BRIEFING, None).answer.search.hits[0]
    card = nearest_html("nearest-1-1", hit, surroundings(BRIEFING, 0, len(BRIEFING.text)))
    assert "mark" not in Page(card).tags
    assert Page(card).text == (
        "Briefing2021-03-09 · press-briefings · QQ How many tests?MS. PSAKI: We have 500 tests. More will come."
        "Q And then?Original at x.gov (opens in a new tab)"
    )


def test_the_rest_of_a_long_passage_is_folded_away() -> None:
    pieces = tuple(Piece("paragraph", start, letter * 150) for start, letter in ((0, "a"), (152, "b"), (304, "c")))
    assert folded_html(Excerpt(pieces, opens_late=False, ends_early=False)) == (
        f'<div class="excerpt"><p class="kind-paragraph" dir="auto">{"a" * 150}</p>'
        f'<p class="kind-paragraph" dir="auto">{"b" * 150}</p></div>'
        "<details><summary>The rest of the passage</summary>"
        f'<div class="excerpt"><p class="kind-paragraph" dir="auto">{"c" * 150}</p></div></details>'
    )


# Excerpts


def excerpted(markdown: str, quote: str, context: int) -> Excerpt:
    source = document(markdown)
    start = source.text.index(quote)
    return surroundings(source, start, start + len(quote), context)


def test_an_excerpt_takes_whole_blocks_that_fit() -> None:
    excerpt = excerpted("First.\n\nSecond.\n\nThird.\n\nFourth.\n", "Second.", 8)
    assert excerpt == Excerpt(
        (Piece("paragraph", 0, "First."), Piece("paragraph", 8, "Second."), Piece("paragraph", 17, "Third.")),
        opens_late=False,
        ends_early=True,
    )


def test_an_excerpt_cuts_a_long_block_between_sentences() -> None:
    excerpt = excerpted("One two. Three four. Five six. Seven eight. Nine ten.\n", "Five six.", 14)
    assert excerpt == Excerpt((Piece("paragraph", 9, "Three four. Five six. Seven eight."),), True, True)


def test_an_excerpt_stays_within_its_section() -> None:
    excerpt = excerpted("# One\n\nBefore.\n\n# Two\n\nQuoted.\n\n# Three\n\nAfter.\n", "Quoted.", 320)
    assert [piece.text for piece in excerpt.pieces] == ["Two", "Quoted."]
    assert (excerpt.opens_late, excerpt.ends_early) == (True, True)


def test_an_excerpt_ends_where_somebody_else_speaks() -> None:
    start = BRIEFING.text.index("We have")
    excerpt = surroundings(BRIEFING, start, start + 18)
    assert [piece.text for piece in excerpt.pieces] == [
        "Q How many tests?",
        "MS. PSAKI: We have 500 tests. More will come.",
    ]


@given(st.data())
def test_every_piece_of_an_excerpt_stands_in_the_document(data: st.DataObject) -> None:
    source = document("# Head\n\nOne. Two three.\n\n- a\n- b\n\nFour five. Six seven eight. Nine.\n\n## Sub\n\nTen.\n")
    start = data.draw(st.integers(0, len(source.text) - 1))
    end = data.draw(st.integers(start + 1, len(source.text)))
    excerpt = surroundings(source, start, end, data.draw(st.integers(0, 60)))
    assert all(source.text[p.start : p.start + len(p.text)] == p.text for p in excerpt.pieces)
    shown = "".join(Page(excerpt_html(excerpt, (start, end))).marked)
    assert "".join(shown.split()) == "".join(source.text[start:end].split())


# The conversation


def test_an_answer_is_set_as_quotations_beside_its_sources() -> None:
    html = turn_html(1, answered(BRIEFING, "We have 500 tests."))
    assert html.startswith(
        '<article class="turn" id="turn-1" aria-labelledby="question-1" aria-busy="false"><div class="said">'
        '<h2 class="question" id="question-1" tabindex="-1" dir="auto">How many tests?</h2><div class="answer">'
        '<figure class="quotation"><blockquote dir="auto">We have 500 tests.</blockquote><figcaption>'
        '<button type="button" class="marker" data-source="source-1-1" aria-label="Show source 1">1</button><span>'
        '<span class="speaker" dir="auto">MS. PSAKI</span> · <cite dir="auto">Briefing</cite> · '
        '<time datetime="2021-03-09">2021-03-09</time></span></figcaption></figure></div>'
        '<p class="checked">1 quotation, checked character by character against its document.</p></div>'
        '<aside class="sources" aria-live="off" aria-label="Sources"><h3>Sources</h3><ol><li class="source" '
        'id="source-1-1"'
    )
    assert Page(html).marked == ["We have 500 tests."]


def test_an_answer_that_is_not_sure_says_so() -> None:
    sure = answered(BRIEFING, "We have 500 tests.")
    unsure = replace(sure, answer=replace(sure.answer, confidence=SURE - 0.01))
    said = f'<p class="unsure">{UNSURE}</p><div class="answer">'
    assert said in turn_html(1, unsure)
    assert said not in turn_html(1, replace(sure, answer=replace(sure.answer, confidence=SURE)))


def test_the_short_answer_is_emphasised_and_what_stands_before_is_apart() -> None:
    turn = answered(BRIEFING, "We have 500 tests.")
    [cited] = turn.answer.citations
    at = BRIEFING.text.index("500")
    marked = replace(cited, context="It’s <here>.", answer=(at, at + 3))
    html = turn_html(1, replace(turn, answer=replace(turn.answer, citations=(marked,))))
    assert (
        '<figure class="quotation"><p class="context" dir="auto">It’s &lt;here&gt;.</p><blockquote dir="auto">We have '
        '<strong class="short-answer">500</strong> tests.</blockquote>'
    ) in html
    assert Page(html).marked == ["We have 500 tests."]


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), st.data())
def test_an_emphasised_quotation_is_what_was_quoted(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    cited = citation(quote=quote, start=8, end=8 + len(quote), answer=(8 + start, 8 + end), speaker=None, date=None)
    turn = answered(BRIEFING, "500")
    page = Page(turn_html(1, replace(turn, answer=replace(turn.answer, citations=(cited,)))))
    assert page.text.startswith(f"How many tests?{quote}1Briefing")
    assert page.emphasised == quote[start:end]


def test_an_abstention_shows_the_nearest_passages_as_no_answer() -> None:
    page = Page(turn_html(1, answered(BRIEFING, None)))
    assert page.text.startswith(
        f"How many tests?{NOT_KNOWN}The passages that came nearest are listed under “Not an answer”."
        "Not an answer: the nearest passagesBriefing2021-03-09"
    )
    assert page.tags & {"blockquote", "mark"} == set()


def test_an_abstention_without_hits_shows_nothing_beside() -> None:
    turn = answered(BRIEFING, None)
    empty = Answered(replace(turn.answer, search=replace(turn.answer.search, hits=())), ())
    assert Page(turn_html(1, empty)).text == f"How many tests?{NOT_KNOWN}"


def test_a_follow_up_says_how_it_was_understood() -> None:
    page = Page(turn_html(1, answered(BRIEFING, "500", "How many?", "How many tests?")))
    assert page.text.startswith("How many?Understood as How many tests?500")


UNDERSTOOD = (
    '<li class="clue" title="from 2021-03-01, to 2021-03-31"><span>only <span dir="auto">from March 2021</span></span>'
    '<button type="button" class="take-off" data-clue="0" aria-label="Search without: from March 2021">×</button></li>'
)


def test_what_was_understood_can_be_taken_off_the_newest_question() -> None:
    turn = answered(BRIEFING, None, "documents from March 2021")
    shown = f'<ul class="understood" aria-label="Understood from the question">{UNDERSTOOD}</ul>'
    assert f"documents from March 2021</h2>{shown}<div" in turn_html(1, turn)
    both = Page(conversation_html([turn, answered(BRIEFING, None)]))
    assert [attributes["class"] for tag, attributes in both.elements if tag in ("li", "button")][:1] == ["clue"]
    assert "button" not in both.tags


def test_words_that_were_understood_are_escaped() -> None:
    html = turn_html(1, answered(BRIEFING, None, '"<b onclick=x>"'))
    assert 'title="identifier &lt;b onclick=x&gt;"' in html
    assert 'aria-label="Search without: &quot;&lt;b onclick=x&gt;&quot;"' in html
    assert "b" not in Page(html).tags


def test_a_question_without_some_of_its_words_says_so() -> None:
    turn = replace(answered(BRIEFING, None), without=frozenset({"from"}))
    assert '</h2><p class="taken-off">Searched without what you took off.</p>' in turn_html(1, turn)


def test_an_answer_from_a_part_of_the_collection_says_so() -> None:
    turn = answered(BRIEFING, "500")
    partly = replace(turn.answer.search, state=IndexState(3, 0.996))
    page = Page(turn_html(1, Answered(replace(turn.answer, search=partly), turn.excerpts)))
    assert "Searched while search by meaning was 99 % ready." in page.text


def test_a_question_that_waits_is_shown_as_busy() -> None:
    html = turn_html(3, Asked("How many?"))
    assert 'id="turn-3" aria-labelledby="question-3" aria-busy="true"' in html
    assert Page(html).text == "How many?Reading the documentsSources"


def test_a_failure_is_one_sentence() -> None:
    assert Page(turn_html(1, Failed("How?", "the question is too long"))).text == "How?the question is too long"


def test_what_comes_from_outside_is_shown_as_plain_text() -> None:
    """Markup in a question, a document, its metadata and an error stays what was typed."""
    source = document(BRIEFING.text)
    info = replace(source.info, title=HOSTILE, category=HOSTILE, url="javascript:alert(1)")
    hostile = Document(
        info, HOSTILE, (replace(source.blocks[0], start=0, end=len(HOSTILE), speaker=HOSTILE),), "0" * 64
    )
    turns = [
        answered(hostile, HOSTILE, HOSTILE, HOSTILE + "?"),
        answered(hostile, None, HOSTILE),
        Asked(HOSTILE),
        Failed(HOSTILE, HOSTILE),
    ]
    html = conversation_html(turns) + overview_html(Overview(HOSTILE, 1, None, IndexState(1, 1.0)))
    assert html.count(HOSTILE_ESCAPED) == html.count("evil.example") == 18
    assert Page(html).tags & {"script", "img", "a", "strong"} == set()


def test_the_conversation_is_a_live_region_that_leaves_out_the_sources() -> None:
    html = conversation_html([answered(BRIEFING, "500")])
    assert html.startswith('<div class="conversation" role="log" aria-live="polite" aria-label="Conversation"><article')
    assert [attributes["aria-live"] for tag, attributes in Page(html).elements if tag == "aside"] == ["off"]


@pytest.mark.parametrize(
    ("overview", "text"),
    [
        (
            Overview("archive", 14396, (date(2021, 1, 20), date(2026, 8, 20)), IndexState(125040, 1.0)),
            "archive14,396 documents125,040 passages2021-01-20 to 2026-08-20",
        ),
        (
            Overview("one", 1, (date(2021, 3, 1), date(2021, 3, 1)), IndexState(1, 0.999)),
            "one1 document1 passage2021-03-01search by meaning 99 % ready",
        ),
        (Overview("new", 0, None, IndexState(0, 1.0)), "new holds no documents yet. quotable index PATH adds some."),
    ],
)
def test_the_header_says_what_is_searched(overview: Overview, text: str) -> None:
    assert Page(overview_html(overview)).text == text


# A visitor's session


@pytest.fixture
def chat(collection: Collection, write: Callable[[str, str], Path], folder: Path) -> _Chat:
    write("aaa.md", "---\ntitle: aaa\ndate: 2021-03-01\n---\naaa aaa aaa aaa aaa aaa.\n")
    collection.index([folder])
    return _Chat(collection, has_examples=True)


def ask(chat: _Chat, session: Session, question: str) -> Session:
    begun = chat.begin(question, session)[1]
    assert isinstance(begun, Session)
    finished = chat.finish(begun)[0]
    assert isinstance(finished, Session)
    return finished


def test_a_question_is_shown_at_once_and_then_answered(chat: _Chat) -> None:
    box, session, shown, *_ = chat.begin("  aaa aaa? ", Session())
    assert (box, session) == ("", Session().ask("aaa aaa?"))
    assert shown == conversation_html([Asked("aaa aaa?")])
    assert isinstance(session, Session)
    session, shown, overview = chat.finish(session)
    assert isinstance(session, Session)
    assert [type(turn) for turn in session.turns] == [Answered]
    assert session.pending is None
    assert shown == conversation_html(session.turns)
    assert Page(str(overview)).text == "collection1 document1 passage2021-03-01"


@pytest.mark.parametrize("question", ["", "  \n"])
def test_an_empty_question_does_nothing(chat: _Chat, question: str) -> None:
    nothing = chat.begin(question, Session())
    assert [type(update) for update in nothing] == [dict] * 5
    assert all(update == nothing[0] for update in nothing)


def test_nothing_is_answered_twice(chat: _Chat) -> None:
    session = ask(chat, Session(), "aaa?")
    assert all(isinstance(update, dict) for update in chat.finish(session))
    waiting = session.ask("aaa aaa?")
    assert all(isinstance(update, dict) for update in chat.begin("aaa aaa aaa?", waiting))


def test_a_follow_up_refers_to_the_turn_before(chat: _Chat) -> None:
    session = ask(chat, ask(chat, Session(), "How many aaa?"), "And what of it?")
    last = session.turns[-1]
    assert isinstance(last, Answered)
    assert last.answer.search.question.interpreted == "And what of it? (aaa)"


def without(chat: _Chat, session: Session, clue: object) -> object:
    """The session after a click on what takes off a clue, not answered yet."""
    return chat.begin_without(session, gr.EventData(None, {"clue": clue}))[0]


def test_a_clue_that_is_taken_off_asks_the_newest_question_again_in_its_place(chat: _Chat) -> None:
    question = "And documents from March 2021 or of $20?"
    asked = ask(chat, ask(chat, Session(), "How many aaa?"), question)
    waiting = without(chat, asked, 0)
    assert isinstance(waiting, Session)
    assert waiting.turns == (asked.turns[0], Asked(question, frozenset({"from:2021-03-01", "to:2021-03-31"})))
    finished = chat.finish(waiting)[0]
    assert isinstance(finished, Session)
    last = finished.turns[-1]
    assert isinstance(last, Answered)
    assert [clue.key for clue in last.answer.search.question.clues] == ["identifier:$20"]
    assert last.answer.search.question.interpreted == f"{question} (aaa)"
    assert finished.conversation == asked.conversation
    again = without(chat, finished, 0)
    assert isinstance(again, Session)
    assert again.pending == Asked(question, last.without | {"identifier:$20"})


@pytest.mark.parametrize("clue", [1, -1, "0", None, 0.5])
def test_a_click_on_no_clue_does_nothing(chat: _Chat, clue: object) -> None:
    session = ask(chat, Session(), "documents from March 2021")
    assert isinstance(without(chat, session, clue), dict)
    assert isinstance(without(chat, session.ask("and then?"), 0), dict)
    assert isinstance(without(chat, Session(), 0), dict)


def test_a_question_that_fails_leaves_no_trace_in_the_conversation(chat: _Chat) -> None:
    session = ask(chat, Session(), "a" * 3000)
    assert session.turns == (Failed("a" * 3000, "the question has 3000 characters; 2000 at most are read"),)
    assert session.conversation == Conversation()


def test_an_error_that_nobody_foresaw_settles_the_question(chat: _Chat) -> None:
    session, shown = chat.give_up(Session().ask("aaa?"))
    assert isinstance(session, Session)
    assert session.pending is None
    assert Page(str(shown)).text == "aaa?Something went wrong while this was answered; the server’s log says what."


def test_a_document_that_changed_after_it_was_found_shows_the_quotation_alone(
    chat: _Chat, collection: Collection, write: Callable[[str, str], Path], folder: Path
) -> None:
    answer: Answer = collection.ask("aaa?")
    hit = answer.search.hits[0]
    write("aaa.md", "bbb\n")
    collection.index([folder])
    assert chat._excerpt("aaa.md", hit.passage.start, hit.passage.text) == bare(0, "aaa aaa aaa aaa aaa aaa.")


# The server


@pytest.fixture
def client(collection: Collection, write: Callable[[str, str], Path], folder: Path) -> Iterator[TestClient]:
    write("aaa.md", "---\ntitle: aaa\ndate: 2021-03-01\ncategory: first\n---\naaa aaa aaa aaa aaa aaa.\n")
    write("eee.md", "---\ntitle: eee\ndate: 2022-03-01\ncategory: second\n---\neee eee eee eee eee eee.\n")
    collection.index([folder])

    async def build() -> TestClient:
        # Gradio opens event loops that it does not close where none is running.
        return TestClient(create_app(collection, ["aaa?"]), base_url="http://127.0.0.1")

    with asyncio.run(build()) as client:
        yield client


def test_ask_answers_what_ask_json_prints(client: TestClient, collection: Collection) -> None:
    answered = client.get("/api/ask", params={"q": "eee?", "category": ["first", "second"], "k": 1}).json()
    expected = collection.ask("eee?", filters=Filters(categories=frozenset({"first", "second"})), k=1).to_dict()
    del answered["timings_ms"], expected["timings_ms"]
    assert answered == expected


def test_retrieve_searches_within_the_filters(client: TestClient) -> None:
    def names(**filters: str) -> list[str]:
        hits = client.get("/api/retrieve", params={"q": "aaa eee", **filters}).json()["hits"]
        return sorted(hit["document"] for hit in hits)

    assert names() == ["aaa.md", "eee.md"]
    assert names(**{"from": "2022-01-01"}) == ["eee.md"]
    assert names(to="2021-12-31") == ["aaa.md"]
    assert names(category="second") == ["eee.md"]


def test_what_was_understood_can_be_taken_off(client: TestClient) -> None:
    asked = {"q": "aaa eee, documents from 2021", "without": ["from:2021-01-01", "to"]}
    for path, expected in [("ask", ["aaa.md", "eee.md"]), ("retrieve", ["aaa.md", "eee.md"])]:
        found = client.get(f"/api/{path}", params=asked).json()
        assert sorted(hit["document"] for hit in found["hits"]) == expected
        assert found["filters"] == []
        kept = client.get(f"/api/{path}", params={"q": asked["q"]}).json()
        assert [hit["document"] for hit in kept["hits"]] == ["aaa.md"]


def test_matches_are_what_the_collection_counts(client: TestClient, collection: Collection) -> None:
    asked = {"q": "aaa, documents from 2021", "category": ["first", "second"], "without": "to"}
    filters = Filters(categories=frozenset({"first", "second"}))
    found = client.get("/api/matches", params=asked).json()
    assert found == collection.matches("aaa, documents from 2021", filters, ["to"]).to_dict()
    assert (found["documents"], found["months"][0]) == (1, {"month": "2021-03", "documents": 1})
    assert client.get("/api/matches").json()["documents"] == 2
    assert client.get("/api/matches", params={"from": "2022-01-01"}).json()["documents"] == 1


def test_status_says_how_much_is_searched(client: TestClient, collection: Collection) -> None:
    assert client.get("/api/status").json() == {
        "documents": 2,
        "passages": 2,
        "dense_ready": 1.0,
        "generation": collection.catalog.generation,
        "encoder": "toy",
        "first_date": "2021-03-01",
        "last_date": "2022-03-01",
        "categories": {"first": 1, "second": 1},
    }


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/ask", 422, "q is missing"),
        ("/api/ask?q=", 400, "the question is empty"),
        ("/api/ask?q=a&from=May", 422, "from is 'May': it should be a date, YYYY-MM-DD"),
        ("/api/ask?q=a&k=0", 422, "k is '0': Input should be greater than or equal to 1"),
        (
            "/api/retrieve?q=a&from=2022-01-02&to=2022-01-01",
            400,
            "the range of dates is empty: from 2022-01-02 to 2022-01-01",
        ),
        ("/api/nothing", 404, "there is no /api/nothing; see /api/openapi.json"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(client: TestClient, address: str, status: int, error: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()) == (status, {"error": error})


def test_the_page_names_no_other_machine(client: TestClient) -> None:
    response = client.get("/", headers={"accept": "text/html", "accept-encoding": "br"})
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert [
        (tag, value)
        for tag, attributes in Page(response.text).elements
        for value in attributes.values()
        if value and "//" in value
    ] == []
    assert 'analytics_enabled":false' in response.text.replace(" ", "")


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin="anonymous" />',
        '<meta property="og:image"\n content="//raw.example/x.jpg" />',
        '<script async src="https://cdn.example/iframeResizer.js"></script>',
    ],
)
def test_elements_that_name_another_machine_are_taken_out(element: str) -> None:
    own = '<link rel="manifest" href="/manifest.json" /><script src="./a.js"></script>'
    assert without_foreign_addresses(own + element + own) == own + own


def test_no_documentation_page_loads_scripts_from_elsewhere(client: TestClient) -> None:
    assert [client.get(page).status_code for page in ("/docs", "/redoc")] == [404, 404]
    assert client.get("/api/openapi.json").json()["info"]["title"] == "Quotable"


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path, encoder: ToyEncoder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 cannot be used .*; name another with --port"):
            serve(Collection.open(tmp_path / "c", encoder=encoder), [], port=port, announce=lambda _: None)
