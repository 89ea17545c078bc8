"""Build time, size, latency and recall of the dense index; prints one Markdown table.

Run it with numbers of passages, and with the `vectors` folder of a collection::

    PYTHONPATH=. python tests/benchmarks/dense_index.py 165000 1000000 10000000 --vectors COLLECTION/vectors

A passage is drawn around a real vector, with noise of a cosine of 0.94 to it, a query with noise of a cosine of 0.82.
Drawn vectors lie in tighter groups than real ones and are easier to find by lists, so the first row is of the real
vectors alone: 200 are held out as queries, and the rest are put into lists however few they are. Without a folder, all
are drawn around 40,000 random directions. Rows and index are written to a temporary folder (`--folder`: about 1.6 kB a
passage) and removed.

The file of the index holds the exact rows, 2 bytes a dimension; memory is the peak of the process, mapped pages
included, once of building and once of loading and searching. Recall is of the 10 and of the 200 (what retrieval asks
for) nearest by exact search; latency is of one query at a time, for 10.

Measured on two cores with AVX2 that other work kept busy as well (a load of 6), 37,208 real vectors of 384 dimensions:

| passages | kind | build s | load s | bytes a passage | of these exact rows | p50 / p95 ms | recall@10 | recall@200 | peak GB building / searching |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 37,008 real | lists | 3 | 0.03 | 808 | 768 | 0.4 / 4.8 | 0.990 | 0.951 | 0.2 / 0.2 |
| 165,000 drawn | exact | 1 | 0.08 | 776 | 768 | 38.3 / 48.0 | 1.000 | 1.000 | 0.5 / 0.5 |
| 1,000,000 drawn | lists | 69 | 0.63 | 795 | 768 | 2.1 / 6.7 | 1.000 | 0.973 | 1.2 / 0.8 |
| 10,000,000 drawn | lists | 1109 | 9.88 | 793 | 768 | 17.4 / 47.3 | 1.000 | 1.000 | 10.2 / 6.9 |
"""  # noqa: E501

import argparse
import json
import resource
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

import embeddings.index
from embeddings import DenseIndex, Vectors

T = TypeVar("T")
QUERIES = 200
WARM_UP = 20
DEPTH = 200
CHUNK = 50_000
PASSAGE_NOISE, QUERY_NOISE = 0.35, 0.7
"""Length of the noise that is added to a unit vector before it is a unit vector again."""


@dataclass(frozen=True, slots=True)
class Case:
    """Rows and queries on disk, and where the index goes."""

    folder: Path
    dimension: int
    passages: int
    by_lists: bool
    """Even if there are few."""

    @property
    def rows(self) -> NDArray[np.float16]:
        """The rows, mapped anew, so that pages that were read can go."""
        return np.memmap(self.folder / "rows", dtype=np.float16, mode="r", shape=(self.passages, self.dimension))

    @property
    def queries(self) -> Vectors:
        """The queries, (QUERIES, dimension)."""
        return np.fromfile(self.folder / "queries", dtype=np.float32).reshape(QUERIES, self.dimension)

    @property
    def index(self) -> Path:
        """Path of the index."""
        return self.folder / "dense.faiss"


def real_vectors(folder: Path | None) -> Vectors:
    """The vectors of a collection, or random directions."""
    if folder is None:
        return unit(np.random.default_rng(7).standard_normal((40_000, 384), dtype=np.float32))
    dimension = json.loads((folder / "layout.json").read_text(encoding="utf-8"))["dimension"]
    return np.fromfile(folder / "rows.f16", dtype="<f2").reshape(-1, dimension).astype(np.float32)


def unit(vectors: Vectors) -> Vectors:
    """The rows at length 1."""
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def drawn(real: Vectors, count: int, noise: float, seed: int) -> Iterator[Vectors]:
    """Vectors around real ones, in chunks."""
    random = np.random.default_rng(seed)
    for start in range(0, count, CHUNK):
        some = real[random.integers(0, len(real), min(CHUNK, count - start))]
        yield unit(
            some + random.standard_normal(some.shape, dtype=np.float32) * np.float32(noise / some.shape[1] ** 0.5)
        )


def write(case: Case, rows: Iterator[Vectors], queries: Vectors) -> None:
    """Put rows and queries where a case has them."""
    queries.astype(np.float32).tofile(case.folder / "queries")
    with (case.folder / "rows").open("wb") as file:
        for some in rows:
            file.write(some.astype(np.float16).tobytes())


def exact(case: Case) -> NDArray[np.int64]:
    """The nearest rows of each query, (QUERIES, DEPTH), best first."""
    queries, best = case.queries, np.empty((QUERIES, 0), dtype=np.float32)
    numbers = np.empty((QUERIES, 0), dtype=np.int64)
    for start in range(0, case.passages, CHUNK):
        scores = queries @ case.rows[start : start + CHUNK].astype(np.float32).T
        top = np.argpartition(-scores, min(DEPTH, scores.shape[1] - 1), axis=1)[:, :DEPTH]
        best = np.hstack([best, np.take_along_axis(scores, top, axis=1)])
        numbers = np.hstack([numbers, top + start])
        kept = np.argsort(-best, axis=1)[:, :DEPTH]
        best, numbers = np.take_along_axis(best, kept, axis=1), np.take_along_axis(numbers, kept, axis=1)
    return numbers


def build(case: Case) -> tuple[float, float]:
    """Seconds, and peak memory in GB."""
    if case.by_lists:
        embeddings.index.EXACT_UP_TO = 0
    started = perf_counter()
    ids = np.arange(case.passages)
    DenseIndex.build(ids, lambda some: case.rows[some].astype(np.float32), case.dimension).save(case.index)
    return perf_counter() - started, peak()


def search(case: Case) -> tuple[float, list[float], NDArray[np.int64], float]:
    """Seconds to load, milliseconds of each query, what was found, and peak memory in GB."""
    started = perf_counter()
    index = DenseIndex.load(case.index, case.dimension)
    loading, spent = perf_counter() - started, []
    queries = case.queries
    index.search(queries[:WARM_UP], 10)
    for query in queries:
        started = perf_counter()
        index.search(query[None], 10)
        spent.append((perf_counter() - started) * 1000)
    found = np.vstack([index.search(query[None], DEPTH)[1] for query in queries])
    return loading, spent, found, peak()


def peak() -> float:
    """Peak resident memory of this process in GB, mapped pages included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def recall(found: NDArray[np.int64], expected: NDArray[np.int64], k: int) -> float:
    """Share of the k nearest that were found."""
    pairs = zip(found[:, :k], expected[:, :k], strict=True)
    return float(np.mean([len(np.intersect1d(ours, theirs)) for ours, theirs in pairs])) / k


def alone(work: Callable[[Case], T], case: Case) -> T:
    """Run in a process of its own, whose peak of memory is of this work only."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, (case,))


def row(case: Case, name: str) -> str:
    """Measure a case; a row of the table."""
    seconds, build_peak = alone(build, case)
    loading, spent, found, search_peak = alone(search, case)
    size = sum(path.stat().st_size for path in (case.index, case.index.with_suffix(".ids"))) / case.passages
    expected = exact(case)
    p50, p95 = np.percentile(spent, [50, 95])
    kind = "lists" if case.by_lists or case.passages > embeddings.index.EXACT_UP_TO else "exact"
    return (
        f"| {case.passages:,} {name} | {kind} | {seconds:.0f} | {loading:.2f} | {size:.0f} | {2 * case.dimension} "
        f"| {p50:.1f} / {p95:.1f} | {recall(found, expected, 10):.3f} | {recall(found, expected, DEPTH):.3f} "
        f"| {build_peak:.1f} / {search_peak:.1f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Build time, size, latency and recall of the dense index.")
    parser.add_argument("passages", type=int, nargs="+")
    parser.add_argument("--vectors", type=Path, help="the folder vectors of a collection")
    parser.add_argument("--folder", type=Path, help="where temporary files go")
    arguments = parser.parse_args()
    real = real_vectors(arguments.vectors)
    print(
        "| passages | kind | build s | load s | bytes a passage | of these exact rows | p50 / p95 ms | recall@10 ",
        end="",
    )
    print("| recall@200 | peak GB building / searching |\n|" + " --- |" * 10, flush=True)
    for passages in [*([0] if arguments.vectors else []), *arguments.passages]:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            if passages:
                case = Case(Path(folder), real.shape[1], passages, by_lists=False)
                queries = next(drawn(real, QUERIES, QUERY_NOISE, seed=1))
                write(case, drawn(real, passages, PASSAGE_NOISE, seed=2), queries)
            else:
                case = Case(Path(folder), real.shape[1], len(real) - QUERIES, by_lists=True)
                mixed = real[np.random.default_rng(3).permutation(len(real))]
                write(case, iter([mixed[QUERIES:]]), mixed[:QUERIES])
            print(row(case, "drawn" if passages else "real"), flush=True)


if __name__ == "__main__":
    main()
