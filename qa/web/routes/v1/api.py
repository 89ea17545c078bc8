"""The application of one collection, to be mounted at `/api/v1`, or below the path of a collection."""

from fastapi import FastAPI

from qa.web.routes.v1.documents import documents
from qa.web.routes.v1.errors import add_problems
from qa.web.routes.v1.openapi import DESCRIPTION, TAGS, TITLE, VERSION
from qa.web.routes.v1.questions import questions
from qa.web.routes.v1.served import Served
from qa.web.routes.v1.state import state
from qa.web.routes.v1.uploads import uploads


def create_api(served: Served) -> FastAPI:
    """The versioned API of a collection, with a schema of its own at `openapi.json`."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere; the schema itself does not
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.state.served = served
    add_problems(app)
    for router in (questions, documents, uploads, state):
        app.include_router(router)
    return app
