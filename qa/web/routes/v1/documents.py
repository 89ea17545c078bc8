"""Documents: the list, one with its text, adding, removing."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse

from qa.documents import Document
from qa.errors import UsageError
from qa.store.catalog import ListedDocument
from qa.uploads.files import MOST_FILE_BYTES, too_large
from qa.uploads.names import safe_name
from qa.web.language import tell
from qa.web.problems import Problem, ProblemError
from qa.web.routes.parameters import ToList
from qa.web.routes.v1.names import Name
from qa.web.routes.v1.negotiation import require_acceptable
from qa.web.routes.v1.openapi import FILE, UNCHANGED, problems
from qa.web.routes.v1.responses import DocumentJson, DocumentsJson, ReceiptJson, RemovedJson
from qa.web.routes.v1.served import Changeable, Readable
from qa.web.routes.v1.snapshots import tagged

documents = APIRouter(prefix="/documents", tags=["documents"], dependencies=[Depends(require_acceptable)])


@documents.get(
    "",
    summary="The documents, newest first",
    response_model=DocumentsJson,
    responses={**UNCHANGED, **problems(406, 422, 500)},
)
def list_documents(request: Request, served: Readable, asked: Annotated[ToList, Query()]) -> JSONResponse:
    """List the documents whose title or file name holds every one of the words, a page at a time.

    The header `Link` and the field `next` lead to the next page.
    """
    headers = tagged(request, served.collection)
    page = served.listings.newest().find(asked.q, asked.filters, asked.limit, asked.offset)
    after = asked.offset + asked.limit
    following = _page(request, after) if after < page.total else None
    links = {"next": following, "prev": _page(request, max(0, asked.offset - asked.limit)) if asked.offset else None}
    link = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
    listed = [listed_json(one, uploaded=served.uploads.holds(one.path)) for one in page.documents]
    found = {"total": page.total, "next": following, "documents": listed}
    return JSONResponse(found, headers={**headers, "link": link} if link else headers)


@documents.get(
    "/{name:document}",
    summary="A document with its text",
    response_model=DocumentJson,
    responses={**UNCHANGED, **problems(404, 406, 500)},
)
def get_document(request: Request, served: Readable, name: Name) -> JSONResponse:
    """The canonical text of a document, into which the places of citations and passages count, and its blocks."""
    headers = tagged(request, served.collection)
    catalog = served.collection.catalog
    document, path = catalog.document(name), catalog.path_of(name)
    if document is None:
        raise ProblemError(Problem.NOT_FOUND, f"no document is called {name!r}")
    return JSONResponse(_document(document, uploaded=path is not None and served.uploads.holds(path)), headers=headers)


@documents.put(
    "/{name:document}",
    status_code=202,
    summary="Add or replace a document",
    response_model=ReceiptJson,
    responses=problems(400, 406, 413, 415, 422, 429, 500, 507),
    openapi_extra=FILE,
)
async def put_document(request: Request, served: Changeable, name: Name) -> JSONResponse:
    """Take in a file, which is then on the disk, and index it in the background.

    `Location` leads to how far it is; questions find it once its state is `askable`.
    """
    data = await received(safe_name(name), request)
    receipt = await served.changes.make(served.uploads.put, name, data)
    location = f"{request.scope['root_path']}/uploads/{quote(receipt.name)}"
    return JSONResponse(asdict(receipt), 202, {"location": location})


@documents.delete(
    "/{name:document}",
    summary="Remove a document",
    response_model=RemovedJson,
    responses=problems(404, 406, 409, 429, 500),
)
async def delete_document(served: Changeable, name: Name) -> JSONResponse:
    """Remove a document from the collection; its file is deleted if it came by the web."""
    try:
        deleted = await served.changes.make(served.uploads.remove, name)
    except UsageError as error:
        raise ProblemError(Problem.NOT_FOUND, tell(error)) from error
    return JSONResponse({"name": name, "file_deleted": deleted})


async def received(name: str, request: Request) -> bytes:
    """The content of a file; one that is too large is refused before all of it has arrived.

    Raises:
        TooLargeError: It is over the limit.
        ClientDisconnect: It did not arrive completely.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > MOST_FILE_BYTES:
        raise too_large(name, MOST_FILE_BYTES)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_FILE_BYTES:  # the length was not announced
            raise too_large(name, MOST_FILE_BYTES)
    return bytes(data)


def listed_json(found: ListedDocument, *, uploaded: bool) -> dict[str, object]:
    """A document as a list shows it."""
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


def _document(document: Document, *, uploaded: bool) -> dict[str, object]:
    info = document.info
    return {
        "name": info.name,
        "title": info.title,
        "date": info.date.isoformat() if info.date else None,
        "category": info.category,
        "categories": list(info.categories),
        "url": info.url,
        "description": document.particulars.description,
        "keywords": list(document.particulars.keywords),
        "sha256": document.sha256,
        "uploaded": uploaded,
        "text": document.text,
        "blocks": [
            {
                "kind": block.kind,
                "start": block.start,
                "end": block.end,
                "level": block.level,
                "speaker": block.speaker,
                "place": block.place.to_dict() if block.place else None,
                "links": [{"text": link.text, "target": link.target} for link in block.links],
            }
            for block in document.blocks
        ],
    }


def _page(request: Request, offset: int) -> str:
    """The address of the page of the list that begins at an offset."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
    return f"{request.url.path}?{urlencode([*asked, ('offset', offset)])}"
