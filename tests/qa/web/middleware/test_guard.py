"""Other sites' pages are kept out; the page itself and what is no browser are not."""

import asyncio
import socket
from collections.abc import Sequence

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from typer.main import get_command

from qa import Collection
from qa.cli import main as cli
from qa.web.middleware.guard import Guard, is_loopback
from qa.web.protection import Protection
from qa.web.routes.documents import NOT_EDITABLE
from qa.web.server import create_app

OTHER_SITE = "this request comes from another site; open Quotable itself to do this"
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


def guarded(
    host: str = "127.0.0.1", address: str = "http://127.0.0.1:7860", known_as: Sequence[str] = ()
) -> TestClient:
    async def answer(_: Request) -> Response:
        return PlainTextResponse("done")

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text("done")

    routes = [Route("/{path:path}", answer, methods=METHODS), WebSocketRoute("/{path:path}", talk)]
    return TestClient(Guard(Starlette(routes=routes), host, known_as), base_url=address)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),  # curl, Python
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:7860"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "http://127.0.0.1:7860"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://proxy.example"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:7860"}, False),
        ({"origin": "http://127.0.0.1:8000"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://127.0.0.1:7860.evil.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_only_reading_is_open_to_other_sites(method: str, headers: dict[str, str], passes: bool) -> None:
    response = guarded().request(method, "/api/documents/a.md", headers=headers)
    if passes or method in ("GET", "HEAD", "OPTIONS"):
        assert response.status_code == 200
    else:
        assert (response.status_code, response.json()) == (403, {"error": OTHER_SITE})


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:7860", "127.0.0.1", "127.0.0.1:80", "127.8.9.1", "[::1]", "[::1]:7860"]
)
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert guarded().get("/", headers={"host": host}).text == "done"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:7860", "localhost.evil.example", "10.0.0.1", "0.0.0.0", "[::2]", "", "[", "a@b"],
)
def test_another_name_of_this_machine_is_refused(host: str) -> None:
    response = guarded().get("/", headers={"host": host})
    assert response.status_code == 403
    assert response.text.startswith("this server does not answer to the name '")


def test_a_refusal_of_the_api_is_json() -> None:
    response = guarded().get("/api/status", headers={"host": "evil.example"})
    assert response.json() == {
        "error": "this server does not answer to the name 'evil.example'; start it with --known-as evil.example if "
        "people reach it so"
    }


def test_where_other_machines_listen_addresses_and_named_names_are_its_own_and_other_sites_are_not() -> None:
    client = guarded("192.0.2.1", "http://Quotable.example", known_as=["quotable.EXAMPLE"])
    for host in ("quotable.example", "192.0.2.7:80", "[2001:db8::1]", "localhost", socket.gethostname()):
        assert client.get("/", headers={"host": host}).text == "done"
    for host in ("evil.example", "quotable.example.evil.example", ""):
        assert client.get("/", headers={"host": host}).status_code == 403
    assert client.put("/", headers={"origin": "http://quotable.example"}).text == "done"
    assert client.put("/", headers={"origin": "http://evil.example"}).text == OTHER_SITE


def test_a_proxy_on_this_machine_passes_a_name_on_that_was_named() -> None:
    client = guarded("127.0.0.1", "http://quotable.example", known_as=["quotable.example"])
    assert client.get("/").text == "done"
    assert client.get("/", headers={"host": "192.0.2.7"}).status_code == 403


def test_a_web_socket_is_guarded_like_a_change() -> None:
    with guarded().websocket_connect("ws://127.0.0.1:7860/", headers={"origin": "http://127.0.0.1:7860"}) as socket:
        assert socket.receive_text() == "done"
    for headers in ({"origin": "http://evil.example"}, {"host": "evil.example"}):
        client = guarded()
        with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/", headers=headers):
            pass
        assert refused.value.code == 1008


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("x.example", False)],
)
def test_which_addresses_only_this_machine_reaches(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.fixture
def clients(collection: Collection) -> dict[str, TestClient]:
    """Clients of the whole application, by how it is served."""

    async def build(host: str, editable: bool) -> TestClient:
        return TestClient(
            create_app(collection, [], protection=Protection(host), editable=editable), base_url="http://127.0.0.1"
        )

    return {
        "here": asyncio.run(build("127.0.0.1", False)),
        "everywhere": asyncio.run(build("0.0.0.0", False)),
        "editable": asyncio.run(build("0.0.0.0", True)),
    }


def test_other_machines_change_documents_only_where_that_is_wanted(clients: dict[str, TestClient]) -> None:
    added = {served: client.put("/api/documents/a.md", content=b"x") for served, client in clients.items()}
    assert {served: response.status_code for served, response in added.items()} == {
        "here": 201,
        "everywhere": 403,
        "editable": 200,
    }
    assert added["everywhere"].json() == {"error": NOT_EDITABLE}


def test_the_application_is_guarded_as_a_whole(clients: dict[str, TestClient]) -> None:
    client = clients["here"]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 403
    evil = {"origin": "http://evil.example"}
    assert client.post("/gradio_api/component_server/", json={}, headers=evil).text == OTHER_SITE
    own = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    named_none = client.post("/gradio_api/component_server/", json={}, headers=own)
    assert named_none.status_code == 404
    assert named_none.text == "there is no such address here; programs find the API at /api/v1"


@pytest.mark.parametrize(
    ("arguments", "editable"),
    [(["--host", "0.0.0.0", "--insecure"], False), (["--host", "0.0.0.0", "--insecure", "--editable"], True)],
)
def test_the_command_line_says_whether_other_machines_change_documents(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, arguments: list[str], editable: bool
) -> None:
    seen: list[tuple[str, bool]] = []

    class Made(Exception):
        """Ends the command before anything listens for long."""

    def make(*_: object, protection: Protection, editable: bool, author: None) -> None:
        seen.append((protection.host, editable))
        raise Made("made")

    monkeypatch.setattr("qa.web.server.create_app", make)
    monkeypatch.setattr("qa.cli.serving.open_or_sample", lambda _: (collection, False))
    with pytest.raises(Made, match="made"):
        get_command(cli.app).main(["serve", "--port", "0", *arguments], standalone_mode=False)
    assert seen == [("0.0.0.0", editable)]
