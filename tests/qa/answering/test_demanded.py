"""What speaks for a sentence, and which sentences are about what a question names."""

import math
from collections.abc import Sequence

import pytest
from support.toy import ToyEncoder, document

from qa.answering.demanded import Demanded
from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.scopes import prose_of, scope_of
from qa.documents import Document
from qa.documents.passages import split
from qa.filters import Filters
from qa.retrieval.matching import TermStatistics
from qa.retrieval.retriever import Hit
from qa.understanding.questions import understand

BOATS = document(
    """# Boats for hire

The harbour lends boats. Ann Lee keeps the list.

## Finch

It carries four people.

## Heron

It carries nine people.

| Code | Meaning |
| --- | --- |
| Q-204 | The lid is open |
| Q-206 | The tank is empty |

| Part | Price |
| --- | --- |
| The mast of oak | 4,600 |
| The keel of iron | 7,100 |

For €4,600 the yard varnishes a boat.

- **Tom Reed:** The lake is calm.
- **Clara Voss:** The wind is strong.
""",
    "boats.md",
)


class _Words(TermStatistics):
    """Terms are words; a name is in every passage if it says so."""

    def terms(self, text: str) -> list[str]:
        return text.lower().split()

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [
            math.log(2_002 / (2 * (500 if term == "harbour" else 1 if term not in ("", "jetty") else 0) + 1))
            for term in terms
        ]


def hits(*documents: Document) -> list[Hit]:
    passages = [(split(one, ToyEncoder().count_tokens, 200), one) for one in documents]
    return [Hit(passage, one.info, 1.0, 1) for found, one in passages for passage in found]


def sentence(words: str, *documents: Document) -> Sentence:
    """The sentence that holds some words."""
    return next(one for hit in hits(*(documents or (BOATS,))) for one in sentences(hit) if words in one.text)


def demanded(question: str, interpreted: str | None = None) -> Demanded:
    return Demanded(understand(question, interpreted or question, Filters()), lambda _: BOATS, _Words())


def test_a_heading_speaks_for_its_section_and_a_row_for_itself() -> None:
    assert scope_of(sentence("nine people"), BOATS).near == "\n".join(
        ["Boats for hire", "boats", "", "", "Boats for hire", "Heron", "It carries nine people."]
    )
    row = scope_of(sentence("The lid is open"), BOATS)
    assert ("Q-204" in row.near, "Q-206" in row.wide + prose_of(BOATS), "Code | Meaning" in row.wide) == (
        True,
        False,
        True,
    )


def test_prose_speaks_for_the_document_and_a_list_item_for_itself_alone() -> None:
    scope, prose = scope_of(sentence("nine people"), BOATS), prose_of(BOATS)
    assert ("Ann Lee" in scope.wide, "Ann Lee" in prose, "Tom Reed" in scope.wide + prose) == (False, True, False)


@pytest.mark.parametrize(
    ("question", "words", "admitted"),
    [
        ("How many people does the Heron carry?", "nine people", True),
        ("How many people does the Heron carry?", "four people", False),
        ("What does Q-204 mean?", "The lid is open", True),
        ("What does Q-204 mean?", "The tank is empty", False),
        ("What does Q-299 mean?", "The lid is open", False),
        ("What did Clara Voss say?", "The wind is strong", True),
        ("Is it allowed to fish at the harbours?", "nine people", True),
        ("Is it allowed to fish on the quay?", "nine people", False),  # the collection tells of a quay elsewhere
        ("Is it allowed to fish on the jetty?", "nine people", True),  # and of no jetty: it may have another word
        ("What did Clara Voss say?", "The lake is calm", False),
        ("How many people does the Gannet carry?", "nine people", False),
        ("What costs 4600 euros?", "The mast", True),  # 'Price' holds a number without its unit
        ("What costs 4600 euros?", "The keel", False),
        ("What is done for 4600 dollars?", "varnishes", False),
        ("What is done for €4600?", "varnishes", True),
        ("What is the difference between Finch and Heron?", "four people", True),
        ("What is the difference between Gannet and Heron?", "four people", False),
    ],
)
def test_only_sentences_for_which_everything_is_named_are_admitted(question: str, words: str, admitted: bool) -> None:
    assert demanded(question).admits(sentence(words)) is admitted


def test_of_names_joined_by_and_one_is_enough() -> None:
    assert demanded("What did Tom Reed and Zoe Hart say?").admits(sentence("The lake is calm"))


def test_a_new_name_of_a_follow_up_must_be_named_close_by() -> None:
    follow_up = demanded("And Ann Lee?", "How many people does Ann Lee carry?")
    assert not follow_up.admits(sentence("nine people"))
    assert demanded("How many people does Ann Lee carry?").admits(sentence("nine people"))


def test_a_name_that_stands_everywhere_is_not_demanded() -> None:
    assert demanded("What did the Harbour say?").missing(hits(document("A plain text about a lake.", "lake.md"))) == ()


def test_what_no_passage_names_is_told() -> None:
    assert demanded("What does Q-299 mean on the Heron?").missing(hits(BOATS)) == ("Q-299",)
    assert demanded("Compare Gannet and Heron").missing_sides(hits(BOATS)) == ("Gannet",)


def test_an_identifier_named_in_the_row_raises_the_confidence() -> None:
    row = sentence("The lid is open")
    assert demanded("What does Q-204 mean?").confidence(0.5, row) == pytest.approx(math.e / (1 + math.e))
    assert demanded("What is open?").confidence(0.5, row) == 0.5


HARBOURS = document(
    """# Harbours

| Harbour | Depth |
| --- | --- |
| Little Egret bay | 4 |
| Great Osprey bay | 9 |

## Egret mooring

The fee is 3 euros an hour. The fee is paid at the gate.

## Osprey mooring

The fee is 5 euros an hour. Of 40 berths 12 are free.
""",
    "harbours.md",
)


@pytest.mark.parametrize(
    ("question", "words", "best", "agrees"),
    [
        ("What is the fee for the osprey?", "3 euros", "5 euros", False),
        ("What is the fee for the osprey?", "40 berths", "5 euros", True),
        ("What is the fee?", "3 euros", "5 euros", True),
        ("How deep is it at the egret?", "Great Osprey", "Little Egret", False),
        ("How deep is the bay?", "Great Osprey", "Little Egret", True),
        ("Which harbour has 40 berths?", "5 euros", "40 berths", False),
        ("Which harbour has 41 berths?", "5 euros", "40 berths", True),
    ],
)
def test_beside_the_best_stands_what_is_told_of_the_same(question: str, words: str, best: str, agrees: bool) -> None:
    one = Demanded(understand(question, question, Filters()), lambda _: HARBOURS, _Words())
    assert one.agrees(sentence(words, HARBOURS), sentence(best, HARBOURS)) is agrees
    assert one.agrees(sentence("nine people"), sentence(best, HARBOURS)) is ("41" in question or "40" not in question)
