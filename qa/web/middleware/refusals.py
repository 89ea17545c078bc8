"""How a request is refused before it reaches a route: in the form that its address is known for."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from qa.web.language import tell
from qa.web.problems import Problem, is_versioned, problem_response


def refusal(scope: Scope, problem: Problem, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that refuses a request.

    Args:
        scope: Of the request.
        problem: What kind of problem it is.
        said: Why, and what to do, in a sentence.
        headers: More headers of the response.
    """
    path = scope["path"]
    if is_versioned(path):
        return problem_response(problem, said, headers=headers)
    said = tell(said)
    if "/v1/" in path:
        error = {"message": said, "type": "invalid_request_error", "param": None, "code": None}
        return JSONResponse({"error": error}, problem.status, headers)
    if "/api/" in path or "json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"error": said}, problem.status, headers)
    return PlainTextResponse(said, problem.status, headers)


def path_within(scope: Scope) -> str:
    """The path of a request within the application that it was mounted for."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
