"""Documents over HTTP: list, add, remove; the paths of the JSON API below /api/documents."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from qa.collection import Collection
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
from qa.filters import Filters
from qa.store.catalog import ListedDocument
from qa.store.listing import Listings
from qa.uploads.files import MOST_FILE_BYTES, too_large
from qa.uploads.inbox import BEING_WRITTEN, Uploads
from qa.uploads.names import safe_name

NOT_EDITABLE = "documents can be changed on the machine itself, or where `quotable serve` was given --editable"
_MOST_LISTED = 200
_STATUS = {
    FileTypeError: 415,
    TooLargeError: 413,
    NoRoomError: 507,
    BusyError: 429,
    UnreadableFileError: 422,
    UsageError: 422,
}


def add_documents(app: FastAPI, collection: Collection, uploads: Uploads, *, editable: bool) -> None:
    """Add the endpoints; before those that take any path below /api.

    Args:
        app: The application.
        collection: Whose documents they are.
        uploads: Of the collection.
        editable: Whether documents can be added and removed.
    """
    _add_reading(app, Listings(collection.catalog), uploads, editable=editable)
    _add_changes(app, uploads, editable=editable)


def _add_reading(app: FastAPI, listings: Listings, uploads: Uploads, *, editable: bool) -> None:
    @app.get("/api/documents")
    def list_documents(
        q: str = "",
        date_from: Annotated[date | None, Query(alias="from")] = None,
        date_to: Annotated[date | None, Query(alias="to")] = None,
        category: Annotated[list[str] | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> JSONResponse:
        filters = Filters(date_from, date_to, frozenset(category or ()))
        page = listings.newest().find(q, filters, limit, offset)
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
            return _refusal(f"{name} did not arrive whole; send it again", 400)
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
    """What the file holds; one that is too large is refused before it has arrived."""
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
    return JSONResponse({"error": reason}, status_code=status)
