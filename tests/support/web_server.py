"""The web server in a thread of its own, for clients that need an address."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from support.llm_server import until


@contextmanager
def web_server(build: Callable[[], FastAPI]) -> Iterator[str]:
    """The address of a server of the application, until the end of the context."""

    async def built() -> FastAPI:
        return build()  # Gradio opens event loops that it does not close where none is running

    app = asyncio.run(built())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert until(lambda: server.started, 30)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
