"""Knows who makes a request, and refuses what they may not do.

A user is known by the cookie of a log-in, a program by its key (`Authorization: Bearer …`). Nothing but the page to log
in on is answered to anybody else.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.access.accounts import Accounts
from qa.access.roles import Principal, Role
from qa.errors import UnavailableError
from qa.web.middleware.refusals import refusal, unavailable
from qa.web.problems import Problem

LOGIN_COOKIE = "quotable_login"
_PRINCIPAL = "quotable.principal"
_can_edit: ContextVar[bool] = ContextVar("can_edit", default=True)
_LOGIN = ("/login", "/logout")
_OPEN = ("/healthz", "/readyz", "/quotable", "/favicon.ico")
"""What everybody may see, with what lies below."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ASKING = _READING | {"POST"}
_LOG_IN = "log in, or send a key: 'Authorization: Bearer qk_…'"


def principal_of(scope: Scope) -> Principal | None:
    """Who makes a request; None on a server that asks nobody."""
    principal: Principal | None = scope.get(_PRINCIPAL)
    return principal


def may(scope: Scope, role: Role, collection: str) -> bool:
    """Whether who makes a request has at least a role; on a server that asks nobody, everybody has every one."""
    principal = principal_of(scope)
    return principal is None or principal.may(role, collection)


def can_edit() -> bool:
    """Whether who makes the request that is answered now may change documents."""
    return _can_edit.get()


class Access:
    """ASGI middleware that lets in whom it knows, each to what their role allows."""

    def __init__(
        self, app: ASGIApp, accounts: Accounts, collection_of: Callable[[str], str | None], login: ASGIApp
    ) -> None:
        """Wrap an application.

        Args:
            app: The application.
            accounts: Users and keys.
            collection_of: The collection that a path leads to; None for a path that leads to none.
            login: The pages to log in and out on.
        """
        self._app = app
        self._login = login
        self._accounts = accounts
        self._collection_of = collection_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with who makes it, or refuse it."""
        if _is_below(scope, _LOGIN):
            await self._login(scope, receive, send)
            return
        if scope["type"] not in ("http", "websocket") or _is_below(scope, _OPEN):
            await self._app(scope, receive, send)
            return
        try:
            principal = await run_in_threadpool(self._recognised, Headers(scope=scope))
        except UnavailableError:  # whoever it is cannot be known now
            await self._refuse(scope, receive, send, unavailable(scope))
            return
        if principal is None:
            await self._refuse(scope, receive, send, _to_log_in(scope))
            return
        collection, role = self._collection_of(scope["path"]), needed_role(scope)
        if collection is not None and not principal.may(role, collection):
            said = f"this needs the role of {_ARTICLES[role]} {role}; ask who runs this server"
            await self._refuse(scope, receive, send, refusal(scope, Problem.NOT_ALLOWED, said))
            return
        _can_edit.set(collection is not None and principal.may(Role.EDITOR, collection))

        async def kept_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                _keep_private(MutableHeaders(raw=message["headers"]))
            await send(message)

        await self._app({**scope, _PRINCIPAL: principal, "headers": _without_secrets(scope)}, receive, kept_private)

    def _recognised(self, headers: Headers) -> Principal | None:
        scheme, _, key = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._accounts.of_key(key.strip())
        token = cookie_parser(headers.get("cookie", "")).get(LOGIN_COOKIE)
        return self._accounts.logged_in(token) if token else None

    @staticmethod
    async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": _LOG_IN})
        else:
            await response(scope, receive, send)


_ARTICLES = {Role.READER: "a", Role.EDITOR: "an", Role.ADMIN: "an"}


def needed_role(scope: Scope) -> Role:
    """The least role that a request needs: POST asks, every other method that does not read changes documents.

    What a call of the page needs beyond that, it asks for itself.
    """
    asks_or_reads = scope["type"] != "http" or scope["method"] in _ASKING
    return Role.READER if asks_or_reads else Role.EDITOR


def visitor_of_account(principal: Principal) -> str:
    """As which visitor somebody keeps conversations; no cookie can say so, not even where nobody has to log in."""
    return f"account {principal.id}"


def safe_address(address: str) -> str:
    """Where to go after a log-in: an address of this server, the first page if it is another's."""
    # Browsers read a backslash as a slash, and go to another server for any number of slashes from two on.
    is_own = address.startswith("/") and address[1:2] not in ("/", "\\") and address.isprintable()
    return address if is_own else "/"


def _is_below(scope: Scope, prefixes: Sequence[str]) -> bool:
    path = scope.get("path", "")
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def _to_log_in(scope: Scope) -> Response:
    """A browser is led to the log-in, anything else is told how."""
    wants_page = "text/html" in Headers(scope=scope).get("accept", "")
    if scope["type"] == "http" and scope["method"] in _READING and wants_page:
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = f"{scope['path']}?{query}" if query else scope["path"]
        return RedirectResponse(f"/login?next={quote(wanted, safe='/')}", status_code=303)
    return refusal(scope, Problem.UNKNOWN, _LOG_IN, {"www-authenticate": "Bearer"})


def _keep_private(headers: MutableHeaders) -> None:
    """Say that no cache between may keep a response, unless it says itself who may."""
    is_page = headers.get("content-type", "").startswith("text/html")
    said = headers.get("cache-control") or ("no-cache" if is_page else "")
    if not any(word in said for word in ("public", "private", "no-store")):
        headers["cache-control"] = f"private, {said}" if said else "private"


def _without_secrets(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers of a request without what it was recognised by, so that nothing behind can keep or show it."""
    return [(name, value) for name, value in scope["headers"] if name not in (b"cookie", b"authorization")]
