"""Who is let into a server, with which rights, how often; several collections on one server."""

import asyncio
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.exchanges import exchange
from support.toy import ToyEncoder

from qa import Collection, UsageError
from qa.access.accounts import Accounts, on_collections
from qa.access.roles import Role
from qa.web.html.access import collections_page
from qa.web.metrics import Metrics
from qa.web.middleware.access import LOGIN_COOKIE, safe_address, visitor_of_account
from qa.web.middleware.rates import Rate
from qa.web.problems import Problem, problem_json
from qa.web.protection import HERE, Protection, require_access, require_names
from qa.web.server import create_app, create_bare
from qa.web.several import create_several

PASSWORD = "twelve eggs"
PAGE = {"accept": "text/html"}


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    accounts = Accounts(tmp_path / "access.sqlite")
    accounts.add_user("ann", PASSWORD, on_collections(Role.READER))
    yield accounts
    accounts.close()


@pytest.fixture
def folders(tmp_path: Path, encoder: ToyEncoder) -> Iterator[dict[str, Collection]]:
    """Two collections, each with a document of its own name."""
    made = {}
    for name in ("press", "law"):
        document = tmp_path / f"{name} documents" / f"{name}.md"
        document.parent.mkdir()
        document.write_text(f"{name} aaa aaa aaa aaa aaa aaa.\n", encoding="utf-8")
        made[name] = Collection.open(tmp_path / name, encoder=encoder)
        made[name].index([document.parent])
    yield made
    for collection in made.values():
        collection.close()


Serve = Callable[[Protection], TestClient]


@pytest.fixture
def one(folders: dict[str, Collection]) -> Iterator[Serve]:
    """Serves one collection."""
    opened: list[TestClient] = []

    async def build(protection: Protection) -> TestClient:
        app = create_app(folders["press"], [], protection=protection)
        return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)

    def serve(protection: Protection) -> TestClient:
        opened.append(asyncio.run(build(protection)))
        return opened[-1].__enter__()

    yield serve
    for client in opened:
        client.__exit__()


@pytest.fixture
def two(folders: dict[str, Collection], accounts: Accounts) -> Iterator[TestClient]:
    """A server of both, which asks who comes."""

    async def build() -> TestClient:
        metrics = Metrics()
        applications = {name: (each, create_bare(each, (), metrics, editable=True)) for name, each in folders.items()}
        app = create_several(applications, Protection(accounts=accounts), metrics)
        return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)

    with asyncio.run(build()) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


# Logging in


def test_a_browser_is_led_to_the_log_in_and_back(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    wanted = "/document?name=press.md&start=0&end=5"
    led = client.get(wanted, headers=PAGE)
    assert (led.status_code, led.headers["location"]) == (
        303,
        "/login?next=/document%3Fname%3Dpress.md%26start%3D0%26end%3D5",
    )
    page = client.get(led.headers["location"])
    assert 'value="/document?name=press.md&amp;start=0&amp;end=5"' in page.text
    wrong = client.post("/login", data={"name": "ann", "password": "guess", "next": wanted})
    assert wrong.status_code == 401
    assert "The name or the password is wrong." in wrong.text
    assert LOGIN_COOKIE not in client.cookies
    right = client.post("/login", data={"name": "ann", "password": PASSWORD, "next": wanted})
    assert (right.status_code, right.headers["location"]) == (303, wanted)
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert client.get(wanted, headers=PAGE).status_code == 200
    assert client.post("/logout").headers["location"] == "/login"
    assert client.get(wanted, headers=PAGE).status_code == 303


def test_nothing_is_answered_to_who_is_not_known(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    paths = ("/api/status", "/api/ask", "/document", "/gradio_api/queue/join", "/config", "/x")
    for method, path in product(("GET", "POST", "PUT", "DELETE"), paths):
        for headers in ({}, bearer("qk_guess"), bearer(""), {"cookie": f"{LOGIN_COOKIE}=guess"}):
            response = client.request(method, path, headers=headers)
            assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
            assert "log in, or send a key: 'Authorization: Bearer qk_…'" in response.text


def test_a_server_that_asks_nobody_has_no_log_in(one: Serve) -> None:
    client = one(HERE)
    assert client.get("/api/status").status_code == 200
    assert client.post("/login", data={}).status_code != 200


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/press/?q=a", "/press/?q=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("press", "/"),
        ("/a\r\nset-cookie: x", "/"),
        ("", "/"),
    ],
)
def test_a_log_in_leads_to_this_server_only(address: str, safe: str) -> None:
    assert safe_address(address) == safe


def test_guessing_is_slow(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    tries = [client.post("/login", data={"name": f"user {n}", "password": "guess"}).status_code for n in range(11)]
    assert tries == [401] * 10 + [429]
    last = client.post("/login", data={"name": "ann", "password": PASSWORD})
    assert "Too many tries. Wait some minutes, and try again." in last.text


# Rights


def test_a_role_opens_what_it_may_and_no_more(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    reader = bearer(accounts.add_key("reader", on_collections(Role.READER)))
    editor = bearer(accounts.add_key("editor", on_collections(Role.EDITOR, ["press"])))
    stranger = bearer(accounts.add_key("stranger", on_collections(Role.ADMIN, ["law"])))
    assert client.get("/api/ask?q=aaa", headers=reader).status_code == 200
    assert client.post("/api/ask", json={"q": "aaa"}, headers=reader).status_code == 200
    refused = client.put("/api/documents/new.md", content=b"new", headers=reader)
    assert (refused.status_code, refused.json()) == (
        403,
        {"error": "this needs the role of an editor; ask who runs this server"},
    )
    assert client.delete("/api/documents/press.md", headers=reader).status_code == 403
    assert client.put("/api/documents/new.md", content=b"new aaa.", headers=editor).status_code == 201
    assert client.get("/api/status", headers=stranger).status_code == 403


def test_conversations_belong_to_who_logged_in_whatever_cookie_is_sent(
    one: Serve, accounts: Accounts, folders: dict[str, Collection]
) -> None:
    client = one(Protection(accounts=accounts))
    accounts.add_user("bob", PASSWORD, on_collections(Role.READER))
    own = {}
    for name in ("ann", "bob"):
        client.cookies.clear()
        client.post("/login", data={"name": name, "password": PASSWORD})
        client.cookies.set("quotable", "a" * 32)
        assert "quotable=" not in client.get("/", headers=PAGE).headers.get("set-cookie", "")
        principal = accounts.logged_in(client.cookies[LOGIN_COOKIE])
        assert principal is not None
        own[name] = visitor_of_account(principal)
        folders["press"].history.add(own[name], "c" * 32, exchange(question=f"aaa {name}?"))
    assert client.get(f"/conversations/{'c' * 32}.md").text.startswith("# aaa bob?")
    assert own["ann"] != own["bob"]


def test_the_page_offers_to_add_documents_to_those_who_may(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    shown = {}
    for role in (Role.READER, Role.EDITOR):
        key = bearer(accounts.add_key(str(role), on_collections(role, ["press"])))
        shown[role] = 'data-editable=\\"true\\"' in client.get("/", headers={**key, **PAGE}).text.replace(
            "\\u0022", '\\"'
        )
    assert shown == {Role.READER: False, Role.EDITOR: True}


def test_a_user_who_is_removed_is_refused_from_the_next_request_on(one: Serve, accounts: Accounts) -> None:
    from qa.access.accounts import Kind

    client = one(Protection(accounts=accounts))
    client.post("/login", data={"name": "ann", "password": PASSWORD})
    assert client.get("/api/status").status_code == 200
    accounts.remove(Kind.USER, ["ann"])
    assert client.get("/api/status").status_code == 401


# Rates


def test_who_asks_too_much_waits_and_nobody_else_does(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts, rate="2/minute"))
    first, second = (bearer(accounts.add_key(name, on_collections(Role.READER))) for name in ("first", "second"))
    statuses = [client.get("/api/ask?q=aaa", headers=first).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get("/api/ask?q=aaa", headers=first).headers["retry-after"] == "60"
    assert client.get("/api/ask?q=aaa", headers=second).status_code == 200
    assert client.get("/quotable/tokens.css", headers=first).status_code == 200


def test_a_rate_must_be_one() -> None:
    with pytest.raises(UsageError, match="'often' is no rate; write one such as 300/minute"):
        Rate("often")


# Several collections


def test_each_collection_answers_at_its_path(two: TestClient, accounts: Accounts) -> None:
    everything = bearer(accounts.add_key("all", on_collections(Role.READER)))
    titles = [two.get(f"/{name}/api/status", headers=everything).json()["title"] for name in ("press", "law")]
    assert titles == ["press", "law"]
    assert two.get("/law", headers={**everything, **PAGE}).headers["location"] == "/law/"
    page = two.get("/law/", headers={**everything, **PAGE})
    assert page.status_code == 200
    assert "law" in page.text
    document = two.get("/law/document?name=law.md", headers=everything)
    assert "law aaa aaa" in document.text
    assert two.get("/press/document?name=law.md", headers=everything).status_code == 404


def test_a_server_lists_the_collections_that_one_may_ask(two: TestClient, accounts: Accounts) -> None:
    law = bearer(accounts.add_key("lawyer", on_collections(Role.READER, ["law"])))
    listed = two.get("/", headers=law).text
    assert 'href="law/"' in listed
    assert "press" not in listed
    assert two.get("/law/api/status", headers=law).status_code == 200
    assert two.get("/press/api/status", headers=law).status_code == 403
    assert two.get("/press/api/ask?q=aaa", headers=law).status_code == 403
    assert "There is no collection that you may ask." in collections_page([])


def test_each_collection_has_an_api_of_its_own(two: TestClient, accounts: Accounts) -> None:
    law = bearer(accounts.add_key("lawyer", on_collections(Role.READER, ["law"])))
    found = two.post("/law/api/v1/retrieve", json={"question": "aaa"}, headers=law).json()
    assert [hit["document"] for hit in found["hits"]] == ["law.md"]
    assert two.get("/law/api/v1/openapi.json", headers=law).json()["servers"] == [{"url": "/law/api/v1"}]
    assert two.get("/law/api/v1/documents?limit=1", headers=law).json()["next"] is None
    deprecated = two.get("/law/api/status", headers=law).headers
    assert deprecated["link"] == '</law/api/v1/openapi.json>; rel="successor-version"'
    refused = two.post("/press/api/v1/retrieve", json={"question": "aaa"}, headers=law)
    said = "this needs the role of a reader; ask who runs this server"
    assert (refused.status_code, refused.json()) == (403, problem_json(Problem.NOT_ALLOWED, said))
    changing = two.put("/law/api/v1/documents/a.md", content=b"x", headers=law)
    assert (changing.status_code, changing.json()["type"]) == (403, Problem.NOT_ALLOWED.type)
    unknown = two.get("/law/api/v1/status")
    assert (unknown.status_code, unknown.json()["type"]) == (401, Problem.UNKNOWN.type)


def test_several_collections_are_watched_together(two: TestClient, accounts: Accounts) -> None:
    assert two.get("/healthz").json() == {"status": "ok"}
    assert two.get("/readyz").json() == {"status": "ok"}
    key = bearer(accounts.add_key("all", on_collections(Role.READER)))
    two.post("/law/api/v1/retrieve", json={"question": "aaa"}, headers=key)
    two.post("/law/api/v1/retrieve", json={"question": "aaa"})
    lines = two.get("/metrics", headers=key).text.splitlines()
    for line in (
        'quotable_documents{collection="law"} 1.0',
        'quotable_documents{collection="press"} 1.0',
        'quotable_requests_total{method="POST",route="/law/api/v1/retrieve",status="200"} 1.0',
        'quotable_requests_total{method="POST",route="other",status="401"} 1.0',
    ):
        assert line in lines


@pytest.mark.parametrize("name", ["api", "LOGIN", "document", "."])
def test_no_collection_takes_an_address_of_the_server(name: str) -> None:
    with pytest.raises(UsageError, match=f"no collection can be served as '{re.escape(name)}'; rename its folder"):
        require_names([name])


# Whether anybody is asked


def test_other_machines_are_let_in_only_by_name_or_on_purpose(tmp_path: Path, accounts: Accounts) -> None:
    nobody = Accounts(tmp_path / "none.sqlite")
    said = "other machines reach 0.0.0.0, and nobody would have to log in; add a user first: `quotable users add NAME`"
    with pytest.raises(UsageError, match=said):
        require_access("0.0.0.0", nobody, insecure=False)
    assert require_access("0.0.0.0", nobody, insecure=True) is None
    assert require_access("127.0.0.1", nobody, insecure=False) is None
    assert require_access("127.0.0.1", accounts, insecure=False) is accounts
    assert require_access("0.0.0.0", accounts, insecure=False) is accounts
    assert require_access("0.0.0.0", accounts, insecure=True) is None
