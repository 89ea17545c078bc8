"""Lists among the sentences of a passage."""

import pytest
from support.toy import ToyEncoder, document

from qa.answering.hit_sentences import Sentence, sentences
from qa.answering.lists import LONGEST_LIST, MOST_ITEMS, items_left, with_items, with_siblings
from qa.documents.passages import split
from qa.retrieval.retriever import Hit

FRUIT = "We like fruit. It is:\n\n- apples\n- pears. Sweet ones\n- plums\n\nNothing else.\n"


def found(markdown: str) -> list[Sentence]:
    made = document(markdown)
    [passage] = split(made, lambda texts: [1] * len(texts), 10_000)
    return sentences(Hit(passage, made.info, 1.0, 1))


def led_in(markdown: str, sentence: str) -> str | None:
    every = found(markdown)
    whole = with_items(next(each for each in every if each.text == sentence), every)
    return whole.text if whole is not None else None


def beside(markdown: str, sentence: str) -> str | None:
    every = found(markdown)
    whole = with_siblings(next(each for each in every if each.text == sentence), every)
    return whole.text if whole is not None else None


def test_a_lead_in_has_the_items_that_follow_it() -> None:
    assert led_in(FRUIT, "It is:") == "It is:\n\napples\npears. Sweet ones\nplums"
    assert led_in("They are:\n\n- one\n\nMore.\n", "They are:") == "They are:\n\none"
    assert led_in("They are:  \none  \ntwo\n\nMore.\n", "They are:") == "They are:\none\ntwo"
    assert led_in("He said:\n\nSo be it. Amen.\n\nMore.\n", "He said:") == "He said:\n\nSo be it. Amen."


def test_numbered_paragraphs_are_items() -> None:
    law = "He shall:\n\n(a) go;\n\n(b) stay; and\n\n(ii) rest.\n\nSec. 2. More.\n"
    assert led_in(law, "He shall:") == "He shall:\n\n(a) go;\n\n(b) stay; and\n\n(ii) rest."
    talk = "We did this:\n\nFirst, we went.\n\nSecond, we came.\n\nAnd finally, we sat.\n\nThanks.\n"
    assert led_in(talk, "We did this:") == (
        "We did this:\n\nFirst, we went.\n\nSecond, we came.\n\nAnd finally, we sat."
    )


def test_other_sentences_lead_in_nothing() -> None:
    assert led_in(FRUIT, "We like fruit.") is None
    assert led_in(FRUIT, "apples") is None
    assert led_in("It is:\n", "It is:") is None


def test_an_item_has_its_siblings_and_their_lead_in() -> None:
    whole = "It is:\n\napples\npears. Sweet ones\nplums"
    assert [beside(FRUIT, item) for item in ("apples", "pears.", "Sweet ones", "plums")] == [whole] * 4
    assert beside("Fruit.\n\n- apples\n- pears\n", "pears") == "apples\npears"
    assert beside("It is:\n\n(1) one;\n\n(2) two.\n", "(2) two.") == "It is:\n\n(1) one;\n\n(2) two."


def test_a_sentence_of_no_list_has_no_siblings() -> None:
    assert beside(FRUIT, "Nothing else.") is None
    assert beside("One. Two.\n\nThree.\n", "Two.") is None
    assert beside("Fruit.\n\n- apples\n\nNo more.\n", "apples") is None


def test_of_a_long_list_the_first_items_are_quoted() -> None:
    items = [f"item {number}" for number in range(MOST_ITEMS + 3)]
    markdown = "It is:\n\n" + "".join(f"- {item}\n" for item in items)
    first = "It is:\n\n" + "\n".join(items[:MOST_ITEMS])
    assert led_in(markdown, "It is:") == first
    assert beside(markdown, items[MOST_ITEMS - 1]) == first
    assert beside(markdown, items[MOST_ITEMS]) is None


@pytest.mark.parametrize(("length", "whole"), [(LONGEST_LIST - 10, True), (LONGEST_LIST - 9, False)])
def test_a_list_is_quoted_up_to_its_longest(length: int, whole: bool) -> None:
    """'It is:', two line breaks, 'a', a line break: ten characters."""
    last = "b" * length
    markdown = f"It is:\n\n- a\n- {last}\n"
    assert led_in(markdown, "It is:") == (f"It is:\n\na\n{last}" if whole else "It is:\n\na")
    assert led_in(f"It is:\n\n- {'b' * LONGEST_LIST}\n", "It is:") is None


@pytest.mark.parametrize(("length", "one_answer"), [(100, True), (101, False)])
def test_long_items_are_one_answer_only_under_a_lead_in(length: int, one_answer: bool) -> None:
    item = "b" * length
    assert beside(f"- {item}\n- {item}\n", item) == (f"{item}\n{item}" if one_answer else None)
    assert beside(f"It is:\n\n- {item}\n- {item}\n", item) == f"It is:\n\n{item}\n{item}"


def test_a_list_ends_where_somebody_else_speaks() -> None:
    talk = "MS. ROE: It is:\n\nQ What?\n\nMS. ROE: Fruit.\n"
    assert led_in(talk, "It is:") is None


def test_places_are_those_in_the_document() -> None:
    made = document(FRUIT)
    [first, *_] = split(made, ToyEncoder().count_tokens, 40)
    every = sentences(Hit(first, made.info, 1.0, 1))
    whole = with_items(every[1], every)
    assert whole is not None
    assert made.text[whole.start : whole.end] == "It is:\n\napples\npears. Sweet ones\nplums"


@pytest.mark.parametrize(
    ("quoted", "left"),
    [
        ("It is:\n\napples\npears", 2),
        ("apples\npears\nplums\nred", 1),
        ("red\ngreen", 0),
        ("green\nfigs", 0),
        ("pears", 0),  # that item is asked for, and no list
        ("We like fruit.", 0),
        ("oats\nrye", 0),
    ],
)
def test_what_is_left_of_a_list_are_the_items_behind_on_the_same_level(quoted: str, left: int) -> None:
    fruit = "We like fruit. It is:\n\n- apples\n- pears\n- plums\n  - red\n  - green\n- figs\n"
    made = document(f"{fruit}\nNothing else.\n\n- oats\n- rye\n")
    start = made.text.index(quoted)
    assert items_left(made, start, start + len(quoted)) == left
