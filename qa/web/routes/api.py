"""The old addresses of the API, below /api; for one release they answer the same as those of /api/v1."""

from collections.abc import Callable
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Route

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError, UnavailableError, UsageError
from qa.llm.author import Author
from qa.settings import NO_MODEL
from qa.web.language import tell
from qa.web.middleware.refusals import plain_refusal
from qa.web.routes.any_method import AnyMethod
from qa.web.routes.parameters import ToAsk, ToAskInFull, ToCount, ToRetrieve
from qa.web.routes.v1.errors import NO_JSON, NOT_PARSED, allowed_methods
from qa.web.routes.v1.state import status_json
from qa.web.validation import what_is_wrong


def add_api(app: FastAPI, collection: Collection, author: Callable[[], Author | None] = lambda: None) -> None:
    """Add the endpoints; they are plain functions, so that each runs in its own thread and blocks no other.

    Args:
        app: The application.
        collection: The collection that answers.
        author: Gives the language model that writes answers now; None for none.
    """

    @app.get("/api/ask")
    def ask(asked: Annotated[ToAsk, Query()]) -> JSONResponse:
        return JSONResponse(_answer(collection, asked))

    @app.post("/api/ask")
    def ask_in_full(asked: ToAskInFull) -> JSONResponse:
        writer = author() if asked.llm else None
        if asked.llm and writer is None:
            raise UsageError(NO_MODEL)
        return JSONResponse(_answer(writer or collection, asked))

    @app.get("/api/retrieve")
    def retrieve(asked: Annotated[ToRetrieve, Query()]) -> JSONResponse:
        return JSONResponse(collection.search(asked.q, asked.k, asked.filters, asked.without).to_dict())

    @app.get("/api/matches")
    def matches(asked: Annotated[ToCount, Query()]) -> JSONResponse:
        return JSONResponse(collection.matches(asked.q, asked.filters, asked.without).to_dict())

    @app.get("/api/status")
    def status() -> JSONResponse:
        return JSONResponse(status_json(collection))

    def unknown(request: Request) -> JSONResponse:
        path = f"/api/{request.path_params['path']}"
        shown = [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]
        allowed = allowed_methods(request, shown)
        if not allowed:
            return JSONResponse({"error": f"there is no {path}; see /api/openapi.json"}, status_code=404)
        said = f"{path} takes {' and '.join(allowed)}, not {request.method}"
        return JSONResponse({"error": said}, status_code=405, headers={"allow": ", ".join(allowed)})

    # What is not answered here would go to the page's own routes.
    app.router.routes.append(Route("/api/{path:document}", AnyMethod(unknown)))


def _answer(answerer: Collection | Author, asked: ToAsk) -> dict[str, object]:
    return answerer.ask(asked.q, filters=asked.filters, k=asked.k, without=asked.without).to_dict()


def add_error_answers(app: FastAPI) -> None:
    """Answer every error that is not a bug with a sentence: `{"error": …}`."""
    app.add_exception_handler(RequestValidationError, _refuse_input)
    app.add_exception_handler(UsageError, _refuse_use)
    app.add_exception_handler(QuotableError, _report)
    app.add_exception_handler(EmbeddingsError, _report)
    app.add_exception_handler(HTTPException, _refuse_address)


def _refuse_input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = first["loc"][
        1:2
    ]  # before it stands whether it came in the address or in the body, after it where in a list
    name = "" if first["type"] == "json_invalid" else "".join(map(str, place))
    return JSONResponse({"error": what_is_wrong(first, name)}, status_code=422)


def _refuse_address(request: Request, error: Exception) -> Response:
    """Say what the framework refuses in the form of the address: a method that none knows, bytes that are no text."""
    assert isinstance(error, HTTPException)
    said = {NOT_PARSED: NO_JSON, 405: f"{request.url.path} does not take {request.method}"}
    return plain_refusal(
        request.scope, error.status_code, said.get(error.status_code, str(error.detail)), error.headers
    )


def _refuse_use(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": tell(error)}, status_code=400)


def _report(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": tell(error)}, 503 if isinstance(error, UnavailableError) else 500)
