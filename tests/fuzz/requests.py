"""The routes of a server: whatever is sent, the answer is of the form that the address is known for, and never a fault.

An input is a request as it stands on the wire, with any ends of lines.
"""

import asyncio
import json
import os
import re
import tempfile
import threading
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp
from support.toy import ToyEncoder

from qa import Collection
from qa.web.server import create_app

TOKENS: tuple[str, ...] = (
    *(
        "GET /",
        "POST /",
        "PUT /",
        "DELETE /",
        "HEAD /",
        "OPTIONS /",
        "api/v1/",
        "ask",
        "retrieve",
        "matches",
        "documents/",
        "uploads/",
    ),
    *(
        "status",
        "v1/models",
        "v1/chat/completions",
        "mcp",
        "document?name=a.md&start=0&end=4",
        "&sha256=",
        "&also=0-4",
        "write",
    ),
    *(
        "?q=",
        "&k=",
        "&from=2021-03-01",
        "&to=",
        "&category=",
        "&limit=",
        "&offset=",
        "&after=",
        "%00",
        "%ff",
        "%2e%2e%2f",
        "%0a",
        "%5c",
    ),
    *(
        '{"question": "',
        '"k": ',
        '"filters": {',
        '"from": "',
        '"conversation": [',
        '"without": [',
        '"llm": true',
        "null",
        "true",
        "1e400",
    ),
    *(
        '"messages": [{"role": "user", "content": ',
        '"stream": true',
        '"model": "quotable"',
        '"n": 2',
        '"\\ud800"',
        "99999999999999999999",
    ),
    *(
        "\naccept: text/event-stream",
        "\naccept: application/json",
        "\ncontent-type: application/json",
        "\ncontent-length: ",
        "\nhost: ",
    ),
    *(
        "\ncookie: quotable=",
        "\nif-none-match: *",
        "\norigin: null",
        "\naccept-language: de",
        "\nx-request-id: ",
        "\nrange: bytes=0-",
    ),
    *(
        "gradio_api/component_server",
        '"component_id": ',
        '"fn_name": "',
        '"data": {',
        '"session_hash": "',
        "config",
        "heartbeat/",
        "assets/",
    ),
    *(
        '"jsonrpc": "2.0", "id": 1, "method": "tools/call"',
        '"params": {"name": "ask_documents", "arguments": {',
        "export?",
        "healthz",
        "metrics",
    ),
)
_METHOD = re.compile(r"[A-Z]{1,10}")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00\r\n]*?)[ \t]*\r?")
_HELD_SECONDS = 3.0
"""After which the client leaves an answer that goes on."""
_LONGEST_SECONDS = 30.0
_MAY_FAIL = frozenset({503, 507})
"""Too busy, and no room: said on purpose."""


@dataclass(slots=True)
class _Answered:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def seeds() -> list[bytes]:
    """Inputs to begin with."""
    json_type = b"\nhost: 127.0.0.1\ncontent-type: application/json\n\n"
    found = [
        f"{line}\nhost: 127.0.0.1\n\n".encode()
        for line in (
            *(
                "GET /",
                "GET /api/v1/documents?q=a&limit=1&offset=1&from=2021-03-01",
                "GET /api/v1/documents/b/c%20d.md",
            ),
            *(
                "GET /api/v1/status",
                "GET /api/v1/uploads?after=1",
                "GET /api/v1/uploads/a.md",
                "GET /api/v1/openapi.json",
            ),
            *(
                "DELETE /api/v1/documents/a.md",
                "GET /document?name=a.md&start=0&end=5&sha256=0&also=1-2",
                "GET /v1/models",
            ),
            *(
                "GET /api/ask?q=aaa",
                "GET /api/retrieve?q=aaa&k=3&from=2021-01-01&category=first",
                "GET /api/matches?q=aaa",
            ),
            *(
                "GET /api/documents?q=a",
                "GET /api/documents/progress?after=0",
                "GET /healthz",
                "GET /readyz",
                "GET /metrics",
            ),
            *(
                "GET /v1/models/quotable",
                "GET /exact-quotations",
                "GET /file?name=a.md",
                "GET /config",
                "GET /export/x.md",
            ),
        )
    ]
    found.append(b"PUT /api/v1/documents/new.md\nhost: 127.0.0.1\n\n# A file\n\naaa eee.")
    found.append(b"PUT /api/documents/new.html\nhost: 127.0.0.1\ncontent-length: 7\n\n<p>aaa.")
    for address, body in (
        ("api/v1/ask", {"question": "aaa?", "k": 2, "conversation": [{"question": "eee?", "documents": ["a.md"]}]}),
        (
            "api/v1/retrieve",
            {"question": "aaa", "filters": {"from": "2021-03-01", "category": ["first"]}, "without": ["from"]},
        ),
        ("api/v1/matches", {"question": "aaa", "filters": {"document": ["a.md"]}}),
        ("api/ask", {"q": "aaa", "k": 3, "llm": False}),
        (
            "v1/chat/completions",
            {"model": "quotable", "messages": [{"role": "user", "content": "aaa?"}], "stream": True},
        ),
        (
            "v1/chat/completions",
            {"model": "quotable", "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}]}]},
        ),
        ("write", {"conversation": "0" * 32, "number": 1}),
        ("mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}),
        (
            "gradio_api/component_server",
            {"component_id": 1, "fn_name": "ask", "session_hash": "a", "data": {"question": "aaa?"}},
        ),
    ):
        found.append(f"POST /{address}".encode() + json_type + json.dumps(body).encode())
    events = b"POST /api/v1/ask\nhost: 127.0.0.1\naccept: text/event-stream\ncontent-type: application/json\n\n"
    found.append(events + b'{"question": "aaa?"}')
    return found


def check(data: bytes) -> None:
    """Send a request.

    Raises:
        AssertionError: The answer is a fault, or of another form than its address has.
    """
    scope, body = _request(data)
    if scope is None:
        return
    server = _server()
    answered = server.answer(scope, body)
    if scope["method"] == "DELETE" and answered.status == 200:
        server.restore()
    _check_answer(scope, answered, server.place)


def _request(data: bytes) -> tuple[dict[str, Any] | None, bytes]:
    """The scope and the body of a request; None for what the server's parser does not let through."""
    head, _, body = data.replace(b"\r\n", b"\n", 20).partition(b"\n\n")
    first, *lines = head.split(b"\n")
    try:
        method, _, target = first.decode("ascii").partition(" ")
    except UnicodeDecodeError:
        return None, b""
    if not _METHOD.fullmatch(method) or not target.startswith("/") or not target.isprintable() or " " in target:
        return None, b""
    headers = [(found[1].lower(), found[2]) for line in lines if (found := _HEADER.fullmatch(line))]
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 4321),
        "server": ("127.0.0.1", 7860),
        "state": {},
    }, body


class _Server:
    """The application, and a loop in a thread that runs it."""

    def __init__(self) -> None:
        self.place = tempfile.mkdtemp(prefix="quotable-fuzz-")
        os.environ["XDG_DATA_HOME"] = f"{self.place}/data"
        documents = Path(self.place) / "documents"
        (documents / "b").mkdir(parents=True)
        front = "---\ntitle: aaa\ndate: 2021-03-01\ncategory: first\n---\n"
        (documents / "a.md").write_text(f"{front}aaa aaa aaa, [eee](b/c%20d.md) aaa.\n", encoding="utf-8")
        (documents / "b" / "c d.md").write_text("---\ndate: 2022-03-01\n---\n# eee\n\neee eee eee.\n", encoding="utf-8")
        self._documents = documents
        self._collection = Collection.open(Path(self.place) / "collection", encoder=ToyEncoder(), reader=None)
        self.restore()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._app: ASGIApp = self._run(self._start(self._collection))

    def restore(self) -> None:
        """Bring back the documents that were removed, so that every input finds the same."""
        self._collection.index([self._documents])

    def answer(self, scope: dict[str, Any], body: bytes) -> _Answered:
        answered: _Answered = self._run(self._answer(scope, body))
        return answered

    def _run(self, work: Any) -> Any:  # noqa: ANN401
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(2 * _LONGEST_SECONDS)

    async def _start(self, collection: Collection) -> ASGIApp:
        app = create_app(collection, ["aaa?"], editable=True)
        self._running = app.router.lifespan_context(app)
        await self._running.__aenter__()
        return app

    async def _answer(self, scope: dict[str, Any], body: bytes) -> _Answered:
        answered, gone = _Answered(), asyncio.Event()
        pieces = [body[: len(body) // 2], body[len(body) // 2 :]]

        async def receive() -> dict[str, Any]:
            if pieces:
                piece = pieces.pop(0)
                return {"type": "http.request", "body": piece, "more_body": bool(pieces)}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answered.status = message["status"]
                answered.headers = {
                    name.decode().lower(): value.decode("latin-1") for name, value in message["headers"]
                }
            elif message["type"] == "http.response.body":
                answered.body += message.get("body", b"")

        asyncio.get_running_loop().call_later(_HELD_SECONDS, gone.set)
        await asyncio.wait_for(self._app(scope, receive, send), _LONGEST_SECONDS)
        return answered


@cache
def _server() -> _Server:
    return _Server()


def _check_answer(scope: Mapping[str, Any], answered: _Answered, place: str) -> None:
    status, path, kind = answered.status, scope["path"], answered.headers.get("content-type", "")
    assert 200 <= status < 500 or status in _MAY_FAIL, f"{status}: {answered.body[:300]!r}"
    assert place.encode() not in answered.body, "a path of this machine"
    if scope["method"] == "HEAD" or status in (204, 304):  # the server sends no body then, whatever is given to it
        return
    found = json.loads(answered.body) if "json" in kind and "x-ndjson" not in kind else None
    if kind.startswith("text/event-stream"):
        _check_events(answered.body)
    if status < 400:
        return
    if path.startswith("/api/v1/"):
        assert kind == "application/problem+json", f"an error of another form: {kind}"
        assert {"type", "title", "status", "detail"} <= found.keys(), "a problem without its fields"
        assert found["status"] == status, "a problem of another status"
        assert found["detail"].strip(), "a problem that says nothing"
    elif path.startswith("/v1/"):
        assert found["error"]["message"].strip(), "an error that says nothing"
    elif path.startswith("/api/"):
        assert found["error"].strip(), "an error that says nothing"


def _check_events(body: bytes) -> None:
    for line in body.decode().split("\n"):
        name, _, value = line.partition(": ")
        if name == "data" and value not in ("[DONE]", ""):
            assert "urn:quotable:problem:failed" not in json.dumps(json.loads(value)), "a fault after the first piece"
