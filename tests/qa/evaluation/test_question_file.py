"""Questions from a file: the format, and what is said about a line that is not in it."""

from pathlib import Path

import pytest

from qa.errors import UsageError
from qa.evaluation.question_file import Question, read_questions


def read(tmp_path: Path, text: str) -> list[tuple[Question, ...]]:
    (tmp_path / "q.jsonl").write_text(text, encoding="utf-8")
    return read_questions(tmp_path / "q.jsonl")


def test_a_line_is_a_question_and_fields_that_are_not_needed_may_be_missing(tmp_path: Path) -> None:
    text = (
        '{"question": "How much?", "docs": ["a.md"], "evidence": ["So much."], "answers": ["so"], '
        '"type": "list", "style": "plain", "id": 1}\n\n{"question": "Why?", "docs": []}\n'
    )
    assert read(tmp_path, text) == [
        (Question("How much?", ("a.md",), ("So much.",), ("so",), {"type": "list", "style": "plain"}),),
        (Question("Why?"),),
    ]


def test_a_line_with_turns_is_a_conversation(tmp_path: Path) -> None:
    text = '{"turns": [{"question": "How much?", "docs": ["a.md"]}, {"question": "Why?", "docs": ["b.md"]}]}'
    assert read(tmp_path, text) == [(Question("How much?", ("a.md",)), Question("Why?", ("b.md",)))]


def test_a_turn_that_is_marked_as_unanswerable_has_no_documents(tmp_path: Path) -> None:
    text = '{"turns": [{"question": "Why?", "docs": ["a.md"], "answerable": false}]}'
    assert read(tmp_path, text) == [(Question("Why?"),)]


@pytest.mark.parametrize(
    ("groups", "docs", "several"),
    [
        ({"type": "list"}, ("a.md",), True),
        ({"type": "number"}, ("a.md",), False),
        ({}, ("a.md", "b.md"), True),
        ({}, ("a.md",), False),
    ],
)
def test_evidence_is_parts_for_lists_and_for_several_documents(
    groups: dict[str, str], docs: tuple[str, ...], several: bool
) -> None:
    assert Question("?", docs, ("one", "two"), (), groups).asks_for_several_things is several


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "Expecting property name"),
        ("[1]", "it is not an object"),
        ('{"docs": []}', "question is missing"),
        ('{"question": "Why?", "doc": ["a.md"]}', "docs is missing"),
        ('{"question": " ", "docs": []}', "question is empty or not a text"),
        ('{"question": 1, "docs": []}', "question is empty or not a text"),
        ('{"question": "Why?", "docs": "a.md"}', "docs is not a list of texts"),
        ('{"question": "Why?", "docs": [], "answers": [1]}', "answers is not a list of texts"),
        ('{"turns": []}', "turns is not a list of questions"),
        ('{"turns": "Why?"}', "turns is not a list of questions"),
        ('{"turns": [1]}', "it is not an object"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, what: str) -> None:
    with pytest.raises(UsageError, match=rf'q\.jsonl, line 2: {what}.*; expected {{"question": '):
        read(tmp_path, '{"question": "Why?", "docs": []}\n' + line)


def test_line_separators_within_a_text_do_not_end_the_line(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff{"question": "How\u2028much?", "docs": []}\r\n') == [(Question("How\u2028much?"),)]


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"q\.jsonl contains no questions"):
        read(tmp_path, "\n")
    with pytest.raises(UsageError, match=r"missing\.jsonl cannot be read"):
        read_questions(tmp_path / "missing.jsonl")
