"""The web chat and a JSON API in one process; nothing that the page loads comes from another machine."""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError, UsageError
from qa.llm.author import Author
from qa.settings import data_folder
from qa.store.listing import Listings
from qa.suggestions.suggestions import Suggestions
from qa.uploads.inbox import Uploads
from qa.web.assets.first_load import add_first_load
from qa.web.chat.actions import Chat
from qa.web.chat.choices import Choices
from qa.web.chat.page import build_page
from qa.web.chat.theme import HEAD, make_theme
from qa.web.html.documents_panel import documents_panel_html
from qa.web.middleware.guard import Guard, is_loopback
from qa.web.middleware.offline import OfflinePages, Revalidated
from qa.web.middleware.visitors import Visitors
from qa.web.routes.api import add_api, add_error_answers
from qa.web.routes.document import add_pages
from qa.web.routes.documents import add_documents
from qa.web.routes.exports import add_exports
from qa.web.routes.files import add_files
from qa.web.routes.write import add_written_answers

DEFAULT_PORT = 7860
_PORTS_TRIED = 100
_LAST_PORT = 65535
_WARMING_AWAITED = 1.0
"""Seconds that a stopping server waits for a model that is still being loaded."""
_STATIC = Path(__file__).parent / "static"


def create_app(
    collection: Collection,
    examples: Sequence[str],
    *,
    host: str = "127.0.0.1",
    editable: bool = False,
    author: Author | None = None,
) -> FastAPI:
    """Build the application: the chat at `/`, a document at `/document`, the JSON API under `/api`.

    Args:
        collection: The collection that answers.
        examples: Questions of its author to click in the chat; each is shown while the collection answers it.
        host: The address that the server listens on.
        editable: Whether documents can be added and removed even if other machines reach this address; if only this
            machine reaches it, they always can.
        author: The language model that writes answers; None for none.
    """
    editable = editable or is_loopback(host)
    uploads, listings = Uploads(collection), Listings(collection.catalog)
    suggestions = Suggestions(collection, examples)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        encoding = threading.Thread(target=collection.encode_in_background, args=(stop,), daemon=True)
        warming = threading.Thread(target=_warm_up, args=(collection,), daemon=True)
        suggesting = threading.Thread(target=suggestions.make_in_background, args=(stop,), daemon=True)
        working = [encoding, suggesting]
        if editable:
            working.append(threading.Thread(target=uploads.index_in_background, args=(stop,), daemon=True))
        for thread in (warming, *working):
            thread.start()
        yield
        stop.set()
        for thread in working:
            await asyncio.to_thread(thread.join)
        await asyncio.to_thread(warming.join, _WARMING_AWAITED)  # the caller may close the collection next

    # FastAPI's own documentation page loads scripts from elsewhere; the schema itself does not.
    app = FastAPI(title="Quotable", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=lifespan)
    first_load = add_first_load(app, _STATIC, HEAD)
    app.add_middleware(OfflinePages, change=first_load.page)
    app.add_middleware(Visitors)
    app.add_middleware(Guard, host=host)
    add_error_answers(app)
    add_documents(app, listings, uploads, editable=editable)
    choices = Choices(collection, data_folder(), author, editable=editable)
    chat = Chat(collection, listings, suggestions, lambda: choices.author, editable=editable)
    add_api(app, collection, lambda: choices.author)
    add_written_answers(app, chat)
    add_pages(app, collection)
    add_files(app, collection)
    add_exports(app, collection)
    app.mount("/quotable", GZipMiddleware(Revalidated(directory=_STATIC)))
    panel = documents_panel_html(collection.catalog.categories(), editable=editable)
    gr.mount_gradio_app(
        app,
        build_page(chat, choices, panel, first_load.script),
        path="/",
        theme=make_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",  # documents do not come this way, but Gradio would accept uploads
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    app.state.mounted = next(
        route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App)
    )
    return app


def serve(
    collection: Collection,
    examples: Sequence[str],
    host: str = "127.0.0.1",
    port: int | None = None,
    *,
    editable: bool = False,
    author: Author | None = None,
    announce: Callable[["Opened"], None],
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve the chat and the API until interrupted.

    Args:
        collection: The collection that answers.
        examples: Questions to click in the chat.
        host: Address to listen on.
        port: None for 7860 or, if that is taken, the next free one.
        editable: Whether documents can be added and removed from other machines too.
        author: The language model that writes answers; None for none.
        announce: Called once it can be opened.
        stopping: Called when it was interrupted, which it may need seconds to obey.

    Raises:
        UsageError: The port is taken or none, or the address is not one of this machine.
    """
    listening = _listen(host, port)
    address, bound = listening.getsockname()[:2]
    opened = Opened(_url(host, bound), _url_elsewhere(address, bound), is_public=not is_loopback(address))
    # The interrupt has done its work when the server comes back.
    with listening, contextlib.suppress(KeyboardInterrupt):
        app = create_app(collection, examples, host=address, editable=editable, author=author)
        _Server(app, lambda: announce(opened), stopping).run(sockets=[listening])


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a server can be reached.

    Attributes:
        here: Address to open on this machine.
        elsewhere: Address to open on other machines; None where it is the same, or none is known.
        is_public: Whether other machines reach it.
    """

    here: str
    elsewhere: str | None
    is_public: bool


class _Server(uvicorn.Server):
    """A server that says when it has started, and that stops even while the chat is open in a browser."""

    def __init__(self, app: FastAPI, started: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
        self._app = app
        self._say_started = started
        self._say_stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say_started()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            self._say_stopping()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._app.state.mounted.stop_event.set()  # Gradio keeps a stream open to every page: it would be waited for
        await super().shutdown(sockets)


def _warm_up(collection: Collection) -> None:
    """Load the model, which takes seconds, before the first question; that question reports what is wrong with it."""
    with contextlib.suppress(QuotableError, EmbeddingsError):
        collection.ask("Is anybody there?")


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens, so that nobody else can take the port meanwhile."""
    if port is not None and not 0 <= port <= _LAST_PORT:
        raise UsageError(f"the port is {port}; name one from 0 to {_LAST_PORT}")
    candidates = [port] if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + _PORTS_TRIED)
    reason = ""
    for candidate in candidates:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM)[0]
        except OSError as error:
            raise UsageError(f"{host!r} is not an address of this machine; the usual one is 127.0.0.1") from error
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(128)
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
        else:
            return listening
    wanted = f"port {port}" if port is not None else f"every port from {DEFAULT_PORT} on"
    raise UsageError(f"{wanted} of {host} cannot be used ({reason}); name another with --port")


def _url(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def _url_elsewhere(address: str, port: int) -> str | None:
    """Where other machines find a server that listens on every address of this one; None for any other server."""
    if address not in ("0.0.0.0", "::"):
        return None
    family, beyond = (socket.AF_INET, "192.0.2.1") if address == "0.0.0.0" else (socket.AF_INET6, "2001:db8::1")
    with socket.socket(family, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect((beyond, 9))  # sends nothing: it only asks which address of this machine leads out
        found = str(probe.getsockname()[0])
        return None if is_loopback(found) else _url(found, port)
    return None
