"""Questions about the names in a sentence or a title, and names that give none."""

from pathlib import Path

import pytest

from qa.documents import FoundFile, read_document
from qa.suggestions.names import find_named, named_in, of_title


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        ("The quay was opened by Mayor Anna Berg of Sandholm.", ["Who is Anna Berg?"]),
        (
            "Anna Berg, chief engineer of the harbour, opened the new quay of Sandholm.",
            ["Who opened the new quay of Sandholm?", "Who is Anna Berg?"],
        ),
        (
            "Mayor Anna Berg signed the treaty on the harbour of Sandholm on 4 June.",
            ["Who signed the treaty on the harbour of Sandholm on 4 June?", "Who is Anna Berg?"],
        ),
        (
            "Mayor Anna Berg said ships to the Harbour Union pay more.",
            ["What did Mayor Anna Berg say about the Harbour Union?", "Who is Anna Berg?"],
        ),
        ("Ships pay a fee to the Harbour Union, a club of towns.", ["What is the Harbour Union?"]),
        ("Ships pay a fee to Harbour Union, a club of towns.", []),  # a firm, a person?
        ("The mayor gave a speech in Sandholm.", []),
    ],
)
def test_names_are_asked_for(sentence: str, questions: list[str]) -> None:
    assert list(named_in(sentence)) == questions


def test_a_word_that_the_text_writes_small_is_nobodys_name() -> None:
    sentence = "The letter went to Chief Harbour Officer."
    assert list(named_in(sentence)) == ["Who is Harbour Officer?"]
    assert list(named_in(sentence, f"{sentence} An officer read it.")) == []


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("Remarks by Mayor Berg on the Closing of the Old Quay", None),  # what was closed, or who closes?
        ("Remarks by Mayor Berg on the Old Quay", "What did Mayor Berg say about the old quay?"),
        ("Statement by Mayor Berg on the Harbour Treaty", "What did Mayor Berg say about the Harbour Treaty?"),
        ("Remarks by Mayor Berg on 4 June 2019", None),
        ("Remarks by Mayor Berg and Captain Lind on the Old Quay", None),
        ("The Old Quay", None),
    ],
)
def test_a_title_says_who_spoke_of_what(title: str, question: str | None) -> None:
    assert of_title(title, "The old quay is closed; so says the Harbour Treaty.") == question


def test_what_is_asked_of_a_document_is_answered_where_it_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    text = "---\ntitle: Remarks by Mayor Berg on the Old Quay\n---\nIt rains on the old quay.\n\n"
    text += "It was built by Captain Ida Lind.\n"
    path.write_text(text, "utf-8")
    document = read_document(FoundFile(path, "a.md"))
    found = [(one.question, document.text[one.start : one.end]) for one in find_named(document)]
    assert found == [
        ("What did Mayor Berg say about the old quay?", document.text),
        ("Who is Ida Lind?", "It was built by Captain Ida Lind."),
    ]
