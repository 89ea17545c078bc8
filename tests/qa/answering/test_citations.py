"""Verification: the gate between a draft and an answer."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import document

from qa.answering.answer import NOT_KNOWN, NOTHING, POSSIBLE, Citation
from qa.answering.caution import State
from qa.answering.citations import verify
from qa.answering.confidence import LIKELY, SURE
from qa.answering.draft import Draft, Quote
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.follow_ups import Turn
from qa.understanding.questions import understand

DOCUMENT = document(
    "---\ntitle: Briefing\ndate: 2021-03-09\ncategory: press\npermalink: https://x.y/z\n---\n"
    "MS. PSAKI: We have 500 tests.\n\nQ How many?\n",
    "sub/a.md",
)
OTHER = document("We have 500 tests.", "b.md")
DOCUMENTS = {"sub/a.md": DOCUMENT, "b.md": OTHER}
QUESTION = understand(
    "And tests?", "How many tests?", Filters(date(2021, 1, 1), date(2021, 12, 31), frozenset({"press", "blog"}))
)
HIT = Hit(Passage(0, 29, DOCUMENT.text[:29], "Briefing", "Section", "MS. PSAKI"), DOCUMENT.info, 0.03278688524, 1)
SEARCH = Search(QUESTION, (HIT,), IndexState(3, 2 / 3), {"encode": 1.23456, "total": 2.0})
START = DOCUMENT.text.index("We")
GOOD = Quote("sub/a.md", START, START + 18, "We have 500 tests.")


def draft(*quotes: Quote, abstains: bool = False) -> Draft:
    return Draft(quotes, 0.9, abstains)


def test_a_quote_that_stands_in_its_document_is_cited() -> None:
    answer = verify(draft(GOOD), SEARCH, DOCUMENTS)
    assert answer.citations == (
        Citation(
            marker=1,
            document="sub/a.md",
            title="Briefing",
            date="2021-03-09",
            category="press",
            url="https://x.y/z",
            speaker="MS. PSAKI",
            quote="We have 500 tests.",
            start=START,
            end=START + 18,
            context=None,
            answer=None,
            sha256=DOCUMENT.sha256,
        ),
    )
    assert (answer.text, answer.abstained, answer.confidence) == ("“We have 500 tests.” [1]", False, 0.9)
    assert answer.rejected == ()


@pytest.mark.parametrize(
    "bad",
    [
        Quote("sub/a.md", START, START + 17, "We have 500 tests."),
        Quote("sub/a.md", START, START + 18, "We have 500 tests"),
        Quote("sub/a.md", START + 1, START + 19, "We have 500 tests."),
        Quote("sub/a.md", START, START + 18, "we have 500 tests."),
        Quote("sub/a.md", START, START + 18, "We have\u00a0500 tests."),
        Quote("sub/a.md", START, START, ""),
        Quote("sub/a.md", START + 18, START, ""),
        Quote("sub/a.md", -5, -1, DOCUMENT.text[-5:-1]),
        Quote("sub/a.md", 0, len(DOCUMENT.text) + 1, DOCUMENT.text),
        Quote("b.md", START, START + 18, "We have 500 tests."),
        Quote("none.md", START, START + 18, "We have 500 tests."),
        replace(GOOD, context="S. PSAKI: "),
        replace(GOOD, context="Ms. Psaki:"),
        replace(GOOD, context=""),
        replace(GOOD, context="X" + DOCUMENT.text[:START].rstrip()),
        replace(GOOD, answer=(START - 1, START + 3)),
        replace(GOOD, answer=(START + 8, START + 19)),
        replace(GOOD, answer=(START + 8, START + 8)),
    ],
)
def test_a_quote_that_is_off_by_anything_is_rejected(bad: Quote) -> None:
    alone = verify(draft(bad), SEARCH, DOCUMENTS)
    assert (alone.text, alone.abstained, alone.confidence) == (NOT_KNOWN, True, 0.0)
    assert (alone.citations, alone.rejected) == ((), (bad,))
    beside = verify(draft(bad, GOOD), SEARCH, DOCUMENTS)
    assert beside.text == "“We have 500 tests.” [1]"
    assert [citation.marker for citation in beside.citations] == [1]
    assert beside.rejected == (bad,)


def test_the_words_before_a_quote_and_its_short_answer_are_cited_with_it() -> None:
    source = document("Ann spoke.\n\nShe won 5 seats.\n", "c.md")
    quote = Quote("c.md", 12, 28, "She won 5 seats.", context="Ann spoke.", answer=(20, 21))
    answer = verify(draft(quote), SEARCH, {"c.md": source})
    [citation] = answer.citations
    assert (citation.quote, citation.context, citation.answer) == ("She won 5 seats.", "Ann spoke.", (20, 21))
    assert citation.parts() == ("She won ", "5", " seats.")
    assert answer.text == "“She won 5 seats.” [1]"
    assert citation.to_dict()["context"] == "Ann spoke."
    assert citation.to_dict()["answer"] == {"start": 20, "end": 21, "text": "5"}


def test_the_short_answer_is_that_of_the_best_citation_where_its_kind_is_asked_for() -> None:
    source = document("Ann spoke. She won 5 seats, and lost 7.", "c.md")
    won = Quote("c.md", 11, 39, "She won 5 seats, and lost 7.", answer=(19, 20))
    answer = verify(draft(won, replace(won, answer=(37, 38))), SEARCH, {"c.md": source})
    assert answer.short == answer.citations[0]
    assert answer.to_dict()["answer"]["short"] == {  # type: ignore[index]
        "text": "5",
        "marker": 1,
        "start": 19,
        "end": 20,
    }
    assert source.text[19:20] == "5"
    assert verify(draft(replace(won, answer=(15, 18))), SEARCH, {"c.md": source}).short is None  # 'won' is no number
    assert verify(draft(Quote("c.md", 0, 10, "Ann spoke."), won), SEARCH, {"c.md": source}).short is None


@pytest.mark.parametrize(
    ("confidence", "abstains", "state", "label", "shown"),
    [
        (SURE, False, State.ANSWER, None, 1),
        (SURE - 0.001, False, State.POSSIBLE, POSSIBLE, 1),
        (LIKELY, True, State.POSSIBLE, POSSIBLE, 1),
        (LIKELY - 0.001, True, State.NOTHING, NOTHING, 0),
    ],
)
def test_an_answer_has_one_of_three_states(
    confidence: float, abstains: bool, state: State, label: str | None, shown: int
) -> None:
    answer = verify(replace(draft(GOOD, abstains=abstains), confidence=confidence), SEARCH, DOCUMENTS)
    assert (answer.state, answer.label, len(answer.leading)) == (state, label, shown)
    assert answer.to_dict()["answer"]["state"] == state.value  # type: ignore[index]
    assert answer.abstained is abstains  # what the exit status goes by


def test_without_a_quotation_nothing_is_found_however_sure_the_draft_is() -> None:
    assert verify(replace(draft(abstains=True), confidence=0.9), SEARCH, DOCUMENTS).state is State.NOTHING


def test_an_answer_that_abstains_has_no_short_answer() -> None:
    answer = verify(draft(replace(GOOD, answer=(START + 8, START + 11)), abstains=True), SEARCH, DOCUMENTS)
    assert answer.short is None
    assert answer.to_dict()["answer"]["short"] is None  # type: ignore[index]


def test_without_a_short_answer_all_words_are_before_it() -> None:
    [citation] = verify(draft(GOOD), SEARCH, DOCUMENTS).citations
    assert citation.parts() == ("We have 500 tests.", "", "")


def test_words_of_somebody_else_are_no_context() -> None:
    source = document("MS. ROE: We won.\n\nQ Yes?\n\nMR. POE: It is so.\n\nQ So?\n", "c.md")
    start = source.text.index("Q Yes?")
    quote = Quote("c.md", start, start + 6, "Q Yes?", context="We won.")
    assert verify(draft(quote), SEARCH, {"c.md": source}).rejected == (quote,)


def test_markers_count_what_is_cited_in_the_order_of_the_draft() -> None:
    question = Quote("sub/a.md", START + 20, len(DOCUMENT.text), "Q How many?")
    answer = verify(draft(question, Quote("b.md", 0, 18, OTHER.text), GOOD), SEARCH, DOCUMENTS)
    assert answer.text == "“Q How many?” [1]\n“We have 500 tests.” [2]\n“We have 500 tests.” [3]"
    assert [(c.marker, c.document, c.speaker) for c in answer.citations] == [
        (1, "sub/a.md", "Q"),
        (2, "b.md", None),
        (3, "sub/a.md", "MS. PSAKI"),
    ]


def test_a_draft_that_abstains_cites_nothing_and_withholds_what_was_verified() -> None:
    bad = Quote("none.md", START, START + 18, "We have 500 tests.")
    answer = verify(draft(bad, GOOD, abstains=True), SEARCH, DOCUMENTS)
    assert (answer.text, answer.abstained, answer.citations) == (NOT_KNOWN, True, ())
    assert [citation.quote for citation in answer.withheld] == ["We have 500 tests."]
    assert "500" not in str(answer.to_dict()["answer"])
    assert verify(draft(GOOD), SEARCH, DOCUMENTS).withheld == ()
    assert verify(draft(), SEARCH, DOCUMENTS).abstained


def test_the_json_of_a_search_tells_what_was_understood_from_what_was_set() -> None:
    question = "documents from May 2021 on $20"
    beside = Filters(categories=frozenset({"blog"}))
    found = Search(understand(question, question, beside), (), IndexState(1, 1.0), {}).to_dict()["filters"]
    assert found == [
        {"name": "category", "value": "blog", "words": None, "hard": True},
        {"name": "from", "value": "2021-05-01", "words": "from May 2021", "hard": True},
        {"name": "to", "value": "2021-05-31", "words": "from May 2021", "hard": True},
        {"name": "identifier", "value": "$20", "words": "$20", "hard": False},
    ]


def test_the_json_of_an_answer() -> None:
    found = verify(draft(GOOD), SEARCH, DOCUMENTS).to_dict()
    citations, hits = found.pop("citations"), found.pop("hits")
    assert found == {
        "question": "And tests?",
        "interpreted": "How many tests?",
        "filters": [
            {"name": "from", "value": "2021-01-01", "words": None, "hard": True},
            {"name": "to", "value": "2021-12-31", "words": None, "hard": True},
            {"name": "category", "value": "blog", "words": None, "hard": True},
            {"name": "category", "value": "press", "words": None, "hard": True},
        ],
        "answer": {
            "state": "answer",
            "text": "“We have 500 tests.” [1]",
            "short": None,
            "abstained": False,
            "confidence": 0.9,
            "timeline": False,
            "reasons": [],
            "written": None,
            "listing": None,
            "offers": [],
            "missing": [],
            "other_reading": None,
        },
        "index": {"passages": 3, "dense_ready": 0.6667},
        "timings_ms": {"encode": 1.23, "total": 2.0},
    }
    assert citations == [
        {
            "marker": 1,
            "document": "sub/a.md",
            "title": "Briefing",
            "date": "2021-03-09",
            "category": "press",
            "url": "https://x.y/z",
            "speaker": "MS. PSAKI",
            "quote": "We have 500 tests.",
            "start": START,
            "end": START + 18,
            "context": None,
            "answer": None,
            "sha256": DOCUMENT.sha256,
            "place": None,
            "links": [],
            "items_left": 0,
        }
    ]
    assert hits == [
        {
            "rank": 1,
            "score": 0.032787,
            "document": "sub/a.md",
            "title": "Briefing",
            "date": "2021-03-09",
            "category": "press",
            "url": "https://x.y/z",
            "section": "Section",
            "speaker": "MS. PSAKI",
            "place": None,
            "start": 0,
            "end": 29,
            "text": "MS. PSAKI: We have 500 tests.",
        }
    ]


@given(st.integers(-40, 60), st.integers(-40, 60), st.booleans())
def test_whatever_is_cited_stands_in_its_document(start: int, end: int, change: bool) -> None:
    text = DOCUMENT.text[start:end]
    answer = verify(draft(Quote("sub/a.md", start, end, text + "x" * change)), SEARCH, DOCUMENTS)
    assert answer.abstained is not bool(0 <= start < end <= len(DOCUMENT.text) and not change)
    for citation in answer.citations:
        assert DOCUMENT.text[citation.start : citation.end] == citation.quote


def test_a_turn_names_each_document_that_was_cited_once() -> None:
    there = Quote("b.md", 0, 7, "We have")
    assert verify(draft(there, GOOD, there), SEARCH, DOCUMENTS).turn == Turn(
        "And tests?", "How many tests?", ("b.md", "sub/a.md")
    )


def test_a_turn_that_cites_nothing_names_the_nearest_document() -> None:
    assert verify(draft(abstains=True), SEARCH, DOCUMENTS).turn.documents == ("sub/a.md",)


def test_an_answer_is_sure_from_a_confidence_on_and_an_abstention_never() -> None:
    assert verify(Draft((GOOD,), SURE, abstains=False), SEARCH, DOCUMENTS).is_sure
    assert not verify(Draft((GOOD,), SURE - 0.001, abstains=False), SEARCH, DOCUMENTS).is_sure
    assert not verify(Draft((GOOD,), 1.0, abstains=True), SEARCH, DOCUMENTS).is_sure


def test_a_row_is_cited_with_the_names_of_its_columns() -> None:
    table = document("| Boat | Length |\n|---|---|\n| raft | 2 m |\n| punt | 5 m |\n\nNo row.", "t.md")
    for quoted, context in (("punt | 5 m", "Boat | Length"), ("Boat | Length", None), ("No row.", None)):
        start = table.text.index(quoted)
        answer = verify(draft(Quote("t.md", start, start + len(quoted), quoted)), SEARCH, {"t.md": table})
        assert [one.context for one in answer.citations] == [context]


def noted(question: str, quote: str, *, abstains: bool = False) -> tuple[str, ...]:
    """What is said beside a quotation of a list of four fruits."""
    made = document("It has:\n\n- apples\n- pears\n- plums\n- figs\n", "fruit.md")
    search = replace(SEARCH, question=understand(question, question, Filters()))
    start = made.text.index(quote)
    drafted = Draft((Quote("fruit.md", start, start + len(quote), quote),), 0.4, abstains)
    return verify(drafted, search, {"fruit.md": made}).notes


@pytest.mark.parametrize("abstains", [True, False])
def test_it_is_said_that_a_list_goes_on(abstains: bool) -> None:
    assert noted("What has it?", "It has:\n\napples\npears", abstains=abstains) == (
        "The list in fruit.md goes on: 2 more items.",
    )
    assert noted("What has it?", "apples\npears\nplums") == ("The list in fruit.md goes on: 1 more item.",)
    assert noted("What has it?", "apples\npears\nplums\nfigs") == ()


@pytest.mark.parametrize(
    ("question", "is_summary"),
    [
        ("Summarise the rules of the pier.", True),
        ("Can you sum up what the mayor said?", True),
        ("give me a short overview of the fees", True),
        ("What is the gist of the letter?", True),
        ("What does the summary of the report say?", False),
        ("Who wrote the overview?", False),
    ],
)
def test_whoever_asks_for_a_summary_is_told_that_there_is_none(question: str, is_summary: bool) -> None:
    said = ("Quotable writes no summaries: it quotes the sentences that come nearest to the question.",)
    assert noted(question, "figs") == (said if is_summary else ())
