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

from qa.answering.answer import NOT_KNOWN, NOTHING, POSSIBLE, Answer
from qa.answering.citations import verify
from qa.answering.confidence import LIKELY, SURE
from qa.answering.draft import Draft, Quote
from qa.answering.listings import Offer
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
        draft = Draft((), 0.2, abstains=True)
    else:
        start = source.text.index(quote)
        draft = Draft((Quote(source.info.name, start, start + len(quote), quote),), 0.9, abstains=False)
    answer = verify(draft, search, {source.info.name: source})
    around = tuple(surroundings(source, c.start, c.end) for c in answer.citations)
    passages = (surroundings(source, 0, len(source.text), context=0),)
    return Shown(1, Exchange(answer, Filters(), frozenset(), 3, NOW), (), around, passages, frozenset(), None)


def changed(of: Shown, **changes: object) -> Shown:
    """The same with another exchange."""
    return replace(of, exchange=replace(of.exchange, **changes))  # type: ignore[arg-type]


def answering(of: Shown, **changes: object) -> Shown:
    """The same with another answer."""
    answer: Answer = replace(of.exchange.answer, **changes)  # type: ignore[arg-type]
    return changed(of, answer=answer)


ASKED = (
    '<div class="asked"><h2 class="question" id="question-1" tabindex="-1" dir="auto">How many tests?</h2>'
    '<button type="button" class="edit" data-edit aria-label="Edit the question" title="Edit the question">'
)


def said(html: str) -> str:
    """What stands below the question, as HTML."""
    return html.partition('<div class="said">')[2]


def test_an_answer_is_a_quotation_above_the_card_of_its_document() -> None:
    html = turn_html(shown(BRIEFING, "We have 500 tests."))
    address = f"document?name=briefing.md&amp;start=30&amp;end=48&amp;sha256={BRIEFING.sha256}#quotation"
    assert html.startswith(
        '<article class="turn" id="turn-1" data-number="1" data-state="answer" data-searched="How many tests?" '
        f'aria-labelledby="question-1" aria-busy="false">{ASKED}'
    )
    assert said(html).startswith(
        '<div class="answer"><div class="cited"><figure class="quotation"><blockquote dir="auto">We have 500 tests.'
        f'</blockquote></figure><div class="by"><a class="marker" href="{address}" data-citation="1" '
        'aria-label="Source 1">1</a><details class="source" id="source-1-1" aria-live="off"><summary>'
        '<span class="speaker" dir="auto">MS. PSAKI</span> · <cite dir="auto">Briefing</cite> · '
        '<time datetime="2021-03-09">2021-03-09</time></summary>'
    )
    assert Page(html).marks == ["We have 500 tests."]
    assert Page(html).having("open") == []
    assert f'<a class="place" href="{address}">Show in the document</a>' in html


def test_the_quotations_of_a_document_share_its_card() -> None:
    several = [citation(quote="500"), citation(marker=2, quote="600", title="Later", document="b.md")]
    several.append(citation(marker=3, quote="700"))
    turn = shown(BRIEFING, "500")
    html = turn_html(replace(answering(turn, citations=tuple(several), is_timeline=False), excerpts=turn.excerpts * 3))
    assert Page(html).said("blockquote") == ["500"]
    several[2] = replace(several[2], quote="700\n800")
    listed = answering(turn, citations=tuple(several), search=asking(turn, "Which tests were made?"))
    html = turn_html(replace(listed, excerpts=turn.excerpts * 3))
    assert Page(html).said("blockquote") == ["500", "700\n800"]
    assert Page(html).said("cite") == ["Briefing", "Later"]
    assert '<figcaption><a class="marker"' in html


def asking(turn: Shown, question: str) -> Search:
    """The search of a turn with another question."""
    return replace(turn.exchange.answer.search, question=understand(question, question, Filters()))


def test_what_adds_nothing_is_folded_with_the_other_passages() -> None:
    cited = [citation(quote="500"), citation(marker=2, quote="600", title="Later", document="b.md")]
    turn = shown(BRIEFING, "500")
    html = turn_html(replace(answering(turn, citations=tuple(cited)), excerpts=turn.excerpts * 2))
    answer, _, folded = html.partition('<details class="more"><summary>More passages (1)</summary>')
    assert Page(answer).said("cite") == ["Briefing"]
    assert Page(folded).said("cite") == ["Later"]


def test_an_answer_that_is_not_sure_is_labelled_as_a_possible_match() -> None:
    label = f'<p class="state">{POSSIBLE}</p>'
    sure = shown(BRIEFING, "We have 500 tests.")
    unsure = turn_html(answering(sure, confidence=SURE - 0.01))
    assert said(unsure).startswith(f'{label}<div class="answer">')
    assert 'data-state="possible"' in unsure
    assert "state" not in Page(turn_html(answering(sure, confidence=SURE))).having("class")


def test_an_abstention_with_a_likely_quotation_shows_it_as_a_possible_match() -> None:
    turn = shown(BRIEFING, "We have 500 tests.")
    withheld = answering(
        turn, abstained=True, citations=(), withheld=turn.exchange.answer.citations, confidence=LIKELY, text=NOT_KNOWN
    )
    html = turn_html(withheld)
    assert said(html).startswith(f'<p class="state">{POSSIBLE}</p><div class="answer">')
    assert Page(html).said("blockquote") == ["We have 500 tests."]
    unlikely = turn_html(replace(answering(withheld, confidence=LIKELY - 0.01), excerpts=()))
    assert said(unlikely).startswith(f'<p class="state">{NOTHING}</p><p class="not-known">{NOT_KNOWN}</p>')
    assert Page(unlikely).said("blockquote") == []


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


def test_a_short_answer_of_another_kind_than_is_asked_for_is_not_emphasised() -> None:
    turn = shown(BRIEFING, "We have 500 tests.")
    [cited] = turn.exchange.answer.citations
    at = BRIEFING.text.index("have")
    html = turn_html(answering(turn, citations=(replace(cited, answer=(at, at + 4)),)))
    assert Page(html).emphasised == ""
    assert '<blockquote dir="auto">We have 500 tests.</blockquote>' in html


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), st.data())
def test_an_emphasised_quotation_is_what_was_quoted(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    cited = citation(quote=quote, start=8, end=8 + len(quote), answer=(8 + start, 8 + end), speaker=None, date=None)
    page = Page(turn_html(answering(shown(BRIEFING, "500"), citations=(cited,))))
    label = POSSIBLE if POSSIBLE in page.text else ""  # without a number it may be no answer
    assert page.text.startswith(f"How many tests?{label}{quote}1")
    assert not (label and page.emphasised)
    assert page.emphasised in (quote[start:end], "")


@pytest.mark.parametrize(
    ("question", "state"),
    [("How many tests?", "possible"), ("What did she say of tests?", "answer")],
)
def test_what_does_not_hold_the_number_that_is_asked_for_is_shown_as_a_possible_match(
    question: str, state: str
) -> None:
    assert f'data-state="{state}"' in turn_html(shown(BRIEFING, "More will come.", question))


def test_a_source_that_has_changed_is_marked() -> None:
    turn = shown(BRIEFING, "500")
    assert "has changed" not in turn_html(turn)
    html = turn_html(replace(turn, changed=frozenset({1})))
    assert '</details></div><p class="changed">The source has changed since this was quoted.</p></div>' in html


def test_a_timeline_has_a_line_a_citation() -> None:
    cited = [citation(quote="500"), citation(marker=2, date=None, speaker=None, quote="600", title="Later")]
    turn = shown(BRIEFING, "500")
    timeline = answering(turn, citations=tuple(cited), is_timeline=True)
    html = turn_html(replace(timeline, excerpts=turn.excerpts * 2, changed=frozenset({2})))
    address = f"document?name=briefing.md&amp;start=8&amp;end=11&amp;sha256={'0' * 64}#quotation"
    marker = f'<a class="marker" href="{address}" data-citation="1" aria-label="Source 1">1</a>'
    assert said(html).startswith(
        '<ol class="timeline" aria-label="Quotations in the order of time"><li>'
        '<time datetime="2021-03-09">2021-03-09</time><div><q class="line" dir="auto">500</q><div class="by">'
        f'{marker}<details class="source" id="source-1-1" aria-live="off"><summary><span class="speaker" dir="auto">'
        'MS. PSAKI</span> · <cite dir="auto">Briefing</cite></summary>'
    )
    assert '<li><span class="undated">undated</span><div><q class="line" dir="auto">600</q>' in html
    assert html.count("The source has changed since this was quoted.") == 1
    assert Page(html).misnested == []
    assert "timeline" not in Page(turn_html(turn)).having("class")


def test_a_question_over_time_without_a_timeline_says_so() -> None:
    turn = shown(BRIEFING, "500")
    asked = answering(turn, search=asking(turn, "How has the number of tests changed over time?"))
    assert '<p class="note">There is no timeline: too few dated documents tell of it.</p>' in turn_html(asked)
    assert "timeline" not in turn_html(turn)


def test_nothing_found_folds_the_nearest_passages_and_marks_nothing_in_them() -> None:
    html = turn_html(shown(BRIEFING, None))
    page = Page(html)
    assert 'data-state="nothing"' in html
    assert page.text.startswith(f"How many tests?{NOTHING}{NOT_KNOWN}Nearest passages (1)Q · Briefing · 2021-03-09")
    assert page.tags & {"blockquote", "mark"} == set()
    assert "Exact quotations" not in page.text


def test_nothing_found_says_what_limited_the_search() -> None:
    turn = shown(BRIEFING, None)
    filling = replace(turn.exchange.answer.search, state=IndexState(3, 0.5))
    assert '<ul class="why" aria-label="Why there is no answer"><li>The search by meaning is 50 % ready.</li></ul>' in (
        turn_html(answering(turn, search=filling))
    )


def test_documents_about_a_name_are_offered_with_the_question_that_lists_them() -> None:
    offer = Offer("<Fiji>", 1200, "Which documents have “<Fiji>” in their titles?")
    assert (
        '<p class="offers"><button type="button" class="offer" data-ask="Which documents have “&lt;Fiji&gt;” in their '
        'titles?">Documents about <span dir="auto">&lt;Fiji&gt;</span> (1,200)</button></p>'
    ) in turn_html(answering(shown(BRIEFING, None), offers=(offer,)))


def test_an_abstention_without_hits_has_nothing_to_look_through() -> None:
    turn = shown(BRIEFING, None)
    search = replace(turn.exchange.answer.search, hits=())
    page = Page(turn_html(replace(answering(turn, search=search), passages=())))
    assert "details" not in page.tags


def test_exact_quotations_lead_to_how_they_are_checked() -> None:
    assert '<a class="plain" href="exact-quotations" data-document>Exact quotations</a>' in (
        turn_html(shown(BRIEFING, "500"))
    )


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
        '<div class="said"><ul class="understood" aria-label="Understood from the question">'
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
    assert '<div class="said"><p class="taken-off">Searched without the parts you removed.</p>' in turn_html(turn)


def test_an_answer_from_a_part_of_the_collection_says_so() -> None:
    turn = shown(BRIEFING, "500")
    partly = replace(turn.exchange.answer.search, state=IndexState(3, 0.996))
    assert "Searched while search by meaning was 99 % ready." in Page(turn_html(answering(turn, search=partly))).text


def test_a_note_stands_before_the_answer() -> None:
    html = turn_html(shown(BRIEFING, "500"), ["The collection <changed>."])
    assert '<div class="said"><p class="note">The collection &lt;changed&gt;.</p><div class="answer">' in html


def test_what_was_said_of_an_answer_is_shown() -> None:
    turn = shown(BRIEFING, "500")
    pressed = [a["aria-pressed"] for _, a in Page(turn_html(turn)).elements if "data-verdict" in a]
    assert pressed == ["false", "false"]
    judged = replace(turn, feedback=Feedback("not_helpful", "wrong", "", None, NOW))
    page = Page(turn_html(judged))
    assert [a["aria-pressed"] for _, a in page.elements if "data-verdict" in a] == ["false", "true"]
    assert [a["value"] for _, a in page.elements if a.get("type") == "radio" and "checked" in a] == ["wrong"]


def test_turns_to_be_filled_in_are_empty_and_say_what_happens() -> None:
    assert Page(waiting_html()).text == "Reading the documentsStop"
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
    assert html.count(HOSTILE_ESCAPED) == 31
    # The feedback form names each passage by the first words of its title and its text.
    encoded = percent_encoded(HOSTILE, safe="/:")
    for written in (HOSTILE_ESCAPED, encoded, escape(HOSTILE[:90]), escape(HOSTILE[:60])):
        html = html.replace(written, "")
    assert not re.search("script|example|onerror|alert", html)


def test_the_sources_are_no_part_of_what_is_read_aloud() -> None:
    page = Page(turn_html(shown(BRIEFING, "500")))
    assert [details.get("aria-live") for details in page.all("details")] == ["off"]
