"""The stream of a written answer to the page: a line of JSON for each statement, then one with the whole turn."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from qa.answering.draft import Statement
from qa.messages import Message
from qa.web.chat.actions import Chat, Reply
from qa.web.html.statements import arriving_html
from qa.web.language import tell
from qa.web.middleware.visitors import visitor_of

_FAILED = Message("Something went wrong while the answer was written; the server’s log says what.")


def add_written_answers(app: FastAPI, chat: Chat) -> None:
    """Add the route; closing the stream stops the language model."""

    @app.post("/write", include_in_schema=False)
    async def write(request: Request) -> StreamingResponse:
        try:
            data = await request.json()
        except ValueError:  # refused like any other invalid call
            data = None
        return StreamingResponse(_lines(chat, visitor_of(request.cookies), data), media_type="application/x-ndjson")


async def _lines(chat: Chat, visitor: str, data: object) -> AsyncIterator[str]:
    loop, arrived, stop = asyncio.get_running_loop(), asyncio.Queue[Reply | None](), threading.Event()

    def put(reply: Reply | None) -> None:
        loop.call_soon_threadsafe(arrived.put_nowait, reply)

    def show(statement: Statement) -> None:
        put({"statement": arriving_html(statement)})

    def work() -> None:
        reply: Reply = {"problem": tell(_FAILED)}
        try:
            reply = chat.write(visitor, data, show, stop.is_set)
        finally:
            put(reply)
            put(None)

    working = asyncio.create_task(asyncio.to_thread(work))  # which takes the language along
    try:
        while (reply := await arrived.get()) is not None:
            yield json.dumps(reply) + "\n"
        await working  # so that an unexpected error reaches the log
    finally:
        stop.set()
