"""Texts without some of their spans."""

from qa.english.spans import blank, cut


def test_a_text_without_some_spans_keeps_the_places_of_the_rest() -> None:
    assert blank("one two three", [(4, 7)]) == "one     three"
    assert blank("one two three", [(4, 7), (0, 5)], fill="x") == "xxxxxxx three"


def test_a_cut_leaves_no_gaps() -> None:
    text = "How much, in June 2020, did the ferry carry in 2019?"
    assert cut(text, [(10, 22), (44, 51)]) == "How much, did the ferry carry?"
