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
        is_complete = has_begun = False

        async def awaited() -> Message:
            nonlocal is_complete
            if is_complete:  # what comes now is the end of the connection, whenever that is
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), self._patience)
            except TimeoutError:
                raise _TooSlowError from None
            is_complete = not message.get("more_body", False)
            return message

        async def taken(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await asyncio.wait_for(send(message), self._patience)

        try:
            await self._app(scope, awaited, taken)
        except _TooSlowError:
            if not has_begun:
                said = _TOO_SLOW.format(self._patience)
                await refusal(scope, Problem.TOO_SLOW, said, {"connection": "close"})(scope, receive, send)
        except TimeoutError:
            if not has_begun:  # not of this: the application's own
                raise
