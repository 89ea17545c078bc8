"""What it costs to judge a claim.

Run it with a file of written answers::

    PYTHONPATH=tests python tests/benchmarks/gate.py tests/qa/gate/written_answers.jsonl

Each answer is judged whole, and claim by claim as when it streams; the time is that of one claim. On two cores with
VNNI:

| judged | claims | median ms a claim | 95 % within ms |
| --- | --- | --- | --- |
| an answer at once | 80 | 3.3 | 4.8 |
| claim by claim | 80 | 3.2 | 5.5 |

Half of the claims meet an exact objection, and those are not read.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from support.written_answers import read_written_answers

from embeddings.reader import default_reader
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import Verifier, judge_claims

REPEATS = 5
"""The best of so many counts: what else runs on the machine is no cost of the gate."""


def main() -> None:
    """Print median and 95th percentile of the milliseconds that a claim takes."""
    parser = argparse.ArgumentParser(description="Measures the cost of judging claims.")
    parser.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
    answers = read_written_answers(parser.parse_args().answers)
    reader = default_reader()
    for one in answers:  # the first call compiles
        judge_claims(one.claims, one.evidence, reader)
    whole = [best(one.claims, one.evidence, reader) / len(one.claims) for one in answers]
    alone = [best([claim], one.evidence, reader) for one in answers for claim in one.claims]
    print("| judged | claims | median ms a claim | 95 % within ms |\n| --- | --- | --- | --- |")
    for name, times in (("an answer at once", whole), ("claim by claim", alone)):
        within = statistics.quantiles(times, n=20)[-1]
        count = sum(len(one.claims) for one in answers)
        print(f"| {name} | {count} | {statistics.median(times):.1f} | {within:.1f} |")


def best(claims: Sequence[Claim], evidence: Sequence[Evidence], verifier: Verifier) -> float:
    """Milliseconds of the fastest of some calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        judge_claims(claims, evidence, verifier)
        times.append(time.perf_counter() - start)
    return min(times) * 1000


if __name__ == "__main__":
    main()
