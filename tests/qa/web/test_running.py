"""A server that runs, in a process of its own: it leaves clients that do nothing, and finishes what is under way."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from support.places import ROOT

CHILD = """
import sys, time
from fastapi import FastAPI
from qa.web import running

running.PATIENCE = 0.3
app = FastAPI()
app.state.mounted = []

@app.get("/")
def here() -> str:
    return "here"

@app.get("/slow")
def slow() -> str:
    print("asked", flush=True)
    time.sleep(1)
    return "answered"

running.run(
    lambda address: app,
    "127.0.0.1",
    0,
    lambda opened: print(opened.here, flush=True),
    lambda: print("Stopping…", flush=True),
)
"""


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server with its address."""
    process = subprocess.Popen([sys.executable, "-c", CHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_connection_whose_request_does_not_come_is_closed_and_others_are_served() -> None:
    seen: dict[str, bytes] = {}
    with serving() as (_, address):
        for name, sent in (
            ("nothing", b""),
            ("half a head", b"GET / HTTP/1.1\r\nhost: a\r\n"),
            ("a whole head", b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"),
            ("half of a second", b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET / HT"),
        ):
            with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=30) as client:
                client.sendall(sent)
                seen[name] = b""
                while piece := client.recv(4096):
                    seen[name] += piece
    assert {name: answer.count(b'"here"') for name, answer in seen.items()} == {
        "nothing": 0,
        "half a head": 0,
        "a whole head": 1,
        "half of a second": 1,
    }


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_stopped_answers_what_is_under_way(how: signal.Signals) -> None:
    answers: list[str] = []
    with serving() as (process, address):
        asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{address}/slow", timeout=30).json()))
        asking.start()
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"
        process.send_signal(how)
        began = time.monotonic()
        assert process.stdout.readline() == "Stopping…\n"
        process.wait(timeout=30)
        asking.join()
    assert answers == ["answered"]
    assert time.monotonic() - began < 30
