"""Time, size and memory of indexing folders, each into a new collection in a process of its own.

Run it with the folders, for example a month and a year of the archive (`unpack FOLDER '*/2021-03/*'` makes one)::

    python tests/benchmarks/indexing.py MONTH YEAR

It prints a row of the README's table for each: documents, passages, seconds of each stage, megabytes of the
collection on disk, megabytes of memory at most. Nothing else should run beside it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

COMMAND = "from qa.cli import main; main()"


def measure(folder: Path) -> str:
    """The row of a folder."""
    with tempfile.TemporaryDirectory() as collection:
        arguments = ["index", str(folder), "--collection", collection, "--json"]
        started = perf_counter()
        process = subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        report = json.loads(process.stdout.read())
        _, _, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = 0  # it was waited for above
        size = sum(file.stat().st_size for file in Path(collection).rglob("*") if file.is_file())
    stages = " | ".join(f"{report['seconds'][stage]:.1f} s" for stage in ("documents", "lexical", "vectors"))
    documents, passages = len(report["added"]), report["passages"]
    return (
        f"| {folder.name} | {documents:,} | {passages:,} | {stages} | {seconds:.0f} s | {size / 1e6:.0f} MB "
        f"| {usage.ru_maxrss / 1024:.0f} MB |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Time, size and memory of indexing folders.")
    parser.add_argument("folders", type=Path, nargs="+")
    print("| folder | documents | passages | read and split | lexical | encode | all | on disk | memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in parser.parse_args().folders:
        print(measure(folder), flush=True)


if __name__ == "__main__":
    main()
