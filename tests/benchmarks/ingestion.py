"""Processor seconds of indexing on this machine, and by the nodes of a Ray cluster; prints a Markdown table.

Run it with a folder and numbers of nodes, each of which has one processor::

    PYTHONPATH=$PWD python tests/benchmarks/ingestion.py FOLDER 1 2 4 --documents 1000

Seconds are of all processes that write, read and encode, the start of those of a task included; Ray's own are counted
apart, from when the nodes have started: most of them grow with the time and not with the work. The first documents of
the folder are taken, by name. 'Same' says whether documents, passages and their keys come out as on this machine, and
how far the vectors are off at most.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from time import perf_counter

import numpy as np
import psutil

from embeddings import Encoder, Vectors, default_encoder
from qa import Collection

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
WORKING = ("ingestion.py", "reader_process", "ray::IDLE", "ray::_read", "ray::_encode")
"""What stands in the commands of processes that are not Ray's own."""
Made = tuple[list[str], list[bytes], Vectors]


@contextmanager
def nodes(count: int) -> Iterator[str | None]:
    """The address of a cluster with so many nodes, none for this machine."""
    if not count:
        yield None
        return
    from ray.cluster_utils import Cluster

    node = {"object_store_memory": 100_000_000, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={**node, "num_cpus": 0})
    try:
        for _ in range(count):
            cluster.add_node(**node, num_cpus=1, wait=False)
        cluster.wait_for_nodes()
        yield cluster.address
    finally:
        cluster.shutdown()


def used() -> tuple[float, float]:
    """Processor seconds of all processes that read, encode and write, and of Ray's own."""
    working, own = 0.0, 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        with suppress(psutil.Error):
            times = process.cpu_times()
            seconds = times.user + times.system + times.children_user + times.children_system
            command = " ".join(process.cmdline())
            if any(mark in command for mark in WORKING):
                working += seconds
            else:
                own += seconds
    return working, own


def index(links: Path, folder: Path, encoder: Encoder, count: int) -> tuple[str, Made]:
    """A row of the table, and what was made."""
    with nodes(count) as address:
        collection = Collection.open(folder) if address else Collection.open(folder, encoder=encoder)
        before, started = used(), perf_counter()
        spent = dict[str, tuple[float, float]]()

        def note(stage: str, done: int, total: int) -> None:
            spent[stage] = used()  # the last time, while every process is there

        report = collection.index([links], note, ray=address)
        wall = perf_counter() - started
    ids, keys = collection.catalog.keys()
    rows = collection._encoder.open_rows()
    made = sorted(file.sha256 for file in collection.catalog.files().values()), keys, rows.read(rows.find(keys))
    collection.close()
    reading, whole = ((spent[stage][0] - before[0]) / len(report.added) for stage in ("documents", "vectors"))
    own = (spent["vectors"][1] - before[1]) / len(report.added)
    return (
        f"| {f'{count} nodes' if count else 'this machine'} | {len(report.added):,} | {len(ids):,} "
        f"| {reading:.3f} | {whole - reading:.3f} | {whole:.3f} | {own:.3f} | {wall:.0f}",
        made,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Processor seconds of indexing, here and on a cluster.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("nodes", type=int, nargs="+")
    parser.add_argument("--documents", type=int, default=1000)
    arguments = parser.parse_args()
    encoder = default_encoder()
    print("| where | documents | passages | reading s a document | encoding s a document ", end="")
    print("| both | Ray's own | wall s | same |")
    print("|" + " --- |" * 9, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        links = Path(temporary) / "documents"
        links.mkdir()
        for number, path in enumerate(islice(sorted(arguments.folder.rglob("*.md")), arguments.documents)):
            (links / f"{number:06}.md").write_bytes(path.read_bytes())
        first: Made | None = None
        for count in (0, *arguments.nodes):
            row, made = index(links, Path(temporary) / f"{count} nodes", encoder, count)
            first = first or made
            same = "yes" if made[:2] == first[:2] else "no"
            print(f"{row} | {same}, {np.abs(made[2] - first[2]).max():.4f} |", flush=True)


if __name__ == "__main__":
    main()
