"""Errors as OpenAI's API answers them, which its clients turn into exceptions of their own."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from embeddings import EmbeddingsError
from qa.errors import QuotableError, UnavailableError, UsageError
from qa.web.language import tell
from qa.web.validation import what_is_wrong


class UnknownModelError(UsageError):
    """There is no such model."""


class CompatibleRoute(APIRoute):
    """A route whose errors have OpenAI's form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with every error that is not a bug answered by an object."""
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                first = error.errors()[0]
                place = [str(part) for part in first["loc"][1:]]
                name = "" if first["type"] == "json_invalid" else ".".join(place)
                return refused(400, what_is_wrong(first, name), param=name or None)
            except UnknownModelError as error:
                return refused(404, str(error), code="model_not_found")
            except UsageError as error:
                return refused(400, str(error))
            except (QuotableError, EmbeddingsError) as error:
                return JSONResponse(failure(error), 503 if isinstance(error, UnavailableError) else 500)

        return answered


def failure(error: Exception) -> dict[str, object]:
    """The object that says why there is no answer, where it is not the client's fault."""
    return _object(tell(error), "server_error")


def refused(status: int, message: str, *, param: str | None = None, code: str | None = None) -> JSONResponse:
    """The response to a request that is the client's fault.

    Args:
        status: Of the response.
        message: What is wrong, and what to do.
        param: The field that is wrong; None where none is.
        code: By which programs know the fault; None for none.
    """
    return JSONResponse(_object(message, "invalid_request_error", param, code), status)


def _object(message: str, kind: str, param: str | None = None, code: str | None = None) -> dict[str, object]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
