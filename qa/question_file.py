"""Questions whose documents and evidence are known, from a file of the user's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import UsageError

GROUPS = ("style", "type")
"""Fields of a question by which figures are given apart."""
_SEVERAL_THINGS = ("list", "multi", "why")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what answers it.

    Attributes:
        question: As it is typed.
        docs: Names of the documents that answer it; empty when none does.
        evidence: Passages that answer it, verbatim; compared by letters and digits only.
        answers: Short answers, any of which is right.
        groups: Names of what it is reported with: its `type`, its `style`.
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
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    talks = [_talk(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not talks:
        raise UsageError(f"{path} holds no questions")
    return talks


def _talk(line: str, where: str) -> Talk:
    try:
        row = json.loads(line)
        turns = row.get("turns", [row])
        if not turns:
            raise ValueError("no turns")
        return tuple(_question(turn) for turn in turns)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f'{where}: expected {{"question": "…", "docs": ["…"], "evidence": ["…"], "answers": ["…"]}}, '
            f'or {{"turns": […]}} of such objects ({type(error).__name__}: {error})'
        ) from error


def _question(row: Mapping[str, object]) -> Question:
    docs, evidence, answers = (_strings(row, name) for name in ("docs", "evidence", "answers"))
    if not isinstance(row["question"], str) or not row["question"].strip():
        raise ValueError("the question is empty")
    if row.get("answerable") is False:
        docs = ()  # what was said before names documents, and the turn asks for what they do not say
    return Question(row["question"], docs, evidence, answers, {f: str(row[f]) for f in GROUPS if row.get(f)})


def _strings(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    values = row.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name} is no list of texts")
    return tuple(values)
