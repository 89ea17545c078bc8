"""Whether a question is about the collection itself, and what of it is asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.filters import Filters
from qa.understanding.collection_patterns import COUNT, LIST, LISTED_ALONE, MENTIONS, ORDERED, WHICH, Asked
from qa.understanding.collection_questions import CollectionQuestion, DocumentKind, collection_question
from qa.understanding.questions import understand
from qa.understanding.vocabulary import Kind, Vocabulary

VOCABULARY = Vocabulary(
    categories={"tide-tables": 40, "notices-releases": 20, "acts": 10},
    kinds={
        "tide table": Kind(frozenset({"tide-tables", "acts"}), ("tide table", "joint tide table"), 50),
        "table": Kind(frozenset({"tide-tables"}), ("tide table",), 40),
        "release": Kind(frozenset({"notices-releases", "acts"}), ("press release",), 20),
        "press release": Kind(frozenset({"acts"}), ("press release",), 3),
        "decree": Kind(frozenset({"acts"}), ("decree",), 9),
        "bill signed": Kind(frozenset({"acts"}), ("bill signed",), 5),
        "nomination sent": Kind(frozenset({"acts"}), ("nomination sent",), 5),
    },
    speakers={"MS. ADLER": 5, "MR. TOM WEST": 3, "MR. WEST": 3, "MR. ANN WEST": 1, "THE MAYOR": 9, "MS. NORTH": 4},
    names={
        "adler": frozenset({"MS. ADLER"}),
        "west": frozenset({"MR. TOM WEST", "MR. ANN WEST"}),
        "north": frozenset({"MS. NORTH", "THE MAYOR"}),
    },
    first_date=date(2021, 1, 2),
    last_date=date(2024, 8, 21),
)
TIDE_TABLES = DocumentKind("tide table", frozenset({"tide-tables"}), ("tide table", "joint tide table"))
DECREES = DocumentKind("decree", frozenset(), ("decree",))
RELEASES = DocumentKind("press release", frozenset({"notices-releases"}), ("press release",))
MAY = Filters(date(2021, 5, 1), date(2021, 5, 31))


def read(question: str, filters: Filters | None = None, *without: str) -> CollectionQuestion | None:
    understood = understand(question, question, filters or Filters(), VOCABULARY, frozenset(without))
    return collection_question(understood, VOCABULARY)


def told(question: str, filters: Filters | None = None, *without: str) -> CollectionQuestion:
    found = read(question, filters, *without)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "asked", "phrases"),
    [
        ("How many documents mention Finland?", Asked.COUNT, ["Finland"]),
        ("how many documents are there", Asked.COUNT, []),
        ("How many documents are there about harbour dues?", Asked.COUNT, ["harbour dues"]),
        ("How many documents contain the word tide?", Asked.COUNT, ["tide"]),
        ("What is the number of documents that mention Finland?", Asked.COUNT, ["Finland"]),
        ("Count the documents on boats.", Asked.COUNT, ["boats"]),
        ("In how many documents is Finland mentioned?", Asked.COUNT, ["Finland"]),
        ("Are there any documents about harbour dues?", Asked.COUNT, ["harbour dues"]),
        ("Do any documents mention Finland?", Asked.COUNT, ["Finland"]),
        ("How many documents does the collection hold?", Asked.COUNT, []),
        ("Which documents mention Finland?", Asked.LIST, ["Finland"]),
        ("what documents are there on boats", Asked.LIST, ["boats"]),
        ("Please list all documents about Finland and Norway", Asked.LIST, ["Finland", "Norway"]),
        ("Can you show me the documents that talk about boats?", Asked.LIST, ["boats"]),
        ("documents that mention Finland", Asked.LIST, ["Finland"]),
        ("Which documents mention the 2020 flood?", Asked.LIST, ["2020 flood"]),
        ("What is the oldest document on boats?", Asked.OLDEST, ["boats"]),
        ("the latest document about Finland", Asked.NEWEST, ["Finland"]),
        ("Which document is the newest?", Asked.NEWEST, []),
        ("When was the first document about Finland published?", Asked.OLDEST, ["Finland"]),
        ("How often is Finland mentioned?", Asked.MENTIONS, ["Finland"]),
        ("How many times has Finland been mentioned in the documents?", Asked.MENTIONS, ["Finland"]),
        ("How often do the documents mention harbour dues?", Asked.MENTIONS, ["harbour dues"]),
        ("How often does the word tide appear?", Asked.MENTIONS, ["tide"]),
        ("How many mentions of Finland are there?", Asked.MENTIONS, ["Finland"]),
    ],
)
def test_what_is_asked_of_the_documents_is_read(question: str, asked: Asked, phrases: list[str]) -> None:
    found = told(question)
    assert (found.asked, [phrase.words for phrase in found.phrases], found.kinds) == (asked, phrases, ())
    assert not found.filters


@pytest.mark.parametrize(
    "question",
    [
        "How many boats does Finland have?",
        "How many people mention Finland?",
        "how many documents must be submitted?",
        "How many documents did the mayor sign?",
        "How many bills were signed in May 2021?",
        "How many nominations were sent in May 2021?",
        "List all decrees that the mayor revoked",
        "List all decrees on boats that the mayor revoked",
        "List the islands of Finland",
        "Which documents mention Finland most often?",
        "Which documents do I need for a boat?",
        "Which documents mention it?",
        "Which document says that boats are free?",
        "What was the last decree about?",
        "What was the first decree the mayor signed?",
        "What does the latest decree say about boats?",
        "How often is the harbour dredged?",
        "How often does flooding occur?",
        "How often did the baker mention Finland?",
        "How often did West mention Finland?",
        "How often did North mention Finland?",
        "How often did Adler say that boats are free?",
        "How often did the mayor visit Finland?",
        "How often are boats and harbours mentioned?",
        "decrees on boats",
        "What is a tide table?",
        "What is the decree on boats?",
        "What is the decree?",
        "",
    ],
)
def test_other_questions_and_what_cannot_be_counted_are_left_to_the_ordinary_way(question: str) -> None:
    assert read(question) is None


def test_a_press_release_is_a_release_where_the_collection_has_only_that_word() -> None:
    release = Kind(frozenset({"notices-releases"}), (), 20)
    vocabulary = Vocabulary(categories={"notices-releases": 20}, kinds={"release": release})
    for noun in ("press release", "news release", "release"):
        question = f"How many {noun}s mention Finland?"
        found = collection_question(understand(question, question, Filters(), vocabulary), vocabulary)
        assert found is not None
        assert found.kinds == (DocumentKind(noun, frozenset({"notices-releases"}), ()),)


@pytest.mark.parametrize(
    ("question", "speakers", "words"),
    [
        ("How often did the mayor mention Finland?", {"THE MAYOR"}, "Finland"),
        ("How many times has Adler mentioned Finland?", {"MS. ADLER"}, "Finland"),
        ("How often did Ms. Adler say the word boats in 2021?", {"MS. ADLER"}, "boats"),
        ("How often does Tom West refer to Finland in tide tables?", {"MR. TOM WEST"}, "Finland"),
    ],
)
def test_what_one_speaker_says_is_counted(question: str, speakers: set[str], words: str) -> None:
    found = told(question)
    assert (found.asked, found.speakers, [one.words for one in found.phrases]) == (Asked.MENTIONS, speakers, [words])


def test_a_kind_is_a_category_of_its_name_or_a_title_that_opens_so() -> None:
    assert told("How many tide tables are there?").kinds == (TIDE_TABLES,)
    assert told("List all decrees").kinds == (DECREES,)
    assert told("What is the latest press release?").kinds == (RELEASES,)
    assert told("How many decrees and tide tables mention Finland?").kinds == (DECREES, TIDE_TABLES)
    assert told("How many decrees and documents mention Finland?").kinds == ()


@pytest.mark.parametrize(
    ("question", "when"),
    [
        ("List all decrees of May 2021", "of May 2021"),
        ("How many decrees were published in May 2021?", "in May 2021"),
        ("How many decrees in May 2021 mention Finland?", "in May 2021"),
        ("Which decrees mention Finland in May 2021?", "in May 2021"),
        ("Which decrees from May 2021 are about Finland?", "from May 2021"),
        ("What decrees were issued in May 2021 about Finland?", "in May 2021"),
        ("How often is Finland mentioned in decrees in May 2021?", "in May 2021"),
    ],
)
def test_a_period_is_a_filter(question: str, when: str) -> None:
    found = told(question)
    assert (found.filters, found.when, found.kinds) == (MAY, when, (DECREES,))


def test_a_period_that_is_all_of_the_topic_is_the_topic() -> None:
    found = told("Which documents mention May 2021?")
    assert ([phrase.words for phrase in found.phrases], found.filters) == (["May 2021"], Filters())


def test_filters_set_beside_the_question_act_together_with_its_words() -> None:
    beside = Filters(date(2021, 5, 10), date(2022, 1, 1), frozenset({"acts"}))
    within = Filters(date(2021, 5, 10), date(2021, 5, 31), frozenset({"acts"}))
    assert told("How many decrees were published in May 2021?", beside).filters == within
    assert read("How many decrees were published in May 2021?", Filters(date(2022, 1, 1))) is None


def test_what_is_taken_off_does_not_act() -> None:
    question = "List all decrees of May 2021"
    assert told(question, None, "from", "to").filters == Filters()
    assert told(question, None, "kind").kinds == ()
    assert told(question, None, "to:2021-05-31").filters == Filters(date(2021, 5, 1))


def test_words_of_a_title_are_sought_in_titles_only() -> None:
    for question in (
        "Which decrees have “boats” in their title?",
        "List the documents with boats in the title",
        "Which documents are titled boats?",
        "documents whose title mentions boats",
    ):
        found = told(question)
        assert (found.in_title, [phrase.words for phrase in found.phrases]) == (True, ["boats"])
    assert not told("Which documents mention boats?").in_title


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("the latest decree", 1),
        ("the latest decrees", 10),
        ("show me the latest 5 decrees", 5),
        ("What are the three oldest decrees?", 3),
        ("What are the oldest three decrees?", 3),
        ("List all decrees", None),
    ],
)
def test_one_several_or_as_many_as_are_named(question: str, number: int | None) -> None:
    found = read(question)
    assert (found.number if found else None) == number


def test_what_is_longer_than_a_question_about_the_collection_is_not_read() -> None:
    assert read(f"How many documents mention “{'a' * 150}”?") is not None
    assert read(f"How many documents mention “{'a' * 200}”?") is None


@pytest.mark.parametrize(
    "repeated",
    [
        " published \ue800",
        " that was published \ue800",
        "  and \ue000",
        ", \ue000",
        " in \ue000",
        " in \ue800",
        " there is",
        " is in this collection",
        " mention a",
        " with a in the title",
        " all",
        " ",
    ],
)
@pytest.mark.parametrize(
    "opening", ["how many \ue000", "\ue000", "the latest \ue000", "how often is", "how often does"]
)
def test_a_question_of_many_conditions_takes_no_time(
    opening: str, repeated: str, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    question = f"{opening}{repeated * 200}"[:198] + " \x00"
    with within(1.0):
        for pattern in (*COUNT, *WHICH, *LIST, *LISTED_ALONE, *ORDERED, *MENTIONS):
            pattern.fullmatch(question)


@given(st.text(alphabet="abc ?.,“”\ue000\ue800é", max_size=80), st.sampled_from(["How many documents mention ", ""]))
def test_whatever_is_typed_is_read_or_left(text: str, before: str) -> None:
    found = read(before + text)
    assert found is None or found.kinds == ()
