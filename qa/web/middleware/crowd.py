"""Bounds how much is worked on at once and how much waits for it, so that a crowd slows a server and does not break it.

More questions at once than there are cores finish no sooner, and each takes the longer. What must wait, waits here,
where it takes no thread; when too much waits, the next is told to come back.
"""

import asyncio
import os

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.refusals import refusal
from qa.web.problems import Problem

AT_ONCE = 2 * (os.cpu_count() or 1)
MOST_WAITING = 100
_SOON = "2"
_BUSY = "too many questions are waiting; ask again in a moment"
_NO_WORK = frozenset({"GET", "HEAD", "OPTIONS", "PUT"})
"""What only reads; and a file on its way, which may take minutes, is no work until it is indexed in the background."""
_IN_PIECES = (b"text/event-stream", b"application/x-ndjson")
_WORK = ("/api/", "/document/page")
"""What is work though it only reads."""


class Crowd:
    """ASGI middleware that lets so many requests be worked on at once, and so many wait."""

    def __init__(self, app: ASGIApp, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        """Wrap an application.

        Args:
            app: The application.
            at_once: How many requests are worked on at once.
            most_waiting: How many wait for that; the next is refused with 503.
        """
        self._app = app
        self._room = asyncio.Semaphore(at_once)
        self._most_waiting = most_waiting
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when its turn comes, or refuse it."""
        if scope["type"] != "http" or not _is_work(scope):
            await self._app(scope, receive, send)
            return
        if self._room.locked() and self._waiting >= self._most_waiting:
            await refusal(scope, Problem.BUSY, _BUSY, {"retry-after": _SOON})(scope, receive, send)
            return
        self._waiting += 1
        try:
            await self._room.acquire()
        finally:
            self._waiting -= 1
        turn = _Turn(self._room, send)
        try:
            await self._app(scope, receive, turn.send)
        finally:
            turn.end()


class _Turn:
    """The turn of one request; one whose answer comes piece by piece gives it up with the first, or it would last."""

    def __init__(self, room: asyncio.Semaphore, send: Send) -> None:
        self._room, self._send, self._lasts = room, send, True

    def end(self) -> None:
        """Let the next one in."""
        if self._lasts:
            self._lasts = False
            self._room.release()

    async def send(self, message: Message) -> None:
        """Pass on what is answered."""
        headers = message.get("headers", ())
        if any(name == b"content-type" and value.startswith(_IN_PIECES) for name, value in headers):
            self.end()
        await self._send(message)


def _is_work(scope: Scope) -> bool:
    reads_much = scope["method"] != "PUT" and any(part in scope["path"] for part in _WORK)
    return scope["method"] not in _NO_WORK or reads_much
