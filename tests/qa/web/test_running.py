"""A server that runs: connections whose requests do not come are closed, and it ends when it is interrupted."""

import os
import signal
import socket
import threading
import time

import pytest
from fastapi import FastAPI

from qa.web import running
from qa.web.listening import Opened
from qa.web.running import run


def test_a_connection_whose_request_does_not_come_is_closed_and_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "PATIENCE", 0.3)
    app = FastAPI()
    app.state.mounted = []
    app.get("/")(lambda: "here")
    seen: dict[str, bytes] = {}

    def look(port: int) -> None:
        for name, sent in (
            ("nothing", b""),
            ("half a head", b"GET / HTTP/1.1\r\nhost: a\r\n"),
            ("a whole head", b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"),
            ("half of a second", b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET / HT"),
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                client.sendall(sent)
                seen[name] = b""
                while piece := client.recv(4096):
                    seen[name] += piece
        os.kill(os.getpid(), signal.SIGINT)

    def announce(opened: Opened) -> None:
        threading.Thread(target=look, args=(int(opened.here.rsplit(":", 1)[1]),)).start()

    began = time.monotonic()
    run(lambda _: app, "127.0.0.1", 0, announce, lambda: None)
    assert time.monotonic() - began < 60
    assert {name: answer.count(b'"here"') for name, answer in seen.items()} == {
        "nothing": 0,
        "half a head": 0,
        "a whole head": 1,
        "half of a second": 1,
    }
