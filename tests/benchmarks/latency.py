"""Time of `retrieve` and `ask` on a collection, warm, in one process.

Run it with a collection and a file of questions (objects with a `question`, one a line)::

    python tests/benchmarks/latency.py COLLECTION QUESTIONS.jsonl

The first five questions warm up and are not counted; then each of up to 100 questions is retrieved and asked
once. Figures that were measured stand in the README.
"""

import argparse
import json
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from qa import Collection

WARM_UP = 5
MOST_QUESTIONS = 100


def milliseconds(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Time of each call, the warm-up left out."""
    spent = []
    for question in questions:
        started = perf_counter()
        call(question)
        spent.append((perf_counter() - started) * 1000)
    return spent[WARM_UP:]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time of retrieve and ask on a collection.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    arguments = parser.parse_args()
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][: MOST_QUESTIONS + WARM_UP]
    collection = Collection.open(arguments.collection)
    passages = collection.state.passages
    print(f"{len(questions) - WARM_UP} questions, {passages} passages")
    for name, call in (("retrieve", collection.retrieve), ("ask", collection.ask)):
        spent = sorted(milliseconds(call, questions))
        p95 = spent[int(0.95 * len(spent)) - 1]
        print(f"{name:9} p50 {statistics.median(spent):6.1f} ms   p95 {p95:6.1f} ms")


if __name__ == "__main__":
    main()
