"""Tells visitors apart by a random cookie, which is all that is known about them."""

import re
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.middleware.access import principal_of, visitor_of_account
from qa.web.middleware.refusals import path_within

COOKIE = "quotable"
_SECONDS = 400 * 24 * 3600  # browsers keep a cookie no longer
_IDENTITY = re.compile(r"[0-9a-f]{32}")
NOBODY = ""
"""A visitor without a cookie; all of them share their conversations."""


def visitor_of(scope: Scope) -> str:
    """The visitor who makes a request: the account that was recognised, whatever was sent, else the cookie's."""
    principal = principal_of(scope)
    if principal is not None:
        return visitor_of_account(principal)
    identity = Request(scope).cookies.get(COOKIE, NOBODY)
    return identity if _IDENTITY.fullmatch(identity) else NOBODY


class Visitors:
    """ASGI middleware that gives a cookie to whoever opens a page without one."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a cookie with the response if it is the page."""
        if scope["type"] != "http" or path_within(scope) != "/" or visitor_of(scope):
            await self._app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message["headers"]).append("set-cookie", _new_cookie(scope["scheme"]))
            await send(message)

        await self._app(scope, receive, with_cookie)


def _new_cookie(scheme: str) -> str:
    secure = "; Secure" if scheme == "https" else ""
    return f"{COOKIE}={uuid4().hex}; Path=/; Max-Age={_SECONDS}; HttpOnly; SameSite=Lax{secure}"
