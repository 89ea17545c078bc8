"""Questions over time, and the timelines that answer them."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import Write
from support.toy import ToyEncoder, document

from qa import Collection, Conversation
from qa.answering.citations import verify
from qa.answering.draft import Draft, Quote
from qa.answering.hit_sentences import Sentence
from qa.answering.timelines import MOST_LINES, timeline
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval.matching import Matcher, TermStatistics
from qa.retrieval.retriever import Hit
from qa.retrieval.search import IndexState, Search
from qa.understanding.chronology import find_chronology
from qa.understanding.questions import UnderstoodQuestion, understand


def read(question: str, *without: str) -> UnderstoodQuestion:
    return understand(question, question, Filters(), without=frozenset(without))


# The question


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How has the price cap changed over time?", "changed over time"),
        ("How much is it over time?", "over time"),
        ("climate change over time", "over time"),
        ("the wells over the years", "over the years"),
        ("timeline of the repairs", "timeline of"),
        ("What is the timeline of the repairs?", "timeline of"),
        ("Show me a timeline for the dam", "timeline"),
        ("well repair timeline", "timeline"),
        ("history of the dam", "history of"),
        ("Please tell me the full history of the dam", "history of"),
        ("chronology of the flood", "chronology of"),
        ("the flood in chronological order", "in chronological order"),
        ("How did the policy on wells evolve?", "evolve"),
        ("How did the flood unfold?", "unfold"),
        ("How have the rules changed?", "changed"),
        ("How have the rules changed since 2021?", "changed"),
        ("rainfall year by year", "year by year"),
        ("wells dug by month", "by month"),
        ("How many wells were dug each year since 2021?", "each year"),
        ("What happened when with the dam?", "happened when"),
        ("From 2021 to 2024, how did the dam hold?", "how did"),
        ("Between 2021 and 2023, how has the town grown?", "how has"),
    ],
)
def test_words_that_ask_for_the_order_of_time(question: str, words: str) -> None:
    found = read(question)
    assert found.over_time
    assert [(clue.key, clue.words) for clue in found.clues if clue.name == "timeline"] == [
        ("timeline:over time", words)
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Who gets over time pay?",
        "How is overtime paid?",
        "When is Black History Month?",
        "Which flood was the largest in the history of the town?",
        "Was it the first time that the dam broke?",
        "What happened when the dam broke?",
        "What is the timeline for the repairs?",
        "How many wells were dug from 2021 to 2024?",
        "How did the toll change from May 2021 to June 2022?",
        "How did the plan change between the flood and the vote?",
        "How has the law changed the rules for wells?",
        "How much did prices grow year over year?",
        "How many cross the bridge each year?",
    ],
)
def test_words_that_do_not_ask_for_the_order_of_time(question: str) -> None:
    assert not read(question).over_time


def test_what_asks_for_the_order_of_time_is_neither_searched_for_nor_in_the_subject() -> None:
    found = read("How has the price cap changed over time?")
    assert found.interpreted == "How has the price cap changed over time?"
    assert found.searched.split() == ["How", "has", "the", "price", "cap", "?"]
    assert found.subject.split() == found.topic.split() == ["price", "cap", "?"]


def test_a_question_at_one_time_is_searched_for_as_it_is() -> None:
    assert read("What changed in 2021?").searched == "What changed in 2021?"


@pytest.mark.parametrize("key", ["timeline", "timeline:over time"])
def test_the_order_of_time_can_be_taken_off(key: str) -> None:
    found = read("How has the price cap changed over time?", key)
    assert not found.over_time
    assert found.searched == found.interpreted
    assert "time" in found.subject


def test_the_period_of_a_timeline_is_demanded_and_not_searched_for() -> None:
    found = read("How many wells were dug each year since 2021?")
    assert found.filters == Filters(date(2021, 1, 1))
    assert found.subject.split() == ["wells", "dug", "?"]


def test_a_year_that_names_a_thing_is_not_demanded() -> None:
    found = read("timeline of the storm of 2021")
    assert found.filters == Filters()
    assert found.subject.split() == ["storm", "2021"]


def test_what_was_asked_before_does_not_ask_again() -> None:
    assert not read("Who signed it? (the price cap changed over time)").over_time
    assert read("How did it evolve? (the price cap)").over_time


@given(st.text(max_size=80))
def test_the_words_stand_in_the_question(text: str) -> None:
    span = find_chronology(text, ())
    assert span is None or 0 <= span[0] < span[1] <= len(text)


# The lines


class _Words(TermStatistics):
    """Terms are words, all as rare."""

    def terms(self, text: str) -> list[str]:
        return text.lower().replace(".", "").split()

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [1.0] * len(terms)


MATCHER = Matcher(_Words(), "well price", np.zeros((1, 6), dtype=np.float32))


def line(
    text: str, day: str | None, *, name: str | None = None, title: str = "", speaker: str | None = None
) -> Sentence:
    info = DocumentInfo(name or f"{text}{day}.md", title, date.fromisoformat(day) if day else None, (), None)
    hit = Hit(Passage(0, len(text), text, "", None, speaker), info, 1.0, 1)
    return Sentence(hit, 0, len(text), speaker)


def told(*candidates: tuple[Sentence, float]) -> list[str]:
    return [sentence.text for sentence in timeline(candidates, MATCHER)]


ONE, TWO, THREE = (
    (line(f"well price {word}.", day), 1.0)
    for word, day in [
        ("alpha beta gamma", "2021-01-01"),
        ("delta epsilon zeta", "2022-01-01"),
        ("eta theta", "2023-01-01"),
    ]
)
OLD = ["well price alpha beta gamma.", "well price delta epsilon zeta.", "well price eta theta."]


def test_lines_come_in_the_order_of_time_and_undated_ones_last() -> None:
    undated = line("well price iota kappa.", None), 1.2
    assert told(undated, THREE, ONE, TWO) == [*OLD, "well price iota kappa."]


def test_fewer_than_three_dated_lines_are_no_timeline() -> None:
    assert told(ONE, TWO, (line("well price iota kappa.", None), 1.0)) == []
    assert told() == []


def test_a_document_gives_its_best_sentence_and_a_day_its_best_document() -> None:
    other = line("well price lambda mu.", "2021-01-01", name="x.md"), 1.1
    better = line("well price nu xi omicron.", "2021-01-01", name="x.md"), 1.2
    assert told(ONE, TWO, THREE, other, better) == ["well price nu xi omicron.", *OLD[1:]]


def test_what_says_the_same_is_told_once() -> None:
    again = line("well price alpha beta gamma today.", "2024-01-01"), 0.9
    assert told(ONE, TWO, THREE, again) == [*OLD[1:], "well price alpha beta gamma today."]  # it says when
    worse = line("well price alpha beta gamma.", "2024-01-01"), 0.9
    assert told(ONE, TWO, THREE, worse) == OLD


@pytest.mark.parametrize(
    "bad",
    [
        (line("well price iota kappa.", "2024-01-01"), 0.74),  # three quarters of the best are enough
        (line("Nothing else happened.", "2024-01-01", title="well price"), 1.5),
        (line("well of iota kappa.", "2024-01-01"), 1.5),
        (line("[1] well price iota.", "2024-01-01"), 1.5),
        (line(f"well price {'iota ' * 100}.", "2024-01-01"), 1.5),
    ],
    ids=["far from the best", "off the topic", "half of the topic", "footnote", "too long"],
)
def test_what_is_no_line_is_left_out(bad: tuple[Sentence, float]) -> None:
    assert told(ONE, TWO, THREE, bad) == OLD


def test_the_title_may_hold_what_a_line_leaves_out() -> None:
    short = line("well of iota kappa.", "2024-01-01", title="price"), 1.0
    assert told(ONE, TWO, THREE, short) == [*OLD, "well of iota kappa."]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("well price fell to 5.", "well price fell deep."),
        ("well price fell today.", "well price fell deep."),
        ("Today the well price fell.", "2. The well price fell down."),
        ("The well price fell.", "It was the well price."),
        ("The well price fell.", "So the well price fell down."),
        ("The well price fell.", "I saw the well price."),
    ],
    ids=["how much", "when", "a number of its own", "refers back", "opens in speech", "about the speaker"],
)
def test_of_a_document_the_line_is_taken_that_tells_what_happened(better: str, worse: str) -> None:
    day = "2024-01-01"
    assert told(ONE, TWO, THREE, (line(worse, day, name="x.md"), 1.0), (line(better, day, name="x.md"), 0.9)) == [
        *OLD,
        better,
    ]


def test_a_document_about_the_topic_comes_before_one_that_mentions_it() -> None:
    day = "2024-01-01"
    mentions = line("well price sigma tau.", day, name="x.md"), 1.0
    about = line("well price iota kappa.", day, name="y.md", title="The well price"), 0.9
    assert told(ONE, TWO, THREE, mentions, about) == [*OLD, "well price iota kappa."]


def test_spoken_words_come_behind_written_ones() -> None:
    day = "2024-01-01"
    spoken = line("well price sigma tau.", day, name="x.md", speaker="MS. ADLER"), 1.0
    written = line("well price iota kappa.", day, name="y.md"), 0.95
    assert told(ONE, TWO, THREE, spoken, written) == [*OLD, "well price iota kappa."]


def test_every_part_of_the_time_has_a_line_before_the_best_of_one_part_follow() -> None:
    early = [
        (line(f"well price {chr(97 + n) * 3} {chr(97 + n) * 4} {chr(97 + n) * 5}.", f"2020-01-{n + 1:02}"), 2.0)
        for n in range(12)
    ]
    late = line("well price omega psi chi.", "2023-12-31"), 1.6
    lines = told(*early, late)
    assert len(lines) == MOST_LINES
    assert lines[-1] == "well price omega psi chi."


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0.1, 2), st.booleans()), max_size=30))
def test_a_timeline_is_empty_or_ordered_and_short(rows: list[tuple[int, float, bool]]) -> None:
    candidates = [
        (line(f"well price {'abcdefghij'[day % 10] * 3}{n}.", f"2021-02-{day % 28 + 1:02}" if dated else None), score)
        for n, (day, score, dated) in enumerate(rows)
    ]
    lines = timeline(candidates, MATCHER)
    days = [day for one in lines if (day := one.hit.document.date)]
    assert days == sorted(set(days))
    assert not lines or 3 <= len(days) <= len(lines) <= MOST_LINES
    assert [one.hit.document.date is None for one in lines] == sorted(one.hit.document.date is None for one in lines)


# The answer


WELLS = {
    "2023-05-01": "In May the well price rose to 70 coins.",
    "2021-05-01": "The town set a well price of 40 coins.",
    "2022-05-01": "A new law cut what a well price may be, 25 coins.",
}


@pytest.fixture
def wells(collection: Collection, write: Write) -> Collection:
    """A collection of three documents of three years."""
    for day, text in WELLS.items():
        path = write(f"{day[:4]}.md", f"---\ntitle: Town {day[:4]}\ndate: {day}\n---\n{text} All was calm that day.\n")
    collection.index([path.parent])
    return collection


def test_a_question_over_time_is_answered_by_a_timeline(wells: Collection) -> None:
    answer = wells.ask("How has the well price changed over time?")
    assert answer.is_timeline
    assert [(c.marker, c.date, c.quote) for c in answer.citations] == [
        (place, day, WELLS[day]) for place, day in enumerate(sorted(WELLS), start=1)
    ]
    assert answer.text.splitlines()[0] == f"“{WELLS['2021-05-01']}” [1]"
    found = answer.to_dict()
    assert found["answer"]["timeline"] is True  # type: ignore[index]
    assert {"name": "timeline", "value": "over time", "words": "changed over time", "hard": False} in found["filters"]  # type: ignore[operator]


def test_a_timeline_lies_in_its_period(wells: Collection, write: Write) -> None:
    wells.index([write("2020.md", "---\ndate: 2020-05-01\n---\nOnce the well price was 3 coins.\n")])
    assert len(wells.ask("How has the well price changed over time?").citations) == 4
    assert [c.date for c in wells.ask("How has the well price changed since 2021?").citations] == sorted(WELLS)


def test_without_the_order_of_time_the_answer_is_the_usual_one(wells: Collection) -> None:
    answer = wells.ask("How has the well price changed over time?", without=["timeline"])
    assert not answer.is_timeline
    assert (
        answer.citations
        == wells.ask("How has the well price changed over time?", without=["timeline:over time"]).citations
    )


def test_of_two_documents_the_answer_is_the_usual_one(wells: Collection) -> None:
    wells.remove(["2022.md"])
    answer = wells.ask("How has the well price changed over time?")
    assert not answer.is_timeline
    assert answer.to_dict()["answer"]["timeline"] is False  # type: ignore[index]


def test_as_many_hits_come_with_a_timeline_as_were_asked_for(wells: Collection) -> None:
    assert len(wells.ask("timeline of the well price", Conversation(), k=1).search.hits) == 1
    assert len(wells.retrieve("timeline of the well price", 2)) == 2


def test_a_timeline_is_made_of_more_documents_than_are_shown(
    wells: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answering.pipeline.HITS_SHOWN", 1)
    answer = wells.ask("How has the well price changed over time?", k=1)
    assert [citation.date for citation in answer.citations] == sorted(WELLS)
    assert len(answer.search.hits) == 1


def test_what_asks_for_the_order_of_time_is_not_encoded(
    wells: Collection, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode = encoder.encode_queries
    monkeypatch.setattr(encoder, "encode_queries", lambda texts: (encoded.extend(texts), encode(texts))[1])
    wells.search("well price over time")
    assert [text.split() for text in encoded] == [["well", "price"]]


def test_a_timeline_that_abstains_is_none() -> None:
    source = document("We have 500 tests.", "a.md")
    draft = Draft((Quote("a.md", 0, 18, "We have 500 tests."),), 0.1, abstains=True, is_timeline=True)
    answer = verify(draft, Search(read("timeline of tests"), (), IndexState(1, 1.0), {}), {"a.md": source})
    assert not answer.is_timeline
