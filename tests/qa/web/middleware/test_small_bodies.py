"""A body is bounded before anything looks at it, whatever it says of its length and in whichever pieces it comes."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from qa.web.middleware.small_bodies import MOST_BODY_BYTES, SmallBodies
from qa.web.problems import Problem, problem_json

DETAIL = "the body is over the limit of 1 MB; send less"


async def length(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture(scope="module")
def client() -> TestClient:
    routes = [Route("/{path:path}", length, methods=["POST", "PUT", "PATCH", "DELETE"])]
    return TestClient(SmallBodies(Starlette(routes=routes)))


def pieces(count: int) -> Iterator[bytes]:
    yield from [b"x" * 1000] * count


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_a_body_passes_up_to_the_limit(client: TestClient, method: str) -> None:
    for content in (b"x" * MOST_BODY_BYTES, pieces(1000)):
        assert client.request(method, "/api/ask", content=content).text == "1000000"
    for content in (b"x" * (MOST_BODY_BYTES + 1), pieces(1001)):
        refused = client.request(method, "/api/ask", content=content)
        assert (refused.status_code, refused.json()) == (413, {"error": DETAIL})
        assert refused.headers["connection"] == "close"


def test_the_versioned_api_says_it_as_a_problem(client: TestClient) -> None:
    for path in ("/api/v1/ask", "/papers/api/v1/ask"):
        assert client.post(path, content=pieces(1001)).json() == problem_json(Problem.TOO_LARGE, DETAIL)


def test_files_have_a_limit_of_their_own(client: TestClient) -> None:
    assert client.put("/api/v1/documents/a.md", content=pieces(1001)).text == "1001000"


class Conversation:
    """What a server says to an application, and how often it was asked."""

    def __init__(self, messages: list[Message]) -> None:
        self.messages, self.asked, self.sent = messages, 0, list[Message]()

    async def receive(self) -> Message:
        """The next message."""
        self.asked += 1
        return self.messages[self.asked - 1]

    async def send(self, message: Message) -> None:
        """Keep what is answered."""
        self.sent.append(message)


def run(messages: list[Message], headers: list[tuple[bytes, bytes]]) -> tuple[Conversation, list[Message]]:
    """The conversation, and what reached the application."""
    talk, reached = Conversation(messages), list[Message]()

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        reached.append(await receive())

    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    asyncio.run(SmallBodies(app)(scope, talk.receive, talk.send))
    return talk, reached


@given(st.lists(st.integers(0, 400_000), min_size=1, max_size=6), st.booleans())
def test_pieces_are_counted_and_no_more_is_read_than_the_limit(sizes: list[int], announced: bool) -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b"x" * size, "more_body": number < len(sizes) - 1}
        for number, size in enumerate(sizes)
    ]
    total = sum(sizes)
    talk, reached = run(messages, [(b"content-length", str(total).encode())] if announced else [])
    if total <= MOST_BODY_BYTES:
        assert reached == [{"type": "http.request", "body": b"x" * total, "more_body": False}]
        return
    assert reached == []
    assert talk.sent[0]["status"] == 413
    until = next(number for number in range(len(sizes) + 1) if sum(sizes[:number]) > MOST_BODY_BYTES)
    assert talk.asked == (0 if announced else until)


def test_a_client_that_goes_before_its_body_is_complete_gets_no_answer() -> None:
    gone: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    talk, reached = run(gone, [])
    assert (talk.sent, reached) == ([], [])
