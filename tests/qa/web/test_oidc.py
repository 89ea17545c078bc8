"""A log-in by a provider of OpenID Connect: a small one runs here, on the loopback."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.testclient import TestClient

from qa import UsageError
from qa.access.accounts import Accounts, Kind, on_collections
from qa.access.oidc_settings import load_oidc_settings
from qa.access.roles import EVERY, Role
from qa.store.sqlite import SqliteDatabase
from qa.web.middleware.access import LOGIN_COOKIE
from qa.web.routes.login import login_pages
from qa.web.routes.oidc import add_oidc

CLIENT, SECRET = "quotable", "a secret of the client"


@dataclass
class Provider:
    """What the provider says of who logs in; a test changes it."""

    address: str = ""
    claims: dict[str, object] = field(default_factory=lambda: {"sub": "17"})
    audience: str = CLIENT
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | None = None
    nonces: dict[str, str] = field(default_factory=dict)

    def application(self) -> FastAPI:
        """The provider's server."""
        app = FastAPI(openapi_url=None)

        @app.get("/.well-known/openid-configuration")
        def configuration() -> dict[str, object]:
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }

        @app.get("/keys")
        def keys() -> dict[str, object]:
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request) -> Response:
            asked = request.query_params
            code = f"code-{len(self.nonces)}"
            self.nonces[code] = asked["nonce"]
            return RedirectResponse(f"{asked['redirect_uri']}?code={code}&state={asked['state']}")

        @app.post("/token")
        async def token(request: Request) -> Response:
            form = await request.form()
            now = int(time.time())
            claims = {
                "iss": self.address,
                "aud": self.audience,
                "iat": now,
                "exp": now + 60,
                "nonce": self.nonces[str(form["code"])],
                **self.claims,
            }
            header = {"alg": "RS256", "kid": "one"}
            signed = jwt.encode(header, claims, self.signs_with or self.key)
            return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed})

        return app


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    provider = Provider()
    server = uvicorn.Server(uvicorn.Config(provider.application(), port=0, log_level="warning"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    provider.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield provider
    server.should_exit = True
    thread.join()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.claims, running.audience, running.signs_with = {"sub": "17"}, CLIENT, None
    return running


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    accounts = Accounts(SqliteDatabase(tmp_path / "access.sqlite"))
    yield accounts
    accounts.close()


@pytest.fixture
def client(provider: Provider, accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    for name, value in {"ISSUER": provider.address, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}.items():
        monkeypatch.setenv(f"QUOTABLE_OIDC_{name}", value)
    settings = load_oidc_settings()
    assert settings is not None
    app = login_pages(accounts, settings.name)
    add_oidc(app, accounts, settings)
    with TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False) as client:
        yield client


def there_and_back(client: TestClient, wanted: str = "/") -> httpx.Response:
    """Go to the provider, and come back with what it says."""
    led = client.get("/login/elsewhere", params={"next": wanted})
    assert led.status_code == 302
    back = httpx.get(led.headers["location"]).headers["location"]
    parts = urlsplit(back)
    assert parts.path == "/login/elsewhere/back"
    return client.get(f"{parts.path}?{parts.query}")


def test_somebody_new_becomes_a_reader_and_is_led_to_what_was_wanted(client: TestClient, accounts: Accounts) -> None:
    assert "Log in with 127.0.0.1" in client.get("/login").text
    back = there_and_back(client, "/document?name=a.md")
    assert (back.status_code, back.headers["location"]) == (303, "/document?name=a.md")
    principal = accounts.logged_in(client.cookies[LOGIN_COOKIE])
    assert principal is not None
    assert (principal.name, principal.roles) == ("17", {EVERY: Role.READER})
    accounts.set_roles(Kind.USER, "17", on_collections(Role.EDITOR, ["press"]))
    there_and_back(client)
    again = accounts.logged_in(client.cookies[LOGIN_COOKIE])
    assert again is not None
    assert (again.id, again.roles) == (principal.id, {"press": Role.EDITOR})


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"sub": "17", "email": "ann@example.org", "email_verified": True}, "ann@example.org"),
        ({"sub": "17", "email": "ann@example.org", "email_verified": False}, "17"),
        ({"sub": "17", "email": "ann@example.org"}, "17"),
    ],
)
def test_an_address_is_a_name_only_if_the_provider_has_verified_it(
    client: TestClient, accounts: Accounts, provider: Provider, claims: dict[str, object], name: str
) -> None:
    provider.claims = claims
    assert there_and_back(client).status_code == 303
    assert [account.principal.name for account in accounts.all(Kind.USER)] == [name]


def test_nobody_becomes_a_user_who_has_a_password_here(
    client: TestClient, accounts: Accounts, provider: Provider
) -> None:
    accounts.add_user("ann@example.org", "twelve eggs", on_collections(Role.ADMIN))
    provider.claims = {"sub": "17", "email": "ann@example.org", "email_verified": True}
    back = there_and_back(client)
    assert back.status_code == 403
    assert "the user &#x27;ann@example.org&#x27; logs in with a password here" in back.text
    assert LOGIN_COOKIE not in client.cookies


@pytest.mark.parametrize("fault", ["audience", "key", "nonce", "issuer", "expired"])
def test_what_the_provider_did_not_say_to_us_now_is_refused(
    client: TestClient, accounts: Accounts, provider: Provider, fault: str
) -> None:
    if fault == "audience":
        provider.audience = "somebody else"
    elif fault == "key":
        provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    else:
        wrong = {"nonce": "guessed", "iss": "https://evil.example", "exp": int(time.time()) - 3600}
        name = {"nonce": "nonce", "issuer": "iss", "expired": "exp"}[fault]
        provider.claims = {"sub": "17", name: wrong[name]}
    back = there_and_back(client)
    assert back.status_code == 502
    assert "The log-in at 127.0.0.1 failed. Try again." in back.text
    assert LOGIN_COOKIE not in client.cookies
    assert accounts.all(Kind.USER) == []


def test_another_process_of_the_server_takes_the_way_back(client: TestClient, accounts: Accounts) -> None:
    led = client.get("/login/elsewhere")
    parts = urlsplit(httpx.get(led.headers["location"]).headers["location"])
    settings = load_oidc_settings()
    assert settings is not None
    app = login_pages(accounts, settings.name)
    add_oidc(app, accounts, settings)
    with TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False, cookies=client.cookies) as other:
        assert other.get(f"{parts.path}?{parts.query}").status_code == 303
        assert accounts.logged_in(other.cookies[LOGIN_COOKIE]) is not None


def test_who_was_removed_stays_so(client: TestClient, accounts: Accounts) -> None:
    assert there_and_back(client).status_code == 303
    accounts.remove(Kind.USER, ["17"])
    client.cookies.clear()
    back = there_and_back(client)
    assert back.status_code == 403
    assert "the user &#x27;17&#x27; was removed here; ask who runs this server." in back.text
    assert LOGIN_COOKIE not in client.cookies
    assert accounts.all(Kind.USER) == []


def test_a_way_back_that_nobody_set_out_on_is_refused(client: TestClient, accounts: Accounts) -> None:
    led = client.get("/login/elsewhere")
    state = parse_qs(urlsplit(led.headers["location"]).query)["state"][0]
    client.cookies.clear()
    assert client.get(f"/login/elsewhere/back?code=code-0&state={state}").status_code == 502
    assert accounts.all(Kind.USER) == []


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"ISSUER": "https://a.example"}, "QUOTABLE_OIDC_CLIENT_ID is missing"),
        ({"CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "QUOTABLE_OIDC_ISSUER is missing"),
        ({"ISSUER": "a.example", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "QUOTABLE_OIDC_ISSUER is 'a.example'"),
    ],
)
def test_half_a_setting_is_refused(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], error: str) -> None:
    assert load_oidc_settings() is None
    for name, value in given.items():
        monkeypatch.setenv(f"QUOTABLE_OIDC_{name}", value)
    with pytest.raises(UsageError, match=error):
        load_oidc_settings()
