"""Several collections on one server, each at its own path."""

import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.access.roles import Role
from qa.collection import Collection
from qa.web.html.access import Listed, collections_page
from qa.web.metrics import Metrics
from qa.web.middleware.access import may
from qa.web.middleware.offline import Revalidated
from qa.web.protection import Protection, protect, require_names
from qa.web.routes.health import add_health
from qa.web.routes.v1.names import AnyPath
from qa.web.tracing import tracing

_STATIC = Path(__file__).parent / "static"


def create_several(
    applications: Mapping[str, tuple[Collection, FastAPI]], protection: Protection, metrics: Metrics
) -> FastAPI:
    """Build the application of a server: the list of its collections at `/`, each at `/NAME/`.

    Args:
        applications: Each collection with its application, which nothing protects, by its name.
        protection: Who is let in.
        metrics: Figures of the server.

    Raises:
        UsageError: Collections could not be told apart by their addresses.
    """
    require_names(list(applications))

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as running:  # a mounted application is not started by itself
            for _collection, application in applications.values():
                await running.enter_async_context(application.router.lifespan_context(application))
            yield

    app = FastAPI(
        title="Quotable", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan, telemetry=tracing()
    )

    @app.api_route("/", methods=["GET", "HEAD"])
    def collections(request: Request) -> Response:
        shown = [
            Listed(name, collection.about.title, collection.about.description, collection.catalog.counts()[0])
            for name, (collection, _) in applications.items()
            if may(request.scope, Role.READER, name)
        ]
        return HTMLResponse(collections_page(shown))

    app.mount("/quotable", Revalidated(directory=_STATIC))
    for name, (_, application) in applications.items():
        _add_slash(app, name)
        app.router.routes.append(AnyPath(f"/{name}", application))
    add_health(app, lambda: _problem_of(applications), metrics)
    protect(app, protection, lambda path: _first_of(path, applications), metrics)
    app.state.mounted = [mounted for _, application in applications.values() for mounted in application.state.mounted]
    return app


def _problem_of(applications: Mapping[str, tuple[Collection, FastAPI]]) -> str | None:
    """Why some collection cannot be asked; None where each can."""
    problems: Iterator[str | None] = (application.state.readiness.problem() for _, application in applications.values())
    return next((problem for problem in problems if problem), None)


def _add_slash(app: FastAPI, name: str) -> None:
    """Lead `/NAME` to `/NAME/`: addresses within a collection are relative."""

    @app.get(f"/{name}", include_in_schema=False)
    def with_slash() -> Response:
        return RedirectResponse(f"/{quote(name)}/")


def _first_of(path: str, names: Mapping[str, object]) -> str | None:
    name = path.split("/")[1] if "/" in path else ""
    return name if name in names else None
