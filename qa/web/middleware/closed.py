"""Closes what Gradio offers to every page and this page does not use.

Among it are uploads, which anybody could fill the disk with, and addresses elsewhere that the server would fetch.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.middleware.refusals import path_within, refusal
from qa.web.problems import Problem

_GRADIO = "/gradio_api/"
_USED = frozenset({"component_server", "heartbeat", "startup-events", "app_id"})
"""The calls of the page's script, and how it notices that the server is gone or was started anew."""
_CLOSED = "there is no such address here; programs find the API at /api/v1"


class Closed:
    """ASGI middleware that lets through only those of Gradio's calls that the page makes."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application with a page of Gradio."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer that there is no such address."""
        path = path_within(scope) if scope["type"] == "http" else ""
        if path.startswith(_GRADIO) and path.removeprefix(_GRADIO).split("/")[0] not in _USED:
            await refusal(scope, Problem.NOT_FOUND, _CLOSED)(scope, receive, send)
            return
        await self._app(scope, receive, send)
