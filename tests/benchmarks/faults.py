"""What faults do to a collection: each is made on a copy, and what is left is compared with the documents.

    python -m tests.benchmarks.faults

A row a fault: what was said (a sentence, or 'answers'); documents that were committed and are lost before and after
`check --repair` and `index`; citations that do not stand in their file; conversations that are lost at the end; what
`check` says then.

The last table, of 60 documents and 12 conversations: 72 faults. After 59 of them (`kill -9` while indexing, under
load and of a server to which files are sent, a clock that jumps, 24 or 48 file handles, more connections than
handles, flipped bits in the vectors and the indexes, and their loss) questions are answered, no document is lost, no
citation is wrong, and `check` finds nothing after the repair. The others, in which no document is lost and no
citation is wrong either, and `check` finds nothing afterwards:

| fault | said | conversations lost |
| --- | --- | --- |
| no file over 8 kB | cannot be used now (disk I/O error); nothing of it is lost: make room | 0 |
| 12 file handles | the lexical index cannot be used now (Failed to open file for write) | 0 |
| catalog.sqlite: 24 flipped bits, cut to a half | is damaged; `quotable check --repair` | 0 |
| catalog.sqlite: cut to nothing, deleted | is empty, or gone, though an index is there; `quotable check --repair` | 0 |
| conversations.sqlite: 24 flipped bits | 9 answers are not as they were kept: `quotable check --repair` | 9 |
| conversations.sqlite: cut to a half | is damaged: `quotable check --repair` | 9 |
| conversations.sqlite: cut to nothing, deleted | answers | 12 |
| vectors/layout.json: flipped, or cut (three) | cannot be read: delete the folder | 0 |
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import httpx2

from embeddings import EmbeddingsError
from qa import Collection, QuotableError
from qa.care.repair import repair
from qa.conversations.exchange import Exchange
from qa.filters import Filters
from tests.support.toy import ToyEncoder

DOCUMENTS, CONVERSATIONS = 60, 12
ROOT = Path(__file__).resolve().parents[2]
_FLIPPED = 24


@dataclass(frozen=True, slots=True)
class Row:
    """What a fault did."""

    fault: str
    said: str
    lost_before: int
    lost_after: int
    wrong: int
    conversations_lost: int
    check: str


def text_of(number: int) -> str:
    """A document about one farm."""
    return f"Farm {number} sold {500 + number} apples at the market. " + f"More of farm {number}. " * 40


def make(place: Path, documents: Path) -> None:
    """A collection of small documents with conversations."""
    documents.mkdir()
    for number in range(DOCUMENTS):
        (documents / f"{number}.md").write_text(text_of(number), encoding="utf-8")
    with closing(opened(place)) as collection:
        collection.index([documents])
        exchange = Exchange(collection.ask(question(3)), Filters(), frozenset(), 1, datetime(2026, 1, 1, tzinfo=UTC))
        for number in range(CONVERSATIONS):
            collection.history.add("visitor", str(number), exchange)


def opened(place: Path) -> Collection:
    """The collection with the toy encoder."""
    return Collection.open(place, encoder=ToyEncoder())


def question(number: int) -> str:
    """One that a document answers."""
    return f"How many apples were sold by farm {number}?"


def look(place: Path, documents: Path) -> tuple[str, int, int]:
    """What is said, how many documents are lost, and how many citations are wrong."""
    try:
        with closing(opened(place)) as collection:
            held = {known.name for known in collection.catalog.files().values()}
            wrong = 0
            problems = collection.history.problems()
            for number in range(0, DOCUMENTS, 6):
                for citation in collection.ask(question(number)).citations:
                    file = documents / citation.document
                    wrong += citation.quote not in file.read_text(encoding="utf-8")
            history = collection.history
            for conversation in () if problems else history.conversations("visitor"):
                for exchange in history.exchanges("visitor", conversation.id):
                    shown = [(one.quote, documents / one.document) for one in exchange.answer.quoted]
                    wrong += sum(
                        quote not in file.read_text(encoding="utf-8") for quote, file in shown if file.exists()
                    )
            said = problems[0] if problems else "answers"
            return said, len({path.name for path in documents.iterdir()} - held), wrong
    except (QuotableError, EmbeddingsError) as error:
        return str(error).replace(str(place), "…")[:110], DOCUMENTS, 0


def outcome(fault: str, place: Path, documents: Path, said: str = "") -> Row:
    """The row of a fault that was made."""
    found, lost, wrong = look(place, documents)
    for _ in repair(place, lambda: opened(place)):
        pass
    with closing(opened(place)) as collection:
        collection.index([documents])
        problems = collection.problems()
        kept = [
            one
            for one in collection.history.conversations("visitor")
            if one.id.isdigit() and collection.history.exchanges("visitor", one.id)
        ]
    _, lost_after, wrong_after = look(place, documents)
    said = said or found
    before = 0 if said != "answers" and found != "answers" else lost
    return Row(
        fault, said, before, lost_after, wrong + wrong_after, CONVERSATIONS - len(kept), "; ".join(problems) or "ok"
    )


def damages() -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Ways to damage a file."""

    def flip(path: Path) -> None:
        data, chosen = bytearray(path.read_bytes()), random.Random(path.name)
        for _ in range(_FLIPPED):
            data[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
        path.write_bytes(data)

    yield f"{_FLIPPED} flipped bits", flip
    yield "cut to a half", lambda path: os.truncate(path, path.stat().st_size // 2)
    yield "cut to nothing", lambda path: os.truncate(path, 0)
    yield "deleted", lambda path: path.unlink()


def damaged_stores(work: Path) -> Iterator[Row]:
    """Damage of each file of a collection."""
    whole, documents = work / "whole", work / "documents"
    make(whole, documents)
    stores = ["catalog.sqlite", "conversations.sqlite", "vectors/rows.f16", "vectors/lines.i4", "vectors/keys.bin"]
    stores += ["vectors/layout.json", "dense.faiss", "dense.ids", "lexical/meta.json", "lexical/watermark.json"]
    stores += [f"lexical/*.{ending}" for ending in ("term", "idx", "store", "fast")]
    for store in stores:
        for damage, do in damages():
            place = work / "damaged"
            shutil.copytree(whole, place)
            for path in sorted(place.glob(store)):
                do(path)
            yield outcome(f"{store}: {damage}", place, documents)
            shutil.rmtree(place)


CHILD = """
import os, resource, sys, threading, time
from datetime import UTC, datetime
from pathlib import Path
from tests.benchmarks.faults import opened, question, text_of
from qa import QuotableError
from qa.conversations.exchange import Exchange
from qa.filters import Filters

how, place, documents = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
if how == "no room":
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
if how.startswith(("handles", "serve ")):
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(how.split()[1]),) * 2)
try:
    collection = opened(place)
    if how.startswith("serve"):
        from qa.web.server import serve
        serve(collection, [], announce=lambda opened: print(opened.here, flush=True))
    print("open", flush=True)
    if how == "load":
        def ask(number):
            while True:
                answer = collection.ask(question(number))
                kept = Exchange(answer, Filters(), frozenset(), 1, datetime.now(UTC))
                collection.history.add("visitor", f"load{number}", kept)
                print("kept", number, flush=True)
        for number in range(8):
            threading.Thread(target=ask, args=(number,), daemon=True).start()
    for number in range(1000):
        if how in ("index", "load", "no room") or how.startswith("handles"):
            (documents / f"new{number}.md").write_text(text_of(number), encoding="utf-8") if how != "no room" else None
            collection.index([documents], rehash=how == "no room")
            if how == "no room":
                collection.describe("x" * 80)
                collection.remove([f"{number}.md"])
            if how.startswith("handles"):
                collection.ask(question(number))
                break
        print("indexed", number, flush=True)
except QuotableError as error:
    print("said", str(error).replace(str(place), "…"), flush=True)
"""


def run_child(how: str, place: Path, documents: Path, seconds: float | None = None) -> list[str]:
    """Run the other process, and kill it after a while; the lines that it printed."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, how, str(place), str(documents)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        if seconds is not None:
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
        printed, error = child.communicate(timeout=120)
    if "Traceback" in error:
        lines.append(f"said TRACEBACK {error.splitlines()[-1]}")
    return [*lines, *printed.splitlines()]


def processes(work: Path) -> Iterator[Row]:
    """Kills, full disks, and no file handles."""
    moments = random.Random(5)
    for how in ("index", "load"):
        for _ in range(3):
            place, own = work / "killed", work / "own"
            make(place, own)
            seconds = moments.uniform(0.5, 4)
            lines = run_child(how, place, own, seconds)
            indexed = sum(line.startswith("indexed") for line in lines)
            kept = sum(line.startswith("kept") for line in lines)
            with closing(opened(place)) as collection:
                names = {known.name for known in collection.catalog.files().values()}
                lost = len({f"new{number}.md" for number in range(indexed)} - names)
                there = sum(len(collection.history.exchanges("visitor", f"load{number}")) for number in range(8))
            row = outcome(f"kill -9 ({how}, after {seconds:.1f} s)", place, own)
            lost += max(0, kept - there)
            yield Row(row.fault, row.said, lost, row.lost_after, row.wrong, row.conversations_lost, row.check)
            shutil.rmtree(place)
            shutil.rmtree(own)
    for how in ("no room", "handles 12", "handles 24", "handles 48"):
        place, own = work / "refused", work / "own"
        make(place, own)
        said = [line.removeprefix("said ").strip() for line in run_child(how, place, own) if line.startswith("said")]
        yield outcome(how, place, own, (said or ["answers"])[0][:110])
        shutil.rmtree(place)
        shutil.rmtree(own)


@contextmanager
def serving(how: str, place: Path, documents: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in another process, killed at the end, and its address."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, how, str(place), str(documents)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        try:
            yield child, child.stdout.readline().strip()
        finally:
            child.kill()


def servers(work: Path) -> Iterator[Row]:
    """Kills of a server while files are sent to it, and more connections than it has handles."""
    moments = random.Random(7)
    for _ in range(3):
        place, own = work / "served", work / "own"
        make(place, own)
        seconds, taken = moments.uniform(0.5, 4), []
        with serving("serve", place, own) as (child, address), suppress(httpx2.HTTPError):
            killing = threading.Timer(seconds, child.kill)
            killing.start()
            for number in range(10_000):
                name = f"sent{number}.md"
                answer = httpx2.put(f"{address}/api/v1/documents/{name}", content=text_of(number).encode())
                taken += [name] if answer.status_code == 202 else []
        on_disk = {path.name for path in (place / "uploads").rglob("*.md")}
        row = outcome(f"kill -9 of a server (after {seconds:.1f} s)", place, own)
        with closing(opened(place)) as collection:
            known = {one.name for one in collection.catalog.files().values()}
        lost_after = row.lost_after + len(set(taken) - known)
        yield replace(row, lost_before=len(set(taken) - on_disk), lost_after=lost_after)
        shutil.rmtree(place)
        shutil.rmtree(own)
    place, own = work / "crowded", work / "own"
    make(place, own)
    with serving("serve 96", place, own) as (_, address):
        server = httpx2.URL(address)
        held = []
        for _ in range(200):
            with suppress(OSError):
                held.append(socket.create_connection((server.host, server.port or 80), timeout=2))
        for one in held:
            one.close()
        answer = httpx2.post(f"{address}/api/v1/ask", json={"question": question(6)}, timeout=60)
        said = "answers" if answer.status_code == 200 and answer.json()["citations"] else answer.text[:110]
    yield outcome("200 connections to a server of 96 handles", place, own, said)
    shutil.rmtree(place)
    shutil.rmtree(own)


def clocks(work: Path) -> Iterator[Row]:
    """A clock that jumps between two runs, while a file changes and keeps its size and its time."""
    now = time.time_ns
    for name, jump in (("ten years ahead", 10), ("ten years back", -10)):
        place, own = work / "clock", work / "own"
        make(place, own)
        with patch("time.time_ns", lambda jump=jump: now() + jump * 365 * 86_400 * 10**9):
            with closing(opened(place)) as collection:
                collection.index([own])
            changed = own / "6.md"
            status = changed.stat()
            changed.write_text(text_of(6).replace("506", "906"), encoding="utf-8")
            os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))
            with closing(opened(place)) as collection:
                collection.index([own])
            yield outcome(f"clock {name}", place, own)
        shutil.rmtree(place)
        shutil.rmtree(own)


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print("| fault | said | lost before | lost after | wrong citations | conversations lost | check |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for rows in (processes, servers, clocks, damaged_stores):
            for row in rows(work):
                print(
                    f"| {row.fault} | {row.said} | {row.lost_before} | {row.lost_after} | {row.wrong} | "
                    f"{row.conversations_lost} | {row.check} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
