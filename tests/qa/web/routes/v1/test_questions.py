"""Questions over the API: answered as on the command line, and follow-ups without a state on the server."""

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from qa import Collection, Conversation
from qa.filters import Filters
from qa.settings import NO_MODEL


def untimed(answer: dict[str, object]) -> dict[str, object]:
    """Without what differs from one time to the next."""
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_retrieve_answers_what_retrieve_json_prints(client: TestClient, vowels: Collection) -> None:
    found = client.post("/retrieve", json={"question": "aaa", "k": 1}).json()
    assert untimed(found) == untimed(vowels.search("aaa", 1).to_dict())
    assert [hit["document"] for hit in found["hits"]] == ["aaa.md"]


def test_ask_answers_what_ask_json_prints(client: TestClient, vowels: Collection) -> None:
    asked = {"question": "eee?", "filters": {"from": "2022-01-01", "category": ["second"]}, "k": 1}
    filters = Filters(date(2022, 1, 1), None, frozenset({"second"}))
    answered = client.post("/ask", json=asked).json()
    assert untimed(answered) == untimed(vowels.ask("eee?", filters=filters, k=1).to_dict())
    assert answered["answer"]["text"] == "“eee eee eee eee eee eee.” [1]"


def test_matches_counts_documents_by_month_and_category(client: TestClient) -> None:
    found = client.post("/matches", json={"question": "aaa"}).json()
    assert (found["documents"], found["categories"]) == (1, [{"category": "first", "documents": 1}])
    everything = client.post("/matches", json={"question": None, "filters": {"to": "2021-12-31"}}).json()
    assert (everything["documents"], len(everything["months"])) == (1, 13)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["aaa.md", "eee.md"]),
        ({"from": "2022-01-01"}, ["eee.md"]),
        ({"to": "2021-03-01"}, ["aaa.md"]),
        ({"category": ["second", "third"]}, ["eee.md"]),
        ({"document": ["aaa.md"]}, ["aaa.md"]),
        ({"from": None, "to": None, "category": [], "document": []}, ["aaa.md", "eee.md"]),
    ],
)
def test_filters_narrow_every_question(client: TestClient, filters: dict[str, object], expected: list[str]) -> None:
    asked = {"question": "aaa eee", "filters": filters}
    for path in ("/retrieve", "/ask"):
        assert sorted(hit["document"] for hit in client.post(path, json=asked).json()["hits"]) == expected
    assert client.post("/matches", json={"filters": filters}).json()["documents"] == len(expected)


def test_what_was_understood_can_be_left_out(client: TestClient) -> None:
    asked = {"question": "aaa eee, documents from 2021"}
    for path in ("/retrieve", "/ask"):
        kept = client.post(path, json=asked).json()
        assert [hit["document"] for hit in kept["hits"]] == ["aaa.md"]
        found = client.post(path, json={**asked, "without": ["from:2021-01-01", "to"]}).json()
        assert (len(found["hits"]), found["filters"]) == (2, [])


def test_the_stages_of_a_question_stand_in_a_header(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "aaa?"})
    timings = response.json()["timings_ms"]
    stages = re.findall(r"(\w+);dur=([0-9.]+)", response.headers["server-timing"])
    assert {name: float(spent) for name, spent in stages} == timings
    assert set(timings) == {"load", "encode", "retrieve", "answer", "total"}


def test_answers_are_kept_by_nobody_on_the_way(client: TestClient) -> None:
    for path in ("/ask", "/retrieve", "/matches"):
        assert client.post(path, json={"question": "aaa"}).headers["cache-control"] == "no-store"


# Follow-ups

FIRST, NEXT = "What did aaa aaa say in 2021?", "And in 2022?"


def test_a_follow_up_needs_only_the_question_before(client: TestClient) -> None:
    asked = {"question": NEXT, "conversation": [{"question": FIRST}]}
    assert client.post("/ask", json=asked).json()["interpreted"] == "What did aaa aaa say in 2022?"
    assert client.post("/ask", json={"question": NEXT}).json()["interpreted"] == NEXT


def test_a_conversation_that_is_sent_along_answers_as_one_that_is_kept(client: TestClient, vowels: Collection) -> None:
    """A question may refer to what was cited, listed, or only found before."""
    questions = (FIRST, NEXT, "How many documents are there?", "Who signed it?", "xyz", "What does it say about aaa?")
    kept, sent = Conversation(), list[dict[str, object]]()
    for question in questions:
        expected = vowels.ask(question, kept)
        answered = client.post("/ask", json={"question": question, "conversation": sent}).json()
        assert untimed(answered) == untimed(expected.to_dict())
        kept = kept.then(expected.turn)
        sent.append({"question": question, "answer": answered})


# The language model


def test_a_language_model_that_is_not_set_cannot_write(client: TestClient) -> None:
    for accept in ("application/json", "text/event-stream"):
        refused = client.post("/ask", json={"question": "aaa", "llm": True}, headers={"accept": accept})
        assert refused.status_code == 409
        assert refused.json() == {
            "type": "urn:quotable:problem:no-language-model",
            "title": "No language model is set",
            "status": 409,
            "detail": NO_MODEL,
        }
