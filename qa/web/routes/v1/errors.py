"""Every error as a problem: the only place that knows which status stands for which error."""

from collections.abc import Iterable, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Match

from embeddings import EmbeddingsError
from qa.errors import (
    BusyError,
    CrowdedError,
    FileTypeError,
    LlmError,
    LockedError,
    NoRoomError,
    QuotableError,
    TooLargeError,
    UnavailableError,
    UnreadableFileError,
    UsageError,
)
from qa.uploads.inbox import BEING_WRITTEN
from qa.web.language import tell
from qa.web.problems import Problem, ProblemError, problem_response, status_response
from qa.web.routes.v1.snapshots import NotModifiedError, not_modified
from qa.web.validation import what_is_wrong

UNFORESEEN = "something went wrong that nobody foresaw; the server's log says what"
_CUT_OFF = "the request was cut off on its way; send it again"
NO_JSON = "what was sent is not JSON; send an object"
NOT_PARSED = 400
"""What FastAPI answers to a body that it cannot read at all."""
_METHODS = ("GET", "POST", "PUT", "DELETE")
"""HEAD is answered where GET is."""
_MOST_FAULTS = 20
_PAUSE = {"retry-after": "5"}
"""Seconds after which something that waits now may be tried again."""
_PROBLEMS: tuple[tuple[type[Exception], Problem], ...] = (
    (UsageError, Problem.INVALID),
    (UnreadableFileError, Problem.INVALID),
    (FileTypeError, Problem.WRONG_MEDIA_TYPE),
    (TooLargeError, Problem.TOO_LARGE),
    (NoRoomError, Problem.NO_ROOM),
    (BusyError, Problem.TOO_MANY),
    (CrowdedError, Problem.BUSY),
    (LockedError, Problem.BEING_WRITTEN),
    (UnavailableError, Problem.NOT_READY),
    (LlmError, Problem.MODEL_FAILED),
)


def problem_of(error: Exception) -> Problem:
    """Which problem an error is."""
    return next((problem for kind, problem in _PROBLEMS if isinstance(error, kind)), Problem.FAILED)


def add_problems(app: FastAPI) -> None:
    """Answer every error with a problem; one that nobody foresaw goes to the log too."""
    app.add_exception_handler(RequestValidationError, _refuse_input)
    app.add_exception_handler(NotModifiedError, not_modified)
    app.add_exception_handler(ProblemError, _tell)
    app.add_exception_handler(QuotableError, _report)
    app.add_exception_handler(EmbeddingsError, _report)
    app.add_exception_handler(ClientDisconnect, _cut_off)
    app.add_exception_handler(HTTPException, _refuse_address)
    app.add_exception_handler(Exception, _fail)


def _refuse_input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [_fault(one) for one in error.errors()[:_MOST_FAULTS]]
    return problem_response(Problem.INVALID, faults[0]["detail"], faults)


def _fault(error: ErrorDetails) -> dict[str, str]:
    """What is wrong, and where: a JSON pointer (RFC 6901) into the body, or the name of a parameter."""
    origin, *place = error["loc"]
    if error["type"] == "json_invalid":
        place = []
    name = ".".join(map(str, place))
    detail = tell(what_is_wrong(error, name))
    if origin == "body":
        return {"detail": detail, "pointer": _pointer(place)}
    return {"detail": detail, "parameter": name}


def _pointer(place: Iterable[int | str]) -> str:
    return "#" + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def _tell(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return problem_response(error.problem, error.detail, headers=error.headers)


def _report(_: Request, error: Exception) -> JSONResponse:
    problem = problem_of(error)
    detail = BEING_WRITTEN if problem is Problem.BEING_WRITTEN else tell(error)
    waits = problem in (Problem.BEING_WRITTEN, Problem.TOO_MANY, Problem.BUSY, Problem.NOT_READY)
    return problem_response(problem, detail, headers=_PAUSE if waits else None)


def _cut_off(_: Request, error: Exception) -> JSONResponse:
    return problem_response(Problem.CUT_OFF, _CUT_OFF)


def _fail(_: Request, error: Exception) -> JSONResponse:
    return problem_response(Problem.FAILED, UNFORESEEN)


def _refuse_address(request: Request, error: Exception) -> Response:
    """There is no such address, or it does not take the method."""
    assert isinstance(error, HTTPException)
    schema = f"{request.scope['root_path']}/openapi.json"
    if error.status_code == Problem.NOT_FOUND.status:
        return problem_response(Problem.NOT_FOUND, f"there is no {request.url.path}; see {schema}")
    if error.status_code == Problem.WRONG_METHOD.status:
        allowed = allowed_methods(request, request.app.routes)
        said = f"{request.url.path} takes {' and '.join(allowed)}, not {request.method}"
        told = ["HEAD", *allowed] if "GET" in allowed else allowed
        return problem_response(Problem.WRONG_METHOD, said, headers={"allow": ", ".join(told)})
    if isinstance(error.__cause__, ClientDisconnect):
        return _cut_off(request, error)
    if error.status_code == NOT_PARSED:  # bytes that are no text, or more brackets in brackets than can be read
        return problem_response(Problem.INVALID, NO_JSON, [{"detail": NO_JSON, "pointer": "#"}])
    return status_response(error.status_code, str(error.detail), error.headers)


def allowed_methods(request: Request, routes: Sequence[BaseRoute]) -> list[str]:
    """The methods by which some route answers the address of a request."""
    asked = [(method, {**request.scope, "method": method}) for method in _METHODS]
    return [method for method, scope in asked if any(route.matches(scope)[0] is Match.FULL for route in routes)]
