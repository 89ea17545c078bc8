"""The old addresses answer for one release what those of /api/v1 answer, and say that they are old."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.places import Write

from qa import Collection
from qa.web.middleware.deprecated import SINCE
from qa.web.middleware.small_bodies import MOST_BODY_BYTES
from qa.web.problems import MEDIA_TYPE, Problem, problem_json
from qa.web.server import create_app

OTHER_SITE = "this request comes from another site; open Quotable itself to do this"


@pytest.fixture
def client(collection: Collection, write: Write, folder: Path) -> Iterator[TestClient]:
    """A client of the whole server."""
    write("aaa.md", "---\ntitle: aaa\ndate: 2021-03-01\ncategory: first\n---\naaa aaa aaa aaa aaa aaa.\n")
    write("eee.md", "---\ntitle: eee\ndate: 2022-03-01\ncategory: second\n---\neee eee eee eee eee eee.\n")
    collection.index([folder])

    async def build() -> TestClient:
        return TestClient(create_app(collection, []), base_url="http://127.0.0.1")

    with asyncio.run(build()) as client:
        yield client


def same(one: dict[str, object], other: dict[str, object]) -> None:
    """Fail where two answers differ in more than the time that they took and in what only one has."""
    both = (set(one) & set(other)) - {"timings_ms"}
    assert both
    assert {name: one[name] for name in both} == {name: other[name] for name in both}


def test_old_and_new_addresses_answer_the_same(client: TestClient) -> None:
    within = {"from": "2021-01-01", "to": "2022-12-31", "category": ["second"]}
    old = {"q": "eee?", "without": ["to"], **within}
    new = {"question": "eee?", "without": ["to"], "filters": within}
    for path in ("ask", "retrieve", "matches"):
        same(client.get(f"/api/{path}", params=old).json(), client.post(f"/api/v1/{path}", json=new).json())
    same(client.post("/api/ask", json=old).json(), client.post("/api/v1/ask", json=new).json())
    for before, now in (("status", "status"), ("documents", "documents"), ("documents/progress", "uploads")):
        same(client.get(f"/api/{before}").json(), client.get(f"/api/v1/{now}").json())


@pytest.mark.parametrize("path", ["/api/status", "/api/ask", "/api/nothing", "/api/openapi.json"])
def test_an_old_address_says_that_it_is_old_and_what_follows_it(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["deprecation"] == SINCE
    assert headers["link"] == '</api/v1/openapi.json>; rel="successor-version"'


def test_the_day_since_which_they_are_old_is_one() -> None:
    assert datetime.fromtimestamp(int(SINCE.removeprefix("@")), UTC).isoformat() == "2026-11-27T00:00:00+00:00"


@pytest.mark.parametrize("path", ["/api/v1/status", "/healthz", "/"])
def test_every_other_address_does_not(client: TestClient, path: str) -> None:
    assert "deprecation" not in client.get(path).headers


def test_another_sites_request_is_refused_as_a_problem(client: TestClient) -> None:
    refused = client.post("/api/v1/ask", json={"question": "aaa"}, headers={"sec-fetch-site": "cross-site"})
    assert (refused.status_code, refused.headers["content-type"]) == (403, MEDIA_TYPE)
    assert refused.json() == problem_json(Problem.OTHER_SITE, OTHER_SITE)


@pytest.mark.parametrize("path", ["/api/ask", "/write", "/gradio_api/component_server/"])
def test_no_address_takes_a_body_over_the_limit(client: TestClient, path: str) -> None:
    refused = client.post(path, content=b" " * (MOST_BODY_BYTES + 1), headers={"content-type": "application/json"})
    assert refused.status_code == 413


def test_every_response_has_an_id(client: TestClient) -> None:
    for path in ("/", "/api/status", "/api/v1/nothing", "/healthz"):
        assert client.get(path, headers={"x-request-id": "mine"}).headers["x-request-id"] == "mine"


def test_a_server_counts_what_it_answers_and_reports_its_collection(client: TestClient, collection: Collection) -> None:
    client.post("/api/v1/ask", json={"question": "aaa"})
    lines = client.get("/metrics").text.splitlines()
    assert 'quotable_requests_total{method="POST",route="/api/v1/ask",status="200"} 1.0' in lines
    assert f'quotable_passages{{collection="{collection.folder.name}"}} 2.0' in lines
    assert client.get("/readyz").json() == {"status": "ok"}
