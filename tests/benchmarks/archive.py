"""What a user waits for: one table for a folder of documents, its complete collection and some questions.

Run it on a quiet machine, with a copy of the folder (a file in it is changed, and put back)::

    quotable index FOLDER --collection COLLECTION
    python tests/benchmarks/archive.py FOLDER COLLECTION QUESTIONS.jsonl --question 'How much …?' --words '$1 billion'

The question's printed answer must hold the words, or it does not count. The rows:

- first answer: `quotable index --background` into a new collection and `quotable ask`, one after the other, until the
  answer is printed; nothing cached;
- unchanged: `quotable index` again;
- one file changed: a sentence is added to a file, then `quotable index --background`, after which it must be found;
- ask, new process: `quotable ask` until the answer is printed;
- retrieve, ask: warm, in one process, 100 questions after five to warm up;
- memory of the server: resident, after 20 questions over HTTP.

Figures that were measured stand in the README.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from qa import Collection

COMMAND = (sys.executable, "-c", "from qa.cli.main import main; main()")
WARM_UP, WARM = 5, 100
ADDED = "Quotable's benchmark has added the word zyzzyvaquote to this document."


def quotable(*arguments: object) -> str:
    """What a command prints."""
    done = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.stdout


def seconds(call: Callable[[], object]) -> float:
    """Wall time of a call."""
    started = perf_counter()
    call()
    return perf_counter() - started


def first_answer(folder: Path, question: str, words: str) -> None:
    """Index into a new collection and ask."""
    with tempfile.TemporaryDirectory() as collection:
        quotable("index", folder, "--collection", collection, "--background")
        require(words, quotable("ask", question, "--collection", collection))


def require(words: str, printed: str) -> None:
    """Stop when an answer is wrong."""
    if words not in printed:
        raise SystemExit(f"{words!r} is not in what was printed:\n{printed}")


@contextmanager
def changed(folder: Path) -> Iterator[None]:
    """A file of the folder with a sentence more."""
    path = min(folder.rglob("*.md"))
    before = path.read_bytes()
    path.write_bytes(before + b"\n\n" + ADDED.encode() + b"\n")
    try:
        yield
    finally:
        path.write_bytes(before)


def find_change(folder: Path, collection: Path) -> float:
    """Seconds that `index` takes until the sentence that was added can be found, as it then is."""
    spent = seconds(lambda: quotable("index", folder, "--collection", collection, "--background"))
    require(ADDED, quotable("retrieve", "zyzzyvaquote", "--collection", collection, "--json"))
    return spent


def warm(call: Callable[[str], object], questions: Sequence[str]) -> str:
    """Median and 95th percentile of the time of a call, in milliseconds."""
    spent = [1000 * seconds(lambda question=question: call(question)) for question in questions][WARM_UP:]  # type: ignore[misc]
    return f"{statistics.median(spent):.0f} / {sorted(spent)[int(0.95 * len(spent)) - 1]:.0f} ms"


def server_memory(collection: Path, questions: Sequence[str]) -> str:
    """Resident memory of a server that has answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*COMMAND, "serve", "--collection", str(collection), "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()  # it says that it is open
        for question in questions[:20]:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/ask?q={urllib.parse.quote(question)}").read()
        time.sleep(2)
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
        resident = {name: int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) / 1000 for name in ("VmRSS", "RssFile")}
        return f"{resident['VmRSS']:.0f} MB, of it {resident['RssFile']:.0f} MB mapped files"
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What a user waits for.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--question", required=True)
    parser.add_argument("--words", required=True, help="what the answer to the question must hold")
    arguments = parser.parse_args()
    folder, place, question = arguments.folder, arguments.collection, arguments.question
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][: WARM_UP + WARM]

    def row(what: str, figure: str) -> None:
        print(f"| {what} | {figure} |", flush=True)

    opened = Collection.open(place)
    print(f"{opened.catalog.counts()[0]:,} documents, {opened.state.passages:,} passages, ", end="")
    print(f"{opened.state.dense_ready:.0%} encoded, {os.cpu_count()} cores\n")
    row("what", "figure")
    row("---", "---")
    row("first answer", f"{seconds(lambda: first_answer(folder, question, arguments.words)):.1f} s")
    row("`index`, unchanged", f"{seconds(lambda: quotable('index', folder, '--collection', place)):.1f} s")
    with changed(folder):
        row("one file changed, until it can be asked about", f"{find_change(folder, place):.1f} s")
    quotable("index", folder, "--collection", place)
    row("`ask`, new process", f"{seconds(lambda: quotable('ask', question, '--collection', place)):.1f} s")
    row("`retrieve`, warm, p50 / p95", warm(opened.retrieve, questions))
    row("`ask`, warm, p50 / p95", warm(opened.ask, questions))
    row("memory of the server", server_memory(place, questions))


if __name__ == "__main__":
    main()
