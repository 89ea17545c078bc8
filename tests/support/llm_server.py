"""A server that speaks as a language model's does, by a script: what it sends, when, and how it fails."""

import json
import select
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

END = "data: [DONE]\n\n"


@dataclass
class Reply:
    """How a request is answered.

    Attributes:
        parts: Sent one after the other: texts as they are, numbers as seconds to wait, events until they are set.
        status: Of the response.
        headers: Of the response.
        then: 'end' the response, 'cut' it, or stay 'silent' until the other side hangs up.
    """

    parts: Sequence[str | float | threading.Event] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/event-stream"})
    then: str = "end"


@dataclass
class Request:
    """What arrived."""

    path: str
    headers: dict[str, str]
    body: Any


class ScriptedServer(ThreadingHTTPServer):
    """Gives its replies in turn, the last one again and again.

    Attributes:
        replies: What is answered.
        requests: What arrived.
        hung_up: Set when the other side closed a connection in the middle of a reply.
    """

    daemon_threads = True

    def __init__(self, replies: Sequence[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = list(replies)
        self.requests: list[Request] = []
        self.hung_up = threading.Event()
        self.is_over = threading.Event()

    @property
    def url(self) -> str:
        """Address of its API."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Count a connection that was closed; everything else is a fault of the script."""
        self.hung_up.set()


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
        self._reply(None)

    def do_POST(self) -> None:  # noqa: N802 - the name is http.server's
        self._reply(json.loads(self.rfile.read(int(self.headers["content-length"]))))

    def _reply(self, body: object) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(self.path, headers, body))
        reply = self.server.replies[min(len(self.server.requests), len(self.server.replies)) - 1]
        if reply.parts or reply.then != "silent":
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
        for part in reply.parts:
            if isinstance(part, str):
                self._send(part)
            elif isinstance(part, threading.Event):
                part.wait(5)
            else:
                self._stay(part)
        if reply.then == "silent":
            self._stay(30)
        elif reply.then == "end":
            self.wfile.write(b"0\r\n\r\n")
        self.close_connection = True

    def _send(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _stay(self, seconds: float) -> None:
        """Say nothing for a time, or until the other side hangs up."""
        for _ in range(max(1, round(seconds / 0.02))):
            readable, _, _ = select.select([self.connection], [], [], min(seconds, 0.02))
            if readable and self.connection.recv(1, socket.MSG_PEEK) == b"":
                raise ConnectionResetError
            if self.server.is_over.is_set():
                return

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""

    protocol_version = "HTTP/1.1"


@contextmanager
def serving(*replies: Reply) -> Iterator[ScriptedServer]:
    """A server with this script, until the end of the context."""
    server = ScriptedServer(replies)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def chunk(content: str | None = None, **more: object) -> str:
    """An event with a piece of the answer."""
    choices = [{"index": 0, "delta": {"content": content}}] if content is not None else []
    event = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": choices, **more}
    return f"data: {json.dumps(event)}\n\n"


def answer(text: str, size: int = 7) -> list[str]:
    """Events that say a text, a few letters each, and the end."""
    return [*(chunk(text[start : start + size]) for start in range(0, len(text), size)), END]


def claims(*said: tuple[str, Sequence[str]], not_in_sources: bool = False) -> str:
    """The JSON of an answer."""
    listed = [{"text": text, "cites": list(cites)} for text, cites in said]
    return json.dumps({"not_in_sources": not_in_sources, "claims": listed})


def refusal(status: int, message: str = "no", **headers: str) -> Reply:
    """A reply that is an error."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply([json.dumps({"error": {"message": message}})], status, {"content-type": "application/json", **named})


def until(condition: Callable[[], bool], seconds: float = 2) -> bool:
    """Whether something comes true in time."""
    waiting = threading.Event()
    for _ in range(round(seconds / 0.01)):
        if condition():
            return True
        waiting.wait(0.01)
    return condition()
