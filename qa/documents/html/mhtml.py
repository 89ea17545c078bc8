"""Web pages that a browser has saved as one file (MHTML)."""

import email
from dataclasses import replace

from qa.documents.content import Content
from qa.documents.html import web_page
from qa.errors import UnreadableFileError
from qa.messages import Message

_PAGES = ("text/html", "application/xhtml+xml")


def read_content(data: bytes, name: str) -> Content:
    """Read the page; its pictures and frames are passed over.

    Raises:
        UnreadableFileError: There is no page in it.
    """
    saved = email.message_from_bytes(data.lstrip())
    page = next(
        (part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")), None
    )
    html = page.get_payload(decode=True) if page is not None else None
    if not isinstance(html, bytes):
        raise UnreadableFileError(Message("no web page is in it"))
    content = web_page.read_content(html, name)
    address = str(saved.get("Snapshot-Content-Location", ""))
    if content.metadata.url is None and address.startswith(("http://", "https://")):
        return replace(content, metadata=replace(content.metadata, url=address))
    return content
