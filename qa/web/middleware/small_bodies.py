"""Bounds what a request may send: all but files are small, and nothing is parsed before it is known to be."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.refusals import refusal
from qa.web.problems import Problem

MOST_BODY_BYTES = 1_000_000
"""Largest body beside the files of documents, which have a limit of their own."""
_DETAIL = f"the body is over the limit of {MOST_BODY_BYTES / 1e6:g} MB; send less"
_CLOSED = {"connection": "close"}
"""The rest is not read, so the connection cannot be used again."""


class SmallBodies:
    """ASGI middleware that takes in a body completely, up to the limit, before anything looks at it.

    A body whose length is not announced is counted as it arrives.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or answer it with 413 and a sentence."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS", "PUT"):
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        too_large = announced.isdecimal() and int(announced) > MOST_BODY_BYTES
        body = bytearray()
        more = not too_large
        while more:
            message = await receive()
            if message["type"] != "http.request":  # the client has gone
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST_BODY_BYTES:
                too_large, more = True, False
        if too_large:
            # The rest is not read, so the connection cannot be used again.
            response = refusal(scope, Problem.TOO_LARGE, _DETAIL, {"connection": "close"})
            await response(scope, receive, send)
            return
        await self._app(scope, Replaying(bytes(body), receive).receive, send)


class Replaying:
    """Gives a body that was taken in, then whatever else the client does."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        """Take the body, and where what follows it comes from."""
        self._message: Message | None = {"type": "http.request", "body": body, "more_body": False}
        self._receive = receive

    async def receive(self) -> Message:
        """The body, then what follows it."""
        message, self._message = self._message, None
        return message if message is not None else await self._receive()
