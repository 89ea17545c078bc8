"""What is said about what a document names: names of things and nouns that say which."""

from pathlib import Path

import pytest

from qa.documents import FoundFile, read_document
from qa.suggestions.topics import find_topics, spoken_by, topics_in


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("The council praised the Sandholm Harbour Trust.", ["the Sandholm Harbour Trust"]),
        ("Money for the new harbour ferry is missing.", ["the new harbour ferry"]),
        ("It depends on ferry passes.", ["ferry passes"]),
        ("Quays: He wrote about cheap ferry passes.", ["cheap ferry passes"]),
        ("We are proud of our harbour office.", ["the harbour office"]),
        ("They want the HBT to pay.", ["the HBT"]),
    ],
)
def test_a_name_and_a_noun_behind_a_preposition_are_topics(sentence: str, topics: list[str]) -> None:
    assert list(topics_in(sentence, ())) == topics


@pytest.mark.parametrize(
    "sentence",
    [
        "The money comes from a fund.",  # 'comes' is a verb
        "They voted for the way things are.",
        "He spoke of people and of the same thing.",
        "The council met Mayor Anna Berg in May.",  # who is asked for in another way
        "Build A New Harbour Ferry For Sandholm Bay Now.",  # a heading
        "They saw the Harbour Board and Trust.",  # one name, or two
        "Go by the boat made in Sandholm.",
        "It runs on the water of Sandholm.",
    ],
)
def test_what_may_be_no_noun_or_names_nothing_in_particular_is_no_topic(sentence: str) -> None:
    assert list(topics_in(sentence, ())) == []


def test_a_word_that_stands_as_a_noun_elsewhere_ends_a_topic() -> None:
    sentence = "They renewed the harbour ferry in May."
    assert list(topics_in(sentence, ())) == []
    assert list(topics_in(sentence, {"ferry"})) == ["the harbour ferry"]


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Remarks by Mayor Anna Berg on the Ferry", "Anna Berg"),
        ("Statement from Mayor Berg", "Mayor Berg"),
        ("Minutes of the council", None),
    ],
)
def test_a_title_tells_who_says_all_of_it(title: str, author: str | None) -> None:
    assert spoken_by(title) == author


def test_they_are_asked_of_the_author_and_in_a_transcript_of_anybody(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Remarks by Anna Berg\n\nI care about ferry passes. I care about ferry passes.\n", "utf-8")
    [one] = find_topics(read_document(FoundFile(path, "a.md")))
    assert (one.question, one.topic) == ("What did Anna Berg say about ferry passes?", "ferry passes")
    path.write_text(
        "# Briefing by Anna Berg\n\nMS. BERG: I care about ferry passes.\n\nQ Nothing about cheap harbour boats.\n\n"
        "MS. BERG: No.\n\nQ And now?\n\nMS. BERG: Yes.\n",
        "utf-8",
    )
    assert [one.question for one in find_topics(read_document(FoundFile(path, "a.md")))] == [
        "What is said about ferry passes?"
    ]
