"""Forty answers as a model might write them, and what the gate lets through of each kind.

They stand in `written_answers.jsonl`: a question, sentences of the sample briefs or invented ones, the model's JSON,
and whether each of its claims is right.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from support.toy import ToyEncoder

import qa
from embeddings import Encoder
from qa import Collection
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import State, judge
from qa.store.lexical import LexicalIndex

ANSWERS = [
    json.loads(line)
    for line in (Path(__file__).parent / "written_answers.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """The lexical index of the sample briefs."""
    folder = tmp_path_factory.mktemp("briefs")
    collection = Collection.open(folder, encoder=ToyEncoder())
    collection.index([Path(qa.__file__).parent / "sample" / "briefs"])
    collection.close()
    return LexicalIndex(folder / "lexical")


def evidence(answer: dict[str, list[dict[str, str]]]) -> list[Evidence]:
    """The sentences that the model was shown."""
    return [
        Evidence(
            f"S{number}",
            one["text"],
            one["title"],
            one["title"],
            date.fromisoformat(one["date"]),
            one["speaker"],
            1000 * number,
            1000 * number + len(one["text"]),
            one["text"],
        )
        for number, one in enumerate(answer["evidence"], start=1)
    ]


def test_there_are_forty_answers_of_eight_kinds() -> None:
    assert len(ANSWERS) == 40
    assert len({answer["kind"] for answer in ANSWERS}) == 8


@pytest.mark.model
def test_what_the_gate_lets_through(terms: LexicalIndex, fastest: Encoder) -> None:
    table: dict[tuple[str, bool], dict[State, int]] = {}
    for answer in ANSWERS:
        claims = [Claim(one["text"], tuple(one["cites"])) for one in answer["answer"]["claims"]]
        for judged, right in zip(judge(claims, evidence(answer), fastest, terms), answer["right"], strict=True):
            row = table.setdefault((answer["kind"], right), dict.fromkeys(State, 0))
            row[judged.state] += 1
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
