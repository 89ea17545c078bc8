"""What answers an address whatever the method."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class AnyMethod:
    """An endpoint for every method, also for those that nobody knows; a function would be one for some of them."""

    def __init__(self, answer: Callable[[Request], Response]) -> None:
        """Take what answers."""
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._answer(Request(scope))(scope, receive, send)
