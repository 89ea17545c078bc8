"""Documents over HTTP: list, add, remove; the paths of the JSON API below /api/documents."""

from dataclasses import asdict
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
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
    @app.put("/api/documents/{name:path}", status_code=201)
    async def put(name: str, request: Request) -> JSONResponse:
        if not editable:
            return _refusal(NOT_EDITABLE, 403)
        try:
            data = await _body(safe_name(name), request)
            receipt = await run_in_threadpool(uploads.put, name, data)
        except ClientDisconnect:
            return _refusal(f"{name} was cut off on its way; send it again", 400)
        except (UploadError, UnreadableFileError, UsageError) as error:
            return _refused(error)
        return JSONResponse(asdict(receipt), status_code=200 if receipt.replaced else 201)

    @app.delete("/api/documents/{name:path}")
    def delete(name: str) -> JSONResponse:
        if not editable:
            return _refusal(NOT_EDITABLE, 403)
        try:
            deleted = uploads.remove(name)
        except UsageError as error:
            return _refusal(str(error), 404)
        except LockedError:
            return _refusal(BEING_WRITTEN, 409)
        return JSONResponse({"name": name, "file_deleted": deleted})


async def _body(name: str, request: Request) -> bytes:
    """The content of the file; one that is too large is refused before all of it has arrived."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_FILE_BYTES:
        raise too_large(name, MOST_FILE_BYTES)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_FILE_BYTES:  # the length was not announced
            raise too_large(name, MOST_FILE_BYTES)
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
    return JSONResponse({"error": reason}, status_code=status)
