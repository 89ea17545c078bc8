"""What it costs to judge a claim.

Run it with a file of written answers::

    PYTHONPATH=tests python tests/benchmarks/gate.py tests/qa/gate/written_answers.jsonl

Each answer is judged whole, and claim by claim as when it streams; the time is that of one claim. On two cores:

| judged | claims | median ms a claim | 95 % within ms |
| --- | --- | --- | --- |
| an answer at once | 80 | 12.9 | 26.0 |
| claim by claim | 80 | 2.5 | 35.0 |

Half of the claims meet an exact objection, and those are not encoded.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from support.written_answers import read_written_answers

import qa
from embeddings import Encoder, default_encoder
from qa import Collection
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import judge_claims
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
        answers = read_written_answers(file)
        for one in answers:  # the first call compiles
            judge_claims(one.claims, one.evidence, encoder, terms)
        whole = [best(one.claims, one.evidence, encoder, terms) / len(one.claims) for one in answers]
        alone = [best([claim], one.evidence, encoder, terms) for one in answers for claim in one.claims]
    print("| judged | claims | median ms a claim | 95 % within ms |\n| --- | --- | --- | --- |")
    for name, times in (("an answer at once", whole), ("claim by claim", alone)):
        within = statistics.quantiles(times, n=20)[-1]
        count = sum(len(one.claims) for one in answers)
        print(f"| {name} | {count} | {statistics.median(times):.1f} | {within:.1f} |")


def best(claims: Sequence[Claim], evidence: Sequence[Evidence], encoder: Encoder, terms: LexicalIndex) -> float:
    """Milliseconds of the fastest of some calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        judge_claims(claims, evidence, encoder, terms)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    main()
