"""Keeps other sites out: a page that a visitor has open elsewhere can neither change documents nor read them.

A server on this machine is reached by every page in its browser. What such a page sends is known by headers that
it cannot set: `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), and `Origin` where a browser does not send
that. A name of its own that it lets point to this machine, DNS rebinding, is known by `Host`.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY_VIOLATION = 1008  # https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_OTHER_SITE = "this request comes from another site; open Quotable itself to do this"


class Guard:
    """ASGI middleware that refuses requests from other sites, and names of this machine that are not its own."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        """Wrap an application.

        Args:
            app: What is guarded.
            host: Address that is listened on; the name asked for is checked where only this machine reaches it.
        """
        self._app = app
        self._is_local = is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 403 and a sentence."""
        reason = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if reason is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": reason})
        else:
            await _response(scope["path"], reason)(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        name = _name(headers.get("host", ""))
        if self._is_local and not is_loopback(name):
            return (
                f"this server answers on localhost and 127.0.0.1 only, and was asked for {name!r}; "
                "a proxy in front of it sends 'Host: 127.0.0.1'"
            )
        reads = scope["type"] == "http" and scope["method"] in _READING
        return _OTHER_SITE if not reads and _is_from_elsewhere(headers) else None


def is_loopback(host: str) -> bool:
    """Whether an address, or the name of one, is reached by this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_from_elsewhere(headers: Headers) -> bool:
    """Whether another site's page sends it; what is no browser sends neither of the headers, and may do all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def _name(host: str) -> str:
    """The name in a Host header, without its port and the brackets of an IPv6 address."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return host


def _response(path: str, reason: str) -> Response:
    if path.startswith("/api/"):
        return JSONResponse({"error": reason}, status_code=403)
    return PlainTextResponse(reason, status_code=403)
