"""Documents that are offered where nothing answers."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from support.places import Write

from qa import Collection, Filters
from qa.answering import extractive
from qa.answering.confidence import LIKELY
from qa.answering.listings import Offer
from qa.answering.offers import find_offers
from qa.documents import DocumentInfo
from qa.retrieval.counting import Counted, CountedDocument
from qa.understanding.collection_questions import CollectionQuestion
from qa.understanding.questions import understand

INFO = DocumentInfo("a.md", "A", None, None, None)


def offered(question: str, texts: Mapping[str, int], titles: Mapping[str, int]) -> list[tuple[str, int]]:
    """What is offered where so many documents hold words in their text and in their title; others are not counted."""

    def count(asked: CollectionQuestion) -> Counted | None:
        [phrase] = asked.phrases
        held = (titles if asked.in_title else texts).get(phrase.words)
        return None if held is None else Counted((CountedDocument(INFO, ()),) * held, 0, None)

    found = find_offers(understand(question, question, Filters()), Filters(), count)
    return [(offer.name, offer.documents) for offer in found]


def test_names_are_offered_in_their_order_and_three_at_most() -> None:
    titles = {"Peru": 1, "Fiji": 1200, "Oslo": 0, "Rome": 2, "Bonn": 3}
    assert offered("Did Fiji, Oslo, Peru, Ghana, Rome or Bonn win?", {}, titles) == [
        ("Fiji", 1200),
        ("Peru", 1),
        ("Rome", 2),
    ]


def test_without_a_capital_the_word_that_the_fewest_documents_hold_is_the_name() -> None:
    texts = {"tea": 900, "fiji": 3, "grown": 70}
    assert offered("is tea grown in fiji?", texts, {"tea": 9, "fiji": 2}) == [("fiji", 2)]
    assert offered("is tea grown in fiji?", texts, {"tea": 9}) == []
    assert offered("is it?", texts, {"tea": 9}) == []


def test_an_offer_counts_within_the_filters_and_its_question_lists_what_it_counts(
    collection: Collection, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractive, "confidence", lambda signs: LIKELY - 0.01)
    for number, (title, category) in enumerate([("Bread in Fiji", "a"), ("Tea in Fiji", "b"), ("Salt", "a")]):
        text = f"---\ntitle: {title}\ncategory: {category}\n---\nFiji is an island.\n"
        write(f"{number}.md", text)
    collection.index([folder])
    question = "Which documents have “Fiji” in their titles?"
    assert collection.ask("How large is Fiji?").offers == (Offer("Fiji", 2, question),)
    within = Filters(categories=frozenset({"b"}))
    assert collection.ask("How large is Fiji?", filters=within).offers == (Offer("Fiji", 1, question),)
    listing = collection.ask(question).listing
    assert listing is not None
    assert [entry.title for entry in listing.documents] == ["Bread in Fiji", "Tea in Fiji"]
