"""Runs an application until it is interrupted."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import FrameType

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.web.listening import Opened, listen
from qa.web.middleware.slow_clients import PATIENCE

_TO_FINISH = 15
"""Seconds that a stopping server gives the answers that are under way."""


def run(
    build: Callable[[str], FastAPI],
    host: str,
    port: int | None,
    announce: Callable[[Opened], None],
    stopping: Callable[[], None],
) -> None:
    """Listen, build the application, and serve it.

    Args:
        build: Builds the application, given the address that it listens on.
        host: Address to listen on.
        port: None for 7860 or, if that is taken, the next free one.
        announce: Called once it can be opened.
        stopping: Called when it was interrupted, which it may need seconds to obey.

    Raises:
        UsageError: The port is taken or none, or the address is not one of this machine.
    """
    listening = listen(host, port)
    opened = Opened.of(listening, host)
    # The interrupt has done its work when the server comes back.
    with listening, contextlib.suppress(KeyboardInterrupt):
        app = build(listening.getsockname()[0])
        _Server(app, lambda: announce(opened), stopping).run(sockets=[listening])


class _Patient(H11Protocol):
    """A connection that is closed if the head of a request does not come completely; uvicorn would wait for good."""

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waits is None:
            self._waits = self.loop.call_later(PATIENCE, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None


class _Server(uvicorn.Server):
    """A server that says when it has started, and that stops even while the chat is open in a browser."""

    def __init__(self, app: FastAPI, started: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app, http=_Patient, log_level="warning", access_log=False, timeout_graceful_shutdown=_TO_FINISH
            )
        )
        self._app = app
        self._say_started = started
        self._say_stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            self._say_stopping()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for mounted in self._app.state.mounted:  # Gradio keeps a stream open to every page: it would be waited for
            mounted.stop_event.set()
        await super().shutdown(sockets)
