"""Claims from evidence, through a server that behaves and through those that do not."""

import json
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from support.llm_server import END, Reply, answer, chunk, claims, refusal, serving

from qa.errors import LlmAnswerError, LlmConnectionError, LlmKeyError, LlmTimeoutError
from qa.gate.evidence import Claim, Evidence
from qa.llm.claim_reader import MOST_CLAIMS
from qa.llm.model import LanguageModel
from qa.llm.request import Limits
from qa.llm.written import ModelAnswer, write
from qa.settings import LlmSettings

pytest.importorskip("openai", reason="the extra llm is not installed")

QUICK = Limits(connect_seconds=2, first_token_seconds=1.2, seconds=2.4, characters=5000)
EVIDENCE = [Evidence("S1", "Ninety.", "bread.md", "Bread", None, None, 0, 7, "Ninety.")]
Within = Callable[[float], AbstractContextManager[None]]


def written(reply: Reply, is_stopped: Callable[[], bool] = lambda: False) -> ModelAnswer:
    """What is written where a server answers so; there is little time only where it is silent."""
    limits = QUICK if reply.then == "silent" else Limits()
    with serving(reply) as server:
        *found, last = write(LanguageModel(LlmSettings(server.url, "m"), limits), "How many?", EVIDENCE, is_stopped)
    assert isinstance(last, ModelAnswer)
    assert tuple(found) == last.claims
    return last


def test_claims_come_with_the_ids_that_they_cite_also_ids_that_do_not_exist() -> None:
    found = written(Reply(answer(claims(("Ninety are made.", ["S1"]), ("All is well.", ["S77"])))))
    assert found.claims == (Claim("Ninety are made.", ("S1",)), Claim("All is well.", ("S77",)))
    assert (found.not_in_sources, found.ended.error) == (False, None)


def test_a_claim_arrives_while_the_rest_is_still_written() -> None:
    go_on = threading.Event()
    text = claims(("One.", ["S1"]), ("Two.", ["S1"]))
    middle = text.index("Two")
    reply = Reply([chunk(text[:middle]), go_on, chunk(text[middle:]), END])
    with serving(reply) as server:
        found = write(LanguageModel(LlmSettings(server.url, "m")), "How many?", EVIDENCE)
        assert next(found) == Claim("One.", ("S1",))
        assert not go_on.is_set()
        go_on.set()
        assert next(found) == Claim("Two.", ("S1",))


def test_the_question_and_the_evidence_are_sent() -> None:
    with serving(Reply(answer(claims(("Ninety.", ["S1"]))))) as server:
        list(write(LanguageModel(LlmSettings(server.url, "m")), "How many?", EVIDENCE))
    [request] = server.requests
    said = request.body["messages"][1]["content"]
    assert json.dumps({"id": "S1", "text": "Ninety."}) in said
    assert said.endswith('Question: "How many?"')


def test_not_in_the_sources_is_no_error() -> None:
    found = written(Reply(answer(claims(not_in_sources=True))))
    assert (found.claims, found.not_in_sources) == ((), True)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "m wrote an empty answer"),
        (" \n ", "m wrote an empty answer"),
        ("It is ninety.", "m wrote no statement with its sources"),
        ('{"answer": "ninety"}', "m wrote no statement with its sources"),
        ('{"claims": [{"text": "Nine', "m wrote no statement with its sources"),
        (claims(), "m wrote no statement with its sources"),
    ],
)
def test_what_holds_no_claim_is_one_sentence(said: str, sentence: str) -> None:
    with pytest.raises(LlmAnswerError, match=f"^{sentence}$"):
        written(Reply(answer(said)))


@pytest.mark.parametrize(
    ("reply", "error", "sentence"),
    [
        (refusal(401), LlmKeyError, "needs a key; set it in QUOTABLE_LLM_API_KEY"),
        (Reply(then="silent"), LlmTimeoutError, "m did not begin to answer within 1.2 seconds"),
        (Reply([chunk('{"claims": [')], then="cut"), LlmConnectionError, "closed the connection before its answer"),
    ],
)
def test_an_answer_that_does_not_begin_is_the_error(
    reply: Reply, error: type[Exception], sentence: str, within: Within
) -> None:
    with within(6), pytest.raises(error, match=sentence):
        written(reply)


@pytest.mark.parametrize(
    ("then", "error"), [("cut", LlmConnectionError), ("silent", LlmTimeoutError)], ids=["cut", "too slow"]
)
def test_of_an_answer_that_breaks_off_what_was_complete_is_used(
    then: str, error: type[Exception], within: Within
) -> None:
    text = claims(("One.", ["S1"]), ("Two is cut", ["S1"]))
    with within(6):
        found = written(Reply([chunk(text[: text.index(" is cut")])], then=then))
    assert found.claims == (Claim("One.", ("S1",)),)
    assert isinstance(found.ended.error, error)


def test_prose_that_breaks_off_gives_its_whole_lines_only(within: Within) -> None:
    with within(6):
        found = written(Reply([chunk("One [S1]\nNot two [S1]")], then="cut"))
    assert found.claims == (Claim("One", ("S1",)),)


def test_an_answer_that_claims_without_an_end_is_stopped(within: Within) -> None:
    endless = [chunk(f'{{"text": "A{n}.", "cites": ["S1"]}}, ') for n in range(MOST_CLAIMS + 5)]
    with serving(Reply(endless, then="silent")) as server, within(6):
        *found, last = write(LanguageModel(LlmSettings(server.url, "m"), Limits()), "How many?", EVIDENCE)
        assert server.hung_up.wait(1)
    assert len(found) == MOST_CLAIMS
    assert isinstance(last, ModelAnswer)
    assert (last.ended.was_stopped, last.ended.error) == (True, None)


def test_an_answer_that_is_stopped_is_no_error(within: Within) -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    with within(6):
        found = written(Reply(then="silent"), stop.is_set)
    assert (found.claims, found.ended.was_stopped) == ((), True)
