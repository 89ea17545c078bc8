"""Documents over HTTP: list, add, remove; the paths of the JSON API below /api/documents."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from qa.errors import (
    BusyError,
    FileTypeError,
    LockedError,
    NoRoomError,
    QuotableError,
    TooLargeError,
    UnreadableFileError,
    UploadError,
    UsageError,
)
from qa.store.catalog import ListedDocument
from qa.store.listing import Listings
from qa.uploads.files import MOST_FILE_BYTES, too_large
from qa.uploads.inbox import BEING_WRITTEN, Uploads
from qa.uploads.names import safe_name
from qa.web.routes.parameters import ToList

NOT_EDITABLE = (
    "documents can be added and removed on the machine that runs Quotable, or anywhere with `quotable serve --editable`"
)
_STATUS = {
    FileTypeError: 415,
    TooLargeError: 413,
    NoRoomError: 507,
    BusyError: 429,
    UnreadableFileError: 422,
    UsageError: 422,
}
_IN_A_MOMENT = (423, 429)
"""Statuses that pass: another process is writing, or too many ask for a change."""
_RETRY_AFTER = "2"
"""Seconds."""
_CHANGED_AT_ONCE = 4
_MOST_WAITING = 64
_Result = TypeVar("_Result")


def add_documents(app: FastAPI, listings: Listings, uploads: Uploads, *, editable: bool) -> None:
    """Add the endpoints; before those that take any path below /api.

    Args:
        app: The application.
        listings: The lists of the collection's documents.
        uploads: Of the collection.
        editable: Whether documents can be added and removed.
    """
    _add_reading(app, listings, uploads, editable=editable)
    _add_changes(app, uploads, editable=editable)


def _add_reading(app: FastAPI, listings: Listings, uploads: Uploads, *, editable: bool) -> None:
    @app.get("/api/documents")
    def list_documents(asked: Annotated[ToList, Query()]) -> JSONResponse:
        page = listings.newest().find(asked.q, asked.filters, asked.limit, asked.offset)
        documents = [_document(found, uploaded=uploads.holds(found.path)) for found in page.documents]
        return JSONResponse({"total": page.total, "editable": editable, "documents": documents})

    @app.get("/api/documents/progress")
    def progress(after: Annotated[int, Query(ge=0)] = 0) -> JSONResponse:
        found = uploads.progress(after)
        seconds = None if found.seconds_left is None else round(found.seconds_left)
        return JSONResponse({**asdict(found), "dense_ready": round(found.dense_ready, 4), "seconds_left": seconds})


def _add_changes(app: FastAPI, uploads: Uploads, *, editable: bool) -> None:
    changes = _Changes()

    @app.put("/api/documents/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        if not editable:
            return _refusal(NOT_EDITABLE, 403)
        try:
            data = await _body(safe_name(name), request)
            receipt = await changes.make(uploads.put, name, data)
        except ClientDisconnect:
            return _refusal(f"{name} was cut off on its way; send it again", 400)
        except (UploadError, UnreadableFileError, UsageError) as error:
            return _refused(error)
        return JSONResponse(asdict(receipt), status_code=200 if receipt.replaced else 201)

    @app.delete("/api/documents/{name:path}")
    async def delete(name: str) -> JSONResponse:
        if not editable:
            return _refusal(NOT_EDITABLE, 403)
        try:
            deleted = await changes.make(uploads.remove, name)
        except UsageError as error:
            return _refusal(str(error), 404)
        except BusyError as error:
            return _refused(error)
        except LockedError:
            return _refusal(BEING_WRITTEN, 423)
        return JSONResponse({"name": name, "file_deleted": deleted})


class _Changes:
    """Runs what adds and removes documents in threads of its own, so that those which answer questions stay free."""

    def __init__(self) -> None:
        self._threads = CapacityLimiter(_CHANGED_AT_ONCE)

    async def make(self, change: Callable[..., _Result], *values: object) -> _Result:
        if self._threads.statistics().tasks_waiting >= _MOST_WAITING:
            raise BusyError("too many documents are being added and removed; try again in a moment")
        return await to_thread.run_sync(change, *values, limiter=self._threads)


async def _body(name: str, request: Request) -> bytes:
    """The content of the file; one that is too large is refused before all of it has arrived."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_FILE_BYTES:
        raise too_large(name)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_FILE_BYTES:  # the length was not announced
            raise too_large(name)
    return bytes(data)


def _document(found: ListedDocument, *, uploaded: bool) -> dict[str, object]:
    info = found.info
    return {
        "name": info.name,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "category": info.category,
        "url": info.url,
        "passages": found.passages,
        "uploaded": uploaded,
    }


def _refused(error: QuotableError) -> JSONResponse:
    return _refusal(str(error), next(status for kind, status in _STATUS.items() if isinstance(error, kind)))


def _refusal(reason: str, status: int) -> JSONResponse:
    headers = {"retry-after": _RETRY_AFTER} if status in _IN_A_MOMENT else None
    return JSONResponse({"error": reason}, status_code=status, headers=headers)
