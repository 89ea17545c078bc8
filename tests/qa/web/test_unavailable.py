"""A server while what keeps its collection does not answer: one sentence for everybody, which names no machine."""

import asyncio
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.postgres import PostgresServer
from support.toy import ToyEncoder

from qa import Collection
from qa.access.accounts import Accounts, on_collections
from qa.access.roles import Role
from qa.address import read_address
from qa.store.opening import open_accounts_database
from qa.web.protection import HERE, Protection
from qa.web.server import create_app

Serve = Callable[[Protection], TestClient]
SAID = "what keeps the documents does not answer now; nothing is lost: try again in a moment"


@pytest.fixture
def address(own_postgres_server: PostgresServer, tmp_path: Path) -> str:
    return own_postgres_server.new_address(tmp_path / "own")


@pytest.fixture
def collection(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    monkeypatch.setattr("qa.store.cluster.connections._PATIENCE", 0.5)
    collection = Collection.open(address, encoder=ToyEncoder())
    yield collection
    collection.close()


@pytest.fixture
def serve(collection: Collection) -> Iterator[Serve]:
    """Serves it."""
    opened: list[TestClient] = []

    async def build(protection: Protection) -> TestClient:
        return TestClient(create_app(collection, (), protection=protection), base_url="http://127.0.0.1")

    def serve(protection: Protection) -> TestClient:
        opened.append(asyncio.run(build(protection)))
        return opened[-1].__enter__()

    yield serve
    for client in opened:
        client.__exit__()


def test_questions_are_answered_with_503_until_it_is_back(own_postgres_server: PostgresServer, serve: Serve) -> None:
    client = serve(HERE)
    asked = {"question": "bread"}
    assert client.post("/api/v1/ask", json=asked).status_code == 200
    own_postgres_server.kill()
    answer = client.post("/api/v1/ask", json=asked)
    assert (answer.status_code, answer.json()["detail"], answer.headers["retry-after"]) == (503, SAID, "5")
    old = client.get("/api/ask", params={"q": "bread"})
    assert (old.status_code, old.json()) == (503, {"error": SAID})
    chat = client.post(
        "/v1/chat/completions", json={"model": "quotable", "messages": [{"role": "user", "content": "bread"}]}
    )
    assert (chat.status_code, chat.json()["error"]["message"]) == (503, SAID)
    own_postgres_server.start()
    assert client.post("/api/v1/ask", json=asked).status_code == 200


def test_nobody_is_let_in_while_it_cannot_be_known_who_asks(
    own_postgres_server: PostgresServer, serve: Serve, address: str, tmp_path: Path
) -> None:
    accounts = Accounts(open_accounts_database(read_address(address), tmp_path / "none.sqlite"))
    key = accounts.add_key("script", on_collections(Role.READER))
    client = serve(Protection("127.0.0.1", accounts))
    headers = {"authorization": f"Bearer {key}"}
    assert client.get("/api/v1/status", headers=headers).status_code == 200
    own_postgres_server.kill()
    refused = client.get("/api/v1/status", headers=headers)
    assert (refused.status_code, refused.json()["detail"]) == (503, SAID)
    login = client.post("/login", data={"name": "ann", "password": "x"}, headers={"origin": "http://127.0.0.1"})
    assert (login.status_code, re.search(re.escape(SAID), login.text) is not None) == (503, True)
    own_postgres_server.start()
    assert client.get("/api/v1/status", headers=headers).status_code == 200
    accounts.close()
