"""What a question asks for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.filters import Filters
from qa.understanding.answer_types import AnswerType
from qa.understanding.clues import Order
from qa.understanding.questions import UnderstoodQuestion, understand
from qa.understanding.vocabulary import Kind, Vocabulary

TABLES = Kind(frozenset({"sea"}), ("tide table", "tide tables"), 30)
VOCABULARY = Vocabulary(
    categories={"sea": 40, "laws": 20, "air": 10},
    kinds={
        "tide table": TABLES,
        "table": Kind(frozenset({"sea", "air"}), ("tide table",), 40),
        "bill signed": Kind(frozenset({"laws"}), ("bill signed",), 20),
        "memorandum": Kind(frozenset({"laws"}), ("memorandum",), 9),
    },
    speakers={"MS. ADLER": 5, "MAYOR ADLER": 2, "MR. TOM ADLER": 1, "MR. WEST": 1, "THE MAYOR": 9},
    names={
        "adler": frozenset({"MS. ADLER", "MAYOR ADLER", "MR. TOM ADLER"}),
        "west": frozenset({"MR. WEST"}),
    },
    first_date=date(2021, 1, 2),
    last_date=date(2024, 8, 21),
    present=date(2024, 8, 21),
)


def read(question: str, filters: Filters | None = None, *without: str) -> UnderstoodQuestion:
    return understand(question, question, filters or Filters(), VOCABULARY, frozenset(without))


def keys(question: str, *without: str) -> list[str]:
    return [clue.key for clue in read(question, None, *without).clues]


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("How much does it cost?", AnswerType.NUMBER),
        ("how many tests were ordered", AnswerType.NUMBER),
        ("What was the total amount?", AnswerType.NUMBER),
        ("What percentage of it?", AnswerType.NUMBER),
        ("share of homes with a well", AnswerType.NUMBER),
        ("When was it signed?", AnswerType.DATE),
        ("On what day did they meet?", AnswerType.DATE),
        ("What was the deadline?", AnswerType.DATE),
        ("What did the town do when the dam broke?", AnswerType.OTHER),
        ("Who signed it?", AnswerType.PERSON),
        ("By whom, and whose is it?", AnswerType.PERSON),
        ("What became of the people who left?", AnswerType.OTHER),
        ("Where is the well?", AnswerType.PLACE),
        ("Which town is it in?", AnswerType.PLACE),
        ("Why?", AnswerType.REASON),
        ("What is the rationale for the dam?", AnswerType.REASON),
        ("Which rivers are dammed?", AnswerType.LIST),
        ("What new rules were made?", AnswerType.LIST),
        ("What are the aims of the plan?", AnswerType.LIST),
        ("names of the wells", AnswerType.LIST),
        ("Which boat brings the mail?", AnswerType.ENTITY),
        ("Which crate contains 4 lamps?", AnswerType.ENTITY),
        ("What causes the fog?", AnswerType.OTHER),
        ("What steps does the plan take?", AnswerType.LIST),
        ("Which river is dammed?", AnswerType.ENTITY),
        ("Which country was named?", AnswerType.ENTITY),
        ("What does the act do?", AnswerType.OTHER),
        ("What did Ms. Adler say about wells?", AnswerType.WORDS),
        ("How did the mayor respond to the flood?", AnswerType.WORDS),
        ("Adler on why wells run dry", AnswerType.WORDS),
        ("Did she expect a flood? her words", AnswerType.WORDS),
        ("", AnswerType.OTHER),
    ],
)
def test_the_type_of_answer_comes_from_the_words(question: str, answer_type: AnswerType) -> None:
    assert read(question).answer_type is answer_type


def test_the_interpreted_question_is_what_is_read() -> None:
    filters = Filters(categories=frozenset({"blog"}))
    found = understand("And when?", "How many came in 2021? And when?", filters)
    assert (found.question, found.interpreted) == ("And when?", "How many came in 2021? And when?")
    assert found.answer_type is AnswerType.NUMBER
    assert found.filters is filters
    assert [clue.words for clue in found.clues] == ["in 2021", "in 2021"]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How many free tests were ordered?", "free tests ordered ?"),
        ("When did they sign the treaty?", "sign treaty?"),
        ("What’s the sample’s name?", "sample’s name?"),
        ("What was the deadline?", "deadline?"),
        ("Who is it?", "?"),
    ],
)
def test_the_subject_is_the_question_without_what_asks_for_it(question: str, subject: str) -> None:
    assert "".join(read(question).subject.split()) == "".join(subject.split())


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What did Ms. Adler say about wells in 2021?", "Ms. Adler wells ?"),
        ("the latest tide table on storms", "storms"),
        ("Which documents from May 2023 are about storms?", "storms?"),
        ("Which documents tell of storms in May 2023?", "documents storms ?"),
        ("Executive Order 14028 on wells", "Executive Order 14028 wells"),
    ],
)
def test_the_topic_is_the_subject_without_what_is_said_of_documents(question: str, topic: str) -> None:
    assert "".join(read(question).topic.split()) == "".join(topic.split())


# Periods


def test_a_date_is_evidence_and_no_filter() -> None:
    found = read("What happened to the dam in March 2021?")
    assert found.period == (date(2021, 3, 1), date(2021, 3, 31))
    assert [clue.key for clue in found.clues] == ["from:2021-03-01", "to:2021-03-31"]
    assert [(clue.words, clue.start, clue.end, clue.hard) for clue in found.clues] == [
        ("in March 2021", 25, 38, False)
    ] * 2
    assert found.filters == Filters()


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("the dams of 2022 and of 2024", (date(2022, 1, 1), date(2024, 12, 31))),
        ("floods since May 2021 and until July 2022", (date(2021, 5, 1), date(2022, 7, 31))),
        ("floods since May 2021, and in 2020", (date(2020, 1, 1), None)),
        ("floods before 2021, and in 2022", (None, date(2022, 12, 31))),
        ("floods before 2021 and after 2022", (None, None)),
        ("floods last month", (date(2024, 7, 1), date(2024, 7, 31))),
        ("floods", None),
    ],
)
def test_the_period_holds_every_one_that_is_named(
    question: str, period: tuple[date | None, date | None] | None
) -> None:
    assert read(question).period == period


@pytest.mark.parametrize(
    "question",
    [
        "Which tide tables published in May 2023 name Rome?",
        "tide tables from May 2023",
        "documents that were posted in May 2023",
        "Which transcripts from May 2023 name Rome?",
        "a tide table dated May 2023",
        "memoranda signed in May 2023",
        "bills signed in May 2023",
        "bills that the mayor signed in May 2023",
    ],
)
def test_words_that_say_when_documents_were_published_are_a_filter(question: str) -> None:
    found = read(question)
    assert (found.filters.date_from, found.filters.date_to) == (date(2023, 5, 1), date(2023, 5, 31))
    assert all(clue.hard == (clue.name in ("from", "to")) for clue in found.clues)


@pytest.mark.parametrize(
    "question",
    [
        "What did the tide tables say in May 2023?",
        "the tide tables of May 2023",
        "the May 2023 tide table",
        "the law signed in May 2023",
        "the memorandum that was signed in May 2023",
        "the harbour documents released in May 2023",
        "the dam signed off in May 2023",
    ],
)
def test_other_words_about_a_date_are_no_filter(question: str) -> None:
    assert read(question).filters == Filters()


def test_a_filter_on_days_without_documents_is_not_made() -> None:
    found = read("tide tables from May 2029")
    assert (found.filters, found.period) == (Filters(), (date(2029, 5, 1), date(2029, 5, 31)))
    assert not any(clue.hard for clue in found.clues)


def test_dates_set_beside_the_question_outweigh_those_in_it() -> None:
    beside = Filters(date_from=date(2022, 1, 1))
    found = read("tide tables from May 2021", beside)
    assert found.filters is beside
    assert not any(clue.hard for clue in found.clues)


# Kinds


def test_a_kind_gives_its_categories_and_the_beginnings_of_its_titles() -> None:
    found = read("What do the Tide Tables say?")
    assert (found.categories, found.title_kinds) == ({"sea"}, ("tide table", "tide tables"))
    assert [(clue.key, clue.words) for clue in found.clues] == [
        ("kind:tide table", "Tide Tables"),
        ("category:sea", "Tide Tables"),
    ]
    assert found.filters == Filters()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("laws signed by the mayor", "laws signed"),
        ("Which resolutions did she say the mayor signed?", None),
        ("the resolutions that the mayor signed", "resolutions that the mayor signed"),
        ("the memo's text", "memo"),
        ("memoranda on wells", "memoranda"),
    ],
)
def test_a_kind_is_known_by_other_words_of_office(question: str, words: str | None) -> None:
    assert [clue.words for clue in read(question).clues if clue.name == "kind"] == ([words] if words else [])


def test_only_words_that_demand_a_kind_filter_by_it() -> None:
    assert read("search only tide tables: who dug wells?").filters.categories == {"sea"}
    assert read("Who dug wells, only in tide tables?").filters.categories == {"sea"}
    assert read("Who dug wells, according to tide tables?").filters == Filters()
    beside = Filters(categories=frozenset({"air"}))
    assert read("only in tide tables", beside).filters is beside


# Identifiers and order


@pytest.mark.parametrize(
    "identifier",
    [
        "H.R. 49",
        "HR 49",
        "S. 475",
        "S.J.Res. 13",
        "H. Con. Res. 7",
        "Executive Order 14028",
        "EO 14028",
        "Proclamation 9999",
        "Presidential Determination No. 2022-25",
        "Circular No. 12-b4",
        "$1.9 billion",
        "$621,893",
        "€20",
        "555-010-2030",
    ],
)
def test_an_identifier_is_searched_for_as_it_was_typed(identifier: str) -> None:
    assert read(f"whom does {identifier} concern?").exact == (identifier,)


def test_a_kind_within_an_identifier_is_no_kind() -> None:
    assert [clue.key for clue in read("What is in Memorandum 12-4?").clues] == ["identifier:Memorandum 12-4"]


@pytest.mark.parametrize("text", ["Adler's 475 wells", "in order 5 times", "U.S. 475", "20 wells", "5 percent"])
def test_other_numbers_are_no_identifiers(text: str) -> None:
    assert read(text).exact == ()


def test_quoted_words_are_exact() -> None:
    assert read('the "Roman model" and the “well of 1901”').exact == ("Roman model", "well of 1901")


@pytest.mark.parametrize(
    ("question", "order", "words"),
    [
        ("the latest tide table", Order.LATEST, "the latest"),
        ("As of the most recent count", Order.LATEST, "the most recent"),
        ("what was the mayor's last round of hires", Order.LATEST, "last"),
        ("the earliest well", Order.EARLIEST, "the earliest"),
        ("which was the first new dam", Order.EARLIEST, "first"),
        ("which was the first one", Order.EARLIEST, "first"),
    ],
)
def test_recency_is_an_order(question: str, order: Order, words: str) -> None:
    found = read(question)
    assert found.order is order
    assert [clue.words for clue in found.clues if clue.name == "order"] == [words]


@pytest.mark.parametrize(
    "question",
    [
        "the first lady",
        "last month",
        "the first quarter of 2023",
        "the last two years",
        "the last night of the fair",
        "at last",
        "the first and the last well",
    ],
)
def test_other_firsts_and_lasts_are_no_order(question: str) -> None:
    assert read(question).order is None


# Speakers


def speakers(found: UnderstoodQuestion) -> set[str]:
    """Labels of those who are named."""
    return {clue.value for clue in found.clues if clue.name == "speaker"}


@pytest.mark.parametrize(
    "question",
    [
        "What did Ms. Adler say about wells?",
        "what did adler tell the farmers",
        "What wells does Adler say run dry?",
        "How many wells did Adler say run dry?",
        "How did Adler respond?",
        "How many wells, according to Adler?",
        "Did Adler expect a flood? her words",
        "Adler on why wells run dry",
    ],
)
def test_whose_words_are_asked_for(question: str) -> None:
    found = read(question)
    assert found.asks_words_of == speakers(found) == {"MS. ADLER", "MAYOR ADLER", "MR. TOM ADLER"}


def test_who_is_named_only_is_not_asked_for_words() -> None:
    found = read("Which wells did Ms. Adler dig?")
    assert (len(speakers(found)), found.asks_words_of) == (3, frozenset())


def test_a_first_name_tells_labels_apart_where_one_gives_it() -> None:
    assert speakers(read("Which wells did Tom Adler dig?")) == {"MR. TOM ADLER"}
    assert len(speakers(read("Which wells did Eva Adler dig?"))) == 3
    assert [clue.words for clue in read("Which wells did Tom Adler dig?").clues] == ["Tom Adler"]


def test_a_form_of_address_is_no_first_name() -> None:
    found = read("What did Chief Mayor Adler say?")
    assert len(found.asks_words_of) == 3
    assert {clue.words for clue in found.clues} == {"Chief Mayor Adler"}


def test_a_role_is_a_speaker_where_words_are_asked_for() -> None:
    assert read("What did the mayor say?").asks_words_of == {"THE MAYOR"}
    assert speakers(read("What did the mayor dig?")) == frozenset()


def test_a_word_that_is_a_rare_name_too_is_a_name_only_with_a_first_name() -> None:
    assert speakers(read("wells in the West")) == frozenset()
    assert speakers(read("wells of Ann West")) == {"MR. WEST"}
    assert speakers(read("adler and the west")) == frozenset()


# Taken off


def test_a_clue_that_was_taken_off_is_neither_evidence_nor_filter() -> None:
    question = "the latest tide tables from May 2023"
    assert keys(question) == ["order:latest", "kind:tide table", "category:sea", "from:2023-05-01", "to:2023-05-31"]
    assert keys(question, "from:2023-05-01", "to", "order", "category:air") == ["kind:tide table", "category:sea"]
    found = read(question, None, "from", "to", "kind", "category:sea", "order:latest")
    assert (found.clues, found.filters, found.period, found.order) == ((), Filters(), None, None)
    assert (found.categories, found.title_kinds) == (frozenset(), ())


WORDS = (
    "the first latest tide tables bills signed memo law Ms. Adler mayor says what did say how in from since May 2021 "
    "$5 S. 475 2023 documents published only “dam” last month , ? to"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join) | st.text())
def test_every_clue_stands_in_the_question_and_can_be_taken_off(question: str) -> None:
    found = read(question)
    assert [question[clue.start : clue.end] for clue in found.clues] == [clue.words for clue in found.clues]
    without = frozenset(clue.key for clue in found.clues)
    bare = read(question, None, *without)
    assert (bare.clues, bare.filters) == ((), Filters())
    assert sorted(clue.key for clues in found.said for clue in clues if clue.name != "speaker") == sorted(
        clue.key for clue in found.clues if clue.name != "speaker"
    )
