"""Closes what Gradio offers to every page and this page does not use.

Among it are uploads, which anybody could fill the disk with, and addresses elsewhere that the server would fetch.
"""

import json
from collections.abc import Callable, Container

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.middleware.refusals import path_within, refusal
from qa.web.middleware.small_bodies import Replaying
from qa.web.problems import Problem

_GRADIO = "/gradio_api/"
_CALL = "component_server"
_USED = frozenset({_CALL, "heartbeat", "startup-events", "app_id"})
"""The calls of the page's script, and how it notices that the server is gone or was started anew."""
_CLOSED = "there is no such address here; programs find the API at /api/v1"


class Closed:
    """ASGI middleware that lets through only those of Gradio's calls that the page makes.

    What the page never sends would be a fault in Gradio: a call of a component that is not there, an address with
    control characters.
    """

    def __init__(self, app: ASGIApp, components: Callable[[], Container[int]]) -> None:
        """Wrap an application with a page of Gradio.

        Args:
            app: The application.
            components: Gives the ids of the components on the page.
        """
        self._app = app
        self._components = components

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that there is no such address."""
        path = path_within(scope) if scope["type"] == "http" else ""
        is_used = not path.startswith(_GRADIO) or self._is_used(path)
        if is_used and path.rstrip("/") == f"{_GRADIO}{_CALL}" and scope["method"] == "POST":
            try:
                body = await Request(scope, receive).body()
            except ClientDisconnect:
                return
            is_used, receive = self._is_call(body), Replaying(body, receive).receive
        if is_used:
            await self._app(scope, receive, send)
        else:
            await refusal(scope, Problem.NOT_FOUND, _CLOSED)(scope, receive, send)

    @staticmethod
    def _is_used(path: str) -> bool:
        return path.removeprefix(_GRADIO).split("/")[0] in _USED and path.isprintable()

    def _is_call(self, body: bytes) -> bool:
        try:
            sent = json.loads(body)
        except (ValueError, RecursionError):
            return False
        component = sent.get("component_id") if isinstance(sent, dict) else None
        return isinstance(component, int) and component in self._components()
