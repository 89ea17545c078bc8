"""A language model behind a server that does what servers do: every way to fail is one sentence, in time."""

import asyncio
import logging
import re
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from support.llm_server import END, Reply, ScriptedServer, answer, chunk, refusal, serving, until

from qa.errors import (
    LlmAnswerError,
    LlmBusyError,
    LlmConnectionError,
    LlmError,
    LlmKeyError,
    LlmModelError,
    LlmPackageError,
    LlmTimeoutError,
)
from qa.llm.model import Ended, LanguageModel
from qa.llm.prompts import ANSWER_SCHEMA, Messages
from qa.llm.request import Limits
from qa.settings import LlmSettings

pytest.importorskip("openai", reason="the extra llm is not installed")

HELLO: Messages = [{"role": "user", "content": "Say hello to us."}]
PATIENT = Limits(connect_seconds=10, first_token_seconds=10, seconds=20, characters=500)
QUICK = Limits(connect_seconds=2, first_token_seconds=0.6, seconds=1.2, characters=500)
KEY = "sk-top-secret-0123456789"
Within = Callable[[float], AbstractContextManager[None]]


def model(server: ScriptedServer, *, key: str | None = None, limits: Limits = PATIENT) -> LanguageModel:
    return LanguageModel(LlmSettings(server.url, "m", key), limits)


def read(model: LanguageModel, schema: dict[str, object] | None = None) -> tuple[str, Ended]:
    """What was said, and how it ended."""
    *pieces, ended = model.stream(HELLO, schema)
    assert isinstance(ended, Ended)
    return "".join(str(piece) for piece in pieces), ended


def failure(model: LanguageModel) -> LlmError:
    """Why an answer broke off."""
    error = read(model)[1].error
    assert error is not None
    return error


def test_an_answer_arrives_in_pieces_with_the_tokens_that_the_server_counts() -> None:
    usage = chunk(usage={"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15})
    with serving(Reply([chunk("Hel"), chunk("lo"), usage, END])) as server:
        *pieces, ended = model(server).stream(HELLO)
    assert pieces == ["Hel", "lo"]
    assert isinstance(ended, Ended)
    assert (ended.error, ended.was_stopped, ended.tokens_read, ended.tokens_written, ended.is_estimated) == (
        None,
        False,
        12,
        3,
        False,
    )
    assert 0 < ended.seconds < 2


def test_tokens_are_estimated_where_the_server_counts_none() -> None:
    with serving(Reply(answer("Hello"))) as server:
        ended = read(model(server))[1]
    assert (ended.tokens_read, ended.tokens_written, ended.is_estimated) == (4, 2, True)  # of 16 and 5 characters


@pytest.mark.parametrize("usage", [None, {}, 5, [], {"prompt_tokens": None, "completion_tokens": "many"}])
def test_a_count_that_is_none_is_no_fault_of_the_answer(usage: object) -> None:
    with serving(Reply([chunk("Hello"), chunk(usage=usage), END])) as server:
        said, ended = read(model(server))
    assert (said, ended.error, ended.is_estimated) == ("Hello", None, True)


def test_a_request_holds_the_model_the_messages_and_the_schema_and_is_streamed() -> None:
    with serving(Reply(answer("{}"))) as server:
        read(model(server), ANSWER_SCHEMA)
    [request] = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "m",
        "messages": HELLO,
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": ANSWER_SCHEMA, "strict": True},
        },
    }


def test_what_a_server_refuses_is_left_out_and_not_asked_for_again() -> None:
    refused = refusal(400, "unknown response_format")
    with serving(refused, refused, Reply(answer("one"))) as server:
        asked = model(server)
        assert read(asked, ANSWER_SCHEMA)[0] == "one"
        assert read(asked, ANSWER_SCHEMA)[0] == "one"
    formats = [request.body.get("response_format", {}).get("type") for request in server.requests]
    assert formats == ["json_schema", "json_object", None, None]


@pytest.mark.parametrize("name", ["temperature", "stream_options"])
def test_an_option_that_a_server_names_is_left_out_alone(name: str) -> None:
    with serving(refusal(400, f"Unsupported value: '{name}'"), Reply(answer("one"))) as server:
        assert read(model(server), ANSWER_SCHEMA)[0] == "one"
    first, second = (set(request.body) for request in server.requests)
    assert first - second == {name}


def test_a_request_that_is_refused_in_every_form_is_an_error_and_nothing_is_concluded_from_it() -> None:
    with serving(*[refusal(400, "the prompt is too long")] * 4, Reply(answer("one"))) as server:
        asked = model(server)
        assert read(asked, ANSWER_SCHEMA)[1].error is not None
        assert len(server.requests) == 4
        read(asked, ANSWER_SCHEMA)
    assert server.requests[4].body["response_format"]["type"] == "json_schema"


# Time


def test_a_server_that_says_nothing_is_too_slow(within: Within) -> None:
    with serving(Reply(then="silent")) as server, within(4):
        error = failure(model(server, limits=QUICK))
        assert server.hung_up.wait(2)
    assert isinstance(error, LlmTimeoutError)
    assert str(error) == "m did not begin to answer within 0.6 seconds"


def test_signs_of_life_are_no_tokens(within: Within) -> None:
    alive: list[str | float] = [part for _ in range(100) for part in (": ping\n\n", chunk(""), 0.05)]
    with serving(Reply(alive)) as server, within(4):
        assert isinstance(failure(model(server, limits=QUICK)), LlmTimeoutError)


def test_thinking_counts_as_tokens_and_is_no_part_of_the_answer(within: Within) -> None:
    thought = chunk(choices=[{"index": 0, "delta": {"reasoning_content": "hm"}}])
    with serving(Reply([thought, 1.5, *answer("Hello")])) as server, within(10):
        said, ended = read(model(server, limits=Limits(first_token_seconds=1.2, seconds=20)))
    assert (said, ended.error) == ("Hello", None)


def test_an_answer_that_does_not_end_is_cut_in_time(within: Within) -> None:
    drip: list[str | float] = [part for _ in range(100) for part in (chunk("a"), 0.05)]
    with serving(Reply(drip)) as server, within(5):
        said, ended = read(model(server, limits=QUICK))
        assert server.hung_up.wait(2)
    assert str(ended.error) == "m did not finish its answer within 1.2 seconds"
    assert set(said) == {"a"}


def test_an_endless_answer_is_cut_at_its_length(within: Within) -> None:
    with serving(Reply([chunk("a" * 99)] * 10_000)) as server, within(8):
        said, ended = read(model(server, limits=Limits(seconds=30, characters=500)))
        assert server.hung_up.wait(2)
    assert said == "a" * 500
    assert str(ended.error) == "m wrote more than 500 characters"


# Refusals


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused(status: int) -> None:
    with serving(refusal(status, f"Incorrect key {KEY}")) as server:
        error = failure(model(server, key=KEY))
    assert isinstance(error, LlmKeyError)
    assert str(error) == f"{server.url} rejects the key; set a valid one in QUOTABLE_LLM_API_KEY"


def test_a_key_that_is_missing() -> None:
    with serving(refusal(401)) as server:
        error = failure(model(server))
    assert isinstance(error, LlmKeyError)
    assert str(error) == f"{server.url} needs a key; set it in QUOTABLE_LLM_API_KEY"
    assert "authorization" not in server.requests[0].headers


def test_a_model_that_the_server_does_not_have() -> None:
    with serving(refusal(404)) as server:
        error = failure(model(server))
    assert isinstance(error, LlmModelError)
    assert str(error).startswith(f"{server.url} has no model 'm', or is not the address of an API")


def test_a_busy_server_is_asked_again_when_it_says_soon(within: Within) -> None:
    with serving(refusal(429, retry_after="0"), Reply(answer("Hello"))) as server, within(8):
        said, ended = read(model(server))
    assert (said, ended.error, len(server.requests)) == ("Hello", None, 2)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_not_waited_for_when_it_says_late(status: int, within: Within) -> None:
    with serving(refusal(status, "slow down", retry_after="60")) as server, within(4):
        error = failure(model(server))
    assert isinstance(error, LlmBusyError)
    assert str(error) == f"{server.url} takes no more requests now; ask again in 60 seconds (slow down)"
    assert len(server.requests) == 1


def test_a_busy_server_may_name_a_time() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    with serving(refusal(429, retry_after=later)) as server:
        said = str(failure(model(server)))
    assert re.search(r"ask again in (8\d|90) seconds", said)


@pytest.mark.parametrize("header", [{}, {"retry_after": "soon"}])
def test_a_busy_server_that_does_not_say_when(header: dict[str, str]) -> None:
    with serving(refusal(429, "slow down", **header)) as server:
        assert str(failure(model(server))) == f"{server.url} takes no more requests now; ask again later (slow down)"


def test_a_server_that_is_always_busy_for_a_moment_is_not_asked_for_ever(within: Within) -> None:
    with serving(refusal(429, retry_after="0")) as server, within(4):
        assert isinstance(failure(model(server, limits=QUICK)), LlmBusyError | LlmTimeoutError)
    assert len(server.requests) <= 3


def test_a_server_with_a_fault_of_its_own() -> None:
    with serving(refusal(500, "out of\x07 memory\n" + "x" * 1000)) as server:
        error = failure(model(server))
    assert isinstance(error, LlmAnswerError)
    assert str(error).startswith(f"{server.url} answered with status 500 (out of memory xxx")
    assert len(str(error)) < 300
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": {"message": "no room"}}', " (no room)"),
        ('{"error": "no room"}', " (no room)"),
        ('{"detail": "no room"}', " (no room)"),
        ('{"error": {}}', ""),
        ("<h1>no</h1> room", " (<h1>no</h1> room)"),
    ],
)
def test_what_a_server_says_about_its_fault_is_passed_on(body: str, said: str) -> None:
    with serving(Reply([body], 500)) as server:
        assert str(failure(model(server))) == f"{server.url} answered with status 500{said}"


# Connections


def test_a_server_that_is_not_there(within: Within) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with within(5):
            error = failure(LanguageModel(LlmSettings(url, "m"), QUICK))
    assert isinstance(error, LlmConnectionError)
    assert str(error).startswith(f"{url} cannot be reached; is the server running?")


def test_a_stream_that_is_cut(within: Within) -> None:
    with serving(Reply([chunk("Hel")], then="cut")) as server, within(5):
        said, ended = read(model(server))
    assert said == "Hel"
    assert isinstance(ended.error, LlmConnectionError)
    assert str(ended.error) == f"{server.url} closed the connection before its answer was complete"


def test_an_error_in_the_middle_of_a_stream() -> None:
    with serving(Reply([chunk("Hel"), 'data: {"error": {"message": "out of memory"}}\n\n'])) as server:
        said, ended = read(model(server))
    assert said == "Hel"
    assert isinstance(ended.error, LlmAnswerError)
    assert str(ended.error) == f"{server.url} ended its answer early (out of memory)"


@pytest.mark.parametrize(
    "part",
    ["data: {nonsense\n\n", 'data: ["a"]\n\n', "data: 7\n\n", 'data: {"choices": [{"delta": 5}]}\n\n', "\xff\xfe\n\n"],
)
def test_a_stream_of_something_else_is_no_answer(part: str) -> None:
    with serving(Reply([part])) as server:
        said, ended = read(model(server))
    assert said == ""
    assert ended.error is None or isinstance(ended.error, LlmAnswerError)


def test_a_web_page_is_no_answer() -> None:
    with serving(Reply(["<html>Welcome</html>"], headers={"content-type": "text/html"})) as server:
        assert read(model(server))[0] == ""


# What is sent, and where to


def test_a_redirect_is_not_followed() -> None:
    with serving(Reply(answer("no"))) as other:
        with serving(Reply((), 307, {"location": f"{other.url}/chat/completions"})) as server:
            error = failure(model(server, key=KEY))
        assert other.requests == []
    assert isinstance(error, LlmAnswerError)
    assert str(error).startswith(f"{server.url} answered with status 307")


def test_the_environments_proxies_and_keys_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Reply(answer("no"))) as other, serving(Reply(answer("Hello"))) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, other.url.removesuffix("/v1"))
        for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "CUSTOM_HEADERS"):
            monkeypatch.setenv(f"OPENAI_{name}", "Authorization: Bearer leaked")
        monkeypatch.setenv("OPENAI_BASE_URL", other.url)
        assert read(model(server, key=KEY))[0] == "Hello"
        assert read(model(server))[0] == "Hello"
        assert other.requests == []
    with_key, without = (request.headers for request in server.requests)
    assert with_key.pop("authorization") == f"Bearer {KEY}"
    assert set(with_key) == set(without)
    assert set(without) == {"host", "accept", "accept-encoding", "connection", "content-length", "content-type"}


def test_the_key_is_in_no_log_no_error_and_no_representation(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for reply in (
        refusal(401, f"bad {KEY}"),
        refusal(500, f"bad {KEY}"),
        Reply([f'data: {{"error": {{"message": "{KEY}"}}}}\n\n']),
        Reply(answer("Hello")),
    ):
        with serving(reply) as server:
            asked = model(server, key=KEY)
            _, ended = read(asked)
            said += [repr(asked), repr(asked.settings), str(asked.settings), repr(ended), str(ended.error)]
            assert ended.error is None or (ended.error.__cause__ is None and ended.error.__suppress_context__)
    assert caplog.text != ""
    assert KEY not in caplog.text + "".join(said)


def test_without_the_package_an_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(LlmPackageError, match=r"^a language model needs the package openai: pip install '\.\[llm\]'$"):
        LanguageModel(LlmSettings("http://127.0.0.1/v1", "m"))


# Stopping


def test_stopping_before_the_first_token_closes_the_request(within: Within) -> None:
    with serving(Reply(then="silent")) as server, within(6):
        [ended] = model(server).stream(HELLO, is_stopped=lambda: bool(server.requests))
        assert server.hung_up.wait(2)
    assert isinstance(ended, Ended)
    assert (ended.was_stopped, ended.error) == (True, None)


def test_stopping_in_the_middle_closes_the_request(within: Within) -> None:
    pieces: list[str | Ended] = []
    with serving(Reply([chunk("a")], then="silent")) as server, within(6):
        for piece in model(server).stream(HELLO, is_stopped=lambda: bool(pieces)):
            pieces.append(piece)
        assert server.hung_up.wait(2)
    said, ended = pieces
    assert said == "a"
    assert isinstance(ended, Ended)
    assert (ended.was_stopped, ended.error) == (True, None)


def test_closing_the_iterator_closes_the_request(within: Within) -> None:
    with serving(Reply([chunk("a")], then="silent")) as server, within(6):
        pieces = model(server, limits=Limits()).stream(HELLO)
        assert next(pieces) == "a"
        pieces.close()
        assert server.hung_up.wait(2)
        assert until(lambda: "language model" not in {thread.name for thread in threading.enumerate()})


def test_a_model_can_be_asked_where_an_event_loop_runs() -> None:
    async def ask() -> str:
        return model(server).complete(HELLO)

    with serving(Reply(answer("Hello"))) as server:
        assert asyncio.run(ask()) == "Hello"


# The whole answer, and the models


def test_a_whole_answer_that_broke_off_is_an_error() -> None:
    with serving(Reply([chunk("Hel")], then="cut")) as server:
        with pytest.raises(LlmConnectionError, match="closed the connection before its answer was complete"):
            model(server).complete(HELLO)


def test_the_models_of_a_server_are_listed() -> None:
    listed = '{"object": "list", "data": [{"id": "b", "object": "model"}, {"id": "a", "object": "model"}]}'
    with serving(Reply([listed], headers={"content-type": "application/json"})) as server:
        assert model(server).models() == ["a", "b"]
    assert server.requests[0].path == "/v1/models"


def test_a_server_that_lists_no_models_is_an_error() -> None:
    with serving(refusal(404)) as server, pytest.raises(LlmModelError, match="has no model 'm'"):
        model(server).models()
