"""How a request is refused before it reaches a route: in the form that its address is known for."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from qa.web.language import UNAVAILABLE, tell
from qa.web.problems import Api, Problem, api_of, problem_response


def refusal(scope: Scope, problem: Problem, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that refuses a request.

    Args:
        scope: Of the request.
        problem: What kind of problem it is.
        said: Why, and what to do, in a sentence.
        headers: More headers of the response.
    """
    if api_of(scope["path"]) is Api.VERSIONED:
        return problem_response(problem, said, headers=headers)
    return plain_refusal(scope, problem.status, said, headers)


def unavailable(scope: Scope) -> Response:
    """The response to a request that needs a server which does not answer now."""
    return refusal(scope, Problem.NOT_READY, UNAVAILABLE, {"retry-after": "5"})


def plain_refusal(scope: Scope, status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that refuses a request to any address but those of the versioned API; arguments as for `refusal`."""
    said, api = tell(said), api_of(scope["path"])
    if api is Api.OPENAI:
        error = {"message": said, "type": "invalid_request_error", "param": None, "code": None}
        return JSONResponse({"error": error}, status, headers)
    if api is Api.OLD or "json" in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"error": said}, status, headers)
    return PlainTextResponse(said, status, headers)


def path_within(scope: Scope) -> str:
    """The path of a request within the application that it was mounted for."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"
