"""The page of a document, which an address can open at a quotation."""

import re
from collections.abc import Sequence
from hashlib import sha256 as hash_of
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response

from qa.collection import Collection
from qa.web.html.document_page import document_page, problem_page
from qa.web.html.document_text import Span
from qa.web.html.exact_quotations import exact_quotations_page
from qa.web.language import say

_NUMBER = re.compile("[0-9]{1,9}")


class _PageError(Exception):
    """An address that cannot be shown: with a status, a title and an explanation for the page."""

    def __init__(self, status: int, title: str, explanation: str) -> None:
        super().__init__(explanation)
        self.status, self.title, self.explanation = status, title, explanation


def add_pages(app: FastAPI, collection: Collection) -> None:
    """Add the page; it is a plain function, so that each request runs in its own thread and blocks no other.

    Args:
        app: The application.
        collection: The collection whose documents are shown.
    """

    @app.api_route("/document", methods=["GET", "HEAD"], include_in_schema=False)
    def document(
        request: Request,
        name: str = "",
        start: str | None = None,
        end: str | None = None,
        sha256: str | None = None,
        also: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        try:
            status, page = _document(collection, name, _span(start, end), sha256, _spans(also or []))
        except _PageError as error:
            status, page = error.status, problem_page(error.title, error.explanation)
        return _answer(request, status, page)

    @app.api_route("/exact-quotations", methods=["GET", "HEAD"], include_in_schema=False)
    def exact_quotations(request: Request) -> Response:
        return _answer(request, 200, exact_quotations_page())


def _document(
    collection: Collection, name: str, span: Span | None, sha256: str | None, also: Sequence[Span]
) -> tuple[int, str]:
    """Status and page of a document.

    Raises:
        _PageError: There is no such document, or no text at that place.
    """
    if not name:
        raise _PageError(
            400,
            say("The address names no document"),
            say("It should give the document’s name, as in {example}.", example="document?name=…"),
        )
    document = collection.catalog.document(name)
    if document is None:
        raise _PageError(
            404,
            say("There is no such document"),
            say("{name} is not here. It may have been removed or renamed since.", name=name),
        )
    has_links = any(block.links for block in document.blocks)
    names = [other for other, _ in collection.catalog.names()] if has_links else []
    if sha256 and sha256.lower() != document.sha256:
        return 409, document_page(document, span, names=names, changed=True)
    if span is not None and not document.text[slice(*span)].strip():
        raise _PageError(
            400,
            say("There is no such place in the document"),
            say("There are no words from character {start} to {end} of {name}.", start=span[0], end=span[1], name=name),
        )
    if span is not None and span[1] > len(document.text):
        raise _PageError(
            400,
            say("There is no such place in the document"),
            say(
                "{name} ends at character {last}; the address asks for text up to character {end}.",
                name=name,
                last=len(document.text),
                end=span[1],
            ),
        )
    return 200, document_page(document, span, also, names=names)


def _span(start: str | None, end: str | None) -> Span | None:
    """The place that an address gives, None when it gives none.

    Raises:
        _PageError: It gives only the start or the end, or no numbers.
    """
    if start is None and end is None:
        return None
    title = say("The address names no place")
    if start is None or end is None:
        raise _PageError(400, title, say("It should give both start and end, or neither."))
    for given in (start, end):
        if not _NUMBER.fullmatch(given):
            explanation = say("“{given}” should be a number of characters from the start of the text.", given=given)
            raise _PageError(400, title, explanation)
    return int(start), int(end)


def _spans(given: Sequence[str]) -> list[Span]:
    """The other places that an address gives, each as 'start-end'; what is none is passed over."""
    read = [place.partition("-") for place in given]
    return [(int(a), int(b)) for a, _, b in read if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)]


def _answer(request: Request, status: int, page: str) -> Response:
    """The page, or the status that the browser has it already; the tag is a hash of all its content."""
    content = page.encode()
    tag = f'"{hash_of(content).hexdigest()[:32]}"'
    headers = {"cache-control": "no-cache", "etag": tag}
    known = [given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")]
    if status == 200 and tag in known:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(content, status, headers)
