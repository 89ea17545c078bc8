"""Looks for inputs that break a law.

    pip install atheris
    python -m tests.fuzz readers --minutes 10

A process that ends before its time, killed by a library or by its limits, is a failure too, and another one goes on.
What was found lies in the folder: `failures` holds each input with what it led to, `known` the inputs that reach
different lines, from which the next run goes on.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ("readers", "questions", "citations", "requests")


def main() -> None:
    """Fuzz a target for some minutes, and say how many inputs were tried and how many places failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--folder", type=Path, default=Path("fuzzed"))
    asked = parser.parse_args()
    folder: Path = asked.folder / asked.target
    folder.mkdir(parents=True, exist_ok=True)
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    until, ended = time.monotonic() + 60 * asked.minutes, 0
    while (left := until - time.monotonic()) > 1:
        command = [sys.executable, "-m", "fuzz.child", asked.target, str(folder), str(int(left))]
        with (folder / "log").open("ab") as log:
            status = subprocess.run(
                command, env={**os.environ, "PYTHONPATH": paths}, stderr=log, check=False
            ).returncode
        ended += status != 0
        if status and not (folder / "examples").exists():
            sys.exit(f"it did not start; see {folder / 'log'}")
    failures = [path for path in (folder / "failures").iterdir() if path.suffix != ".txt"]
    print(
        f"{asked.target}: {(folder / 'examples').read_text()} inputs, {len(failures)} failures, {ended} processes ended"
    )


if __name__ == "__main__":
    main()
