"""What Open WebUI sends: the bodies and headers of its requests, field by field, in words of our own."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from support.places import Write
from support.web_server import web_server

from qa import Collection
from qa.access.accounts import Accounts, on_collections
from qa.access.roles import Role
from qa.store.sqlite import SqliteDatabase
from qa.web.protection import Protection
from qa.web.routes.openai.completions import NO_TASKS
from qa.web.server import create_app

QUOTE = "The mill ground 400 sacks in 2021."
LATER = "The mill ground 650 sacks in 2022."
QUESTION = "How many sacks did the mill grind in 2021?"
FROM_ANN = {
    "x-openwebui-user-name": "Ann%20Lee",
    "x-openwebui-user-id": "5c0f",
    "x-openwebui-user-email": "ann@example.org",
    "x-openwebui-user-role": "user",
    "x-openwebui-chat-id": "9d1e",
}
"""Sent where it is told to forward who asks."""
BESIDE = {
    "params": {},
    "files": [],
    "tool_ids": [],
    "tool_servers": [],
    "filter_ids": [],
    "features": {"voice": False, "image_generation": False, "code_interpreter": False, "web_search": False},
    "variables": {"{{USER_NAME}}": "Ann Lee", "{{CURRENT_DATETIME}}": "2026-01-02 10:00:00"},
    "metadata": {"user_id": "5c0f", "chat_id": "9d1e", "message_id": "7a", "features": {}, "variables": {}},
    "model_item": {"id": "quotable", "object": "model", "owned_by": "quotable", "urlIdx": 0, "tags": []},
    "session_id": "s1",
    "chat_id": "9d1e",
    "id": "7a",
    "background_tasks": {"title_generation": True, "tags_generation": True, "follow_up_generation": True},
}
"""Fields that are no part of OpenAI's API; versions of the program take off more or fewer of them before they send."""
TASKS = [
    '### Task:\nFind a title of a few words for the chat.\n### Output:\nJSON: { "title": "…" }\n### Chat History:\n'
    f"<chat_history>\nUSER: {QUESTION}\nASSISTANT: {QUOTE}\n</chat_history>",
    f"### Task:\nName one to three tags.\n### Chat History:\n<chat_history>\nUSER: {QUESTION}\n</chat_history>",
    '### Task:\nSuggest three questions that the user may ask next.\n### Output:\nJSON: { "follow_ups": [] }',
    "### Task:\nDecide whether to search, and write the queries.\n#### Guidelines:\n- Be brief.",
    '### Task:\nAnswer from the context.\n\n<context>\n<source id="1">Mills.</source>\n</context>\n\n' + QUESTION,
]


@pytest.fixture
def asked(collection: Collection, write: Write) -> Collection:
    collection.index([write("mill.md", f"---\ntitle: Mill\n---\n{QUOTE}\n\n{LATER}\n")])
    return collection


@pytest.fixture
def client(asked: Collection) -> Iterator[httpx2.Client]:
    with (
        web_server(lambda: create_app(asked, [])) as address,
        httpx2.Client(base_url=f"{address}/v1", headers={"authorization": "Bearer none", **FROM_ANN}) as client,
    ):
        yield client


def streamed(client: httpx2.Client, body: dict[str, object]) -> list[dict[str, object]]:
    """The objects of a stream, which ends as it should."""
    response = client.post("/chat/completions", json=body)
    assert (response.status_code, response.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
    lines = [line for line in response.text.split("\n\n") if line and not line.startswith(":")]
    assert lines.pop() == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def text(pieces: list[dict[str, object]]) -> str:
    deltas = [choice["delta"] for piece in pieces for choice in piece["choices"]]  # type: ignore[attr-defined]
    return "".join(str(delta.get("content") or "") for delta in deltas)


def test_the_models_of_a_connection_are_listed(client: httpx2.Client) -> None:
    listed = client.get("/models").json()
    assert [model["id"] for model in listed["data"]] == ["quotable"]


def test_a_question_with_all_that_is_sent_beside_it_is_answered_in_a_stream(client: httpx2.Client) -> None:
    body = {
        "stream": True,
        "model": "quotable",
        "messages": [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": QUESTION}],
        "stream_options": {"include_usage": True},
        "temperature": 0.7,
        "top_p": 0.9,
        "max_tokens": 512,
        "logit_bias": None,
        "stop": [],
        **BESIDE,
    }
    pieces = streamed(client, body)
    assert QUOTE in text(pieces)
    assert pieces[-1]["usage"]["total_tokens"] > 0  # type: ignore[index]
    [annotations] = [
        choice["delta"]["annotations"]
        for piece in pieces
        for choice in piece["choices"]  # type: ignore[attr-defined]
        if "annotations" in choice["delta"]
    ]
    assert annotations[0]["url_citation"]["title"] == "Mill"


def test_the_turns_before_it_say_what_a_follow_up_means(client: httpx2.Client) -> None:
    said = text(
        streamed(client, {"model": "quotable", "messages": [{"role": "user", "content": QUESTION}], "stream": True})
    )
    messages = [
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": said},
        {"role": "user", "content": [{"type": "text", "text": "And in 2022?"}]},
    ]
    body = {"stream": True, "model": "quotable", "messages": messages, **BESIDE}
    found = text(streamed(client, body))
    assert found.startswith(f"Asked as: How many sacks did the mill grind in 2022?\n\n> “{LATER}”")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_answered_with_a_sentence_and_is_no_question(client: httpx2.Client, task: str) -> None:
    for limit in ("max_tokens", "max_completion_tokens"):
        body = {"model": "quotable", "messages": [{"role": "user", "content": task}], "stream": False, limit: 1000}
        done = client.post("/chat/completions", json={**body, **BESIDE}).json()
        assert done["choices"][0]["message"]["content"] == NO_TASKS
        assert done["choices"][0]["finish_reason"] == "stop"
    assert text(streamed(client, {**body, "stream": True})) == NO_TASKS


def test_a_wrong_key_is_refused_as_such_a_connection_shows_it(asked: Collection, tmp_path: Path) -> None:
    accounts = Accounts(SqliteDatabase(tmp_path / "access.sqlite"))
    key = accounts.add_key("Open WebUI", on_collections(Role.READER))
    with web_server(lambda: create_app(asked, [], protection=Protection(accounts=accounts))) as address:
        refused = httpx2.get(f"{address}/v1/models", headers={"authorization": "Bearer none"})
        assert refused.status_code == 401
        assert refused.json()["error"]["message"] == "log in, or send a key: 'Authorization: Bearer qk_…'"
        listed = httpx2.get(f"{address}/v1/models", headers={"authorization": f"Bearer {key}"})
        assert [model["id"] for model in listed.json()["data"]] == ["quotable"]
    accounts.close()
