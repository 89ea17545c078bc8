"""A web site on this machine: its pages, and what was asked of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Served:
    """What is sent for a path.

    Attributes:
        data: The body.
        media_type: Of the body; empty for none.
        status: Of the response.
        headers: Further ones; with an `ETag` or `Last-Modified` a request with that condition is answered by 304.
        wait: Seconds before each half of the body.
    """

    data: bytes = b""
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0


class Site(ThreadingHTTPServer):
    """Serves pages by their path with the query; every other path is answered by 404.

    Attributes:
        pages: What is served.
        asked: Paths that were asked for, in order.
        headers: Of the last request for each path, their names in small letters.
        answered: Status of the last response for each path.
        times: When each request came.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Served] = {}
        self.asked: list[str] = []
        self.headers: dict[str, dict[str, str]] = {}
        self.answered: dict[str, int] = {}
        self.times: list[float] = []

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def folder(self) -> str:
        """The name of the folder in which its pages are kept."""
        return f"127.0.0.1_{self.server_address[1]}"

    def forget(self) -> None:
        """Forget what was asked."""
        self.asked.clear()
        self.headers.clear()
        self.answered.clear()

    def handle_error(self, request: object, client_address: object) -> None:
        """Expect that a client hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
        site = self.server
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.asked.append(self.path)
        site.headers[self.path] = headers
        site.times.append(time.monotonic())
        page = site.pages.get(self.path, Served(b"there is no such page", "text/plain", 404))
        conditions = {headers.get("if-none-match"), headers.get("if-modified-since")} - {None}
        status = 304 if conditions & set(page.headers.values()) else page.status
        site.answered[self.path] = status
        data = page.data if status != 304 else b""
        self.send_response(status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.media_type:
            self.send_header("Content-Type", page.media_type)
        if "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for half in (data[: len(data) // 2], data[len(data) // 2 :]):
            time.sleep(page.wait)
            self.wfile.write(half)
            self.wfile.flush()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""


@contextmanager
def serving_site() -> Iterator[Site]:
    """A site without pages, until the end of the context."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def page(title: str, text: str, head: str = "") -> bytes:
    """A web page."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    ).encode()
