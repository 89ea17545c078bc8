"""The HTTP API and the page as the server gives it."""

import socket
from pathlib import Path

import pytest
from rendered import Page
from starlette.testclient import TestClient
from toy import ToyEncoder

from qa import Collection, UsageError
from qa.filters import Filters
from qa.server import serve
from qa.web.offline import CONTENT_SECURITY_POLICY, without_foreign_addresses


def test_ask_answers_what_ask_json_prints(client: TestClient, collection: Collection) -> None:
    answered = client.get("/api/ask", params={"q": "eee?", "category": ["first", "second"], "k": 1}).json()
    expected = collection.ask("eee?", filters=Filters(categories=frozenset({"first", "second"})), k=1).to_dict()
    del answered["timings_ms"], expected["timings_ms"]
    assert answered == expected


def test_retrieve_searches_within_the_filters(client: TestClient) -> None:
    def names(**filters: str) -> list[str]:
        hits = client.get("/api/retrieve", params={"q": "aaa eee", **filters}).json()["hits"]
        return sorted(hit["document"] for hit in hits)

    assert names() == ["aaa.md", "eee.md"]
    assert names(**{"from": "2022-01-01"}) == ["eee.md"]
    assert names(to="2021-12-31") == ["aaa.md"]
    assert names(category="second") == ["eee.md"]


def test_what_was_understood_can_be_taken_off(client: TestClient) -> None:
    asked = {"q": "aaa eee, documents from 2021", "without": ["from:2021-01-01", "to"]}
    for path, expected in [("ask", ["aaa.md", "eee.md"]), ("retrieve", ["aaa.md", "eee.md"])]:
        found = client.get(f"/api/{path}", params=asked).json()
        assert sorted(hit["document"] for hit in found["hits"]) == expected
        assert found["filters"] == []
        kept = client.get(f"/api/{path}", params={"q": asked["q"]}).json()
        assert [hit["document"] for hit in kept["hits"]] == ["aaa.md"]


def test_status_says_how_much_is_searched(client: TestClient, collection: Collection) -> None:
    assert client.get("/api/status").json() == {
        "documents": 2,
        "passages": 2,
        "dense_ready": 1.0,
        "generation": collection.catalog.generation,
        "encoder": "toy",
        "first_date": "2021-03-01",
        "last_date": "2022-03-01",
        "categories": {"first": 1, "second": 1},
    }


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/ask", 422, "q is missing"),
        ("/api/ask?q=", 400, "the question is empty"),
        ("/api/ask?q=a&from=May", 422, "from is 'May': it should be a date, YYYY-MM-DD"),
        ("/api/ask?q=a&k=0", 422, "k is '0': Input should be greater than or equal to 1"),
        (
            "/api/retrieve?q=a&from=2022-01-02&to=2022-01-01",
            400,
            "the range of dates is empty: from 2022-01-02 to 2022-01-01",
        ),
        ("/api/nothing", 404, "there is no /api/nothing; see /api/openapi.json"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(client: TestClient, address: str, status: int, error: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()) == (status, {"error": error})


def test_the_page_names_no_other_machine(client: TestClient) -> None:
    response = client.get("/", headers={"accept": "text/html", "accept-encoding": "br"})
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert [
        (tag, value)
        for tag, attributes in Page(response.text).elements
        for value in attributes.values()
        if value and "//" in value
    ] == []
    assert 'analytics_enabled":false' in response.text.replace(" ", "")


@pytest.mark.parametrize(
    "element",
    [
        '<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin="anonymous" />',
        '<meta property="og:image"\n content="//raw.example/x.jpg" />',
        '<script async src="https://cdn.example/iframeResizer.js"></script>',
    ],
)
def test_elements_that_name_another_machine_are_taken_out(element: str) -> None:
    own = '<link rel="manifest" href="/manifest.json" /><script src="./a.js"></script>'
    assert without_foreign_addresses(own + element + own) == own + own


def test_no_documentation_page_loads_scripts_from_elsewhere(client: TestClient) -> None:
    assert [client.get(page).status_code for page in ("/docs", "/redoc")] == [404, 404]
    assert client.get("/api/openapi.json").json()["info"]["title"] == "Quotable"


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path, encoder: ToyEncoder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 cannot be used .*; name another with --port"):
            serve(Collection.open(tmp_path / "c", encoder=encoder), [], port=port, announce=lambda _: None)
