"""How the cost of search grows with the number of passages; prints one Markdown table a part.

Run it with numbers of passages and a collection, around whose passages more are drawn::

    PYTHONPATH=. python tests/benchmarks/scale.py 200000 1000000 5000000 --collection COLLECTION --folder TEMPORARY

The parts are `dense` (vectors drawn as in `dense_index.py`), `words` (the lexical index; a text is the first half of a
real passage and the second half of another, so that words and their frequencies are real ones), `memory` (what a server
and a writer hold of every passage: the columns of filters, the numbers of vectors) and `milvus` (a server of
milvus-lite, with vectors in a graph or without an index, and words). Each runs in a process of its own; seconds are of
the processor, so that other work on the machine changes them little, and latency is wall time of one query at a time.
A part is left out with `--parts`, and `milvus` is not begun beyond `--milvus-most` passages.
"""

import argparse
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import dense_index
import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, VectorRows, Vectors
from qa import Collection, Filters
from qa.documents import DocumentInfo
from qa.documents.passages import Passage
from qa.store.columns import PassageColumns
from qa.store.lexical import LexicalIndex
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark

T = TypeVar("T")
QUERIES, WARM_UP, DEPTH = 200, 20, 200
WORDS_A_QUESTION = 8
RECORD_BYTES = 38
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Case:
    """Where a part finds what it needs, and puts what it makes."""

    collection: Path
    folder: Path
    passages: int


@dataclass(frozen=True, slots=True)
class Queried:
    """Wall milliseconds of each query, processor milliseconds of one, and what each found."""

    spent: list[float]
    processor: float
    found: list[list[int]]

    def __str__(self) -> str:
        """Two columns."""
        p50, p95 = np.percentile(self.spent, [50, 95])
        return f"{p50:.1f} / {p95:.1f} | {self.processor:.1f}"


def queried(queries: list[T], ask: Callable[[T], list[int]], used: Callable[[], float] = process_time) -> Queried:
    """Ask one query after the other."""
    for query in queries[:WARM_UP]:
        ask(query)
    spent, found, before = [], [], used()
    for query in queries:
        started = perf_counter()
        found.append(ask(query))
        spent.append((perf_counter() - started) * 1000)
    return Queried(spent, (used() - before) * 1000 / len(queries), found)


def dense_case(case: Case) -> tuple[dense_index.Case, Vectors]:
    """Rows around real ones, written, and the real ones."""
    real = dense_index.real_vectors(case.collection / "vectors")
    dense = dense_index.Case(case.folder, real.shape[1], case.passages, by_lists=False)
    queries = next(dense_index.drawn(real, QUERIES, dense_index.QUERY_NOISE, seed=1))
    dense_index.write(dense, dense_index.drawn(real, case.passages, dense_index.PASSAGE_NOISE, seed=2), queries)
    return dense, real


def build_dense(dense: dense_index.Case) -> str:
    """Two columns."""
    before = process_time()
    seconds, peak = dense_index.build(dense)
    return f"{process_time() - before:.0f} | {seconds:.0f} | {peak:.1f}"


def search_dense(dense: dense_index.Case) -> tuple[Queried, Queried, float]:
    """For ten, for two hundred, and the peak of memory."""
    index = DenseIndex.load(dense.index, dense.dimension)
    queries = [query[None] for query in dense.queries]
    ten = queried(queries, lambda query: index.search(query, 10)[1][0].tolist())
    many = queried(queries, lambda query: index.search(query, DEPTH)[1][0].tolist())
    return ten, many, dense_index.peak()


def dense_row(case: Case) -> str:
    """The dense index."""
    dense, _ = alone(dense_case, case)
    built = alone(build_dense, dense)
    ten, many, peak = alone(search_dense, dense)
    size = sum(path.stat().st_size for path in (dense.index, dense.index.with_suffix(".ids"))) / case.passages
    nearest = alone(dense_index.exact, dense)
    recalls = [dense_index.recall(np.array(found.found), nearest, k) for found, k in ((ten, 10), (many, DEPTH))]
    return f"{built} | {size:.0f} | {peak:.1f} | {many} | {recalls[0]:.3f} | {recalls[1]:.3f}"


def texts(case: Case) -> tuple[list[str], list[str]]:
    """Texts of real passages, and questions of words that stand side by side in them."""
    collection = Collection.open(case.collection)
    real = [stored.passage.text for stored in collection.catalog.passages_after(0)]
    collection.close()
    random = np.random.default_rng(5)
    chosen = (real[place].split() for place in random.permutation(len(real)))
    long = islice((words for words in chosen if len(words) > 2 * WORDS_A_QUESTION), QUERIES)
    return real, [" ".join(words[WORDS_A_QUESTION : 2 * WORDS_A_QUESTION]) for words in long]


def drawn_texts(real: list[str], count: int) -> Iterator[str]:
    """Texts of two halves."""
    random = np.random.default_rng(6)
    for _ in range(count):
        first, second = (real[place] for place in random.integers(0, len(real), 2))
        yield f"{first[: len(first) // 2]} {second[len(second) // 2 :]}"


def search_words(case: Case) -> str:
    """The lexical index."""
    real, questions = texts(case)
    document = DocumentInfo("a.md", "Title", None, (), None)
    passages = (
        StoredPassage(place, Passage(0, len(text), text, "Title", None, None), document)
        for place, text in enumerate(drawn_texts(real, case.passages), start=1)
    )
    index = LexicalIndex(case.folder / "lexical")
    before, started = process_time(), perf_counter()
    index.fill(passages, Watermark(case.passages, 0))
    built = f"{process_time() - before:.0f} | {perf_counter() - started:.0f}"
    size = sum(path.stat().st_size for path in (case.folder / "lexical").iterdir()) / case.passages
    found = queried(questions, lambda words: [hit for hit, _ in index.search(words, DEPTH, Filters())])
    return f"{built} | {size:.0f} | {found}"


def words_row(case: Case) -> str:
    """The lexical index, in a process of its own."""
    return alone(search_words, case)


def load_columns(passages: int) -> tuple[float, float]:
    """Seconds and peak memory of what filters read."""
    before = dense_index.peak()
    rows = [(place, "2021-03-01", "Briefing Room", place // 12) for place in range(passages)]
    started = process_time()
    columns = PassageColumns.from_rows(rows, {place: f"{place}.md" for place in range(passages // 12 + 1)})
    assert len(columns.ids) == passages
    return process_time() - started, dense_index.peak() - before


def load_keys(case: Case) -> tuple[float, float]:
    """Seconds and peak memory of the numbers of vectors by their keys."""
    folder = case.folder / "vectors"
    VectorRows(folder, "drawn", 384)
    records = np.zeros((case.passages, RECORD_BYTES), dtype=np.uint8)
    records[:, :32] = np.random.default_rng(8).integers(0, 256, (case.passages, 32), dtype=np.uint8)
    records.tofile(folder / "keys.bin")
    with (folder / "rows.f16").open("wb") as file:
        file.truncate(case.passages * 768)  # no blocks on the disk
    (folder / "lines.i4").touch()
    del records
    started, before = process_time(), resident()
    rows = VectorRows(folder, "drawn", 384)
    assert len(rows) == case.passages
    return process_time() - started, resident() - before


def memory_row(case: Case) -> str:
    """What a server and a writer hold of every passage."""
    seconds, peak = alone(load_columns, case.passages)
    keys_seconds, held = alone(load_keys, case)
    return f"{seconds:.1f} | {peak * 1e9 / case.passages:.0f} | {keys_seconds:.1f} | {held * 1e9 / case.passages:.0f}"


@contextmanager
def milvus_server(folder: Path) -> Iterator[tuple[str, int]]:
    """Address and process id of a server of milvus-lite."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("milvus-lite")),
        "server",
        "--data-dir",
        str(folder),
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < until, "the server of Milvus does not answer"
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)


def used_by(process: int) -> float:
    """Processor seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(process: int) -> float:
    """Peak resident memory of a process in GB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1e6


def milvus_row(case: Case, index: str) -> str:
    """A server of milvus-lite."""
    return alone(partial(search_milvus, index=index), case)


def search_milvus(case: Case, index: str) -> str:
    """With an index of vectors (FLAT or HNSW), or of words (BM25)."""
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    schema, indexes = MilvusClient.create_schema(auto_id=False), MilvusClient.prepare_index_params()
    schema.add_field("id", DataType.INT64, is_primary=True)
    queries: list[object]
    rows: Iterator[dict[str, object]]
    nearest: NDArray[np.int64] | None = None
    if index == "BM25":
        real, questions = texts(case)
        schema.add_field("text", DataType.VARCHAR, max_length=65_535, enable_analyzer=True)
        schema.add_field("field", DataType.SPARSE_FLOAT_VECTOR)
        schema.add_function(Function("bm25", FunctionType.BM25, ["text"], ["field"]))
        indexes.add_index("field", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
        rows = ({"id": place, "text": text} for place, text in enumerate(drawn_texts(real, case.passages)))
        queries = list(questions)
    else:
        dense, _ = dense_case(case)
        nearest = dense_index.exact(dense)
        schema.add_field("field", DataType.FLOAT_VECTOR, dim=dense.dimension)
        graph = {"M": 30, "efConstruction": 360} if index == "HNSW" else {}
        indexes.add_index("field", index_type=index, metric_type="IP", params=graph)
        rows = ({"id": place, "field": row.astype(np.float32)} for place, row in enumerate(dense.rows))
        queries = list(dense.queries)
    with milvus_server(case.folder / "milvus") as (address, server):
        client = MilvusClient(address)
        client.create_collection("drawn", schema=schema, index_params=indexes)
        started = perf_counter()
        while some := list(islice(rows, AT_ONCE)):
            client.insert("drawn", some)
        client.flush("drawn", timeout=3600)
        client.load_collection("drawn")
        built = f"{used_by(server):.0f} | {perf_counter() - started:.0f}"

        def ask(query: object) -> list[int]:
            found = client.search("drawn", data=[query], anns_field="field", limit=DEPTH, timeout=600)
            return [hit["id"] for hit in found[0]]

        found = queried(queries, ask, partial(used_by, server))
        peak = peak_of(server)
        client.close()
    size = sum(path.stat().st_size for path in (case.folder / "milvus").rglob("*") if path.is_file()) / case.passages
    said = "–" if nearest is None else f"{recall_of(found.found, nearest):.3f}"
    return f"{built} | {size:.0f} | {peak:.1f} | {found} | {said}"


def recall_of(found: list[list[int]], nearest: NDArray[np.int64]) -> float:
    """Share of the 200 nearest that were found."""
    return float(np.mean([len(np.intersect1d(ours, its)) / len(its) for ours, its in zip(found, nearest, strict=True)]))


def resident() -> float:
    """Resident memory of this process in GB."""
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * resource.getpagesize() / 1e9


def alone(work: Callable[..., T], *arguments: object) -> T:
    """Run in a process of its own, whose peak of memory is of this work only."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


BUILT = "build s | wall s | "
SEARCHED = "p50 / p95 ms | processor ms a query"
PARTS: dict[str, tuple[str, dict[str, Callable[[Case], str]]]] = {
    "dense": (
        f"{BUILT}peak GB building | bytes a passage | peak GB searching | {SEARCHED} | recall@10 | recall@200",
        {"vectors": dense_row},
    ),
    "words": (f"{BUILT}bytes a passage | {SEARCHED}", {"words": words_row}),
    "memory": (
        "columns s | peak bytes a passage | keys s | bytes a passage",
        {"memory": memory_row},
    ),
    "milvus": (
        f"{BUILT}bytes a passage | peak GB | {SEARCHED} | recall@200",
        {name: partial(milvus_row, index=name) for name in ("FLAT", "HNSW", "BM25")},
    ),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How the cost of search grows with the number of passages.")
    parser.add_argument("passages", type=int, nargs="+")
    parser.add_argument("--collection", type=Path, required=True)
    parser.add_argument("--folder", type=Path, help="where temporary files go")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--milvus-most", type=int, default=200_000)
    arguments = parser.parse_args()
    for part in arguments.parts:
        columns, rows = PARTS[part]
        print(f"\n| passages | {part} | {columns} |\n|" + " --- |" * (columns.count(" | ") + 3), flush=True)
        for passages in arguments.passages:
            for name, measure in rows.items():
                if part != "milvus" or passages <= arguments.milvus_most:
                    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
                        row = measure(Case(arguments.collection, Path(folder), passages))
                    print(f"| {passages:,} | {name} | {row} |", flush=True)


if __name__ == "__main__":
    main()
