"""Reads a user's file of questions whose documents and evidence are known."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import UsageError

GROUPS = ("style", "type")
"""Fields of a question by which figures are grouped."""
_SEVERAL_THINGS = ("list", "multi", "why")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers.

    Attributes:
        question: As it is typed.
        docs: Names of the documents that answer it; empty when none does.
        evidence: Passages that answer it, verbatim; compared by letters and digits only.
        answers: Short answers, any of which is right.
        groups: The groups that it is reported in: its `type`, its `style`.
    """

    question: str
    docs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_for_several_things(self) -> bool:
        """Whether each piece of evidence is a part of the answer, rather than an alternative."""
        return self.groups.get("type") in _SEVERAL_THINGS or (len(self.docs) > 1 and len(self.evidence) > 1)


Talk = tuple[Question, ...]
"""The turns of a conversation; a question alone is one of one turn."""


def read_questions(path: Path) -> list[Talk]:
    """Read questions from a JSONL file of objects with `question`, `docs`, `evidence`, `answers`, or `turns` of them.

    Raises:
        UsageError: The file cannot be read, or a line is not such an object.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # other line separators may stand in a text
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    talks = [_talk(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not talks:
        raise UsageError(f"{path} contains no questions")
    return talks


def _talk(line: str, where: str) -> Talk:
    try:
        row = json.loads(line)
        turns = row["turns"] if isinstance(row, dict) and "turns" in row else [row]
        if not isinstance(turns, list) or not turns:
            raise ValueError("turns is not a list of questions")
        return tuple(_question(turn) for turn in turns)
    except ValueError as error:
        raise UsageError(
            f'{where}: {error}; expected {{"question": "…", "docs": ["…"], "evidence": ["…"], "answers": ["…"]}}, '
            'or {"turns": […]} of such objects'
        ) from error


def _question(row: object) -> Question:
    if not isinstance(row, dict):
        raise ValueError("it is not an object")
    for name in ("question", "docs"):  # without its documents a question would count as unanswerable
        if name not in row:
            raise ValueError(f"{name} is missing")
    question = row["question"]
    if not isinstance(question, str) or not question.strip():
        raise ValueError("question is empty or not a text")
    docs, evidence, answers = (_strings(row, name) for name in ("docs", "evidence", "answers"))
    if row.get("answerable") is False:
        docs = ()  # those that it names are near it and do not answer
    return Question(question, docs, evidence, answers, {name: str(row[name]) for name in GROUPS if row.get(name)})


def _strings(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = row.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(values)
