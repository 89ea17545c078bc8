"""A server that is stopped finishes the answers that are under way."""

import os
import signal
import threading
import time

import httpx
import pytest
from fastapi import FastAPI

from qa.web.listening import Opened
from qa.web.running import run


@pytest.fixture
def app() -> FastAPI:
    """An application whose answer takes a second, and that stops its server meanwhile."""
    app = FastAPI()
    app.state.mounted = []

    @app.get("/")
    def answer() -> str:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(1)
        return "answered"

    return app


def test_what_is_under_way_is_answered(app: FastAPI) -> None:
    # The server raises the signal again once it has ended, for whoever started it.
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    said: list[str] = []
    answers: list[str] = []

    def ask(address: str) -> None:
        answers.append(httpx.get(address, timeout=20).json())

    def announce(opened: Opened) -> None:
        threading.Thread(target=ask, args=(opened.here,)).start()

    run(lambda _: app, "127.0.0.1", 0, announce, lambda: said.append("Stopping…"))
    signal.signal(signal.SIGTERM, before)
    for _ in range(100):
        if answers:
            break
        time.sleep(0.05)
    assert answers == ["answered"]
    assert said == ["Stopping…"]
