"""Keeps other sites out: a page that a visitor has open elsewhere can neither change documents nor read them.

Every page in a browser on this machine can reach a server on it. The requests of another site's page are recognised by
headers that it cannot set: `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), or `Origin` from browsers that do
not send that. A host name of its own that points to this machine (DNS rebinding) is recognised by `Host`. Only reading
is let through from elsewhere, so whatever changes or costs something must not be a GET.
"""

import socket
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.middleware.refusals import refusal
from qa.web.problems import Problem

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY_VIOLATION = 1008  # https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
_OTHER_SITE = "this request comes from another site; open Quotable itself to do this"


class Guard:
    """ASGI middleware that refuses requests from other sites, and names of this machine that are not its own."""

    def __init__(self, app: ASGIApp, host: str, known_as: Collection[str] = ()) -> None:
        """Wrap an application.

        Args:
            app: The application to guard.
            host: The address that the server listens on. If only this machine reaches it, it answers to the names of
                the loopback, else also to every address and to the name of this machine.
            known_as: Other names that it answers to.
        """
        self._app = app
        self._is_local = is_loopback(host)
        own = () if self._is_local else (socket.gethostname(),)
        self._names = frozenset(name.lower() for name in (*own, *known_as))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with 403 and a sentence."""
        reason = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if reason is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": reason})
        else:
            await refusal(scope, Problem.OTHER_SITE, reason)(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        name = _name(headers.get("host", ""))
        if not (is_loopback(name) or name.lower() in self._names or (not self._is_local and _is_address(name))):
            return (
                f"this server does not answer to the name {name!r}; start it with --known-as {name or 'NAME'} if "
                "people reach it so"
            )
        reads = scope["type"] == "http" and scope["method"] in _READING
        return _OTHER_SITE if not reads and _is_from_elsewhere(headers) else None


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address, or the name of one."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_from_elsewhere(headers: Headers) -> bool:
    """Whether another site's page sends it; programs that are not browsers send neither header, and may do all."""
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
