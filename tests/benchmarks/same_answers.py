"""Whether hits and answers are the same as before a change, letter by letter, but for the times that they took.

    python tests/benchmarks/same_answers.py record COLLECTION QUESTIONS FILE [--most 200]
    python tests/benchmarks/same_answers.py compare COLLECTION QUESTIONS FILE [--most 200] [--at-once 8]

`record` is run with the code as it was, `compare` with the code as it is; the second prints how many differ, and ends
with 1 if one does. Each question is searched for, answered without the reader and answered with it. With `--at-once`
so many are asked at the same time, and each must be answered as it was alone.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qa import Collection
from qa.answering.caution import BALANCED

Told = dict[str, str]


def told(found: dict[str, object]) -> str:
    """What must be the same: everything but times."""
    return json.dumps({key: value for key, value in found.items() if key != "timings_ms"}, sort_keys=True)


def ways(collection: Collection) -> dict[str, tuple[bool, Callable[[str], dict[str, object]]]]:
    """The ways to ask, each with whether the reader reads."""
    return {
        "retrieve": (False, lambda question: collection.search(question, 5).to_dict()),
        "ask": (False, lambda question: collection.ask(question).to_dict()),
        "ask, reader": (True, lambda question: collection.ask(question).to_dict()),
    }


def asked(collection: Collection, questions: Sequence[str], at_once: int) -> dict[str, Told]:
    """What is told of each question in each way."""
    found = {}
    with ThreadPoolExecutor(at_once) as threads:
        for way, (reads, ask) in ways(collection).items():
            collection.choose(BALANCED, reads=reads)
            found[way] = dict(zip(questions, map(told, threads.map(ask, questions)), strict=True))
    return found


def main() -> int:
    """Record or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["record", "compare"])
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path, help="JSON lines with `question`")
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=1)
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    every = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    questions = every[:: max(1, len(every) // options.most)][: options.most]
    found = asked(Collection.open(options.collection), questions, options.at_once)
    if options.what == "record":
        options.file.write_text(json.dumps(found), encoding="utf-8")
        return 0
    before = json.loads(options.file.read_text(encoding="utf-8"))
    different = {way: [q for q in its if its[q] != before[way].get(q)] for way, its in found.items()}
    for way, its in different.items():
        print(f"{way}: {len(its)} of {len(questions)} differ")
        for question in its[:5]:
            print(f"  {question}")
    return int(any(different.values()))


if __name__ == "__main__":
    sys.exit(main())
