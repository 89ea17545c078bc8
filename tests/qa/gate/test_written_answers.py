"""Forty answers as a model might write them, and what the gate lets through of each kind.

They stand in `written_answers.jsonl`: a question, sentences of the sample briefs or invented ones, the model's JSON,
and whether each of its claims is right.
"""

from pathlib import Path

import pytest
from support.written_answers import read_written_answers

from embeddings.reader import default_reader
from qa.gate.judge import Verdict, judge_claims

ANSWERS = read_written_answers(Path(__file__).parent / "written_answers.jsonl")


def test_there_are_forty_answers_of_eight_kinds() -> None:
    assert len(ANSWERS) == 40
    assert len({answer.kind for answer in ANSWERS}) == 8


@pytest.mark.model
def test_what_the_gate_lets_through() -> None:
    table: dict[tuple[str, bool], dict[Verdict, int]] = {}
    for answer in ANSWERS:
        for judged, right in zip(
            judge_claims(answer.claims, answer.evidence, default_reader()), answer.right, strict=True
        ):
            row = table.setdefault((answer.kind, right), dict.fromkeys(Verdict, 0))
            row[judged.verdict] += 1
    verified = {kind: row[Verdict.VERIFIED] for (kind, right), row in table.items() if not right}
    assert {kind for kind, count in verified.items() if count} <= {"partly right"}
    assert verified["partly right"] <= 1
    wrong, rights = ([row for (_, right), row in table.items() if right is wanted] for wanted in (False, True))
    assert sum(row[Verdict.WEAK] for row in wrong) <= 4  # of 41
    assert sum(row[Verdict.VERIFIED] for row in rights) >= 20  # of 39
    assert sum(row[Verdict.REJECTED] for row in rights) <= 5
