"""Keeps the page on this machine: nothing in it names another one, and the browser is told to ask no other."""

import gzip
import re
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio compiles its templates in the page
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",  # a page that shows this one unseen could ask questions by its address
    )
)
"""What the browser may load: what this server gives it."""

_FOR_OTHER_SITES = "access-control-"
"""Headers by which a page of another site may read a response: Gradio sends them to every site that asks."""

# Gradio's page describes itself with an image and a page of its makers, and in some versions asks for web
# fonts and a script of theirs.
_FOREIGN = re.compile(
    r"<(?:meta|link)\b[^>]*\b(?:href|content)\s*=\s*[\"'](?:https?:)?//[^>]*>"
    r"|<script\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//[^>]*>\s*</script>",
    re.IGNORECASE,
)


def without_foreign_addresses(page: str) -> str:
    """A page's HTML without the meta, link and script elements that name another machine."""
    return _FOREIGN.sub("", page)


class Revalidated(StaticFiles):
    """Files that a browser keeps but checks for changes each time, so that none is out of date after an update."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or the status that it has not changed."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


class OfflinePages:
    """ASGI middleware that cleans every HTML page, and tells the browser what it may do with each response."""

    def __init__(self, app: ASGIApp, change: Callable[[str], str] = str) -> None:
        """Wrap an application, and take what else is done to each page."""
        self._app = app
        self._change = change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and clean the response if it is HTML."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # A compressed page could not be read here; it is compressed once it is clean.
        takes_gzip = any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        wants_page = any(name == b"accept" and b"text/html" in value for name, value in headers)
        scope = {**scope, "headers": headers} if wants_page else scope
        await self._app(scope, receive, _Cleaning(send, self._change, compresses=takes_gzip).send)


class _Cleaning:
    """One response on its way out; a page is held back until it is complete."""

    def __init__(self, send: Send, change: Callable[[str], str], *, compresses: bool) -> None:
        self._send = send
        self._change = change
        self._compresses = compresses
        self._start: MutableMapping[str, Any] | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            headers["x-content-type-options"] = "nosniff"
            headers.setdefault("referrer-policy", "no-referrer")
            for name in [name for name in headers if name.startswith(_FOR_OTHER_SITES)]:
                del headers[name]
            if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
                self._start = message
                return
        elif self._start is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            page = self._change(without_foreign_addresses(self._body.decode())).encode()
            headers = MutableHeaders(raw=self._start["headers"])
            headers.add_vary_header("accept-encoding")
            if self._compresses and page:
                page = gzip.compress(page, compresslevel=6, mtime=0)
                headers["content-encoding"] = "gzip"
            if headers.get("content-length") != "0":  # the answer to HEAD has no body to clean
                headers["content-length"] = str(len(page))
            headers["content-security-policy"] = CONTENT_SECURITY_POLICY
            await self._send(self._start)
            message, self._start = {**message, "body": page}, None
        await self._send(message)
