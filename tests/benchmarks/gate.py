"""What it costs to judge a claim.

Run it with a file of written answers::

    python tests/benchmarks/gate.py tests/qa/gate/written_answers.jsonl

Each answer is judged whole, and claim by claim as when it streams; the time is that of one claim. On two cores:

| judged | claims | median ms a claim | 95 % within ms |
| --- | --- | --- | --- |
| an answer at once | 80 | 12.9 | 26.0 |
| claim by claim | 80 | 2.5 | 35.0 |

Half of the claims meet an exact objection, and those are not encoded.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import qa
from embeddings import Encoder, default_encoder
from qa import Collection
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import judge
from qa.store.lexical import LexicalIndex

REPEATS = 5
"""The best of so many counts: what else runs on the machine is no cost of the gate."""


def main() -> None:
    """Print median and 95th percentile of the milliseconds that a claim takes."""
    parser = argparse.ArgumentParser(description="Measures the cost of judging claims.")
    parser.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
    file = parser.parse_args().answers
    encoder = default_encoder()
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection.open(folder, encoder=encoder)
        collection.index([Path(qa.__file__).parent / "sample" / "briefs"])
        collection.close()
        terms = LexicalIndex(Path(folder) / "lexical")
        answers = [read(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
        for claims, evidence in answers:  # the first call compiles
            judge(claims, evidence, encoder, terms)
        whole = [best(one, evidence, encoder, terms) / len(one) for one, evidence in answers]
        alone = [best([claim], evidence, encoder, terms) for one, evidence in answers for claim in one]
    print("| judged | claims | median ms a claim | 95 % within ms |\n| --- | --- | --- | --- |")
    for name, times in (("an answer at once", whole), ("claim by claim", alone)):
        within = statistics.quantiles(times, n=20)[-1]
        count = sum(len(one) for one, _ in answers)
        print(f"| {name} | {count} | {statistics.median(times):.1f} | {within:.1f} |")


def read(row: dict[str, Any]) -> tuple[list[Claim], list[Evidence]]:
    """The claims of an answer, and the sentences that it may cite."""
    evidence = [
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
        for number, one in enumerate(row["evidence"], start=1)
    ]
    return [Claim(one["text"], tuple(one["cites"])) for one in row["answer"]["claims"]], evidence


def best(claims: Sequence[Claim], evidence: Sequence[Evidence], encoder: Encoder, terms: LexicalIndex) -> float:
    """Milliseconds of the fastest of some calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        judge(claims, evidence, encoder, terms)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    main()
