"""The application of one collection, to be mounted at `/api/v1`, or below the path of a collection."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from qa.web.middleware.heads import Heads
from qa.web.routes.v1.documents import documents
from qa.web.routes.v1.errors import add_problems
from qa.web.routes.v1.openapi import DESCRIPTION, TAGS, TITLE, VERSION, schema_of
from qa.web.routes.v1.questions import questions
from qa.web.routes.v1.served import Served
from qa.web.routes.v1.state import state
from qa.web.routes.v1.uploads import uploads


class _Api(FastAPI):
    """An application whose schema says what its errors are."""

    def openapi(self) -> dict[str, Any]:
        """The schema, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = schema_of(self)
        return self.openapi_schema


def create_api(served: Served) -> FastAPI:
    """The versioned API of a collection, with a schema of its own at `openapi.json`."""
    app = _Api(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere; the schema itself does not
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        generate_unique_id_function=_operation,
    )
    app.state.served = served
    app.add_middleware(Heads)
    add_problems(app)
    for router in (questions, documents, uploads, state):
        app.include_router(router)
    return app


def _operation(route: APIRoute) -> str:
    """Name of a route in the schema, and so that of the function in clients that are made from it."""
    return route.name
