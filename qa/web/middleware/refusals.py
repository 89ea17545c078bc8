"""How a request is refused before it reaches a route: in the form that its address is known for."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from qa.web.language import tell

_TITLES = {401: "Not logged in", 403: "Not allowed", 413: "Too large", 429: "Too many requests", 503: "Busy"}


def refusal(scope: Scope, status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that refuses a request.

    Args:
        scope: Of the request.
        status: Of HTTP.
        said: Why, and what to do, in a sentence.
        headers: More headers of the response.
    """
    path, said = scope["path"], tell(said)
    if "/api/v1/" in path:
        problem = {"type": "about:blank", "title": _TITLES[status], "status": status, "detail": said}
        return JSONResponse(problem, status, headers, media_type="application/problem+json")
    if "/v1/" in path:
        error = {"message": said, "type": "invalid_request_error", "param": None, "code": None}
        return JSONResponse({"error": error}, status, headers)
    if "/api/" in path or "json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"error": said}, status, headers)
    return PlainTextResponse(said, status, headers)


def path_within(scope: Scope) -> str:
    """The path of a request within the application that it was mounted for."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
