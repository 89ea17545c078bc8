"""Each request has an id and is counted once, under the pattern of its route."""

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from support.api import api_client

from qa import Collection, CollectionError
from qa.uploads.inbox import Uploads
from qa.web.metrics import Metrics


def counted(metrics: Metrics) -> dict[tuple[str, str, str], float]:
    """Requests by route, method and status."""
    [family] = [
        found
        for found in text_string_to_metric_families(metrics.exposed().decode())
        if found.name == "quotable_requests"
    ]
    return {
        (sample.labels["route"], sample.labels["method"], sample.labels["status"]): sample.value
        for sample in family.samples
        if sample.name.endswith("_total")
    }


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def client(collection: Collection, metrics: Metrics) -> TestClient:
    return api_client(collection, metrics=metrics)


@pytest.mark.parametrize("given", ["a", "0123-ABC_x.y~z", "x" * 128])
def test_an_id_that_is_sent_comes_back(client: TestClient, given: str) -> None:
    assert client.get("/status", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", "a\tb", "é".encode(), 'a"', "a,b"])
def test_an_id_that_is_none_is_replaced(client: TestClient, given: str | bytes) -> None:
    made = client.get("/status", headers={"x-request-id": given}).headers["x-request-id"]
    assert len(made) == 32
    assert client.get("/nothing").headers["x-request-id"] != made


def test_requests_are_counted_by_the_pattern_of_their_route(client: TestClient, metrics: Metrics) -> None:
    for method, path in (
        ("GET", "/documents/a.md"),
        ("GET", "/documents/b.md"),
        ("HEAD", "/documents/c.md"),
        ("POST", "/documents/c.md"),
        ("GET", "/x"),
        ("GET", "/y"),
        ("POST", "/ask"),
    ):
        client.request(method, path)
    assert counted(metrics) == {
        ("/api/v1/documents/{name:document}", "GET", "404"): 2,
        ("/api/v1/documents/{name:document}", "HEAD", "404"): 1,
        ("/api/v1/documents/{name:document}", "POST", "405"): 1,
        ("other", "GET", "404"): 2,
        ("/api/v1/ask", "POST", "415"): 1,
    }


def test_stages_and_the_state_of_a_collection_are_figures_too(
    client: TestClient, metrics: Metrics, collection: Collection
) -> None:
    uploads = Uploads(collection)
    uploads.put("a.md", b"aaa aaa.")
    metrics.add_collection("papers", collection, uploads)
    client.post("/retrieve", json={"question": "aaa"})
    text = metrics.exposed().decode()
    for line in (
        'quotable_documents{collection="papers"} 0.0',
        'quotable_passages{collection="papers"} 0.0',
        'quotable_dense_ready{collection="papers"} 1.0',
        'quotable_uploads_waiting{collection="papers"} 1.0',
        'quotable_stage_seconds_count{stage="encode"} 1.0',
        'quotable_stage_seconds_count{stage="total"} 1.0',
        'quotable_request_seconds_count{route="/api/v1/retrieve"} 1.0',
    ):
        assert line in text.splitlines()


def test_figures_are_given_even_where_a_collection_cannot_be_read(
    metrics: Metrics, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[int, int]:
        raise CollectionError("the catalog is damaged")

    metrics.add_collection("papers", collection, Uploads(collection))
    monkeypatch.setattr(collection.catalog, "counts", fail)
    assert "papers" not in metrics.exposed().decode()
