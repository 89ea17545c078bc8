"""Words that tell something, and texts without some of their words."""

from qa.english.words import FUNCTION_WORDS, blank, content_words, cut, drop_words


def test_content_words_are_singular_and_hold_no_dates() -> None:
    assert list(content_words("What did the ferries' 12 masters' class cost in June 2020, or last fall?")) == [
        "ferry",
        "12",
        "master",
        "class",
        "cost",
    ]


def test_words_are_dropped_with_their_possessives() -> None:
    assert drop_words("What’s the toll on who's ferry?", FUNCTION_WORDS).split() == ["toll", "ferry?"]


def test_a_text_without_some_spans_keeps_the_places_of_the_rest() -> None:
    assert blank("one two three", [(4, 7)]) == "one     three"
    assert blank("one two three", [(4, 7), (0, 5)], fill="x") == "xxxxxxx three"


def test_a_cut_leaves_no_gaps() -> None:
    text = "How much, in June 2020, did the ferry carry in 2019?"
    assert cut(text, [(10, 22), (44, 51)]) == "How much, did the ferry carry?"
