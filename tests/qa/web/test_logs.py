"""What a server writes and sends of requests: ids, times, and the words of questions only where asked for."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from support.places import Write

from qa import Collection
from qa.web import logs
from qa.web.logs import log_question, log_request, write_logs
from qa.web.server import create_app
from qa.web.tracing import holds_a_question, tracing


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where logs go; the loggers are as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = [(logger, logger.level) for logger in (logs.requests, logs.questions)]
    yield io.StringIO()
    root.handlers[:] = handlers
    for logger, before in [(root, level), *levels]:
        logger.setLevel(before)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.fixture
def client(collection: Collection, write: Write, folder: Path) -> Iterator[TestClient]:
    write("aaa.md", "aaa aaa aaa aaa aaa aaa.\n")
    collection.index([folder])

    async def build() -> TestClient:
        return TestClient(create_app(collection, []), base_url="http://127.0.0.1")

    with asyncio.run(build()) as client:
        yield client


@pytest.mark.parametrize("with_questions", [False, True])
def test_each_request_is_a_line_and_the_words_of_questions_are_one_where_asked_for(
    client: TestClient, stream: io.StringIO, with_questions: bool
) -> None:
    write_logs(stream, with_questions=with_questions)
    headers = {"x-request-id": "one"}
    assert client.post("/api/v1/ask", json={"question": "secret aaa?"}, headers=headers).status_code == 200
    assert client.get("/api/ask?q=secret+aaa", headers=headers).status_code == 200
    assert client.get("/nothing/secret", headers=headers).status_code == 404
    written = [line for line in lines(stream) if line["request"] == "one"]
    asked = [line for line in written if line["message"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in asked] == [
        ("POST", "/api/v1/ask", 200),
        ("GET", "/api/ask", 200),
        ("GET", "other", 404),
    ]
    assert "total;dur=" in str(asked[0]["stages"])
    assert ("secret" in stream.getvalue()) is with_questions
    assert [line["question"] for line in written if line["message"] == "question"] == ["secret aaa?"] * with_questions


def test_no_text_forges_a_line(stream: io.StringIO) -> None:
    write_logs(stream, with_questions=True)
    log_question('a"\n{"level": "info"}\u2028b\x1b[31m')
    [line] = stream.getvalue().splitlines()
    assert json.loads(line)["question"] == 'a"\n{"level": "info"}\u2028b\x1b[31m'
    assert line.isascii()
    assert line.isprintable()


def test_nothing_is_written_unless_it_is_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    log_request(status=200)
    log_question("secret?")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("query", "holds"), [(b"", False), (b"q=secret", True), (b"k=1&q=secret", True), (b"faq=1&x=q=", False)]
)
def test_addresses_with_a_question_are_not_traced(query: bytes, holds: bool) -> None:
    assert holds_a_question({"query_string": query}) is holds


def test_traces_are_sent_only_where_a_collector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    assert tracing()["auto_configure"] is False
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    assert tracing()["auto_configure"] is True
    assert tracing()["logs"] is False
