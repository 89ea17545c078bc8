"""The answer to a question about the collection, from end to end."""

import json
from pathlib import Path

import pytest
from support.exchanges import NOON
from support.places import Write

from qa import Answer, Collection, Conversation, Filters
from qa.answering.collection_answers import MOST_LISTED, MOST_QUOTED
from qa.conversations.exchange import Exchange, from_record, to_record
from qa.web.language import find_language, speaking, tell

NOTES = {
    "laws/a.md": ("Decree: Boats", "2021-05-02", "laws", "Boats wait in Oslo. The dues are high. Oslo is far."),
    "laws/b.md": ("Decree: Dues", "2021-05-09", "laws", "# Dues of Oslo\n\nThe dues are low in Oslo."),
    "laws/c.md": ("Decree: Peace", "2022-01-01", "laws", "Peace is kept."),
    "press-notes/d.md": ("Oslo", "2022-02-03", "press-notes", "A town is seen."),
    "press-notes/e.md": ("Bergen", "2022-02-03", "press-notes", "A town is heard."),
}


@pytest.fixture
def notes(collection: Collection, write: Write, folder: Path) -> Collection:
    """Three decrees, and two press notes of one day."""
    for name, (title, day, category, text) in NOTES.items():
        write(name, f"---\ntitle: '{title}'\ndate: {day}\ncategory: {category}\n---\n{text}\n")
    collection.index([folder])
    return collection


def listed(answer: Answer) -> list[str]:
    assert answer.listing is not None
    return [entry.document for entry in answer.listing.documents]


def sentence(answer: Answer) -> str:
    assert answer.listing is not None
    return answer.listing.sentence


def test_documents_are_counted_listed_and_quoted(notes: Collection) -> None:
    answer = notes.ask("How many documents mention Oslo?")
    assert answer.text == (
        "3 documents mention “Oslo”.\n2022-02-03  Oslo\n2021-05-09  Decree: Dues [1]\n2021-05-02  Decree: Boats [2]"
    )
    assert (answer.abstained, answer.confidence, answer.is_sure, answer.search.hits) == (False, 1.0, True, ())
    # The heading holds the word too, and a sentence tells more.
    assert [citation.quote for citation in answer.citations] == ["The dues are low in Oslo.", "Boats wait in Oslo."]
    for citation in answer.citations:
        document = notes.catalog.document(citation.document)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote


def test_the_json_of_a_listing(notes: Collection) -> None:
    found = notes.ask("How many decrees of May 2021 mention boats?").to_dict()["answer"]
    assert isinstance(found, dict)
    assert found["listing"] == {
        "query": "documents with a title that opens with “decree”, dated from 2021-05-01 to 2021-05-31, whose text or "
        "title holds “boats”, in any form of the words",
        "count": 1,
        "mentions": None,
        "documents": [
            {
                "document": "laws/a.md",
                "title": "Decree: Boats",
                "date": "2021-05-02",
                "category": "laws",
                "url": None,
                "marker": 1,
            }
        ],
    }


@pytest.mark.parametrize(
    ("question", "said", "documents"),
    [
        ("How many documents are there?", "There are 5 documents.", None),
        (
            "How many decrees were published in May 2021?",
            "There are 2 decrees in May 2021.",
            ["laws/b.md", "laws/a.md"],
        ),
        ("List all decrees of 2022", "There is 1 decree of 2022.", ["laws/c.md"]),
        ("Which decrees mention peace?", "1 decree mentions “peace”.", ["laws/c.md"]),
        ("How many documents mention “dues are high”?", "1 document mentions “dues are high”.", ["laws/a.md"]),
        ("How many documents mention Finland?", "0 documents mention “Finland”.", []),
        ("How many decrees were published in 2019?", "There are 0 decrees in 2019.", []),
        ("Which documents mention Oslo and boats?", "1 document mentions “Oslo” and “boats”.", ["laws/a.md"]),
        ("documents with Oslo in the title", "1 document has “Oslo” in its title.", ["press-notes/d.md"]),
        ("What is the oldest document?", "The oldest of 5 documents is of 2021-05-02.", ["laws/a.md"]),
        ("What is the latest decree?", "The newest of 3 decrees is of 2022-01-01.", ["laws/c.md"]),
        (
            "What is the latest press note?",
            "The newest of 2 press notes are 2 of 2022-02-03.",
            ["press-notes/d.md", "press-notes/e.md"],
        ),
        (
            "What are the latest 2 documents on Oslo?",
            "The 2 newest of 3 documents that mention “Oslo”.",
            ["press-notes/d.md", "laws/b.md"],
        ),
        ("the latest decree on peace", "There is 1 decree that mentions “peace”, of 2022-01-01.", ["laws/c.md"]),
        ("What is the latest decree on Bergen?", "0 decrees mention “Bergen”.", []),
        ("How often is Oslo mentioned?", "“Oslo” is mentioned 4 times in 3 documents.", None),
        ("How often is Oslo mentioned in decrees?", "“Oslo” is mentioned 4 times in 2 decrees.", None),
        ("How often is Finland mentioned?", "“Finland” is mentioned 0 times in 0 documents.", []),
    ],
)
def test_what_is_asked_is_said_in_one_sentence(
    notes: Collection, question: str, said: str, documents: list[str] | None
) -> None:
    answer = notes.ask(question)
    assert sentence(answer) == said
    assert not answer.abstained
    if documents is not None:
        assert listed(answer) == documents


def test_what_a_speaker_mentions_is_quoted_from_them(collection: Collection, write: Write, folder: Path) -> None:
    write(
        "a.md",
        "---\ndate: 2021-05-02\ncategory: press-briefings\n---\n"
        "Q Is Oslo far?\n\nTHE MAYOR: Oslo is far. I like Oslo.\n\nQ Oslo?\n\nTHE MAYOR: Yes.\n",
    )
    collection.index([folder])
    answer = collection.ask("How often did the mayor mention Oslo?")
    assert sentence(answer) == "“Oslo” is mentioned 2 times by THE MAYOR in 1 document."
    assert [(one.speaker, one.quote) for one in answer.citations] == [("THE MAYOR", "Oslo is far.")]
    assert answer.listing is not None
    assert answer.listing.query == "documents whose turns of THE MAYOR hold “Oslo”, in any form of the words"


def test_filters_beside_the_question_are_part_of_what_was_counted(notes: Collection) -> None:
    answer = notes.ask("How many documents mention Oslo?", filters=Filters(categories=frozenset({"laws"})))
    assert answer.listing is not None
    assert (answer.listing.count, answer.listing.query) == (
        2,
        "documents of the category laws, whose text or title holds “Oslo”, in any form of the words",
    )


@pytest.mark.parametrize(
    ("when", "dated"),
    [
        ("in 2021", "dated from 2021-01-01 to 2021-12-31"),
        ("since 2021", "dated 2021-01-01 or later"),
        ("before 2022", "dated 2021-12-31 or earlier"),
    ],
)
def test_the_query_says_which_days_were_counted(notes: Collection, when: str, dated: str) -> None:
    answer = notes.ask(f"How many documents were published {when}?")
    assert answer.listing is not None
    assert answer.listing.query == f"documents {dated}"


def test_a_question_that_is_not_about_the_collection_is_answered_from_the_text(notes: Collection) -> None:
    for question, without in (("What is low in Oslo?", ()), ("How many documents mention Oslo?", ("collection",))):
        answer = notes.ask(question, without=without)
        assert answer.listing is None
        assert answer.search.hits


def test_a_follow_up_counts_again(notes: Collection) -> None:
    first = notes.ask("How many decrees were published in 2021?")
    then = Conversation((first.turn,))
    assert sentence(notes.ask("and in 2022?", then)) == "There is 1 decree in 2022."
    assert first.turn.documents == ("laws/b.md", "laws/a.md")


def test_no_more_than_fifty_are_listed_and_ten_quoted(collection: Collection, write: Write, folder: Path) -> None:
    for number in range(MOST_LISTED + 2):
        write(f"{number:02}.md", f"Boats wait in harbour {number}.\n")
    collection.index([folder])
    answer = collection.ask("Which documents mention boats?")
    assert answer.listing is not None
    assert (answer.listing.count, len(answer.listing.documents)) == (52, 50)
    assert len(answer.citations) == MOST_QUOTED
    assert answer.text.splitlines()[-1] == "and 42 more"


def test_documents_without_a_date_come_last_and_are_said_to_have_none(
    collection: Collection, write: Write, folder: Path
) -> None:
    write("a.md", "Boats.\n")
    write("b.md", "More boats.\n")
    collection.index([folder])
    assert sentence(collection.ask("What is the latest document on boats?")) == (
        "None of the 2 documents that mention “boats” has a date."
    )


@pytest.mark.parametrize(
    ("question", "sentence", "query"),
    [
        (
            "How many documents mention Oslo?",
            "3 Dokumente erwähnen „Oslo“.",
            "Dokumente mit „Oslo“ in Text oder Titel, in allen Wortformen",
        ),
        (
            "How many decrees were published in May 2021?",
            "Es gibt 2 Dokumente („decrees in May 2021“).",
            "Dokumente mit einem Titel, der so beginnt: „decree“, vom 01.05.2021 bis zum 31.05.2021",
        ),
        (
            "What is the oldest document?",
            "5 Dokumente; das älteste ist vom 02.05.2021.",
            "alle Dokumente",
        ),
    ],
)
def test_a_listing_that_was_kept_comes_back_and_can_be_told_in_any_language(
    notes: Collection, question: str, sentence: str, query: str
) -> None:
    kept = Exchange(notes.ask(question), Filters(), frozenset(), 1, NOON)
    again = from_record(to_record(kept))
    assert again == kept
    for answer in (kept.answer, again.answer if again else kept.answer):
        assert answer.listing is not None
        with speaking(find_language("de")):
            assert (tell(answer.listing.sentence), tell(answer.listing.query)) == (sentence, query)


def test_a_listing_that_an_older_version_kept_is_told_as_it_was(notes: Collection) -> None:
    kept = Exchange(notes.ask("How many documents mention Oslo?"), Filters(), frozenset(), 1, NOON)
    record = json.loads(to_record(kept))
    record["answer"]["listing"] |= {"sentence": "3 notes on {Oslo}.", "query": "notes"}
    again = from_record(json.dumps(record).encode())
    assert again is not None
    assert again.answer.listing is not None
    with speaking(find_language("de")):
        assert tell(again.answer.listing.sentence) == "3 notes on {Oslo}."


def test_an_exchange_kept_before_there_were_listings_can_be_read(notes: Collection) -> None:
    kept = Exchange(notes.ask("What is low in Oslo?"), Filters(), frozenset(), 1, NOON)
    record = b"{" + to_record(kept).partition(b",")[2]  # older records have no hash
    assert b'"listing":null' in record
    assert from_record(record.replace(b',"listing":null', b"")) == kept
