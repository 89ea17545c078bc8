"""Problems as RFC 9457 describes them: what is wrong with a request, for programs and for people."""

from collections.abc import Mapping, Sequence
from enum import Enum
from http import HTTPStatus

from starlette.responses import JSONResponse

from qa.web.language import tell

MEDIA_TYPE = "application/problem+json"
_PREFIX = "urn:quotable:problem:"


class Problem(Enum):
    """The kinds of problems: the last part of the type, the status and the title."""

    INVALID = ("invalid-request", 422, "The request is not valid")
    NO_MODEL = ("no-language-model", 409, "No language model is set")
    NOT_FOUND = ("not-found", 404, "There is no such thing")
    WRONG_METHOD = ("method-not-allowed", 405, "The address does not take this method")
    NOT_ACCEPTABLE = ("not-acceptable", 406, "No such media type is given")
    BEING_WRITTEN = ("being-written", 409, "Another process is writing to the collection")
    TOO_SLOW = ("too-slow", 408, "The rest of the request did not come")
    TOO_LARGE = ("too-large", 413, "What was sent is too large")
    WRONG_MEDIA_TYPE = ("unsupported-media-type", 415, "What was sent is of a type that is not read")
    TOO_MANY = ("too-many", 429, "Too much is waiting already")
    NOT_EDITABLE = ("not-editable", 403, "Documents cannot be changed here")
    UNKNOWN = ("not-logged-in", 401, "Nobody is logged in")
    NOT_ALLOWED = ("not-allowed", 403, "This role may not do it")
    TOO_OFTEN = ("too-often", 429, "Too many requests")
    BUSY = ("busy", 503, "The server is busy")
    OTHER_SITE = ("other-site", 403, "The request comes from elsewhere")
    CUT_OFF = ("cut-off", 400, "The request did not arrive completely")
    FAILED = ("failed", 500, "The request could not be answered")
    MODEL_FAILED = ("language-model-failed", 502, "The language model gives no answer")
    NOT_READY = ("not-ready", 503, "The collection cannot be asked yet")
    NO_ROOM = ("no-room", 507, "There is no room for it")

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.type, self.status, self.title = f"{_PREFIX}{slug}", status, title


class ProblemError(Exception):
    """A request that is answered with a problem.

    Attributes:
        problem: The kind.
        detail: One sentence that says what is wrong and what to do.
        headers: To send beside it.
    """

    def __init__(self, problem: Problem, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.problem, self.detail, self.headers = problem, detail, headers or {}


def problem_json(problem: Problem, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> dict[str, object]:
    """The JSON of a problem.

    Args:
        problem: The kind.
        detail: One sentence that says what is wrong and what to do; it is told in the language of the request.
        errors: What is wrong in a request, each with its place in it.
    """
    found: dict[str, object] = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": tell(detail),
    }
    return {**found, "errors": list(errors)} if errors else found


def problem_response(
    problem: Problem,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response to a request with a problem; the arguments are those of `problem_json`, and headers to send."""
    return JSONResponse(problem_json(problem, detail, errors), problem.status, dict(headers or {}), MEDIA_TYPE)


def status_response(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response to a request with a problem that has no type of its own: its title is that of its status."""
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(found, status, dict(headers or {}), MEDIA_TYPE)


class Api(Enum):
    """The APIs, each of which says in a form of its own what is wrong."""

    VERSIONED = "problem details"
    OLD = "an object with `error`"
    OPENAI = "the object of OpenAI's API"


def api_of(path: str) -> Api | None:
    """Which API an address belongs to, with the name of a collection before it or without; None for a page."""
    parts = path.split("/")[1:]
    for below in (parts, parts[1:]):
        match below:
            case ["api", "v1", _, *_]:
                return Api.VERSIONED
            case ["api", _, *_]:
                return Api.OLD
            case ["v1", _, *_]:
                return Api.OPENAI
    return None
