"""How fast files of each format are read, on two processes.

    python -m tests.benchmarks.formats FOLDER

reads every file below the folder that is of a known format, and prints for each format the number of documents, and of
pages where it has them, a second.
"""

import argparse
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter

from qa.documents import Document, Failure, FoundFile, find_files, read_document
from qa.errors import UnreadableFileError

_PROCESSES = 2


def pages_of(path: str) -> int | None:
    """How many pages, slides or rows a file has, 0 where it has none; None where it cannot be read."""
    try:
        document: Document = read_document(FoundFile(Path(path), path))
    except UnreadableFileError:
        return None
    return len({block.place for block in document.blocks if block.place is not None})


def main() -> None:
    """Read and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for found in find_files(folder):
        if isinstance(found, FoundFile):
            paths[found.path.suffix.lower()].append(str(found.path))
        elif isinstance(found, Failure):
            print(f"{found.path}: {found.reason}", file=sys.stderr)
    with ProcessPoolExecutor(_PROCESSES) as processes:
        for suffix, files in sorted(paths.items()):
            list(processes.map(pages_of, files[:_PROCESSES]))  # the library of the format is loaded
            started = perf_counter()
            pages = list(processes.map(pages_of, files))
            seconds = perf_counter() - started
            read = [count for count in pages if count is not None]
            print(
                f"{suffix:6} {len(read):5} of {len(files):5} documents, {len(read) / seconds:7.1f} a second; "
                f"{sum(read):6} places, {sum(read) / seconds:7.1f} a second"
            )


if __name__ == "__main__":
    main()
