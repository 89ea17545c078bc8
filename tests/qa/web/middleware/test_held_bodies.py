"""What all requests together have sent and is still held is bounded, however it is sent."""

import asyncio
import json

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Scope
from support.api import both_apis, request_scope

from qa import Collection
from qa.web.middleware.held_bodies import CROWDED, HeldBodies
from qa.web.middleware.small_bodies import SmallBodies
from qa.web.problems import Problem, problem_json


class Sender:
    """A client that sends a piece when it is told to."""

    def __init__(self, app: ASGIApp, asking: Scope) -> None:
        self.sent: list[Message] = []
        self._pieces: asyncio.Queue[Message] = asyncio.Queue()
        self.task = asyncio.ensure_future(app(asking, self._pieces.get, self._take))

    async def _take(self, message: Message) -> None:
        self.sent.append(message)

    async def sends(self, size: int, *, more: bool = True) -> None:
        """Send bytes, and give the application time for them."""
        self._pieces.put_nowait({"type": "http.request", "body": b"x" * size, "more_body": more})
        for _ in range(50):
            await asyncio.sleep(0.002)

    @property
    def status(self) -> int | None:
        """Of the answer; None while there is none."""
        return self.sent[0]["status"] if self.sent else None


async def length(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def application() -> ASGIApp:
    return HeldBodies(SmallBodies(Starlette(routes=[Route("/{path:path}", length, methods=["POST", "PUT"])])), 1000)


def headers(sender: Sender) -> dict[bytes, bytes]:
    return dict(sender.sent[0]["headers"])


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/ask", "/x"])
def test_a_body_that_is_too_much_with_the_others_is_refused_and_there_is_room_when_they_are_answered(path: str) -> None:
    async def crowd() -> None:
        app = application()
        first, second = Sender(app, request_scope("POST", path)), Sender(app, request_scope("POST", path))
        await first.sends(600)
        await second.sends(300)
        assert (first.status, second.status) == (None, None)
        await second.sends(200)
        assert second.status == 503
        assert headers(second)[b"retry-after"] == b"5"
        assert headers(second)[b"connection"] == b"close"
        await first.sends(400, more=False)
        assert first.sent[1]["body"] == b"1000"
        third = Sender(app, request_scope("POST", path))
        await third.sends(1000, more=False)
        assert third.status == 200
        await asyncio.gather(first.task, second.task, third.task)

    asyncio.run(crowd())


def test_one_that_says_how_long_it_is_is_refused_before_it_is_sent() -> None:
    async def crowd() -> None:
        app = application()
        first = Sender(app, request_scope("PUT", "/a"))
        await first.sends(600)
        fitting, too_long = Sender(app, request_scope("PUT", "/a", 400)), Sender(app, request_scope("PUT", "/a", 401))
        await too_long.task
        assert (fitting.status, too_long.status) == (None, 503)
        for one in (first, fitting):
            one.task.cancel()

    asyncio.run(crowd())


@pytest.mark.parametrize("path", ["/api/v1/documents/a.md", "/api/documents/a.md"])
def test_a_file_is_refused_in_the_form_of_its_address(collection: Collection, path: str) -> None:
    async def crowd() -> Sender:
        app = HeldBodies(both_apis(collection), 1000)
        first = Sender(app, request_scope("PUT", path))
        await first.sends(900)
        second = Sender(app, request_scope("PUT", path))
        await second.sends(200)
        first.task.cancel()
        await second.task
        return second

    refused = asyncio.run(crowd())
    assert refused.status == 503
    assert int(headers(refused)[b"retry-after"]) >= 2
    body = b"".join(message.get("body", b"") for message in refused.sent)
    wanted = problem_json(Problem.BUSY, CROWDED) if "/v1/" in path else {"error": CROWDED}
    assert json.loads(body) == wanted
