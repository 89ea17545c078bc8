"""A crowd slows a server and does not break it, and who does nothing is left."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send
from support.api import both_apis, request_scope

from qa import Collection
from qa.web.middleware.crowd import Crowd
from qa.web.middleware.slow_clients import SlowClients

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def scope(method: str = "POST", path: str = "/api/v1/ask") -> Scope:
    return {"type": "http", "method": method, "path": path, "headers": []}


async def nothing_comes() -> Message:
    await asyncio.sleep(3600)
    raise AssertionError("nothing comes")


async def asked(app: Application, asking: Scope, receive: Receive = nothing_comes) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(asking, receive, send)
    return sent


class Work:
    """An application that works until it is told to finish."""

    def __init__(self, media_type: bytes = b"application/json") -> None:
        self.working = self.most = 0
        self.finished = asyncio.Event()
        self._media_type = media_type

    async def __call__(self, asking: Scope, receive: Receive, send: Send) -> None:
        """Begin, and wait."""
        self.working += 1
        self.most = max(self.most, self.working)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", self._media_type)]})
        await self.finished.wait()
        await send({"type": "http.response.body", "body": b"done"})
        self.working -= 1


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def statuses(answers: list[list[Message]]) -> list[int]:
    return [answer[0]["status"] for answer in answers]


def test_so_many_are_worked_on_so_many_wait_and_the_next_are_told_to_come_back() -> None:
    async def crowd() -> tuple[int, list[list[Message]]]:
        work = Work()
        app = Crowd(work, at_once=2, most_waiting=3)
        tasks = [asyncio.create_task(asked(app, scope())) for _ in range(7)]
        await settle()
        assert [task.done() for task in tasks] == [False] * 5 + [True] * 2
        work.finished.set()
        return work.most, list(await asyncio.gather(*tasks))

    most, answers = asyncio.run(crowd())
    assert most == 2
    assert statuses(answers) == [200] * 5 + [503] * 2
    refused = answers[-1]
    assert (b"retry-after", b"2") in refused[0]["headers"]
    assert b"too many questions are waiting; ask again in a moment" in refused[1]["body"]


def test_a_place_is_free_again_after_an_error_and_after_who_waits_has_gone() -> None:
    async def fails(asking: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("a bug")

    async def crowd() -> list[Message]:
        app = Crowd(fails, at_once=1, most_waiting=1)
        for _ in range(3):
            with pytest.raises(ValueError, match="a bug"):
                await asked(app, scope())
        work = Work()
        app = Crowd(work, at_once=1, most_waiting=1)
        first = asyncio.create_task(asked(app, scope()))
        await settle()
        gone = asyncio.create_task(asked(app, scope()))
        await settle()
        gone.cancel()
        await settle()
        second = asyncio.create_task(asked(app, scope()))
        await settle()
        work.finished.set()
        await first
        return await second

    assert statuses([asyncio.run(crowd())]) == [200]


def test_what_is_no_work_waits_for_nothing() -> None:
    async def crowd() -> int:
        work = Work()
        app = Crowd(work, at_once=1, most_waiting=0)
        asking = [scope(), scope("GET", "/"), scope("GET", "/quotable/chat.js"), scope("HEAD", "/healthz")]
        asking.append(scope("PUT", "/api/v1/documents/a.md"))  # its file may be minutes on its way
        tasks = [asyncio.create_task(asked(app, each)) for each in asking]
        await settle()
        working = work.working
        work.finished.set()
        await asyncio.gather(*tasks)
        return working

    assert asyncio.run(crowd()) == 5


@pytest.mark.parametrize("media_type", [b"text/event-stream; charset=utf-8", b"application/x-ndjson"])
def test_an_answer_in_pieces_keeps_nobody_waiting(media_type: bytes) -> None:
    async def crowd() -> int:
        work = Work(media_type)
        app = Crowd(work, at_once=1, most_waiting=1)
        tasks = [asyncio.create_task(asked(app, scope())) for _ in range(3)]
        await settle()
        working = work.working
        work.finished.set()
        await asyncio.gather(*tasks)
        return working

    assert asyncio.run(crowd()) == 3


# Who does nothing


async def reads(asking: Scope, receive: Receive, send: Send) -> None:
    """An application that takes in the body, answers, and waits for the end of the connection."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})
    assert (await receive())["type"] == "http.disconnect"


def pieces(*waits: float) -> Receive:
    """The pieces of a body, each after so many seconds, then the end of the connection after one more."""
    left = list(waits)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(0.2)
            return {"type": "http.disconnect"}
        await asyncio.sleep(left.pop(0))
        return {"type": "http.request", "body": b"x", "more_body": bool(left)}

    return receive


def test_a_body_may_take_long_as_long_as_it_goes_on() -> None:
    answer = asyncio.run(asked(SlowClients(reads, patience=0.1), scope(), pieces(0.06, 0.06, 0.06)))
    assert statuses([answer]) == [200]


def test_a_body_whose_rest_does_not_come_is_answered_with_408() -> None:
    answer = asyncio.run(asked(SlowClients(reads, patience=0.1), scope(), pieces(0.0, 5.0)))
    assert statuses([answer]) == [408]
    assert b"nothing more came for 0.1 seconds; send the request again" in answer[1]["body"]


@pytest.mark.parametrize("path", ["/api/v1/documents/a.md", "/api/documents/a.md"])
def test_so_is_a_file_of_which_the_rest_does_not_come(collection: Collection, path: str) -> None:
    app = SlowClients(both_apis(collection), patience=0.1)
    answer = asyncio.run(asked(app, request_scope("PUT", path), pieces(0.0, 5.0)))
    assert statuses([answer]) == [408]
    assert b"nothing more came for 0.1 seconds; send the request again" in answer[1]["body"]


def test_a_client_that_takes_nothing_is_left() -> None:
    async def send(message: Message) -> None:
        await asyncio.sleep(3600)

    async def left() -> None:
        await asyncio.wait_for(SlowClients(reads, patience=0.1)(scope(), pieces(0.0), send), 5)

    asyncio.run(left())


def test_a_timeout_of_the_application_itself_is_not_taken_for_a_slow_client() -> None:
    async def fails(asking: Scope, receive: Receive, send: Send) -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        asyncio.run(asked(SlowClients(fails), scope()))
