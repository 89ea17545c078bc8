"""Follows each request: its id, how long it took, and how it ended, for logs and for the figures of the server."""

import re
from time import perf_counter
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.logs import REQUEST, log_request
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
        known: dict[str, str] = {**scope.get("state", {}), "request_id": identity}
        scope = {**scope, "state": known}

        stages: dict[str, object] = {}

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(raw=message["headers"])
                headers[REQUEST_ID] = identity
                if timed := headers.get("server-timing"):
                    stages["stages"] = timed
            await send(message)

        REQUEST.set(identity)
        try:
            await self._app(scope, receive, observed)
        finally:
            route, seconds = known.get("route", _OTHER), perf_counter() - started
            self._metrics.count_request(route, method, status, seconds)
            log_request(method=method, route=route, status=status, ms=round(seconds * 1000, 1), **stages)


class Routed:
    """ASGI middleware directly before the routes: it tells `Observed` which one answered.

    Whatever stands between the two may hand on a copy of the scope, but its state stays the same.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note the pattern of its address, below the paths of the applications that hold it."""
        try:
            await self._app(scope, receive, send)
        finally:
            pattern = getattr(scope.get("route"), "path", None)
            if isinstance(pattern, str) and pattern:
                scope["state"]["route"] = f"{scope.get('root_path', '')}{pattern}"
