"""The old addresses of documents, below /api/documents; for one release they do the same as those of /api/v1."""

from dataclasses import asdict
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from qa.errors import (
    BusyError,
    CrowdedError,
    FileTypeError,
    LockedError,
    NoRoomError,
    QuotableError,
    TooLargeError,
    UnreadableFileError,
    UploadError,
    UsageError,
)
from qa.messages import Message
from qa.store.listing import Listings
from qa.uploads.inbox import BEING_WRITTEN, Uploads
from qa.uploads.names import safe_name
from qa.web.language import tell
from qa.web.routes.changes import Changes
from qa.web.routes.parameters import ToList
from qa.web.routes.v1.documents import listed_json, received
from qa.web.routes.v1.served import NOT_EDITABLE
from qa.web.routes.v1.uploads import progress_json

_STATUS = {
    FileTypeError: 415,
    TooLargeError: 413,
    NoRoomError: 507,
    BusyError: 429,
    CrowdedError: 503,
    UnreadableFileError: 422,
    UsageError: 422,
}
_IN_A_MOMENT = (423, 429, 503)
"""Statuses that pass: another process is writing, or too many ask for a change, or too much is being sent."""
_RETRY_AFTER = "2"
"""Seconds."""


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
        documents = [listed_json(found, uploaded=uploads.holds(found.path)) for found in page.documents]
        return JSONResponse({"total": page.total, "editable": editable, "documents": documents})

    @app.get("/api/documents/progress")
    def progress(after: Annotated[int, Query(ge=0)] = 0) -> JSONResponse:
        return JSONResponse(progress_json(uploads, after))


def _add_changes(app: FastAPI, uploads: Uploads, *, editable: bool) -> None:
    changes = Changes()

    @app.put("/api/documents/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        if not editable:
            return _refusal(NOT_EDITABLE, 403)
        try:
            data = await received(safe_name(name), request)
            receipt = await changes.make(uploads.put, name, data)
        except ClientDisconnect:
            return _refusal(Message("{name} was cut off on its way; send it again", name=name), 400)
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
            return _refusal(error, 404)
        except BusyError as error:
            return _refused(error)
        except LockedError:
            return _refusal(BEING_WRITTEN, 423)
        return JSONResponse({"name": name, "file_deleted": deleted})


def _refused(error: QuotableError) -> JSONResponse:
    return _refusal(error, next(status for kind, status in _STATUS.items() if isinstance(error, kind)))


def _refusal(reason: str | QuotableError, status: int) -> JSONResponse:
    headers = {"retry-after": _RETRY_AFTER} if status in _IN_A_MOMENT else None
    return JSONResponse({"error": tell(reason)}, status_code=status, headers=headers)
