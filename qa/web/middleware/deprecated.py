"""Says that an address is one of the old API, and which address follows it (RFC 9745)."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.refusals import path_within
from qa.web.problems import Api, api_of

SINCE = "@1795737600"
"""2026-11-27, as the header wants it."""


class Deprecated:
    """ASGI middleware that adds the headers to every response of the API without a version."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or api_of(path_within(scope)) is not Api.OLD:
            await self._app(scope, receive, send)
            return
        successor = f"<{scope.get('root_path', '')}/api/v1/openapi.json>"

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["deprecation"] = SINCE
                headers.append("link", f'{successor}; rel="successor-version"')
            await send(message)

        await self._app(scope, receive, told)
