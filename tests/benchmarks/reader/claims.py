"""Claims with evidence as tables: `claims.xz` to train on, with the parts that choose and judge beside it.

Run it with files of claims as JSON lines (`claim`, `evidence`, `label`, `source`), compressed by xz, and the folder to
write into::

    python tests/benchmarks/reader/claims.py OUT CLAIMS.jsonl.xz --archive ARCHIVE_CLAIMS.jsonl.xz

A tenth of the claims, by the hash of the claim, judges (`claims_test.xz`), a twentieth chooses (`claims_dev.xz`).
"""

import argparse
import hashlib
import json
import lzma
from pathlib import Path

from tables import Tables


def part(claim: str) -> str:
    """Where a claim belongs: all pairs of one claim stand together."""
    place = hashlib.sha256(claim.encode()).digest()[0]
    return "claims_test" if place < 26 else "claims_dev" if place < 39 else "claims"


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    tables = {name: Tables() for name in ("claims", "claims_dev", "claims_test")}
    for path in filter(None, (options.claims, options.archive)):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                source = "archive" if path == options.archive else row["source"].split("/")[0]
                tables[part(row["claim"])].pair(row["claim"], row["evidence"], row["label"], source)
    for name, table in tables.items():
        table.save(options.out / f"{name}.xz")


if __name__ == "__main__":
    main()
