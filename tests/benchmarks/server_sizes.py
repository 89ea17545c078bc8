"""What a collection on servers takes of PostgreSQL, in bytes a passage; prints a Markdown table.

Run it with a folder and the address of a new collection on servers that hold nothing else::

    PYTHONPATH=. python tests/benchmarks/server_sizes.py FOLDER 'postgresql://user@host/name?vectors=http://host:19530'

Every so many of the folder's documents are taken (`--documents`), so that all kinds are among them. Nothing is encoded:
vectors have a known size.
"""

import argparse
import tempfile
from pathlib import Path
from time import process_time

import psycopg

from qa import Collection

SIZES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What a collection on servers takes of PostgreSQL.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("address")
    parser.add_argument("--documents", type=int, default=1000)
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.rglob("*.md"))
    with tempfile.TemporaryDirectory() as temporary:
        for number, path in enumerate(paths[:: max(1, len(paths) // arguments.documents)][: arguments.documents]):
            (Path(temporary) / f"{number:06}.md").write_bytes(path.read_bytes())
        collection = Collection.open(arguments.address)
        before = process_time()
        collection.index([temporary], background=True)
        seconds = process_time() - before
        documents, passages = collection.catalog.counts()
        collection.close()
    with psycopg.connect(arguments.address.split("?")[0]) as connection:
        sizes = connection.execute(SIZES).fetchall()
    print(f"{documents:,} documents, {passages:,} passages; the writer took {seconds:.0f} s of the processor\n")
    print("| table | bytes a passage |\n| --- | --- |")
    for name, size in sizes:
        print(f"| {name} | {size / passages:.0f} |")


if __name__ == "__main__":
    main()
