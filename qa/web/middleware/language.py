"""Says in which language a request is answered: the one that the visitor chose, else one that the browser asks for."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.language import choose_language, speaking

COOKIE = "quotable-language"
"""Holds the code of a language that was chosen; a script sets it."""


class Languages:
    """ASGI middleware that speaks a visitor's language while a request is answered, in all that it starts."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a page says that it depends on the language."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if headers.get("content-type", "").startswith("text/html"):
                    headers.add_vary_header("accept-language, cookie")
            await send(message)

        request = Request(scope)
        with speaking(choose_language(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))):
            await self._app(scope, receive, varying)
