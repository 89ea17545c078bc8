"""Who is let into a server, with which rights, how often; several collections on one server."""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from starlette.types import Message as ASGIMessage
from support.exchanges import exchange
from support.toy import ToyEncoder

from qa import Collection, UsageError
from qa.access.accounts import Accounts, on_collections
from qa.access.roles import Role
from qa.store.sqlite import SqliteDatabase
from qa.web.assets.first_load import first_load
from qa.web.html.access import collections_page
from qa.web.metrics import Metrics
from qa.web.middleware.access import LOGIN_COOKIE, safe_address, visitor_of_account
from qa.web.middleware.rates import Rate, address_of
from qa.web.problems import Problem, problem_json
from qa.web.protection import HERE, Protection, require_access, require_names
from qa.web.routes.login import login_pages
from qa.web.server import create_app, create_bare
from qa.web.several import create_several

PASSWORD = "twelve eggs"
PAGE = {"accept": "text/html"}
STYLES = f"/{first_load().styles.address}"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    accounts = Accounts(SqliteDatabase(tmp_path / "access.sqlite"))
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
        ("///evil.example", "/"),
        ("/\\/evil.example", "/"),
        ("/a//b", "/a//b"),
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
    tries = [client.post("/login", data={"name": f"user {n}", "password": "guess"}).status_code for n in range(12)]
    assert (tries[:10], tries[-1]) == ([401] * 10, 429)
    last = client.post("/login", data={"name": "ann", "password": PASSWORD})
    assert "Too many tries. Wait some minutes, and try again." in last.text


def test_only_wrong_tries_count_so_that_an_office_can_log_in(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    statuses = [client.post("/login", data={"name": "ann", "password": PASSWORD}).status_code for _ in range(12)]
    assert statuses == [303] * 12


def test_nobody_locks_another_out(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    for number in range(30):
        client._transport.client = (f"192.0.2.{number % 2}", 1)  # type: ignore[attr-defined]
        client.post("/login", data={"name": "ann", "password": "guess"})
    client._transport.client = ("198.51.100.1", 1)  # type: ignore[attr-defined]
    assert client.post("/login", data={"name": "ann", "password": PASSWORD}).status_code == 303


def test_a_crowd_at_the_log_in_takes_little_memory(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    running = 0

    def log_in(name: str, password: str) -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        time.sleep(0.01)
        running -= 1

    monkeypatch.setattr(accounts, "log_in", log_in)

    async def crowd() -> list[int]:
        transport = httpx.ASGITransport(login_pages(accounts))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            tries = [client.post("/login", data={"name": str(number)}) for number in range(40)]
            return [response.status_code for response in await asyncio.gather(*tries)]

    assert set(asyncio.run(crowd())) == {401, 429, 503}
    assert max(at_once) <= 2


def test_what_is_sent_to_the_log_in_is_bounded(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=b"&" * 1_000_001, headers=form).status_code == 413


def test_another_site_logs_nobody_in_or_out(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    for path in ("/login", "/logout"):
        refused = client.post(
            path, data={"name": "ann", "password": PASSWORD}, headers={"sec-fetch-site": "cross-site"}
        )
        assert (refused.status_code, refused.headers.get("set-cookie")) == (403, None)


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:2", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_all_addresses_of_a_network_are_one(address: str, known: str) -> None:
    assert address_of({"client": (address, 1)}) == known


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


@pytest.mark.parametrize("cookie", ['x="\\073quotable={}"', "quotable={}", 'quotable="{}"', "quotable=x; quotable={}"])
def test_no_cookie_makes_one_user_another(
    one: Serve, accounts: Accounts, folders: dict[str, Collection], cookie: str
) -> None:
    client = one(Protection(accounts=accounts))
    accounts.add_user("bob", PASSWORD, on_collections(Role.READER))
    token = accounts.log_in("bob", PASSWORD)
    assert token is not None
    bob = accounts.logged_in(token)
    assert bob is not None
    folders["press"].history.add(visitor_of_account(bob), "c" * 32, exchange(question="aaa bob?"))
    own, forged = accounts.log_in("ann", PASSWORD), cookie.format(visitor_of_account(bob))
    address, sent = f"/conversations/{'c' * 32}.md", f"quotable=z; {forged}; {LOGIN_COOKIE}="
    assert client.get(address, headers={"cookie": f"{sent}{token}"}).status_code == 200
    assert client.get(address, headers={"cookie": f"{sent}{own}"}).status_code == 404
    open_to_all = one(HERE)
    assert open_to_all.get(address, headers={"cookie": sent}).status_code == 404


def test_the_page_offers_to_add_documents_to_those_who_may(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    shown = {}
    for role in (Role.READER, Role.EDITOR):
        key = bearer(accounts.add_key(str(role), on_collections(role, ["press"])))
        shown[role] = 'data-editable=\\"true\\"' in client.get("/", headers={**key, **PAGE}).text.replace(
            "\\u0022", '\\"'
        )
    assert shown == {Role.READER: False, Role.EDITOR: True}


def call(client: TestClient, name: str, data: object, key: dict[str, str]) -> dict[str, object]:
    """What a function of the page's script gets."""
    config = client.get("/config", headers=key).json()
    component = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "conversation")
    body = {"data": data, "component_id": component, "fn_name": name, "session_hash": "tab"}
    return dict(client.post("/gradio_api/component_server/", json=body, headers=key).json())


def test_settings_are_for_those_who_may_change_what_they_are_kept_for(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    may_do = {}
    for name, roles in {
        "reader": on_collections(Role.READER),
        "editor": on_collections(Role.EDITOR, ["press"]),
        "admin here": on_collections(Role.ADMIN, ["press"]),
        "admin elsewhere": {**on_collections(Role.ADMIN, ["law"]), **on_collections(Role.READER, ["press"])},
        "admin": on_collections(Role.ADMIN),
    }.items():
        key = bearer(accounts.add_key(name, roles))
        calls = ("describe", "set_answers", "set_model", "try_model")
        said = {each: str(call(client, each, {"nonsense": 1}, key)["problem"]) for each in calls}
        may_do[name] = {each for each, problem in said.items() if "this needs the role" not in problem}
    assert may_do == {
        "reader": set(),
        "editor": {"describe"},
        "admin here": {"describe"},
        "admin elsewhere": set(),
        "admin": {"describe", "set_answers", "set_model", "try_model"},
    }


def test_nobody_reads_or_changes_a_conversation_whose_id_he_knows(
    one: Serve, accounts: Accounts, folders: dict[str, Collection]
) -> None:
    client, history = one(Protection(accounts=accounts)), folders["press"].history
    ann, bob = (accounts.add_key(name, on_collections(Role.ADMIN)) for name in ("ann", "bob"))
    owner = accounts.of_key(bob)
    assert owner is not None
    visitor, conversation = visitor_of_account(owner), "c" * 32
    history.add(visitor, conversation, exchange(question="aaa bob?"))
    before = (history.conversations(visitor), history.exchanges(visitor, conversation))
    named = {"conversation": conversation}
    for name, data in {
        "ask": {"question": "aaa?"},
        "ask_again": {"within": {}},
        "suggest": {"number": 1},
        "give_feedback": {"number": 1, "verdict": "helpful"},
        "read": {},
        "rename": {"title": "mine"},
        "pin": {"pinned": True},
        "set_tags": {"tags": ["mine"]},
        "delete": {},
    }.items():
        assert "bob" not in str(call(client, name, {**named, **data}, bearer(ann)))
    assert "bob" not in client.post("/write", json={**named, "number": 1}, headers=bearer(ann)).text
    assert "bob" not in str(call(client, "conversations", {}, bearer(ann)))
    for ending in ("md", "json", "html"):
        assert client.get(f"/conversations/{conversation}.{ending}", headers=bearer(ann)).status_code == 404
    assert (history.conversations(visitor), history.exchanges(visitor, conversation)) == before
    assert history.feedback_of(visitor, conversation) == {}


def test_a_user_who_is_removed_is_refused_from_the_next_request_on(one: Serve, accounts: Accounts) -> None:
    from qa.access.accounts import Kind

    client = one(Protection(accounts=accounts))
    client.post("/login", data={"name": "ann", "password": PASSWORD})
    assert client.get("/api/status").status_code == 200
    accounts.remove(Kind.USER, ["ann"])
    assert client.get("/api/status").status_code == 401


def test_a_program_does_what_its_key_may_on_every_api(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    messages = {"model": "quotable", "messages": [{"role": "user", "content": "aaa"}]}
    tools = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    calls: list[tuple[str, str, dict[str, object]]] = [
        ("POST", "/api/v1/retrieve", {"json": {"question": "aaa"}}),
        ("POST", "/api/v1/ask", {"json": {"question": "aaa"}}),
        ("GET", "/api/v1/documents/press.md", {}),
        ("GET", "/v1/models", {}),
        ("POST", "/v1/chat/completions", {"json": messages}),
        ("POST", "/mcp", {"json": tools}),
        ("PUT", "/api/v1/documents/new.md", {"content": b"new aaa."}),
        ("DELETE", "/api/v1/documents/press.md", {}),
    ]
    everywhere = {
        role: bearer(accounts.add_key(str(role), on_collections(role))) for role in (Role.READER, Role.EDITOR)
    }
    here = bearer(accounts.add_key("here", on_collections(Role.READER, ["press"])))
    elsewhere = bearer(accounts.add_key("elsewhere", on_collections(Role.ADMIN, ["law", "pres", "press2", "PRESS"])))
    accept = {"accept": "application/json, text/event-stream"}

    def statuses(key: dict[str, str]) -> list[int]:
        return [client.request(how, path, headers=accept | key, **sent).status_code for how, path, sent in calls]  # type: ignore[arg-type]

    assert statuses({}) == [401] * 8
    assert statuses(bearer("qk_guess")) == [401] * 8
    assert statuses(elsewhere) == [403] * 8
    assert statuses(everywhere[Role.READER]) == statuses(here) == [200] * 6 + [403] * 2
    assert statuses(everywhere[Role.EDITOR]) == [200] * 6 + [202, 200]


SPELLINGS = (
    "/law//api/v1/status",
    "//press/api/v1/status",
    "/law/../press/api/v1/status",
    "/law/%2e%2e/press/api/v1/status",
    "/law%2f..%2fpress/api/v1/status",
    "/press;/api/v1/status",
    "/press%20/api/v1/status",
    "/press./api/v1/status",
    "/PRESS/api/v1/status",
    "/press%2fapi/v1/status",
    "/press%0a/api/v1/status",
    "/press/api/v1/status/",
    "/%70ress/api/v1/status",
    "/quotable/../press/api/v1/status",
    "/healthz/../press/api/v1/status",
    "/login/../press/api/v1/status",
)


async def status_of(app: ASGIApp, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of a response to a path exactly as it is written: clients tidy it up before they send it."""
    scope: dict[str, object] = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1"), *((name.encode(), value.encode()) for name, value in headers.items())],
    }
    statuses: list[int] = []

    async def receive() -> ASGIMessage:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: ASGIMessage) -> None:
        statuses.extend([message["status"]] if message["type"] == "http.response.start" else [])

    await app(scope, receive, send)
    return statuses[0]


def test_no_spelling_of_an_address_leads_where_a_key_may_not(two: TestClient, accounts: Accounts) -> None:
    law = bearer(accounts.add_key("lawyer", on_collections(Role.ADMIN, ["law"])))
    press = bearer(accounts.add_key("press", on_collections(Role.ADMIN, ["press"])))
    methods = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PROPFIND")
    assert asyncio.run(status_of(two.app, "GET", "/%70ress/api/v1/status", press)) == 200
    for path, method in product(SPELLINGS, methods):
        assert asyncio.run(status_of(two.app, method, path, law)) in (403, 404, 405), (method, path)
        if not path.startswith(("/login/", "/quotable/", "/healthz/")):
            assert asyncio.run(status_of(two.app, method, path, {})) == 401, (method, path)


@pytest.mark.parametrize("name", ["{name}", "a{b}"])
def test_no_collection_takes_the_addresses_of_others(name: str) -> None:
    with pytest.raises(UsageError, match="no collection can be served as"):
        require_names([name])


def test_a_reader_finds_closed_what_the_page_does_not_use(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    reader = bearer(accounts.add_key("reader", on_collections(Role.READER)))
    sent = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x")}, headers=reader)
    assert (sent.status_code, "/api/v1" in sent.text) == (404, True)
    paths = (
        "file=/etc/hostname",
        "file=http://192.0.2.1/",
        "proxy=https://x.hf.space/",
        "queue/join",
        "call/x",
        "info",
    )
    for path in (
        *paths,
        "upload",
        "process_recording",
        "run/predict",
        "dev/reload",
        "vibe-edit",
        "monitoring",
        "token",
    ):
        for method in ("GET", "POST"):
            assert client.request(method, f"/gradio_api/{path}", headers=reader).status_code == 404


def test_figures_are_for_those_who_may_read_what_they_tell_of(two: TestClient, accounts: Accounts) -> None:
    law = bearer(accounts.add_key("lawyer", on_collections(Role.ADMIN, ["law"])))
    both = bearer(accounts.add_key("watcher", on_collections(Role.READER, ["law", "press"])))
    refused = two.get("/metrics", headers=law)
    assert (refused.status_code, "press" in refused.text) == (403, False)
    assert two.get("/law/metrics", headers=law).status_code == 403  # the figures are those of the whole server
    assert two.get("/metrics", headers=both).status_code == 200
    assert two.get("/metrics").status_code == 401


# What a browser may do with a response


def test_no_cache_between_keeps_what_somebody_was_let_in_for(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    key = bearer(accounts.add_key("reader", on_collections(Role.READER)))
    kept = {
        path: client.get(path, headers={**key, "accept": "text/html, */*"}).headers["cache-control"]
        for path in ("/", "/document?name=press.md", "/api/v1/documents", "/config", STYLES, "/login")
    }
    assert kept == {
        "/": "private, no-cache",
        "/document?name=press.md": "private, no-cache",
        "/api/v1/documents": "private, no-cache",
        "/config": "private",
        STYLES: "public, max-age=31536000, immutable",
        "/login": "no-store",
    }


def test_every_response_is_what_it_says_and_for_this_site_alone(one: Serve, accounts: Accounts) -> None:
    for client in (one(HERE), one(Protection(accounts=accounts))):
        key = bearer(accounts.add_key(str(id(client)), on_collections(Role.READER)))
        for path in ("/", "/login", "/config", "/theme.css", "/api/v1/status", "/nothing", "/quotable/chat.js", "/mcp"):
            for headers in ({}, key):
                sent = client.get(path, headers={"origin": "https://evil.example", **PAGE, **headers}).headers
                assert sent["x-content-type-options"] == "nosniff"
                assert sent["referrer-policy"] == "no-referrer"
                assert not [name for name in sent if name.startswith("access-control-")]


def test_cookies_stay_on_an_encrypted_way(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts))
    client.base_url = "https://127.0.0.1"
    given = client.post("/login", data={"name": "ann", "password": PASSWORD}).headers["set-cookie"]
    assert given.endswith("; Secure")
    open_to_all = one(HERE)
    open_to_all.base_url = "https://127.0.0.1"
    assert open_to_all.get("/").headers["set-cookie"].endswith("; Secure")


# Rates


def test_who_asks_too_much_waits_and_nobody_else_does(one: Serve, accounts: Accounts) -> None:
    client = one(Protection(accounts=accounts, rate="2/minute"))
    first, second = (bearer(accounts.add_key(name, on_collections(Role.READER))) for name in ("first", "second"))
    statuses = [client.get("/api/ask?q=aaa", headers=first).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert client.get("/api/ask?q=aaa", headers=first).headers["retry-after"] == "60"
    assert client.get("/api/ask?q=aaa", headers=second).status_code == 200
    assert client.get("/quotable/tokens.css", headers=first).status_code == 200


@pytest.mark.parametrize("path", ["/", "/document?name=a.md", "/document/file?name=a.md", "/v1/models", "/metrics"])
def test_pages_count_and_their_files_do_not(one: Serve, accounts: Accounts, path: str) -> None:
    client = one(Protection(accounts=accounts, rate="2/minute"))
    reader = bearer(accounts.add_key("reader", on_collections(Role.READER)))
    for file in ("/quotable/tokens.css", "/quotable/document.css", "/healthz", STYLES) * 2:
        assert client.get(file, headers=reader).status_code == 200
    statuses = [client.get(path, headers=reader).status_code for _ in range(3)]
    assert statuses[:2] != [429, 429]
    assert statuses[2] == 429


def test_a_rate_must_be_one() -> None:
    with pytest.raises(UsageError, match="'often' is no rate; write one such as 300/minute"):
        Rate("often")


def test_who_comes_from_ever_other_addresses_fills_no_memory() -> None:
    rate = Rate("2/second")
    for number in range(500):
        assert rate.takes(f"address {number}")
    storage = rate._limiter.storage
    for _ in range(100):
        time.sleep(0.1)
        rate.takes("address")
        if not any("address 4" in key for key in kept(storage)):
            break
    assert len(kept(storage)) < 10


def kept(storage: object) -> list[str]:
    """Everything that is remembered under a name."""
    return [key for held in vars(storage).values() if isinstance(held, dict) for key in held]


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
    for _ in range(600):  # the model is still being loaded
        if two.get("/readyz").status_code != 503:
            break
        time.sleep(0.05)
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
    nobody = Accounts(SqliteDatabase(tmp_path / "none.sqlite"))
    said = "other machines reach 0.0.0.0, and nobody would have to log in; add a user first: `quotable users add NAME`"
    with pytest.raises(UsageError, match=said):
        require_access("0.0.0.0", nobody, insecure=False)
    assert require_access("0.0.0.0", nobody, insecure=True) is None
    assert require_access("127.0.0.1", nobody, insecure=False) is None
    assert require_access("127.0.0.1", accounts, insecure=False) is accounts
    assert require_access("0.0.0.0", accounts, insecure=False) is accounts
    assert require_access("0.0.0.0", accounts, insecure=True) is None
