"""Addresses of pages on this server, relative, so that they hold behind a proxy's path too; pure."""

from urllib.parse import urlencode


def document_address(name: str, start: int | None = None, end: int | None = None, sha256: str | None = None) -> str:
    """The address of a document's page, at the place of a quotation if its span is given.

    Args:
        name: Name of the document in the collection.
        start: Where the quotation starts in the canonical text.
        end: Where it ends; half-open.
        sha256: Hash of the file that the span holds for; the page says when the document has changed since.
    """
    given = {"name": name, "start": start, "end": end, "sha256": sha256}
    query = urlencode({key: value for key, value in given.items() if value is not None})
    return f"document?{query}#quotation" if start is not None else f"document?{query}"
