"""Tags of responses that stay the same while the collection does (RFC 9110, section 8.8.3)."""

from hashlib import sha256

from fastapi import Request
from fastapi.responses import Response

from qa.collection import Collection

CACHING = {"cache-control": "private, no-cache"}
"""A client keeps what it gets for itself, and asks each time whether it is still so."""


class NotModifiedError(Exception):
    """A client has the newest response already.

    Attributes:
        headers: Of the response without a body that says so.
    """

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__("the client has it already")
        self.headers = headers


def tagged(request: Request, collection: Collection, *also: object) -> dict[str, str]:
    """Headers of a response to GET; read before its content, so that a change in between shows the next time.

    Args:
        request: The address is part of the tag.
        collection: The identity and the number of its snapshot are part of the tag.
        also: What else the content depends on.

    Raises:
        NotModifiedError: The client has this response already.
    """
    catalog = collection.catalog
    # One that was made anew in the same place, or restored, comes to the same numbers with other documents.
    told = (request.url.path, request.url.query, catalog.identity, catalog.generation, catalog.watermark, *also)
    tag = f'W/"{sha256(repr(told).encode(errors="replace")).hexdigest()[:32]}"'
    headers = {**CACHING, "etag": tag}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag.removeprefix("W/") in known or "*" in known:
        raise NotModifiedError(headers)
    return headers


def not_modified(_: Request, error: Exception) -> Response:
    """The response to a client that has the newest one already."""
    assert isinstance(error, NotModifiedError)
    return Response(status_code=304, headers=error.headers)
