"""Reads files of written answers: a question, sentences to cite, a model's JSON, and which of its claims are right."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qa.gate.evidence import Claim, Evidence


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer as a model might write it.

    Attributes:
        kind: What is wrong with its wrong claims.
        evidence: The sentences that the model was shown.
        claims: What it claims.
        right: Whether each of the claims is right.
    """

    kind: str
    evidence: list[Evidence]
    claims: list[Claim]
    right: list[bool]


def read_written_answers(file: Path) -> list[WrittenAnswer]:
    """The answers of a file, one a line."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        WrittenAnswer(
            row["kind"],
            [_sentence(number, one) for number, one in enumerate(row["evidence"], start=1)],
            [Claim(one["text"], tuple(one["cites"])) for one in row["answer"]["claims"]],
            row["right"],
        )
        for row in rows
    ]


def _sentence(number: int, row: dict[str, str]) -> Evidence:
    text, start = row["text"], 1000 * number
    day = date.fromisoformat(row["date"])
    return Evidence(f"S{number}", text, row["title"], row["title"], day, row["speaker"], start, start + len(text), text)
