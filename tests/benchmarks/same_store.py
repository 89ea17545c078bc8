"""Whether a collection on servers finds and quotes what the same documents do in a folder.

    python tests/benchmarks/same_store.py 'postgresql://…?vectors=http://…' FOLDER QUESTIONS [--retrieve]

Both hold the same documents. Each question is asked of both within its filters, as the file has them; it prints the
share whose five hits are the same, in whatever order and in the same order, the share whose quotations are the same,
the questions that differ, and the median time of each.

On 10,000 documents of the archive (114,876 passages, PostgreSQL and milvus-lite on the same two cores, with other work
beside), the 136 questions of dev: five hits the same 1.000, in order 1.000; quotations the same 1.000. `retrieve` took
1,026 ms, in the folder 20 ms, `ask` 1,422 and 169: milvus-lite is a server in Python.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmark_rows import read_rows

from qa import Collection, Filters

_HITS = 5
_Places = list[tuple[str, int, int]]


def filters_of(row: dict[str, Any]) -> Filters:
    """The filters of a question."""
    given = row.get("filters") or {}
    first, last = (date.fromisoformat(given[key]) if given.get(key) else None for key in ("date_from", "date_to"))
    return Filters(first, last, frozenset([given["category"]]) if given.get("category") else frozenset())


def found(collection: Collection, row: dict[str, Any]) -> _Places:
    """Where the five hits stand."""
    hits = collection.retrieve(row["question"], _HITS, filters_of(row))
    return [(hit.document.name, hit.passage.start, hit.passage.end) for hit in hits]


def quoted(collection: Collection, row: dict[str, Any]) -> _Places:
    """Where the quotations stand; none where it abstains."""
    answer = collection.ask(row["question"], filters=filters_of(row))
    return [(one.document, one.start, one.end) for one in answer.citations]


def timed(ask: Callable[[Collection, dict[str, Any]], _Places], collection: Collection, row: dict[str, Any]) -> Any:  # noqa: ANN401
    """What is found, and the seconds that it took."""
    started = time.perf_counter()
    return ask(collection, row), time.perf_counter() - started


def compare(
    name: str,
    ask: Callable[[Collection, dict[str, Any]], _Places],
    collections: tuple[Collection, Collection],
    rows: list[dict[str, Any]],
) -> None:
    """Ask both, and print how much is the same."""
    same = in_order = 0
    seconds: list[list[float]] = [[], []]
    for row in rows:
        both = []
        for collection, its in zip(collections, seconds, strict=True):
            places, took = timed(ask, collection, row)
            both.append(places)
            its.append(took)
        same += set(both[0]) == set(both[1])
        in_order += both[0] == both[1]
        if both[0] != both[1]:
            print(f"  {row.get('id', '')} {row['question']}", flush=True)
    medians = " and ".join(f"{1000 * statistics.median(its):.0f} ms" for its in seconds)
    print(f"{name}: {len(rows)} questions, same {same / len(rows):.3f}, in order {in_order / len(rows):.3f}; {medians}")


def main() -> None:
    """Compare two collections."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("servers")
    parser.add_argument("folder")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--retrieve", action="store_true", help="only the hits")
    options = parser.parse_args()
    collections = Collection.open(options.servers), Collection.open(options.folder)
    rows = read_rows(options.questions)
    for collection in collections:
        collection.ask("Is anybody there?")
    compare("five hits", found, collections, rows)
    if not options.retrieve:
        compare("quotations", quoted, collections, rows)


if __name__ == "__main__":
    main()
