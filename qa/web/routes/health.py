"""Whether the server lives and can be asked, and its figures: for what watches over it."""

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from qa.access.roles import Role
from qa.web.metrics import MEDIA_TYPE, Metrics
from qa.web.middleware.access import may
from qa.web.problems import Problem, problem_response

_UNCACHED = {"cache-control": "no-store"}
_ALL = "the figures tell of every collection; a key that may read each of them gets them"
_SOON = {"retry-after": "2", **_UNCACHED}


def add_health(app: FastAPI, problem: Callable[[], str | None], metrics: Metrics) -> None:
    """Add the addresses; they are plain functions, so that each request runs in its own thread and blocks no other.

    Args:
        app: The application.
        problem: Says why the collection cannot be asked; None where it can.
        metrics: The figures of the server; whoever gets them may read every collection that they tell of.
    """

    @app.api_route("/healthz", methods=["GET", "HEAD"], include_in_schema=False)
    def alive() -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers=_UNCACHED)

    @app.api_route("/readyz", methods=["GET", "HEAD"], include_in_schema=False)
    def ready() -> JSONResponse:
        said = problem()
        if said is not None:
            return problem_response(Problem.NOT_READY, said, headers=_SOON)
        return JSONResponse({"status": "ok"}, headers=_UNCACHED)

    @app.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
    def figures(request: Request) -> Response:
        if not all(may(request.scope, Role.READER, name) for name in metrics.collections):
            return problem_response(Problem.NOT_ALLOWED, _ALL)
        return Response(metrics.exposed(), media_type=MEDIA_TYPE, headers=_UNCACHED)
