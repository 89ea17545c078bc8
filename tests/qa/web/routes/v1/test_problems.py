"""What is wrong with a request is said in one form, with a place in the request, and in plain English."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from embeddings import EmbeddingsError
from qa import Collection, CollectionError, LockedError
from qa.answering.pipeline import LONGEST_QUESTION
from qa.uploads.inbox import BEING_WRITTEN
from qa.web.middleware.small_bodies import MOST_BODY_BYTES
from qa.web.problems import MEDIA_TYPE, Problem, problem_json
from qa.web.routes.v1.errors import UNFORESEEN
from qa.web.routes.v1.negotiation import EVENTS, JSON, preferred

QUESTION = {"question": "aaa"}


def test_a_problem_has_a_type_a_title_a_status_and_a_sentence() -> None:
    assert problem_json(Problem.NOT_FOUND, "there is no such document") == {
        "type": "urn:quotable:problem:not-found",
        "title": "There is no such thing",
        "status": 404,
        "detail": "there is no such document",
    }


def test_types_of_problems_differ() -> None:
    assert len({problem.type for problem in Problem}) == len(Problem)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, {"#/question": "question is missing"}),
        ({"question": ""}, {"#/question": "the question is empty"}),
        ({"question": " \t\x1f"}, {"#/question": "the question is empty"}),
        (
            {"question": "a" * (LONGEST_QUESTION + 1)},
            {"#/question": "the question has 2001 characters; 2000 at most are read"},
        ),
        ({"question": 5}, {"#/question": "question is '5'; it should be a valid string"}),
        ({**QUESTION, "k": 0}, {"#/k": "k is '0'; it should be greater than or equal to 1"}),
        ({**QUESTION, "k": 101}, {"#/k": "k is '101'; it should be less than or equal to 100"}),
        ({**QUESTION, "k": "5"}, {"#/k": "k is '5'; it should be a whole number"}),
        ({**QUESTION, "k": True}, {"#/k": "k is 'True'; it should be a whole number"}),
        (
            {**QUESTION, "filters": {"from": "2021"}},
            {"#/filters/from": "filters.from is '2021'; write a day as YYYY-MM-DD"},
        ),
        (
            {**QUESTION, "filters": {"from": "2021-02-30"}},
            {"#/filters/from": "filters.from is '2021-02-30'; write a day as YYYY-MM-DD"},
        ),
        ({**QUESTION, "filters": {"to": 0}}, {"#/filters/to": "filters.to is '0'; write a day as YYYY-MM-DD"}),
        (
            {**QUESTION, "filters": {"from": "2022-01-02", "to": "2022-01-01"}},
            {"#/filters": "the range of dates is empty: from 2022-01-02 to 2022-01-01"},
        ),
        ({**QUESTION, "form": 1}, {"#/form": "form is not known here; leave it out"}),
        ({**QUESTION, "a/b~c": 1}, {"#/a~1b~0c": "a/b~c is not known here; leave it out"}),
        (
            {"k": 0, "without": ["a", 1]},
            {
                "#/without/1": "without.1 is '1'; it should be a valid string",
                "#/question": "question is missing",
                "#/k": "k is '0'; it should be greater than or equal to 1",
            },
        ),
    ],
)
def test_every_fault_of_a_body_is_named_with_its_place(
    client: TestClient, body: object, faults: dict[str, str]
) -> None:
    response = client.post("/retrieve", json=body)
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (422, MEDIA_TYPE)
    assert {fault["pointer"]: fault["detail"] for fault in problem["errors"]} == faults
    assert problem["detail"] == problem["errors"][0]["detail"]
    assert (problem["type"], problem["title"]) == (Problem.INVALID.type, Problem.INVALID.title)


@pytest.mark.parametrize("sent", [b'{"question', b"\xff\xfe", b"[" * 900_000])
def test_a_body_that_is_no_json_is_said_to_be_none(client: TestClient, sent: bytes) -> None:
    response = client.post("/ask", content=sent, headers={"content-type": JSON})
    detail = "what was sent is not JSON; send an object"
    assert response.json() == problem_json(Problem.INVALID, detail, [{"detail": detail, "pointer": "#"}])


@pytest.mark.parametrize(
    "body",
    [
        {"question": "a \ud800"},
        {"question": "a", "without": ["\udc00"]},
        {"question": "a", "filters": {"document": ["\ud800"], "category": ["\ud800"]}},
        {"question": "a", "conversation": [{"question": "\ud800", "answer": {"interpreted": "\ud800"}}]},
    ],
)
def test_half_a_character_is_a_question_mark(client: TestClient, body: object) -> None:
    response = client.post("/ask", content=json.dumps(body), headers={"content-type": JSON})
    assert response.status_code == 200
    assert response.json()["question"] in ("a", "a ?")


def test_half_a_character_in_the_name_of_a_field_is_refused(client: TestClient) -> None:
    sent = b'{"question": "a", "\\ud800": 1}'
    assert client.post("/ask", content=sent, headers={"content-type": JSON}).status_code == 422


def test_a_parameter_of_an_address_is_named(client: TestClient) -> None:
    problem = client.get("/documents", params={"limit": "201", "from": "0"}).json()
    assert {fault["parameter"]: fault["detail"] for fault in problem["errors"]} == {
        "limit": "limit is '201'; it should be less than or equal to 200",
        "from": "from is '0'; write a day as YYYY-MM-DD",
    }


@pytest.mark.parametrize(
    ("method", "path", "options", "problem", "detail"),
    [
        ("GET", "/nothing", {}, Problem.NOT_FOUND, "there is no /api/v1/nothing; see /api/v1/openapi.json"),
        ("GET", "/ask", {}, Problem.WRONG_METHOD, "/api/v1/ask takes POST, not GET"),
        (
            "POST",
            "/documents/a/b.md",
            {},
            Problem.WRONG_METHOD,
            "/api/v1/documents/a/b.md takes GET and PUT and DELETE, not POST",
        ),
        (
            "POST",
            "/retrieve",
            {"json": QUESTION, "headers": {"accept": "text/html"}},
            Problem.NOT_ACCEPTABLE,
            "this is given as application/json; send an Accept header that takes it",
        ),
        (
            "POST",
            "/ask",
            {"json": QUESTION, "headers": {"accept": "image/*"}},
            Problem.NOT_ACCEPTABLE,
            "this is given as application/json or text/event-stream; send an Accept header that takes it",
        ),
        (
            "POST",
            "/ask",
            {"content": b"a=1", "headers": {"content-type": "text/plain"}},
            Problem.WRONG_MEDIA_TYPE,
            "the body is of type 'text/plain'; send application/json",
        ),
        ("POST", "/ask", {}, Problem.WRONG_MEDIA_TYPE, "the body's type is not said; send application/json"),
        (
            "POST",
            "/ask",
            {"content": b"x" * (MOST_BODY_BYTES + 1), "headers": {"content-type": JSON}},
            Problem.TOO_LARGE,
            "the body is over the limit of 1 MB; send less",
        ),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    client: TestClient, method: str, path: str, options: dict[str, object], problem: Problem, detail: str
) -> None:
    response = client.request(method, path, **options)  # type: ignore[arg-type]
    assert response.headers["content-type"] == MEDIA_TYPE
    assert (response.status_code, response.json()) == (problem.status, problem_json(problem, detail))


def test_a_refused_method_comes_with_those_that_are_taken(client: TestClient) -> None:
    for method, path, allowed in (
        ("GET", "/ask", "POST"),
        ("POST", "/status", "HEAD, GET"),
        ("PATCH", "/documents/a.md", "HEAD, GET, PUT, DELETE"),
    ):
        assert client.request(method, path).headers["allow"] == allowed


@pytest.mark.parametrize(
    ("error", "problem", "detail", "pause"),
    [
        (LockedError("held by 12"), Problem.BEING_WRITTEN, BEING_WRITTEN, "5"),
        (CollectionError("the catalog is damaged"), Problem.FAILED, "the catalog is damaged", None),
        (EmbeddingsError("the model is gone"), Problem.FAILED, "the model is gone", None),
        (ZeroDivisionError("division by zero"), Problem.FAILED, UNFORESEEN, None),
    ],
)
def test_an_error_of_the_collection_is_a_problem(
    client: TestClient,
    vowels: Collection,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    problem: Problem,
    detail: str,
    pause: str | None,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(vowels, "search", fail)
    response = client.post("/retrieve", json=QUESTION)
    assert (response.status_code, response.json()) == (problem.status, problem_json(problem, detail))
    assert response.headers.get("retry-after") == pause


# What a client takes


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json, text/event-stream", JSON),
        ("text/event-stream", EVENTS),
        ("text/event-stream, */*;q=0.5", EVENTS),
        ("application/json;q=0.5, text/event-stream;q=0.6", EVENTS),
        ("application/*", JSON),
        ("TEXT/*; Q=0.1", EVENTS),
        ("application/json;q=0, */*", EVENTS),
        ("*/*;q=0", None),
        ("text/html", None),
        ("application/json;q=nonsense", None),
    ],
)
def test_the_media_type_is_chosen_by_quality_and_by_the_most_specific_range(accept: str, chosen: str | None) -> None:
    assert preferred(accept, (JSON, EVENTS)) == chosen


@given(st.text())
def test_any_header_chooses_something_that_is_offered_or_nothing(accept: str) -> None:
    assert preferred(accept, (JSON, EVENTS)) in (JSON, EVENTS, None)
