"""An answer comes as events, each as soon as it is known; what goes wrong on the way is an event too."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from support.api import api_client
from support.llm_server import Reply, ScriptedServer, answer, claims, serving, until
from support.places import Write

from qa import Author, Collection, CollectionError, LlmSettings
from qa.web.problems import Problem, problem_json
from qa.web.routes.streaming import Outlet, streamed
from qa.web.routes.v1.errors import UNFORESEEN
from qa.web.routes.v1.negotiation import EVENTS

ACCEPT = {"accept": EVENTS}


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """Name and data of each event."""
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def ask(client: TestClient, question: str, **more: object) -> list[tuple[str, dict[str, object]]]:
    response = client.post("/ask", json={"question": question, **more}, headers=ACCEPT)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    return events(response.text)


def untimed(found: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in found.items() if name != "timings_ms"}


def test_first_comes_what_was_found_and_last_the_answer(client: TestClient, vowels: Collection) -> None:
    (first, search), (last, answered) = ask(client, "aaa?", k=1)
    assert (first, last) == ("search", "answer")
    assert untimed(search) == untimed(vowels.search("aaa?", 1).to_dict())
    assert untimed(answered) == untimed(vowels.ask("aaa?", k=1).to_dict())


def test_each_reading_of_a_question_is_searched_for(client: TestClient) -> None:
    *searches, (last, _) = ask(client, "What did the trip cost?", conversation=[{"question": "What did aaa say?"}])
    alone, follow_up = "What did the trip cost?", "What did the trip cost? (aaa say)"
    assert [(name, search["interpreted"]) for name, search in searches] == [("search", alone), ("search", follow_up)]
    assert last == "answer"


@pytest.mark.parametrize("question", ["How many documents are there?", "Thanks!"])
def test_what_is_not_searched_for_has_an_event_of_what_was_understood(client: TestClient, question: str) -> None:
    (first, search), (last, answered) = ask(client, question)
    assert (first, last) == ("search", "answer")
    assert (search["question"], search["hits"]) == (question, [])
    assert search["filters"] == answered["filters"]


@pytest.mark.parametrize(
    ("error", "detail"),
    [(CollectionError("the catalog is damaged"), "the catalog is damaged"), (KeyError("x"), UNFORESEEN)],
)
def test_an_error_on_the_way_is_the_last_event(
    client: TestClient, vowels: Collection, monkeypatch: pytest.MonkeyPatch, error: Exception, detail: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(vowels, "ask", fail)
    assert ask(client, "aaa") == [("problem", problem_json(Problem.FAILED, detail))]


def test_what_is_known_to_be_wrong_before_is_no_event(client: TestClient) -> None:
    refused = client.post("/ask", json={"question": ""}, headers=ACCEPT)
    assert (refused.status_code, refused.json()["detail"]) == (422, "the question is empty")


# The language model

MADE = claims(("Bread costs 5 dollars in the north.", ["S1"]), ("Bread costs 9 dollars.", ["S1"]))


@pytest.fixture
def written(vowels: Collection, write: Write, folder: object) -> Iterator[tuple[TestClient, ScriptedServer]]:
    write("bread.md", "Bread costs 5 dollars in the north.\n")
    vowels.index([folder])  # type: ignore[list-item]
    with serving(Reply(answer(MADE))) as llm:
        author = Author(vowels, LlmSettings(llm.url, "model"), load_verifier=lambda: None)
        yield api_client(vowels, author=lambda: author), llm


def test_statements_come_one_by_one_before_the_answer(written: tuple[TestClient, ScriptedServer]) -> None:
    found = ask(written[0], "What does bread cost?", llm=True)
    assert [name for name, _ in found] == ["search", "statement", "answer"]
    text = "Bread costs 5 dollars in the north."
    quote = {"document": "bread.md", "start": 0, "end": 35, "text": text}
    assert found[1][1] == {"text": text, "is_weak": False, "quotes": [quote]}
    assert found[2][1]["answer"]["text"] == f"{text} [1]"  # type: ignore[index]
    assert found[2][1]["answer"]["written"]["withheld"] == 1  # type: ignore[index]


def test_without_llm_the_language_model_is_not_asked(written: tuple[TestClient, ScriptedServer]) -> None:
    assert [name for name, _ in ask(written[0], "What does bread cost?")] == ["search", "answer"]
    assert written[1].requests == []


# Work in a thread


def test_results_come_in_their_order_and_something_meanwhile() -> None:
    go_on = threading.Event()

    def work(outlet: Outlet[str]) -> None:
        outlet.put("first")
        go_on.wait(5)
        outlet.put("second")

    async def collect() -> list[str]:
        found = []
        async for item in streamed(work, 0.01, "waiting"):
            found.append(item)
            if item == "waiting":
                go_on.set()
        return found

    first, *between, last = asyncio.run(collect())
    assert (first, last, set(between)) == ("first", "second", {"waiting"})


def test_work_hears_that_nobody_waits_any_more() -> None:
    stopped = threading.Event()

    def work(outlet: Outlet[int]) -> None:
        outlet.put(1)
        assert until(outlet.is_stopped)
        stopped.set()

    async def leave() -> None:
        results = streamed(work)
        assert await anext(results) == 1
        await results.aclose()

    asyncio.run(leave())
    assert stopped.wait(5)


def test_an_error_of_the_work_comes_after_its_results() -> None:
    def work(outlet: Outlet[int]) -> None:
        outlet.put(1)
        raise ZeroDivisionError

    async def collect() -> None:
        results = streamed(work)
        assert await anext(results) == 1
        with pytest.raises(ZeroDivisionError):
            await anext(results)

    asyncio.run(collect())
