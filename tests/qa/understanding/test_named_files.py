"""Documents that a question names by their files."""

import pytest

from qa.filters import Filters
from qa.understanding.named_files import name_by_titles
from qa.understanding.questions import understand
from qa.understanding.vocabulary import learn_vocabulary

NAMES = [
    ("rules/pool.md", "Rules of the pool"),
    ("minutes/2021-03-09 council meeting.md", "Council"),
    ("a/README.md", "Weir"),
    ("b/README.md", "Lock"),
    ("notes.txt", "Notes"),
]
VOCABULARY = learn_vocabulary([], [], NAMES)


@pytest.mark.parametrize(
    ("question", "titled", "documents"),
    [
        ("What does pool.md say of dogs?", "What does Rules of the pool say of dogs?", ["rules/pool.md"]),
        ("What does rules/Pool.md say?", "What does Rules of the pool say?", ["rules/pool.md"]),
        ("Is it in 2021-03-09 council meeting.md?", "Is it in Council?", ["minutes/2021-03-09 council meeting.md"]),
        ("Compare pool.md and notes.txt.", "Compare Rules of the pool and Notes.", ["rules/pool.md", "notes.txt"]),
        ("What does README.md say?", "What does README.md say?", ["a/README.md", "b/README.md"]),
        ("What does b/README.md say?", "What does Lock say?", ["b/README.md"]),
        ("What does other/pool.md say?", "What does other/pool.md say?", []),
        ("What does pool say? See example.org/pool.md5 too.", "What does pool say? See example.org/pool.md5 too.", []),
        ("", "", []),
    ],
)
def test_a_file_is_named_by_its_title_and_the_clue_stands_there(
    question: str, titled: str, documents: list[str]
) -> None:
    found, clues = name_by_titles(question, VOCABULARY)
    assert found == titled
    assert [clue.value for clue in clues] == documents
    titles = dict(NAMES)
    assert all(found[clue.start : clue.end] in (titles[clue.value], clue.words) for clue in clues)


def test_the_question_is_understood_as_one_about_the_document() -> None:
    asked = "What does pool.md say of dogs?"
    found = understand(asked, asked, Filters(), VOCABULARY)
    assert found.documents == frozenset({"rules/pool.md"})
    assert (found.question, found.interpreted) == (asked, "What does Rules of the pool say of dogs?")
    assert [clue.key for clue in found.clues] == ["document:rules/pool.md"]
    left_out = understand(asked, asked, Filters(), VOCABULARY, frozenset({"document"}))
    assert (left_out.interpreted, left_out.documents, left_out.clues) == (asked, frozenset(), ())
