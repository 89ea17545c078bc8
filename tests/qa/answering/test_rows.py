"""What a row of a table answers by itself, and which of its cells is asked for."""

import pytest
from support.toy import ToyEncoder, document

from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.rows import can_answer, cell_asked_for
from qa.documents.passages import split
from qa.filters import Filters
from qa.retrieval.retriever import Hit
from qa.understanding.questions import UnderstoodQuestion, understand

LAMPS = document(
    """# The lamps of the pier

The pier has a lamp at each end.

| Lamp | Height | Brightest colour |
| --- | --- | --- |
| Tern of the north | 12 | red |
| Tern of the south | | green |
| Total of both | 12 | |
""",
    "lamps.md",
)


def sentence(words: str) -> Sentence:
    """The sentence that holds some words."""
    passages = split(LAMPS, ToyEncoder().count_tokens, 200)
    every = [one for passage in passages for one in sentences(Hit(passage, LAMPS.info, 1.0, 1))]
    return next(one for one in every if words in one.text)


def asked(question: str) -> UnderstoodQuestion:
    return understand(question, question, Filters())


@pytest.mark.parametrize(
    ("question", "words", "can"),
    [
        ("How many lamps are there?", "Tern of the north", False),
        ("How many lamps are there?", "Total of both", True),
        ("How many metres is the northern lamp, the north one, high?", "Tern of the north", True),
        ("How many lamps are there?", "a lamp at each end", True),
        ("Which lamp is the highest?", "Tern of the north", False),
        ("Which lamp of the pier is most costly?", "Tern of the north", False),
        ("What is the brightest colour of the north lamp?", "Tern of the north", True),
        ("Which has the brightest colour?", "Tern of the north", False),
        ("What colour is the lamp in the north?", "Tern of the north", True),
        ("What is a lamp?", "Lamp | Height", False),
        ("What does the pier have?", "The lamps of the pier", False),
    ],
)
def test_no_row_speaks_for_all_and_no_name_of_columns_or_of_a_section_says_anything(
    question: str, words: str, can: bool
) -> None:
    assert can_answer(sentence(words), LAMPS, asked(question)) is can
    assert can_answer(sentence(words), None, asked(question))  # nothing is known of its block


@pytest.mark.parametrize(
    ("question", "words", "cell"),
    [
        ("What is the height of the north lamp?", "Tern of the north", "12"),
        ("What colour has the north lamp?", "Tern of the north", "red"),
        ("What is the height of the south lamp?", "Tern of the south", ""),
        ("What height and colour has it?", "Tern of the north", None),
        ("What is the lamp in the north?", "Tern of the north", None),
        ("What is the height of the lamp?", "a lamp at each end", None),
        ("What is the height of the lamp?", "Lamp | Height", None),
    ],
)
def test_the_cell_is_that_of_the_column_that_is_named(question: str, words: str, cell: str | None) -> None:
    found = cell_asked_for(sentence(words), LAMPS, asked(question))
    assert (None if found is None else LAMPS.text[slice(*found)]) == cell
