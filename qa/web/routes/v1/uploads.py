"""How far the files are that were sent: until a file is indexed, questions do not find it."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from qa.uploads.inbox import Uploads
from qa.uploads.states import Upload
from qa.web.language import tell
from qa.web.problems import Problem, ProblemError
from qa.web.routes.v1.names import Name
from qa.web.routes.v1.negotiation import require_acceptable
from qa.web.routes.v1.openapi import problems
from qa.web.routes.v1.responses import UploadJson, UploadsJson
from qa.web.routes.v1.served import Readable

uploads = APIRouter(prefix="/uploads", tags=["documents"], dependencies=[Depends(require_acceptable)])
_UNCACHED = {"cache-control": "no-store"}


@uploads.get(
    "",
    summary="How far the added files are",
    response_model=UploadsJson,
    responses=problems(406, 422, 500),
)
def list_uploads(
    served: Readable,
    after: Annotated[int, Query(ge=0, description="Number of a change; what has not changed since is left out.")] = 0,
) -> JSONResponse:
    """The files that were sent since the server was started, oldest change first."""
    return JSONResponse(progress_json(served.uploads, after), headers=_UNCACHED)


@uploads.get(
    "/{name:document}",
    summary="How far one added file is",
    response_model=UploadJson,
    responses=problems(404, 406, 500),
)
def get_upload(served: Readable, name: Name) -> JSONResponse:
    """The state of a file that was sent since the server was started."""
    upload = served.uploads.state_of(name)
    if upload is None:
        raise ProblemError(Problem.NOT_FOUND, f"no file called {name!r} was sent since the server was started")
    return JSONResponse(_upload_json(upload), headers=_UNCACHED)


def progress_json(uploads: Uploads, after: int) -> dict[str, object]:
    """How far the files are whose state has changed since a change.

    Args:
        uploads: Of the collection.
        after: Number of the change.
    """
    found = uploads.progress(after)
    seconds = None if found.seconds_left is None else round(found.seconds_left)
    files = [_upload_json(one) for one in found.files]
    told = {**asdict(found), "files": files, "problem": found.problem and tell(found.problem)}
    return {**told, "dense_ready": round(found.dense_ready, 4), "seconds_left": seconds}


def _upload_json(upload: Upload) -> dict[str, object]:
    """The state of a file; what is wrong with it is told in the language of the request."""
    told = {"reason": upload.reason and tell(upload.reason), "warning": upload.warning and tell(upload.warning)}
    return {**asdict(upload), **told}
