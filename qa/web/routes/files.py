"""The file of a document, and pictures of its pages."""

import threading
from hashlib import sha256 as hash_of
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import FileResponse, PlainTextResponse, Response

from qa.collection import Collection
from qa.documents import file_sha256
from qa.documents.pdf.picture import page_picture
from qa.errors import UnreadableFileError

_SHOWN = {".pdf": "application/pdf"}
"""Files that a browser shows by itself without running what is in them; any other it keeps as it is."""
_SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-cache"}
_DRAWN_AT_ONCE = 2


def add_files(app: FastAPI, collection: Collection) -> None:
    """Add the addresses; they are plain functions, so that each request runs in its own thread.

    Args:
        app: The application.
        collection: The collection whose documents' files are given; no other file can be named.
    """
    drawing = threading.BoundedSemaphore(_DRAWN_AT_ONCE)

    @app.api_route("/document/file", methods=["GET", "HEAD"], include_in_schema=False)
    def file(name: str = "") -> Response:
        path = _path(collection, name)
        if path is None:
            return _missing(name)
        media_type = _SHOWN.get(path.suffix.lower())
        return FileResponse(
            path,
            media_type=media_type or "application/octet-stream",
            filename=path.name,
            content_disposition_type="inline" if media_type else "attachment",
            headers=_SAFE,
        )

    @app.get("/document/page", include_in_schema=False)
    def page(
        name: str = "",
        page: Annotated[int, Query(ge=1)] = 1,
        sha256: str = "",
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        path, document = _path(collection, name), collection.catalog.document(name)
        if path is None or document is None or path.suffix.lower() not in _SHOWN:
            return _missing(name)
        try:
            # On another file the page may be another one.
            if sha256 != document.sha256 or file_sha256(path) != sha256:
                return PlainTextResponse(f"{name} has changed since", 409, _SAFE)
            with drawing:
                picture = page_picture(path, page, document.text[start:end])
        except UnreadableFileError as error:
            return PlainTextResponse(f"{name}: {error}", 422, _SAFE)
        tag = f'"{hash_of(picture).hexdigest()[:32]}"'
        return Response(picture, 200, {**_SAFE, "cache-control": "private, max-age=3600", "etag": tag}, "image/webp")


def _path(collection: Collection, name: str) -> Path | None:
    """Where the file of a document lies; None for what is no document, or has no file any more."""
    found = collection.catalog.path_of(name)
    path = Path(found) if found is not None else None
    return path if path is not None and path.is_file() else None


def _missing(name: str) -> Response:
    return PlainTextResponse(f"there is no file of a document {name!r}", 404, _SAFE)
