"""What the shipped reader reads, through OpenVINO: in int8, in float32, and how long it takes.

Run it at the root of the repository with the folder of `dev.json.xz` and `claims_test.xz`, which `questions.py` and
`claims.py` wrote::

    python tests/benchmarks/reader/measure.py DATA

Only the passage that each question was written for is read, unless `--found` asks for the eight retrieved ones, too.
"""

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from figures import Best, claim_figures, report, squad_figures
from tables import packaged_tokenizer, read_arrays

from embeddings.processor import cpu_flags, multiplies_int8
from embeddings.reader import Reader, ReaderPassage

PASSAGES, WORDS, TURNS = 16, 215, 15


class OneByOne:
    """Reads a question's passages together, as the product does."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, questions: Sequence[str], passages: Sequence[tuple[str, str]]) -> list[Best]:
        """The best span for each question in its passage."""
        found = []
        start = 0
        while start < len(questions):
            end = start + 1
            while end < len(questions) and questions[end] == questions[start]:
                end += 1
            some = [ReaderPassage(*passage) for passage in passages[start:end]]
            for passage, reading in zip(some, self._reader.read(questions[start], some), strict=True):
                best = reading.spans[0]
                found.append(Best(passage.text[best.start : best.end], best.score - reading.none))
            start = end
        return found


def claims(reader: Reader, path: Path) -> None:
    """Print figures of the claims that judge."""
    arrays, tokenizer = read_arrays(path), packaged_tokenizer()
    bank = arrays["bank"]

    def texts(name: str) -> list[str]:
        places = arrays[name].tolist()
        return tokenizer.decode_batch([bank[start : start + size].tolist() for start, size in places])

    probabilities = reader.verify(texts("claims"), texts("evidence"))
    names = [str(arrays["sources"][number]) for number in arrays["pair_sources"]]
    report("claims", claim_figures(probabilities, arrays["labels"].astype(np.int64), names))


def milliseconds(reader: Reader) -> float:
    """The median time for a question and sixteen passages of about 230 tokens."""
    words = "The county council said on Monday that the new bridge over the river will open in the spring of next year"
    text = " ".join((words.split() * 20)[:WORDS])
    passages = [
        ReaderPassage("Notes of the county council. March 3, 2021", text[number:]) for number in range(PASSAGES)
    ]
    times = []
    for _ in range(TURNS):
        started = perf_counter()
        reader.read("When will the new bridge over the river open to traffic?", passages)
        times.append(perf_counter() - started)
    return statistics.median(times) * 1000


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--found", action="store_true")
    parser.add_argument("--precision", choices=("int8", "float32"), action="append")
    options = parser.parse_args()
    print("processor multiplies int8:", multiplies_int8(cpu_flags()))
    for precision in options.precision or ("int8", "float32"):
        reader = Reader(int8=precision == "int8")
        print(f"{precision}: {milliseconds(reader):.0f} ms for {PASSAGES} passages", flush=True)
        report(precision, squad_figures(options.data / "dev.json.xz", OneByOne(reader), found=options.found))
        claims(reader, options.data / "claims_test.xz")


if __name__ == "__main__":
    main()
