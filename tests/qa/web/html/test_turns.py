"""A question with its answer, as the page shows it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import quote as percent_encoded

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.briefing import BRIEFING, citation
from support.rendered import HOSTILE, HOSTILE_ESCAPED, Page

from qa.answering.citations import NOT_KNOWN, UNSURE, Answer, verify
from qa.answering.confidence import SURE
from qa.answering.draft import Draft, Quote
from qa.conversations.exchange import Exchange
from qa.conversations.feedback import Feedback
from qa.documents import Document
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.questions import understand
from qa.web.html.excerpts import surroundings
from qa.web.html.turns import Shown, failed_html, turn_html, waiting_html

NOW = datetime(2021, 3, 10, tzinfo=UTC)


def shown(
    source: Document, quote: str | None, question: str = "How many tests?", interpreted: str | None = None
) -> Shown:
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
        excerpts = (surroundings(source, 0, len(source.text), context=0),)
    else:
        start = source.text.index(quote)
        draft = Draft((Quote(source.info.name, start, start + len(quote), quote),), 0.9, abstains=False)
        answer = verify(draft, search, {source.info.name: source})
        excerpts = tuple(surroundings(source, c.start, c.end) for c in answer.citations)
    return Shown(1, Exchange(answer, Filters(), frozenset(), 3, NOW), (), excerpts, frozenset(), None)


def changed(of: Shown, **changes: object) -> Shown:
    """The same with another exchange."""
    return replace(of, exchange=replace(of.exchange, **changes))  # type: ignore[arg-type]


def answering(of: Shown, **changes: object) -> Shown:
    """The same with another answer."""
    answer: Answer = replace(of.exchange.answer, **changes)  # type: ignore[arg-type]
    return changed(of, answer=answer)


def test_an_answer_is_set_as_quotations_beside_its_sources() -> None:
    html = turn_html(shown(BRIEFING, "We have 500 tests."))
    address = f"document?name=briefing.md&amp;start=30&amp;end=48&amp;sha256={BRIEFING.sha256}#quotation"
    assert html.startswith(
        '<article class="turn" id="turn-1" data-number="1" data-searched="How many tests?" '
        'aria-labelledby="question-1" aria-busy="false">'
        '<div class="said"><h2 class="question" id="question-1" tabindex="-1" dir="auto">How many tests?</h2>'
        '<div class="answer"><figure class="quotation"><blockquote dir="auto">We have 500 tests.</blockquote>'
        f'<figcaption><span class="cite"><a class="marker" href="{address}" data-citation="1" '
        'aria-label="Source 1" aria-describedby="peek-1-1">1</a>'
        '<span class="peek" role="tooltip" id="peek-1-1"><q dir="auto">We have 500 tests.</q>'
        '<span class="peek-source" dir="auto">MS. PSAKI · Briefing · 2021-03-09</span></span></span><span>'
        '<span class="speaker" dir="auto">MS. PSAKI</span> · <cite dir="auto">Briefing</cite> · '
        '<time datetime="2021-03-09">2021-03-09</time></span></figcaption></figure></div>'
        '<p class="checked">1 quotation, checked character by character against its document.</p>'
    )
    assert Page(html).marks == ["We have 500 tests."]
    assert f'<a class="place" href="{address}">Briefing</a>' in html


def test_an_answer_that_is_not_sure_says_so() -> None:
    said = f'<p class="unsure">{UNSURE}</p><div class="answer">'
    sure = shown(BRIEFING, "We have 500 tests.")
    assert said in turn_html(answering(sure, confidence=SURE - 0.01))
    assert said not in turn_html(answering(sure, confidence=SURE))


def test_the_short_answer_is_emphasised_and_what_stands_before_is_apart() -> None:
    turn = shown(BRIEFING, "We have 500 tests.")
    [cited] = turn.exchange.answer.citations
    at = BRIEFING.text.index("500")
    html = turn_html(answering(turn, citations=(replace(cited, context="It’s <here>.", answer=(at, at + 3)),)))
    assert (
        '<figure class="quotation"><p class="context" dir="auto">It’s &lt;here&gt;.</p><blockquote dir="auto">We have '
        '<strong class="short-answer">500</strong> tests.</blockquote>'
    ) in html
    assert Page(html).marks == ["We have 500 tests."]


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), st.data())
def test_an_emphasised_quotation_is_what_was_quoted(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    cited = citation(quote=quote, start=8, end=8 + len(quote), answer=(8 + start, 8 + end), speaker=None, date=None)
    page = Page(turn_html(answering(shown(BRIEFING, "500"), citations=(cited,))))
    assert page.text.startswith(f"How many tests?{quote}1")
    assert page.emphasised == quote[start:end]


def test_a_long_quotation_is_cut_beside_its_marker_only() -> None:
    quote = "word " * 100 + "end"
    html = turn_html(answering(shown(BRIEFING, "500"), citations=(citation(quote=quote, end=8 + len(quote)),)))
    assert f'<blockquote dir="auto">{quote}</blockquote>' in html
    assert f'<q dir="auto">{("word " * 56).strip()} …</q>' in html


def test_a_source_that_has_changed_is_marked() -> None:
    turn = shown(BRIEFING, "500")
    assert "has changed" not in turn_html(turn)
    html = turn_html(replace(turn, changed=frozenset({1})))
    assert '</figcaption><p class="changed">The source has changed since this was quoted.</p></figure>' in html
    assert '<p class="changed">This document has changed since it was quoted.</p></div></header>' in html


def test_a_timeline_has_a_line_a_citation() -> None:
    cited = [citation(quote="500"), citation(marker=2, date=None, speaker=None, quote="600", title="Later")]
    turn = shown(BRIEFING, "500")
    timeline = answering(turn, citations=tuple(cited), is_timeline=True)
    html = turn_html(replace(timeline, excerpts=turn.excerpts * 2, changed=frozenset({2})))
    address = f"document?name=briefing.md&amp;start=8&amp;end=11&amp;sha256={'0' * 64}#quotation"
    assert (
        '</h2><ol class="timeline" aria-label="Quotations in the order of time"><li>'
        '<time datetime="2021-03-09">2021-03-09</time><div><q class="line" dir="auto">500</q><p class="line-source">'
        f'<span class="cite"><a class="marker" href="{address}" data-citation="1" aria-label="Source 1" '
        'aria-describedby="peek-1-1">1</a><span class="peek" role="tooltip" id="peek-1-1"><q dir="auto">500</q>'
        '<span class="peek-source" dir="auto">MS. PSAKI · Briefing · 2021-03-09</span></span></span><span>'
        '<span class="speaker" dir="auto">MS. PSAKI</span> <cite dir="auto">Briefing</cite></span></p></div></li>'
        '<li><span class="undated">undated</span><div><q class="line" dir="auto">600</q><p class="line-source">'
        f'<span class="cite"><a class="marker" href="{address}" data-citation="2" aria-label="Source 2" '
        'aria-describedby="peek-1-2">2</a><span class="peek" role="tooltip" id="peek-1-2"><q dir="auto">600</q>'
        '<span class="peek-source" dir="auto">Later</span></span></span><span><cite dir="auto">Later</cite></span></p>'
        '<p class="changed">The source has changed since this was quoted.</p></div></li></ol>'
        '<p class="checked">2 quotations, each checked character by character against its document.</p>'
    ) in html
    assert Page(html).misnested == []
    assert "timeline" not in Page(turn_html(turn)).having("class")


def test_an_abstention_says_why_and_shows_the_nearest_passages_as_no_answer() -> None:
    turn = shown(BRIEFING, None)
    reasons = "".join(reason.sentence for reason in turn.exchange.answer.reasons)
    assert reasons
    page = Page(turn_html(turn))
    assert page.text.startswith(f"How many tests?{NOT_KNOWN}{reasons}")
    assert "Nearest passages (not an answer)Briefing2021-03-09" in page.text
    assert page.tags & {"blockquote", "mark"} == set()


def test_an_abstention_without_hits_shows_nothing_beside() -> None:
    turn = shown(BRIEFING, None)
    search = replace(turn.exchange.answer.search, hits=())
    page = Page(turn_html(replace(answering(turn, search=search), excerpts=())))
    assert "aside" not in page.tags
    assert "nearest" not in page.text


def test_a_follow_up_says_how_it_was_understood_and_can_be_asked_alone() -> None:
    html = turn_html(shown(BRIEFING, "500", "How many?", "How many tests?"))
    assert (
        '<li class="clue clue-before"><span>understood as <q dir="auto">How many tests?</q></span>'
        '<button type="button" class="take-off" data-take-off="before" data-key="conversation" '
        'aria-label="Search without the conversation before">×</button></li>'
    ) in html


def test_what_was_understood_can_be_taken_off() -> None:
    html = turn_html(shown(BRIEFING, None, "documents from March 2021"))
    assert (
        'documents from March 2021</h2><ul class="understood" aria-label="Understood from the question">'
        '<li class="clue clue-said" title="from 2021-03-01, to 2021-03-31"><span>only <span dir="auto">from March 2021'
        '</span></span><button type="button" class="take-off" data-take-off="said" '
        'data-key="[&quot;from:2021-03-01&quot;, &quot;to:2021-03-31&quot;]" '
        'aria-label="Search without from March 2021">×</button></li></ul>'
    ) in html


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (Filters(date(2021, 1, 1), date(2021, 2, 1)), "2021-01-01 to 2021-02-01×"),
        (Filters(date(2021, 1, 1), date(2021, 1, 1)), "2021-01-01×"),
        (Filters(date(2021, 1, 1)), "from 2021-01-01×"),
        (Filters(None, date(2021, 2, 1)), "until 2021-02-01×"),
        (Filters(categories=frozenset({"b", "a"})), "a×b×"),
    ],
)
def test_what_was_set_beside_the_question_can_be_taken_off(filters: Filters, text: str) -> None:
    page = Page(turn_html(changed(shown(BRIEFING, "500"), filters=filters)))
    assert page.text.startswith(f"How many tests?{text}500")
    keys = [attributes["data-key"] for tag, attributes in page.elements if attributes.get("data-take-off") == "set"]
    assert keys == (["category:a", "category:b"] if filters.categories else ["dates"])


def test_words_that_were_understood_are_escaped() -> None:
    html = turn_html(shown(BRIEFING, None, '"<b onclick=x>"'))
    assert 'title="identifier &lt;b onclick=x&gt;"' in html
    assert 'aria-label="Search without &quot;&lt;b onclick=x&gt;&quot;"' in html
    assert "b" not in Page(html).tags


def test_a_question_without_some_of_its_words_says_so() -> None:
    turn = changed(shown(BRIEFING, None), without=frozenset({"from"}))
    assert '</h2><p class="taken-off">Searched without the parts you removed.</p>' in turn_html(turn)


def test_an_answer_from_a_part_of_the_collection_says_so() -> None:
    turn = shown(BRIEFING, "500")
    partly = replace(turn.exchange.answer.search, state=IndexState(3, 0.996))
    assert "Searched while search by meaning was 99 % ready." in Page(turn_html(answering(turn, search=partly))).text


def test_a_note_stands_before_the_answer() -> None:
    html = turn_html(shown(BRIEFING, "500"), ["The collection <changed>."])
    assert '</h2><p class="note">The collection &lt;changed&gt;.</p><div class="answer">' in html


def test_what_was_said_of_an_answer_is_shown() -> None:
    turn = shown(BRIEFING, "500")
    pressed = [a["aria-pressed"] for _, a in Page(turn_html(turn)).elements if "data-verdict" in a]
    assert pressed == ["false", "false"]
    judged = replace(turn, feedback=Feedback("not_helpful", "wrong", "", None, NOW))
    page = Page(turn_html(judged))
    assert [a["aria-pressed"] for _, a in page.elements if "data-verdict" in a] == ["false", "true"]
    assert [a["value"] for _, a in page.elements if a.get("type") == "radio" and "checked" in a] == ["wrong"]


def test_turns_to_be_filled_in_are_empty_and_say_what_happens() -> None:
    assert Page(waiting_html()).text == "Reading the documentsSources"
    assert 'aria-busy="true"' in waiting_html()
    assert Page(failed_html()).text == "Ask again"
    assert '<div class="problem" role="alert"><p class="reason"></p>' in failed_html()


def turns_of(text: str) -> str:
    """An answer, a timeline and an abstention with a text wherever one comes from outside."""
    block = replace(BRIEFING.blocks[0], start=0, end=len(text), speaker=text)
    info = replace(BRIEFING.info, name=text, title=text, categories=(text,), url=f"javascript:{text}")
    source = Document(info, text, (block,), "0" * 64)
    beside = Filters(categories=frozenset({text}))
    answered = changed(shown(source, text, text, f"{text}?"), filters=beside, without=frozenset({text}))
    answered = replace(answered, earlier=(text,), feedback=Feedback("not_helpful", None, text, None, NOW))
    timeline = answering(answered, is_timeline=True)
    return "".join(turn_html(turn, [text]) for turn in (answered, timeline, shown(source, None, text)))


def test_what_comes_from_outside_is_shown_as_plain_text() -> None:
    """Markup in a question, a document, its metadata and feedback stays what was typed."""
    hostile, plain = Page(turns_of(HOSTILE)), Page(turns_of('plain text "quoted" and more'))
    assert [(tag, list(attributes)) for tag, attributes in hostile.elements] == [
        (tag, list(attributes)) for tag, attributes in plain.elements
    ]
    assert hostile.marked == HOSTILE * 2
    assert hostile.said("h2") == [HOSTILE] * 3


def test_what_comes_from_outside_is_escaped_wherever_it_stands() -> None:
    html = turns_of(HOSTILE)
    assert html.count(HOSTILE_ESCAPED) == 41
    # The feedback form names each passage by the first words of its title and its text.
    encoded = percent_encoded(HOSTILE, safe="/:")
    for written in (HOSTILE_ESCAPED, encoded, escape(HOSTILE[:90]), escape(HOSTILE[:60])):
        html = html.replace(written, "")
    assert not re.search("script|example|onerror|alert", html)


def test_the_sources_are_no_part_of_what_is_read_aloud() -> None:
    html = turn_html(shown(BRIEFING, "500"))
    assert [attributes["aria-live"] for tag, attributes in Page(html).elements if tag == "aside"] == ["off"]
