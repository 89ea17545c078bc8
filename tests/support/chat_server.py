"""Fixtures of the browser tests: the chat, served in a process of its own as in real use, and pages of it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.chat_documents import EXAMPLE, write_documents
from support.chat_page import LOOKS, Visit
from support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    Contexts = Callable[..., BrowserContext]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SERVER = """
import sys
from qa import Author, Collection
from qa.web.server import serve
from qa.settings import load_llm_settings

collection = Collection.open(sys.argv[1])
collection.index([sys.argv[2]])
settings = load_llm_settings()
author = Author(collection, settings) if settings else None
announce = lambda opened: print(opened.here, flush=True)
serve(collection, [sys.argv[4]], port=int(sys.argv[3]), author=author, announce=announce)
"""
BROWSER = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
"""Marks of the modules of tests."""

Open = Callable[..., AbstractContextManager[Visit]]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@dataclass
class ChatServer:
    """The chat of a collection, always on the same port.

    Attributes:
        documents: Folder of its documents.
        collection: Folder of the collection.
        prelude: Python that the process runs first.
    """

    documents: Path
    collection: Path
    prelude: str = ""
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Of the chat."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, **settings: str) -> None:
        """Start it with these settings in its environment, and wait until it says its address."""
        arguments = [str(self.collection), str(self.documents), str(self.port), EXAMPLE]
        command = [sys.executable, "-c", self.prelude + SERVER, *arguments]
        environment = {**os.environ, **settings}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == self.address

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Stop it, as a crash or as a person does."""
        if self.process is None or self.process.stdout is None:
            return
        self.process.send_signal(how)
        self.process.wait(timeout=15)
        self.process.stdout.close()
        self.process = None


@contextmanager
def serving(folder: Path, prelude: str = "") -> Iterator[ChatServer]:
    """A server of a collection in a folder."""
    write_documents(folder / "documents")
    server = ChatServer(folder / "documents", folder / "collection", prelude)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def chat_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    """The server of most tests: whatever one changes in its collection, it changes back."""
    with serving(tmp_path_factory.mktemp("chat")) as server:
        yield server


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    """A server that tests may stop and start."""
    with serving(tmp_path_factory.mktemp("own-chat")) as server:
        yield server


@pytest.fixture(scope="module")  # not longer: an event loop runs in this thread while Playwright does
def contexts() -> "Iterator[Contexts]":
    """Gives the browser's context with some options; it is kept, since a page from its cache opens sooner."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        kept: dict[str, BrowserContext] = {}

        def context(owner: str, **options: object) -> "BrowserContext":
            key = f"{owner} {sorted(options.items())}"
            if key not in kept:
                kept[key] = browser.new_context(**{"reduced_motion": "reduce", **options})
                kept[key].set_default_timeout(10_000)
            return kept[key]

        yield context
        browser.close()


@pytest.fixture(scope="module", params=LOOKS)
def look(contexts: "Contexts", chat_server: ChatServer, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """One page for all tests of a module, in each of the looks; as strict in the end as `visit`."""
    visit = Visit(contexts("look", **LOOKS[request.param]).new_page(), chat_server.address, request.param)
    visit.go()
    yield visit
    visit.page.close()
    assert visit.foreign == []
    assert visit.unexpected == []


@pytest.fixture
def visit(contexts: "Contexts", request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens pages as a new visitor; in the end, nothing may have left the machine or been complained of.

    Its options are the path that is opened, the server, and those of a browser's context.
    """
    visits: list[Visit] = []

    @contextmanager
    def opened(path: str = "/", server: ChatServer | None = None, **options: object) -> Iterator[Visit]:
        home = (server or request.getfixturevalue("chat_server")).address
        context = contexts("visit", **options)
        visit = Visit(context.new_page(), home)
        visits.append(visit)
        try:
            visit.go(path)
            yield visit
        finally:
            for page in context.pages:
                page.close()
            context.clear_cookies()

    yield opened
    for each in visits:
        assert each.foreign == []
        assert each.unexpected == []
