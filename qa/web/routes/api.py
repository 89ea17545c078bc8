"""The JSON API: questions, hits, matches, the state of the collection."""

from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError, UsageError
from qa.filters import Filters
from qa.llm.author import Author
from qa.settings import NO_MODEL

_MOST_HITS = 100


def add_api(app: FastAPI, collection: Collection, author: Author | None = None) -> None:
    """Add the endpoints; they are plain functions, so that each runs in a thread and holds up no other.

    Args:
        app: The application.
        collection: What is asked.
        author: Who writes answers; None for nobody.
    """

    @app.get("/api/ask")
    def ask(
        q: str,
        date_from: Annotated[date | None, Query(alias="from")] = None,
        date_to: Annotated[date | None, Query(alias="to")] = None,
        category: Annotated[list[str] | None, Query()] = None,
        without: Annotated[list[str] | None, Query()] = None,
        k: Annotated[int, Query(ge=1, le=_MOST_HITS)] = 10,
        llm: bool = False,
    ) -> JSONResponse:
        if llm and author is None:
            raise UsageError(NO_MODEL)
        filters = Filters(date_from, date_to, frozenset(category or ()))
        asked = author if llm and author else collection
        return JSONResponse(asked.ask(q, filters=filters, k=k, without=without or ()).to_dict())

    @app.get("/api/retrieve")
    def retrieve(
        q: str,
        date_from: Annotated[date | None, Query(alias="from")] = None,
        date_to: Annotated[date | None, Query(alias="to")] = None,
        category: Annotated[list[str] | None, Query()] = None,
        without: Annotated[list[str] | None, Query()] = None,
        k: Annotated[int, Query(ge=1, le=_MOST_HITS)] = 5,
    ) -> JSONResponse:
        filters = Filters(date_from, date_to, frozenset(category or ()))
        return JSONResponse(collection.search(q, k, filters, without or ()).to_dict())

    @app.get("/api/matches")
    def matches(
        q: str | None = None,
        date_from: Annotated[date | None, Query(alias="from")] = None,
        date_to: Annotated[date | None, Query(alias="to")] = None,
        category: Annotated[list[str] | None, Query()] = None,
        without: Annotated[list[str] | None, Query()] = None,
    ) -> JSONResponse:
        filters = Filters(date_from, date_to, frozenset(category or ()))
        return JSONResponse(collection.matches(q, filters, without or ()).to_dict())

    @app.get("/api/status")
    def status() -> JSONResponse:
        known = collection.status()
        del known["collection"]  # where it lies is nobody's business out there
        return JSONResponse(known)

    @app.get("/api/{path:path}", include_in_schema=False)
    def unknown(path: str) -> JSONResponse:
        return JSONResponse({"error": f"there is no /api/{path}; see /api/openapi.json"}, status_code=404)


def add_error_answers(app: FastAPI) -> None:
    """Make every error that is not a bug a sentence: `{"error": …}`."""
    app.add_exception_handler(RequestValidationError, _refuse_input)
    app.add_exception_handler(UsageError, _refuse_use)
    app.add_exception_handler(QuotableError, _report)
    app.add_exception_handler(EmbeddingsError, _report)


def _refuse_input(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name, given = first["loc"][-1], first["input"]
    wrong = "it should be a date, YYYY-MM-DD" if first["type"].startswith("date") else first["msg"]
    said = f"{name} is missing" if first["type"] == "missing" else f"{name} is {given!r}: {wrong}"
    return JSONResponse({"error": said}, status_code=422)


def _refuse_use(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status_code=400)


def _report(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status_code=500)
