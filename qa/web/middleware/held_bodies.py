"""Bounds what all requests together have sent that is still held in memory."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from qa.errors import CrowdedError
from qa.messages import Message
from qa.web.middleware.refusals import refusal
from qa.web.problems import Problem

MOST_HELD_BYTES = 200_000_000
"""Four of the largest files."""
CROWDED = Message("too much is being sent to this server at once; send it again in a moment")
_SOON = {"retry-after": "5", "connection": "close"}
"""The rest is not read, so the connection cannot be used again."""


class HeldBodies:
    """ASGI middleware that refuses a request with 503 when its body and those of all others are too much."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_HELD_BYTES) -> None:
        """Wrap an application, outside of all that reads a body."""
        self._app = app
        self._most_bytes = most_bytes
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its body counts until it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and self._held + int(announced) > self._most_bytes:
            await refusal(scope, Problem.BUSY, CROWDED, _SOON)(scope, receive, send)
            return
        held = 0

        async def counted() -> ASGIMessage:
            nonlocal held
            message = await receive()
            arrived = len(message.get("body", b""))
            held += arrived
            self._held += arrived
            if self._held > self._most_bytes:
                raise CrowdedError(CROWDED)
            return message

        try:
            await self._app(scope, counted, send)
        except CrowdedError:  # of a body that is taken in before a route sees it
            await refusal(scope, Problem.BUSY, CROWDED, _SOON)(scope, receive, send)
        finally:
            self._held -= held
