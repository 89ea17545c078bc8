"""A client of the versioned API, with what stands before it."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.testclient import TestClient

from qa import Author, Collection
from qa.store.listing import Listings
from qa.uploads.inbox import Uploads
from qa.web.metrics import Metrics
from qa.web.middleware.observed import Observed, Routed
from qa.web.middleware.small_bodies import SmallBodies
from qa.web.routes.v1.api import create_api
from qa.web.routes.v1.names import AnyPath
from qa.web.routes.v1.served import Served


def api_client(
    collection: Collection,
    *,
    author: Callable[[], Author | None] = lambda: None,
    uploads: Uploads | None = None,
    metrics: Metrics | None = None,
    editable: bool = True,
    path: str = "/api/v1",
) -> TestClient:
    """A client whose addresses begin at the API of this collection; errors of the server are responses to it."""
    metrics = metrics or Metrics()
    served = Served(collection, Listings(collection.catalog), uploads or Uploads(collection), author, metrics, editable)
    app = FastAPI(openapi_url=None)
    app.add_middleware(Routed)
    app.add_middleware(SmallBodies)
    app.add_middleware(Observed, metrics=metrics)
    app.router.routes.append(AnyPath(path, create_api(served)))
    return TestClient(app, base_url=f"http://127.0.0.1{path}", raise_server_exceptions=False)
