"""Forty answers as a model might write them, and what the gate lets through of each kind.

They stand in `written_answers.jsonl`: a question, sentences of the sample briefs or invented ones, the model's JSON,
and whether each of its claims is right.
"""

from pathlib import Path

import pytest
from support.toy import ToyEncoder
from support.written_answers import read_written_answers

import qa
from embeddings import Encoder
from qa import Collection
from qa.gate.judge import Verdict, judge_claims
from qa.store.lexical import LexicalIndex

ANSWERS = read_written_answers(Path(__file__).parent / "written_answers.jsonl")


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """The lexical index of the sample briefs."""
    folder = tmp_path_factory.mktemp("briefs")
    collection = Collection.open(folder, encoder=ToyEncoder())
    collection.index([Path(qa.__file__).parent / "sample" / "briefs"])
    collection.close()
    return LexicalIndex(folder / "lexical")


def test_there_are_forty_answers_of_eight_kinds() -> None:
    assert len(ANSWERS) == 40
    assert len({answer.kind for answer in ANSWERS}) == 8


@pytest.mark.model
def test_what_the_gate_lets_through(terms: LexicalIndex, fastest: Encoder) -> None:
    table: dict[tuple[str, bool], dict[Verdict, int]] = {}
    for answer in ANSWERS:
        for judged, right in zip(
            judge_claims(answer.claims, answer.evidence, fastest, terms), answer.right, strict=True
        ):
            row = table.setdefault((answer.kind, right), dict.fromkeys(Verdict, 0))
            row[judged.verdict] += 1
    figures = {kind: tuple(row.values()) for kind, row in table.items()}  # verified, weak, rejected
    assert {kind: row for (kind, right), row in figures.items() if not right} == {
        "wrong number": (0, 0, 9),
        "wrong date": (0, 0, 8),
        "swapped names": (0, 0, 8),
        "invented id": (0, 0, 7),
        "partly right": (0, 0, 4),
        "injected": (0, 0, 5),
    }
    right = [sum(column) for column in zip(*(row for (_, right), row in figures.items() if right), strict=True)]
    assert (right[0] + right[1]) / sum(right) >= 0.9
    assert right[0] / sum(right) >= 0.75
