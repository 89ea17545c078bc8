"""The web chat and a JSON API in one process; nothing that the page loads comes from another machine."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from qa.access.accounts import Accounts
from qa.collection import Collection
from qa.llm.author import Author
from qa.settings import data_folder
from qa.store.listing import Listings
from qa.suggestions.suggestions import Suggestions
from qa.uploads.inbox import Uploads
from qa.web.assets.first_load import first_load
from qa.web.chat.actions import Chat
from qa.web.chat.choices import Choices
from qa.web.chat.page import Filling, build_page
from qa.web.chat.theme import make_theme
from qa.web.listening import Opened
from qa.web.metrics import Metrics
from qa.web.middleware.closed import Closed
from qa.web.middleware.deprecated import Deprecated
from qa.web.middleware.filled import Filled
from qa.web.middleware.offline import Revalidated
from qa.web.middleware.visitors import Visitors
from qa.web.protection import HERE, Protection, protect, require_names
from qa.web.readiness import Readiness
from qa.web.routes.api import add_api, add_error_answers
from qa.web.routes.document import add_pages
from qa.web.routes.documents import add_documents
from qa.web.routes.exports import add_exports
from qa.web.routes.files import add_files
from qa.web.routes.health import add_health
from qa.web.routes.mcp import AgentTools, add_mcp
from qa.web.routes.openai.completions import add_chat_completions
from qa.web.routes.v1.api import create_api
from qa.web.routes.v1.names import AnyPath
from qa.web.routes.v1.served import Served
from qa.web.routes.write import add_written_answers
from qa.web.running import run
from qa.web.several import create_several
from qa.web.tracing import tracing

WARMING = "quotable-warming"
"""Name of the thread that loads the model."""
_WARMING_AWAITED = 1.0
"""Seconds that a stopping server waits for a model that is still being loaded."""
_STATIC = Path(__file__).parent / "static"


def create_app(
    collection: Collection,
    examples: Sequence[str],
    *,
    protection: Protection = HERE,
    editable: bool = False,
    author: Author | None = None,
) -> FastAPI:
    """Build the application of one collection: the chat at `/`, a document at `/document`, the API at `/api/v1`.

    Other programs find OpenAI's API under `/v1`, and tools for agents at `/mcp`.

    Args:
        collection: The collection that answers.
        examples: Questions of its author to click in the chat; each is shown while the collection answers it.
        protection: Who is let in.
        editable: Whether documents can be added and removed even if everybody on other machines is let in; else they
            always can, by those who may.
        author: The language model that writes answers; None for none.
    """
    name, metrics = collection.name, Metrics()
    editable = editable or protection.asks_or_is_local
    app = create_bare(collection, examples, metrics, editable=editable, author=author)
    protect(app, protection, lambda _: name, metrics)
    return app


def create_bare(
    collection: Collection,
    examples: Sequence[str],
    metrics: Metrics,
    *,
    editable: bool,
    author: Author | None = None,
) -> FastAPI:
    """Build the same application with nothing before it.

    Args:
        collection: The collection that answers.
        examples: Questions of its author.
        metrics: The figures of the server.
        editable: Whether documents can be added and removed.
        author: The language model that writes answers; None for none.
    """
    uploads, listings, tools = Uploads(collection), Listings(collection.catalog), AgentTools(collection)
    suggestions, readiness = Suggestions(collection, examples), Readiness(collection)
    name = collection.name
    metrics.add_collection(name, collection, uploads)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        stop = threading.Event()
        encoding = threading.Thread(target=collection.encode_in_background, args=(stop,), daemon=True)
        warming = threading.Thread(target=readiness.problem, name=WARMING, daemon=True)
        suggesting = threading.Thread(target=suggestions.make_in_background, args=(stop,), daemon=True)
        working = [encoding, suggesting]
        if editable:
            working.append(threading.Thread(target=uploads.index_in_background, args=(stop,), daemon=True))
        for thread in (warming, *working):
            thread.start()
        async with tools.running():
            yield
        stop.set()
        for thread in working:
            await asyncio.to_thread(thread.join)
        await asyncio.to_thread(warming.join, _WARMING_AWAITED)  # the caller may close the collection next

    # FastAPI's own documentation page loads scripts from elsewhere; the schema itself does not.
    app = FastAPI(
        title="Quotable",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
        telemetry=tracing(),
    )
    app.state.readiness = readiness
    choices = Choices(collection, data_folder(), author, editable=editable)
    chat = Chat(collection, listings, suggestions, lambda: choices.author, editable=editable)
    page: gr.Blocks = build_page(chat, choices, name, first_load().script.address)
    app.add_middleware(Filled, fill=Filling(chat, collection.catalog.categories, editable=editable))
    app.add_middleware(Closed, components=lambda: page.blocks)
    app.add_middleware(Visitors)
    app.add_middleware(Deprecated)
    add_error_answers(app)
    add_health(app, readiness.problem, metrics)
    served = Served(collection, listings, uploads, lambda: choices.author, metrics, editable)
    app.router.routes.append(AnyPath("/api/v1", create_api(served)))
    add_documents(app, listings, uploads, editable=editable)
    add_api(app, collection, lambda: choices.author)
    add_chat_completions(app, collection, lambda: choices.author)
    add_mcp(app, tools)
    add_written_answers(app, chat)
    add_pages(app, collection)
    add_files(app, collection)
    add_exports(app, collection)
    first_load().add_to(app)
    app.mount("/quotable", GZipMiddleware(Revalidated(directory=_STATIC)))
    gr.mount_gradio_app(
        app,
        page,
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
    app.state.mounted = [
        route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, gr.routes.App)
    ]
    return app


def serve(
    collection: Collection,
    examples: Sequence[str],
    host: str = "127.0.0.1",
    port: int | None = None,
    *,
    editable: bool = False,
    author: Author | None = None,
    accounts: Accounts | None = None,
    rate: str | None = None,
    known_as: Sequence[str] = (),
    announce: Callable[[Opened], None],
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve the chat and the API of a collection until interrupted.

    Args:
        collection: The collection that answers.
        examples: Questions to click in the chat.
        host: Address to listen on.
        port: None for 7860 or, if that is taken, the next free one.
        editable: Whether documents can be added and removed from other machines by everybody who is let in unasked.
        author: The language model that writes answers; None for none.
        accounts: Users and keys; None to let everybody in.
        rate: How often one of them may ask ('300/minute'); None for the usual rate.
        known_as: Names that it answers to, beside those of this machine.
        announce: Called once it can be opened.
        stopping: Called when it was interrupted, which it may need seconds to obey.

    Raises:
        UsageError: The port is taken or none, the address is not one of this machine, or the rate is none.
    """

    def build(address: str) -> FastAPI:
        return create_app(
            collection,
            examples,
            protection=Protection(address, accounts, rate, known_as),
            editable=editable,
            author=author,
        )

    run(build, host, port, announce, stopping)


def serve_several(
    collections: Mapping[str, tuple[Collection, Author | None]],
    host: str = "127.0.0.1",
    port: int | None = None,
    *,
    editable: bool = False,
    accounts: Accounts | None = None,
    rate: str | None = None,
    known_as: Sequence[str] = (),
    announce: Callable[[Opened], None],
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve several collections until interrupted, each at `/NAME/`.

    Args:
        collections: Each with the language model that writes answers about it, by its name; None for none.
        host: As for `serve`, like what follows.
        port: None for 7860 or the next free one.
        editable: Whether documents can be added and removed by everybody who is let in unasked.
        accounts: Users and keys.
        rate: How often one of them may ask.
        known_as: Names that it answers to.
        announce: Called once it can be opened.
        stopping: Called when it was interrupted.

    Raises:
        UsageError: As for `serve`, or two collections have the same name.
    """
    require_names(list(collections))

    def build(address: str) -> FastAPI:
        protection = Protection(address, accounts, rate, known_as)
        can_edit, metrics = editable or protection.asks_or_is_local, Metrics()
        applications = {
            name: (collection, create_bare(collection, (), metrics, editable=can_edit, author=author))
            for name, (collection, author) in collections.items()
        }
        return create_several(applications, protection, metrics)

    run(build, host, port, announce, stopping)
