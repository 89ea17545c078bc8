"""Which sentences a model is shown, and how they are numbered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.toy import ToyEncoder, document

from qa.documents import Document, DocumentInfo
from qa.documents.passages import Passage, split
from qa.gate.evidence import Evidence, gather
from qa.retrieval.retriever import Hit

COUNT = ToyEncoder().count_tokens
BREAD = "The baker makes ninety loaves. The oven is old."
WATER = "The well is deep. Nobody drinks from it."


def hit(text: str, rank: int = 1, speaker: str | None = None) -> Hit:
    """A passage that is a whole document."""
    info = DocumentInfo(f"{rank}.md", f"Title {rank}", date(2023, 1, rank), (), None)
    return Hit(Passage(0, len(text), text, info.title, None, speaker), info, 1 / rank, rank)


def told(found: tuple[Evidence, ...]) -> list[tuple[str, str]]:
    return [(one.id, one.text) for one in found]


def test_sentences_are_numbered_passage_by_passage_the_best_first() -> None:
    found = gather([hit(BREAD), hit(WATER, 2)], COUNT, tokens=1000)
    assert told(found) == [
        ("S1", "The baker makes ninety loaves."),
        ("S2", "The oven is old."),
        ("S3", "The well is deep."),
        ("S4", "Nobody drinks from it."),
    ]
    assert found[2] == Evidence("S3", "The well is deep.", "2.md", "Title 2", date(2023, 1, 2), None, 0, 17, WATER)


@pytest.mark.parametrize(
    ("tokens", "texts"),
    [
        (1000, ["Aa aa.", "Bb bb.", "Cc cc."]),
        (197, ["Aa aa.", "Bb bb."]),  # the first and the third cost 40 + 26 each, the second 40 + 26 + 65
        (196, ["Aa aa.", "Cc cc."]),
        (132, ["Aa aa.", "Cc cc."]),
        (131, ["Aa aa."]),
        (65, []),
    ],
)
def test_passages_are_taken_as_far_as_the_tokens_go(tokens: int, texts: list[str]) -> None:
    long = "Bb bb. " + "B" + " b" * 40 + "."
    found = gather([hit("Aa aa."), hit(long, 2), hit("Cc cc.", 3)], COUNT, tokens=tokens)
    assert [one.text for one in found if len(one.text) < 10] == texts


def test_of_the_best_passage_what_fits_is_taken() -> None:
    found = gather([hit("Aa aa. Bb bb. Cc cc.")], COUNT, tokens=40 + 2 * 26)
    assert told(found) == [("S1", "Aa aa."), ("S2", "Bb bb.")]


def test_reporters_questions_and_addresses_are_no_evidence() -> None:
    turn = "Q    Is the oven old?\n\nMS. BAKER:  It is new. See www.oven.example for more. * * *"
    assert told(gather([hit(turn, speaker="MS. BAKER")], COUNT, tokens=1000)) == [("S1", "It is new.")]


def test_only_those_are_heard_whose_words_are_asked_for() -> None:
    turns = "MS. BAKER:  It is new.\n\nMR. COOK:  It is old."
    found = gather([hit(turns, speaker="MS. BAKER")], COUNT, tokens=1000, speakers=frozenset({"MR. COOK"}))
    assert [(one.text, one.speaker) for one in found] == [("It is old.", "MR. COOK")]


def test_without_hits_there_is_no_evidence() -> None:
    assert gather([], COUNT, tokens=1000) == ()


@given(
    st.lists(st.sampled_from(["# Ovens\n\n", "It is *old*. ", "- an item\n", "Q    Why?\n\n", "MS. A:  So. Yes.\n\n"]))
)
def test_evidence_stands_in_its_document_letter_by_letter(parts: list[str]) -> None:
    made: Document = document("Bread is baked here.\n\n" + "".join(parts))
    passages = split(made, COUNT, 40)
    found = gather([Hit(one, made.info, 1.0, n) for n, one in enumerate(passages, 1)], COUNT, tokens=10_000)
    assert found
    assert [one.id for one in found] == [f"S{n}" for n in range(1, len(found) + 1)]
    assert all(made.text[one.start : one.end] == one.text for one in found)
    assert all(one.text in one.passage for one in found)
