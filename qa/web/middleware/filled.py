"""Fills the chat's own page each time that it is sent."""

from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.refusals import path_within


class Filled:
    """ASGI middleware that fills the page at the root of an application, which is sent uncompressed."""

    def __init__(self, app: ASGIApp, fill: Callable[[str], str]) -> None:
        """Wrap an application.

        Args:
            app: The application.
            fill: Gives the page as it is sent; it may ask the disk.
        """
        self._app = app
        self._fill = fill

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the page is held back until it is complete."""
        if scope["type"] != "http" or path_within(scope) != "/":
            await self._app(scope, receive, send)
            return
        start: MutableMapping[str, Any] = {}
        body = b""

        async def filling(message: Message) -> None:
            nonlocal body, start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            headers = MutableHeaders(raw=start["headers"])
            if body and headers.get("content-type", "").startswith("text/html"):
                body = (await run_in_threadpool(self._fill, body.decode())).encode()
                headers["content-length"] = str(len(body))
            await send(start)
            await send({**message, "body": body})

        await self._app(scope, receive, filling)
