"""The versioned API with what stands before it, and requests to it."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Scope

from qa import Author, Collection
from qa.store.listing import Listings
from qa.uploads.inbox import Uploads
from qa.web.metrics import Metrics
from qa.web.middleware.observed import Observed, Routed
from qa.web.middleware.small_bodies import SmallBodies
from qa.web.routes.api import add_error_answers
from qa.web.routes.documents import add_documents
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


def both_apis(collection: Collection) -> FastAPI:
    """An application that takes in documents at the addresses of the versioned API and at the old ones."""
    uploads = Uploads(collection)
    served = Served(collection, Listings(collection.catalog), uploads, lambda: None, Metrics(), editable=True)
    app = FastAPI(openapi_url=None)
    add_error_answers(app)
    app.router.routes.append(AnyPath("/api/v1", create_api(served)))
    add_documents(app, served.listings, uploads, editable=True)
    return app


def request_scope(method: str, path: str, announced: int | None = None) -> Scope:
    """A request as the server hands it to an application; its body may say how long it is."""
    headers = [(b"host", b"127.0.0.1")]
    if announced is not None:
        headers.append((b"content-length", str(announced).encode()))
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "state": {},
    }
