"""Throughput and latency of a server under load, whether it answers as it does alone, and how its memory grows.

    python tests/benchmarks/load.py COLLECTION QUESTIONS [--clients 1,8,32,128] [--seconds 20] [--memory 100000]
        [--workers 2] [--only retrieve]

A server is started in a process of its own on the loopback, without and with the reader. Clients in this process each
ask one question after the other, of the file of questions; every answer is compared with the one to the same question
asked alone. Memory is read after so many requests of `retrieve`.

On the whole archive, two cores with VNNI, client and server on the same two, `--workers 2`, eight seconds a row:

| request | clients | a second | p50 ms | p95 ms | p99 ms | errors | different | CPU ms |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| retrieve | 1 | 37.6 | 26 | 30 | 34 | 0 | 0 | 25.5 |
| retrieve | 8 | 69.3 | 112 | 146 | 217 | 0 | 0 | 23.7 |
| retrieve | 32 | 67.3 | 464 | 525 | 553 | 0 | 0 | 24.8 |
| retrieve | 128 | 49.7 | 94 | 2385 | 2547 | 503: 1495 | 0 | 25.3 |
| ask | 1 | 20.9 | 42 | 76 | 125 | 0 | 0 | 47.0 |
| ask | 8 | 37.0 | 202 | 340 | 428 | 0 | 0 | 47.5 |
| ask | 32 | 33.9 | 914 | 1094 | 1146 | 0 | 0 | 51.8 |
| ask | 128 | 27.4 | 81 | 4301 | 4801 | 503: 1606 | 0 | 47.5 |
| ask, reader | 1 | 7.0 | 138 | 181 | 253 | 0 | 0 | 200.9 |
| ask, reader | 8 | 9.4 | 846 | 1034 | 1161 | 0 | 0 | 194.5 |
| ask, reader | 32 | 8.6 | 3664 | 3977 | 4093 | 0 | 0 | 209.4 |
| ask, reader | 128 | 8.2 | 111 | 11545 | 13041 | 503: 1202 | 0 | 201.9 |

One process is bound by Python's lock: before questions cost less, and without workers, it answered 41, 12 and 5.5 a
second at 32 clients. CPU is the processors' time of all processes of the server, for each answer.

The questions come again too late to be remembered from the time before: what is remembered of sentences is that of
about thirty questions.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

_START = "from qa.cli.main import main; main()"


@dataclass
class Round:
    """What came back in one round."""

    seconds: float = 0.0
    worked: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    different: int = 0

    def row(self, name: str, clients: int) -> str:
        """A line of the table."""
        good = self.statuses[200]
        p50, p95, p99 = (np.percentile(self.times or [0], [50, 95, 99]) * 1000).round().astype(int)
        others = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()) if status != 200)
        return (
            f"| {name} | {clients} | {good / self.seconds:.1f} | {p50} | {p95} | {p99} | {others or 0} "
            f"| {self.different} | {1000 * self.worked / max(1, good):.1f} |"
        )


class Server:
    """A server of a collection in a process of its own."""

    def __init__(self, collection: Path, *, reads: bool, workers: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        environment = {**os.environ, "QUOTABLE_READER": "on" if reads else "off"}
        arguments = ["serve", "--collection", str(collection), "--port", str(port), "--rate", "1000000/second"]
        if workers > 1:
            arguments += ["--workers", str(workers)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, *arguments], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.process.stdout.readline()

    @property
    def megabytes(self) -> dict[int, tuple[int, int]]:
        """Memory of each of its processes: its own, and what it maps beside, as its share of what others map too."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="utf-8")
        found = {}
        for process in (self.process.pid, *map(int, children.split())):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
            sizes = {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines}
            found[process] = sizes["Pss_Anon"], sizes["Pss"] - sizes["Pss_Anon"]
        return found

    @property
    def seconds(self) -> float:
        """Time of the processors that all of its processes took until now."""
        return sum(
            sum(map(int, Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]))
            for process in self.megabytes
        ) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it as a person does."""
        self.process.terminate()
        self.process.wait(timeout=30)


def told(answer: dict[str, object]) -> str:
    """What must be the same: everything but times."""
    return json.dumps({key: value for key, value in answer.items() if key != "timings_ms"}, sort_keys=True)


async def drive(
    server: Server, path: str, questions: Sequence[str], alone: dict[str, str], clients: int, seconds: float
) -> Round:
    """Let so many clients ask for so long."""
    result = Round()
    until = time.perf_counter() + seconds
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(base_url=server.address, timeout=60, limits=limits) as client:

        async def ask(number: int) -> None:
            place = number * 7
            while time.perf_counter() < until:
                question = questions[place % len(questions)]
                place += 1
                start = time.perf_counter()
                response = await client.post(path, json={"question": question})
                result.times.append(time.perf_counter() - start)
                result.statuses[response.status_code] += 1
                if response.status_code == 200 and alone and told(response.json()) != alone[question]:
                    result.different += 1

        start, worked = time.perf_counter(), server.seconds
        await asyncio.gather(*map(ask, range(clients)))
        result.seconds, result.worked = time.perf_counter() - start, server.seconds - worked
    return result


async def ask_alone(server: Server, path: str, questions: Sequence[str]) -> dict[str, str]:
    """The answers where nobody else asks."""
    async with httpx.AsyncClient(base_url=server.address, timeout=60) as client:
        return {q: told((await client.post(path, json={"question": q})).json()) for q in questions}


async def measure(options: argparse.Namespace, questions: Sequence[str]) -> None:
    """Print the tables."""
    print("| request | clients | a second | p50 ms | p95 ms | p99 ms | errors | different | CPU ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for reads in (False, True):
        named = {"ask, reader": "ask"} if reads else {"retrieve": "retrieve", "ask": "ask"}
        named = {label: path for label, path in named.items() if options.only in (None, label)}
        requests = 0 if reads else options.memory
        if not named and not requests:
            continue
        server = Server(options.collection, reads=reads, workers=options.workers)
        try:
            for label, path in named.items():
                await measure_one(server, label, f"/api/v1/{path}", questions, options)
            if requests:
                await grow(server, questions, requests)
        finally:
            server.stop()


async def measure_one(
    server: Server, label: str, path: str, questions: Sequence[str], options: argparse.Namespace
) -> None:
    """Print the rows of one kind of request."""
    alone = await ask_alone(server, path, questions)
    for clients in options.clients:
        result = await drive(server, path, questions, alone, clients, options.seconds)
        print(result.row(label, clients), flush=True)


async def grow(server: Server, questions: Sequence[str], requests: int) -> None:
    """Print the memory before and after many requests."""
    before, sent = server.megabytes, 0
    print(f"memory: {before}", flush=True)
    while sent < requests:
        others = [f"{question} {sent + number}" for number, question in enumerate(questions)]  # never the same
        result = await drive(server, "/api/v1/retrieve", others, {}, 8, 30)
        sent += sum(result.statuses.values())
        print(f"memory: {server.megabytes} after {sent} requests", flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path, help="JSON lines with `question`")
    parser.add_argument("--clients", type=lambda text: [int(n) for n in text.split(",")], default=[1, 8, 32, 128])
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", choices=["retrieve", "ask", "ask, reader", "memory"], help="a part of it")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--memory", type=int, default=0, help="requests after which memory is read again")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = list(dict.fromkeys(json.loads(line)["question"] for line in lines))
    asyncio.run(measure(options, questions))


if __name__ == "__main__":
    main()
