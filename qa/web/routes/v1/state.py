"""What the collection holds."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from qa.collection import Collection
from qa.web.routes.v1.negotiation import require_acceptable
from qa.web.routes.v1.openapi import UNCHANGED, problems
from qa.web.routes.v1.responses import StatusJson
from qa.web.routes.v1.served import Readable
from qa.web.routes.v1.snapshots import tagged

state = APIRouter(tags=["state"], dependencies=[Depends(require_acceptable)])


@state.get(
    "/status",
    summary="What the collection holds, and how much of it can be searched",
    response_model=StatusJson,
    responses={**UNCHANGED, **problems(406, 500)},
)
def status(request: Request, served: Readable) -> JSONResponse:
    """Documents, passages, dates and categories of the collection, and how much of it is searched by meaning."""
    collection = served.collection
    about = collection.about
    told = (round(collection.state.dense_ready, 4), about.title, about.description)
    headers = tagged(request, collection, *told)
    return JSONResponse(status_json(collection), headers=headers)


def status_json(collection: Collection) -> dict[str, object]:
    """The JSON of `quotable status --json` without the folder, which does not concern anybody outside."""
    known = collection.status()
    del known["collection"]
    return known
