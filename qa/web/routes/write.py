"""The stream of a written answer to the page: a line of JSON for each statement, then one with the whole turn."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from qa.answering.draft import Statement
from qa.messages import Message
from qa.web.chat.actions import Chat, Reply
from qa.web.html.statements import arriving_html
from qa.web.language import tell
from qa.web.middleware.visitors import visitor_of
from qa.web.routes.streaming import Outlet, streamed

_FAILED = Message("Something went wrong while the answer was written; the server’s log says what.")


def add_written_answers(app: FastAPI, chat: Chat) -> None:
    """Add the route; closing the stream stops the language model."""

    @app.post("/write", include_in_schema=False)
    async def write(request: Request) -> StreamingResponse:
        try:
            data = await request.json()
        except ValueError:  # refused like any other invalid call
            data = None
        return StreamingResponse(_lines(chat, visitor_of(request.scope), data), media_type="application/x-ndjson")


async def _lines(chat: Chat, visitor: str, data: object) -> AsyncIterator[str]:
    def work(outlet: Outlet[Reply]) -> None:
        def show(statement: Statement) -> None:
            outlet.put({"statement": arriving_html(statement)})

        reply: Reply = {"problem": tell(_FAILED)}
        try:
            reply = chat.write(visitor, data, show, outlet.is_stopped)
        finally:
            outlet.put(reply)

    async with aclosing(streamed(work)) as replies:
        async for reply in replies:
            yield json.dumps(reply) + "\n"
