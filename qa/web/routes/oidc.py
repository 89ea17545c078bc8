"""Logging in by a provider of OpenID Connect, which vouches for who somebody is."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from qa.access.accounts import Accounts, on_collections
from qa.access.oidc_settings import OidcSettings
from qa.access.roles import Role
from qa.errors import QuotableError, UsageError
from qa.messages import Message
from qa.web.language import tell
from qa.web.middleware.access import safe_address
from qa.web.routes.login import logged_in, login_response

_SECONDS = 600
"""For which the provider may ask questions of its own."""


def add_oidc(app: FastAPI, accounts: Accounts, settings: OidcSettings) -> None:
    """Add the way to the provider, and the way back.

    Whoever comes back for the first time becomes a user who may read; `quotable users role` changes that. Who was
    removed stays so until `quotable users add NAME --elsewhere`.

    Args:
        app: The application of the log-in.
        accounts: Users and keys.
        settings: The provider.

    Raises:
        UsageError: The package that speaks to it is missing.
    """
    try:
        from authlib.integrations.base_client.errors import OAuthError
        from authlib.integrations.starlette_client import OAuth
        from httpx import HTTPError
        from joserfc.errors import JoseError
        from starlette.middleware.sessions import SessionMiddleware
    except ImportError as error:
        raise UsageError("a log-in by OpenID Connect needs a package: pip install 'quotable-qa[oidc]'") from error

    # What is asked is kept in a cookie between the two ways; another process of the server may read it.
    app.add_middleware(
        SessionMiddleware,
        secret_key=accounts.secret("oidc"),
        session_cookie="quotable_oidc",
        max_age=_SECONDS,
        path="/login",
    )
    registered = OAuth()
    registered.register(
        "provider",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )
    provider = registered.provider

    def failed(wanted: str) -> Response:
        failed = Message("The log-in at {service} failed. Try again.", service=settings.name)
        return login_response(wanted, failed, elsewhere=settings.name, status=502)

    @app.get("/login/elsewhere")
    async def go(request: Request, next: str = "/") -> Response:  # noqa: A002 - as the address says
        request.session["next"] = safe_address(next)
        try:
            led: Response = await provider.authorize_redirect(request, str(request.url_for("come_back")))
        except (OAuthError, HTTPError, ValueError):
            return failed(safe_address(next))
        return led

    @app.get("/login/elsewhere/back", name="come_back")
    async def come_back(request: Request) -> Response:
        wanted = safe_address(request.session.get("next", "/"))
        try:
            token = await provider.authorize_access_token(request)
            claims = token.get("userinfo") or {}
            subject = f"{settings.issuer} {claims.get('sub', '')}"
            roles = on_collections(Role.READER)
            login = await run_in_threadpool(accounts.log_in_known, _name(claims), subject, roles)
        except QuotableError as error:
            return login_response(wanted, f"{tell(error)}.", elsewhere=settings.name, status=403)
        except (OAuthError, JoseError, HTTPError, ValueError):
            return failed(wanted)
        request.session.clear()
        return logged_in(request, login, wanted, accounts.login_lasts)


def _name(claims: Mapping[str, object]) -> str:
    """What a user is called: the address of his mail if the provider has verified that, else its own name for him."""
    email, subject = claims.get("email"), claims.get("sub")
    if isinstance(email, str) and email and claims.get("email_verified") is True:
        return email
    if not isinstance(subject, str) or not subject:
        raise ValueError("the provider names nobody")
    return subject
