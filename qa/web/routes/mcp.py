"""The tools for agents over HTTP: the Model Context Protocol at /mcp, where the package mcp is installed."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.util import find_spec

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.collection import Collection
from qa.mcp.server import serve_on_http

PATH = "/mcp"
_OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]


class AgentTools:
    """The endpoint of a collection; it answers while `running` is open."""

    def __init__(self, collection: Collection) -> None:
        """Take the collection."""
        self._collection = collection
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer as long as this is open; without the package mcp nothing is done."""
        async with AsyncExitStack() as stack:
            if find_spec("mcp"):
                self._app = await stack.enter_async_context(serve_on_http(self._collection))
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answering = self._app or JSONResponse({"error": "/mcp needs the package mcp: pip install '.[mcp]'"}, 501)
        await answering(scope, receive, send)


def add_mcp(app: FastAPI, tools: AgentTools) -> None:
    """Add the endpoint. There are no sessions, so nothing is to be got or deleted."""

    def refuse(request: Request) -> Response:
        said = f"{PATH} takes POST, not {request.method}: it is for clients of the Model Context Protocol"
        return JSONResponse({"error": said}, 405, headers={"allow": "POST"})

    app.router.routes.append(Route(PATH, tools, methods=["POST"], include_in_schema=False))
    app.router.routes.append(Route(PATH, refuse, methods=_OTHER_METHODS, include_in_schema=False))
