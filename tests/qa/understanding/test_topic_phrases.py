"""The words of a topic that must stand in a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.understanding.topic_phrases import Phrase, topic_phrases


@pytest.mark.parametrize(
    ("topic", "phrases"),
    [
        ("Finland", ["Finland"]),
        ("the harbour", ["harbour"]),
        ("harbour dues", ["harbour dues"]),
        ("dues on boats", ["dues", "boats"]),
        ("Finland and Norway", ["Finland", "Norway"]),
        ("both Finland and Norway", ["Finland", "Norway"]),
        ("Finland, Norway", ["Finland", "Norway"]),
        ("the Ministry of the Sea", ["Ministry of the Sea"]),
        ("Mayor Adler’s harbour plan", ["Mayor Adler", "harbour plan"]),
        ("“tide of the year”", ["tide of the year"]),
        ("'tide table' and boats", ["tide table", "boats"]),
        ("COVID-19", ["COVID-19"]),
        ("U.S. Steel", ["U.S. Steel"]),
        ("US steel", ["US steel"]),
        ("the May Day parade", ["May Day parade"]),
        ("boats and boats", ["boats"]),
    ],
)
def test_words_side_by_side_names_and_quotations_are_phrases(topic: str, phrases: list[str]) -> None:
    found = topic_phrases(topic)
    assert found is not None
    assert [phrase.words for phrase in found] == phrases


@pytest.mark.parametrize(
    "topic",
    [
        "boats that the storm sank",
        "what the mayor said",
        "boats or ships",
        "boats but not ships",
        "any island",
        "it",
        "Finland most often",
        "Finland before the storm",
        "the same thing",
        "both islands",
        "boats (harbour dues)",
        "the US",
        "U.S.",
        "the",
        "one two three four five six seven eight nine",
    ],
)
def test_clauses_conditions_and_words_like_small_ones_are_not_counted(topic: str) -> None:
    assert topic_phrases(topic) is None


def test_only_a_run_of_words_in_lower_case_may_be_a_clause() -> None:
    assert topic_phrases("boats voters liked") == (Phrase("boats voters liked", may_be_clause=True),)
    assert topic_phrases("Black Sea Grain Treaty") == (Phrase("Black Sea Grain Treaty"),)
    assert topic_phrases("“boats voters liked”") == (Phrase("boats voters liked"),)


@given(st.text(max_size=60))
def test_phrases_are_words_of_the_topic(topic: str) -> None:
    for phrase in topic_phrases(topic) or ():
        assert phrase.words
        assert phrase.words in topic
