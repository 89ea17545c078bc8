"""Follows each request: its id, how long it took, and how it ended, for logs and for the figures of the server."""

import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.metrics import Metrics

REQUEST_ID = "x-request-id"
_ID = re.compile(r"[A-Za-z0-9._~-]{1,128}")
_OTHER = "other"
"""Route of what matches none: addresses that anybody may make up are not counted one by one."""


class Observed:
    """ASGI middleware around everything else, so that what is refused is counted too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Wrap an application, and take what counts."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its id with the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, method, status = perf_counter(), scope["method"], 500
        given = Headers(scope=scope).get(REQUEST_ID, "")
        identity = given if _ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = identity

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message["headers"])[REQUEST_ID] = identity
            await send(message)

        try:
            await self._app(scope, receive, observed)
        finally:
            self._metrics.count_request(_route(scope), method, status, perf_counter() - started)


def _route(scope: Scope) -> str:
    """The pattern of the address that answered, below the paths at which its application is mounted."""
    pattern = getattr(scope.get("route"), "path", None)
    return f"{scope.get('root_path', '')}{pattern}" if isinstance(pattern, str) and pattern else _OTHER
