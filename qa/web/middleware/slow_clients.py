"""Leaves clients that neither send what they began nor take what they asked for."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.refusals import refusal
from qa.web.problems import Problem

PATIENCE = 30.0
"""Seconds for the next piece of a request, and for a client to take the next piece of a response."""
_TOO_SLOW = "nothing more came for {:g} seconds; send the request again"


class _TooSlowError(Exception):
    """The rest of a request does not come."""


class SlowClients:
    """ASGI middleware that ends requests whose client does nothing for too long."""

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        """Wrap an application; `patience` is in seconds."""
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as long as its client goes on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = _Client(receive, send, self._patience)
        try:
            await self._app(scope, client.receive, client.send)
        except _TooSlowError:
            pass
        except TimeoutError:
            if not client.has_begun:  # not of this: the application's own
                raise
        if client.is_late and not client.has_begun:
            said = _TOO_SLOW.format(self._patience)
            await refusal(scope, Problem.TOO_SLOW, said, {"connection": "close"})(scope, receive, send)


class _Client:
    """The client of a request, which is waited for so long.

    Attributes:
        is_late: Whether the rest of the request did not come.
        has_begun: Whether something was sent to it.
    """

    def __init__(self, receive: Receive, send: Send, patience: float) -> None:
        self._receive, self._send, self._patience = receive, send, patience
        self._is_complete = False
        self.is_late = self.has_begun = False

    async def receive(self) -> Message:
        if self._is_complete:  # what comes now is the end of the connection, whenever that is
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience)
        except TimeoutError:
            self.is_late = True
            raise _TooSlowError from None
        self._is_complete = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if self.is_late and not self.has_begun:  # what a route makes of it, which knows of no slow clients
            return
        self.has_begun = True
        await asyncio.wait_for(self._send(message), self._patience)
