"""Logging in and out."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from qa.access.accounts import LOGIN_LASTS, Accounts
from qa.messages import Message
from qa.web.html.access import login_page
from qa.web.language import tell
from qa.web.middleware.access import LOGIN_COOKIE, safe_address
from qa.web.middleware.rates import Rate, address_of

_WRONG = Message("The name or the password is wrong.")
_TOO_OFTEN = Message("Too many tries. Wait some minutes, and try again.")
_TRIES = "10/5minutes"


def login_pages(accounts: Accounts, elsewhere: str | None = None) -> FastAPI:
    """Build the page to log in on, and the way out, as an application of their own.

    Args:
        accounts: Users and keys.
        elsewhere: What another service that knows users is called; None for none.
    """
    app = FastAPI(openapi_url=None)
    by_address, by_name = Rate(_TRIES), Rate(_TRIES)

    @app.get("/login")
    def login(next: str = "/") -> Response:  # noqa: A002 - as the address says
        return login_response(safe_address(next), elsewhere=elsewhere)

    @app.post("/login")
    async def log_in(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=3, max_part_size=4096)
        name, password, wanted = (str(form.get(field, "")) for field in ("name", "password", "next"))
        wanted = safe_address(wanted or "/")
        # Tries of one address are bounded, and tries at one name, from wherever.
        if not (by_address.takes(address_of(request.scope)) and by_name.takes(name.casefold())):
            return login_response(wanted, _TOO_OFTEN, name, elsewhere, status=429)
        token = await run_in_threadpool(accounts.log_in, name, password)
        if token is None:
            return login_response(wanted, _WRONG, name, elsewhere, status=401)
        return logged_in(request, token, wanted)

    @app.post("/logout")
    def log_out(request: Request) -> Response:
        token = request.cookies.get(LOGIN_COOKIE)
        if token:
            accounts.log_out(token)
        response = RedirectResponse("/login", status_code=303)
        response.delete_cookie(LOGIN_COOKIE, httponly=True, samesite="lax")
        return response

    return app


def logged_in(request: Request, token: str, wanted: str) -> Response:
    """The response that gives a browser its log-in, and leads it to where it wanted."""
    response = RedirectResponse(wanted, status_code=303)
    response.set_cookie(
        LOGIN_COOKIE,
        token,
        max_age=int(LOGIN_LASTS.total_seconds()),
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
