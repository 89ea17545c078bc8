"""What watches over a server hears that it lives, and that it can be asked as soon as it can."""

import threading

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from embeddings import ModelError
from qa import Collection, CollectionError
from qa.web.metrics import MEDIA_TYPE, Metrics
from qa.web.problems import Problem, problem_json
from qa.web.readiness import BROKEN, LOADING, Readiness
from qa.web.routes.health import add_health


def client_of(readiness: Readiness) -> TestClient:
    app = FastAPI()
    add_health(app, readiness.problem, Metrics())
    return TestClient(app)


def test_a_server_lives_and_can_be_asked(collection: Collection) -> None:
    client = client_of(Readiness(collection))
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert client.head(address).status_code == 200


def test_it_is_not_ready_while_the_model_is_loaded(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    readiness, is_loading, go_on, ask = Readiness(collection), threading.Event(), threading.Event(), collection.ask

    def slowly(question: str) -> object:
        is_loading.set()
        go_on.wait(5)
        return ask(question)

    monkeypatch.setattr(collection, "ask", slowly)
    client, warming = client_of(readiness), threading.Thread(target=readiness.problem)
    warming.start()
    assert is_loading.wait(5)
    refused = client.get("/readyz")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert refused.json() == problem_json(Problem.NOT_READY, LOADING)
    assert client.get("/healthz").status_code == 200
    go_on.set()
    warming.join()
    assert client.get("/readyz").status_code == 200


def test_the_log_says_what_is_wrong_and_it_is_ready_once_that_is_mended(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> object:
        raise ModelError("the model is gone")

    client = client_of(Readiness(collection))
    with monkeypatch.context() as patched:
        patched.setattr(collection, "ask", fail)
        for _ in range(2):
            assert client.get("/readyz").json() == problem_json(Problem.NOT_READY, BROKEN)
    assert caplog.messages == [f"the collection in {collection.folder} cannot be asked: the model is gone"]
    assert client.get("/readyz").status_code == 200


def test_the_log_says_nothing_of_what_cannot_be_asked_because_the_server_ends(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> object:
        raise CollectionError("what answers has been ended")

    readiness = Readiness(collection)
    monkeypatch.setattr(collection, "ask", fail)
    readiness.stop()
    assert readiness.problem() == BROKEN
    assert caplog.messages == []


def test_what_breaks_later_is_said_too(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(Readiness(collection))
    assert client.get("/readyz").status_code == 200

    def fail(_: Collection) -> object:
        raise CollectionError("the catalog is damaged")

    monkeypatch.setattr(Collection, "state", property(fail))
    assert client.get("/readyz").json() == problem_json(Problem.NOT_READY, BROKEN)


def test_figures_are_in_the_format_of_prometheus() -> None:
    app, metrics = FastAPI(), Metrics()
    add_health(app, lambda: None, metrics)
    metrics.count_request("/ask", "POST", 200, 0.3)
    response = TestClient(app).get("/metrics")
    assert response.headers["content-type"] == MEDIA_TYPE
    assert 'quotable_requests_total{method="POST",route="/ask",status="200"} 1.0' in response.text.splitlines()
    assert 'quotable_request_seconds_bucket{le="0.25",route="/ask"} 0.0' in response.text.splitlines()
    assert 'quotable_request_seconds_bucket{le="0.5",route="/ask"} 1.0' in response.text.splitlines()
