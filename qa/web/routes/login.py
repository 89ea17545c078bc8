"""Logging in and out."""

from datetime import timedelta

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.access.accounts import LONGEST_NAME, Accounts
from qa.errors import UnavailableError
from qa.messages import Message
from qa.web.html.access import login_page
from qa.web.language import tell
from qa.web.middleware.access import LOGIN_COOKIE, safe_address
from qa.web.middleware.rates import Rate, address_of
from qa.web.middleware.refusals import unavailable

_WRONG = Message("The name or the password is wrong.")
_TOO_OFTEN = Message("Too many tries. Wait some minutes, and try again.")
_BUSY = Message("Too many people log in at this moment. Try again in some seconds.")
_TRIES = "10/5minutes"
"""From one address, at any names."""
_TRIES_AT_A_NAME = "300/hour"
"""From all addresses: more than two of them can make, so that nobody locks another out with that, and few enough that
no password is found."""
_AT_ONCE = 2
"""Each takes the memory and the time that make guessing dear (64 MiB, some tenths of a second)."""
_MOST_WAITING = 20


def login_pages(accounts: Accounts, elsewhere: str | None = None) -> FastAPI:
    """Build the page to log in on, and the way out, as an application of their own.

    Args:
        accounts: Users and keys.
        elsewhere: What another service that knows users is called; None for none.
    """
    app = FastAPI(openapi_url=None)
    app.add_exception_handler(UnavailableError, lambda request, _: unavailable(request.scope))
    by_address, by_name = Rate(_TRIES), Rate(_TRIES_AT_A_NAME)
    hashing = CapacityLimiter(_AT_ONCE)

    @app.get("/login")
    def login(next: str = "/") -> Response:  # noqa: A002 - as the address says
        return login_response(safe_address(next), elsewhere=elsewhere)

    @app.post("/login")
    async def log_in(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=3, max_part_size=4096)
        name, password, wanted = (str(form.get(field, "")) for field in ("name", "password", "next"))
        wanted = safe_address(wanted or "/")
        if hashing.statistics().tasks_waiting >= _MOST_WAITING:
            return login_response(wanted, _BUSY, name, elsewhere, status=503)
        address, called = address_of(request.scope), name.casefold()[:LONGEST_NAME]
        async with hashing:
            # Only wrong tries count: a whole office may log in from one address.
            if not (by_address.has_room(address) and by_name.has_room(called)):
                return login_response(wanted, _TOO_OFTEN, name, elsewhere, status=429)
            token = await to_thread.run_sync(accounts.log_in, name, password)
            if token is None:
                by_address.takes(address)
                by_name.takes(called)
        if token is None:
            return login_response(wanted, _WRONG, name, elsewhere, status=401)
        return logged_in(request, token, wanted, accounts.login_lasts)

    @app.post("/logout")
    def log_out(request: Request) -> Response:
        token = request.cookies.get(LOGIN_COOKIE)
        if token:
            accounts.log_out(token)
        response = RedirectResponse("/login", status_code=303)
        response.delete_cookie(LOGIN_COOKIE, httponly=True, samesite="lax")
        return response

    return app


def logged_in(request: Request, token: str, wanted: str, lasts: timedelta) -> Response:
    """The response that gives a browser its log-in, for so long, and leads it to where it wanted."""
    response = RedirectResponse(wanted, status_code=303)
    response.set_cookie(
        LOGIN_COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def login_response(
    wanted: str, problem: str = "", name: str = "", elsewhere: str | None = None, *, status: int = 200
) -> Response:
    """The page to log in on; the arguments are those of `login_page`, and its status."""
    headers = {"cache-control": "no-store"}
    return HTMLResponse(login_page(wanted, tell(problem), name, elsewhere), status, headers)
