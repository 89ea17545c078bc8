"""The document that the project was started from, asked with the real model."""

from collections.abc import Iterator

import pytest
from support.places import shared_folder

from embeddings import Encoder
from embeddings.reader import default_reader
from qa import Collection

URL = "https://www.whitehouse.gov/briefing-room/statements-releases/2021/03/01/fact-sheet-u-s-mexico-bilateral-cooperation/"

pytestmark = [pytest.mark.model, pytest.mark.corpus]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, fastest: Encoder) -> Iterator[Collection]:
    """A collection of the seed document only."""
    collection = Collection.open(tmp_path_factory.mktemp("seed"), encoder=fastest, reader=default_reader())
    collection.index([shared_folder() / "corpus/seed"])
    yield collection
    collection.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much trade crosses the border each day?", "nearly $1.9 billion in trade crosses our shared border"),
        ("How long is the border?", "2,000 miles of border"),
        ("How much was appropriated for the Merida Initiative?", "appropriated more than $3.2 billion"),
        ("What was suspended in migration policy?", "suspended all enrollments in the Migrant Protection Protocols"),
    ],
)
def test_the_right_sentence_is_quoted_and_cited(seed: Collection, question: str, words: str) -> None:
    answer = seed.ask(question)
    assert words in answer.text
    for citation in answer.citations:
        assert citation.title == "FACT SHEET: U.S. – Mexico Bilateral Cooperation"
        assert (citation.date, citation.category, citation.url) == ("2021-03-01", "statements-releases", URL)


def test_the_right_sentence_is_the_best_though_it_is_not_sure_enough_to_be_shown(seed: Collection) -> None:
    answer = seed.ask("When did the two presidents meet?")
    assert answer.abstained
    assert "Today, President Biden will meet with Mexican President" in answer.withheld[0].quote


def test_what_the_document_does_not_say_is_not_answered(seed: Collection) -> None:
    answer = seed.ask("What is the population of Mexico City?")
    assert answer.abstained
    assert answer.citations == ()
    assert answer.search.hits


def test_the_marked_words_of_the_markdown_are_what_a_reader_sees(seed: Collection) -> None:
    document = seed.catalog.document("000_19013b2228f71610.txt")
    assert document is not None
    assert "###" not in document.text
    assert "\u00a0" not in document.text
    assert "Pandemic Response: It is in the national security interest" in document.text
