"""OpenAI's API: its own client asks a real server, at once and as a stream."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import openai
import pytest
from support.llm_server import Reply, ScriptedServer, answer, chunk, claims, refusal, serving, until
from support.places import Write
from support.web_server import web_server

from qa import Author, Collection, CollectionError, LlmSettings
from qa.answering.answer import NOT_KNOWN
from qa.settings import NO_MODEL
from qa.web.routes.openai.completions import NO_TASKS
from qa.web.server import create_app

QUESTION = "What does bread cost?"
QUOTE = "Bread costs 5 dollars in the north."
BREAD = f"---\ntitle: Bread\ndate: 2021-03-01\ncategory: notes\n---\n{QUOTE}\n"


@pytest.fixture
def asked(collection: Collection, write: Write) -> Collection:
    """A collection of one document."""
    collection.index([write("bread.md", BREAD)])
    return collection


@pytest.fixture
def llm() -> Iterator[ScriptedServer]:
    """The language model of the server."""
    with serving(Reply(answer(claims((QUOTE, ["S1"]), ("Bread costs 9 dollars.", ["S1"]))))) as server:
        yield server


@pytest.fixture
def address(asked: Collection, llm: ScriptedServer) -> Iterator[str]:
    """A server with a language model."""
    author = Author(asked, LlmSettings(llm.url, "a model"), load_verifier=lambda: None)
    with web_server(lambda: create_app(asked, [], author=author)) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none is asked for", max_retries=0) as client:
        yield client


def user(*said: str) -> list[dict[str, str]]:
    """Messages by turns of the user and of the assistant."""
    return [{"role": ("user", "assistant")[number % 2], "content": text} for number, text in enumerate(said)]


def test_models_are_listed_and_got_by_name(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["quotable", "quotable-written"]
    assert client.models.retrieve("quotable").owned_by == "quotable"
    with pytest.raises(
        openai.NotFoundError, match="there is no model 'gpt'; ask quotable or quotable-written"
    ) as error:
        client.models.retrieve("gpt")
    assert error.value.code == "model_not_found"


def test_a_question_is_answered_with_quotations_that_link_to_the_viewer(client: openai.OpenAI, address: str) -> None:
    completion = client.chat.completions.create(model="quotable", messages=user(QUESTION))
    [choice] = completion.choices
    content = choice.message.content
    [annotation] = choice.message.annotations
    cited = annotation.url_citation
    assert content == f"> “{QUOTE}” [[1]]({cited.url})\n\nBread · 2021-03-01 · notes"
    assert content[cited.start_index : cited.end_index] == f"[[1]]({cited.url})"
    assert (annotation.type, cited.title, choice.finish_reason) == ("url_citation", "Bread", "stop")
    link = urlsplit(cited.url)
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{address}/document"
    assert parse_qs(link.query)["name"] == ["bread.md"]
    assert completion.usage.prompt_tokens == 4
    assert completion.usage.total_tokens == 4 + completion.usage.completion_tokens


def test_a_stream_says_the_same_and_ends_with_the_usage_if_asked(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(model="quotable", messages=user(QUESTION))
    stream = client.chat.completions.create(
        model="quotable", messages=user(QUESTION), stream=True, stream_options={"include_usage": True}
    )
    *chunks, last = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    [annotations] = [delta.annotations for delta in deltas if hasattr(delta, "annotations")]
    assert annotations == [one.model_dump() for one in whole.choices[0].message.annotations]
    assert [chunk.choices[0].finish_reason for chunk in chunks][-2:] == [None, "stop"]
    assert (last.choices, last.usage) == ([], whole.usage)
    assert len({chunk.id for chunk in chunks}) == 1
    plain = list(client.chat.completions.create(model="quotable", messages=user(QUESTION), stream=True))
    assert all(len(chunk.choices) == 1 and chunk.usage is None for chunk in plain)


def test_a_stream_ends_with_done(client: openai.OpenAI) -> None:
    body = {"model": "quotable", "messages": user(QUESTION), "stream": True}
    events = client.post("/chat/completions", body=body, cast_to=str)
    assert events.endswith("}\n\ndata: [DONE]\n\n")


def test_earlier_messages_are_the_conversation(client: openai.OpenAI) -> None:
    first = client.chat.completions.create(model="quotable", messages=user(QUESTION)).choices[0].message.content
    follow_up = client.chat.completions.create(model="quotable", messages=user(QUESTION, first, "And what of it?"))
    assert "Asked as: And what of it? (bread cost)" in str(follow_up.choices[0].message.content)


def test_the_model_that_writes_shows_what_was_checked(client: openai.OpenAI) -> None:
    message = client.chat.completions.create(model="quotable-written", messages=user(QUESTION)).choices[0].message
    first, second, *_ = str(message.content).split("\n\n")
    assert first.startswith("One statement of the language model was withheld")
    assert second == f"{QUOTE} [[1]]({message.annotations[0].url_citation.url})"
    assert "9 dollars" not in message.content
    chunks = list(client.chat.completions.create(model="quotable-written", messages=user(QUESTION), stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == message.content


def test_a_language_model_that_fails_leaves_the_quotations(client: openai.OpenAI, llm: ScriptedServer) -> None:
    llm.replies = [refusal(401)]
    message = client.chat.completions.create(model="quotable-written", messages=user(QUESTION)).choices[0].message
    assert f"> “{QUOTE}”" in str(message.content)
    assert "The language model did not finish" in str(message.content)


def test_who_hangs_up_stops_the_language_model(client: openai.OpenAI, llm: ScriptedServer) -> None:
    llm.replies = [Reply([chunk("{")], then="silent")]
    stream = client.chat.completions.create(model="quotable-written", messages=user(QUESTION), stream=True)
    assert until(lambda: len(llm.requests) == 1, 10)
    stream.close()
    assert llm.hung_up.wait(10)


def test_a_stream_that_takes_long_says_that_it_lives(
    client: openai.OpenAI, llm: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.routes.openai.stream._SECONDS_OF_SILENCE", 0.05)
    llm.replies = [Reply([0.5, *answer(claims((QUOTE, ["S1"])))])]
    body = {"model": "quotable-written", "messages": user(QUESTION), "stream": True}
    events = client.post("/chat/completions", body=body, cast_to=str).split("\n\n")
    assert events[0] == ": an answer is shown when all of it has been checked"
    chunks = list(client.chat.completions.create(**body))  # type: ignore[call-overload]
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_an_abstention_is_one_sentence(client: openai.OpenAI) -> None:
    message = client.chat.completions.create(model="quotable", messages=user("zzz qqq?")).choices[0].message
    assert (message.content, message.annotations) == (NOT_KNOWN, [])


@pytest.mark.parametrize("task", ["### Task:\nGenerate a concise title for the chat.", "\n# Role\nYou tag texts."])
def test_a_prompt_that_a_program_wrote_is_no_question(client: openai.OpenAI, llm: ScriptedServer, task: str) -> None:
    for model in ("quotable", "quotable-written"):
        message = client.chat.completions.create(model=model, messages=user(task)).choices[0].message
        assert (message.content, message.annotations) == (NO_TASKS, [])
    assert llm.requests == []


def test_parameters_that_mean_nothing_here_are_passed_over(client: openai.OpenAI) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
    messages = [
        {"role": "system", "content": "Speak like a pirate."},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
    ]
    completion = client.chat.completions.create(
        model="quotable", messages=messages, temperature=0.1, n=1, tools=[tool], seed=3, extra_body={"chat_id": "x"}
    )
    assert QUOTE in str(completion.choices[0].message.content)


PICTURE = [
    {"type": "text", "text": "What is it?"},
    {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}},
]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"messages": user("")}, "the question is empty"),
        ({"messages": user("a" * 2001)}, "the question has 2001 characters; 2000 at most are read"),
        ({"messages": []}, "messages holds no message of the role 'user'; the last one is the question"),
        ({"messages": [{"role": "user", "content": PICTURE}]}, "a part of the type 'image_url'; Quotable reads only"),
        ({"n": 2}, "n is 2; the same question has one answer, so leave n out"),
        ({"messages": "hello"}, "messages is 'hello'; it should be a valid list"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_one_sentence(
    client: openai.OpenAI, given: dict[str, object], said: str
) -> None:
    for stream in (False, True):
        body = {"model": "quotable", "messages": user(QUESTION), "stream": stream, **given}
        with pytest.raises(openai.BadRequestError) as error:
            client.post("/chat/completions", body=body, cast_to=str)
        assert said in error.value.body["message"]  # type: ignore[index]
        assert error.value.type == "invalid_request_error"


def test_without_a_language_model_there_is_one_model(asked: Collection) -> None:
    with (
        web_server(lambda: create_app(asked, [])) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="x", max_retries=0) as client,
    ):
        assert [model.id for model in client.models.list()] == ["quotable"]
        with pytest.raises(openai.NotFoundError, match=NO_MODEL):
            client.chat.completions.create(model="quotable-written", messages=user(QUESTION))


def test_another_address_below_v1_is_unknown(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="there is no POST /v1/embeddings") as error:
        client.embeddings.create(model="quotable", input="a")
    assert error.value.code is None


def test_a_fault_of_the_collection_is_an_error_of_the_server(
    client: openai.OpenAI, asked: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CollectionError("the disk is gone")

    monkeypatch.setattr(Collection, "ask", fail)
    with pytest.raises(openai.InternalServerError, match="the disk is gone"):
        client.chat.completions.create(model="quotable", messages=user(QUESTION))
    with pytest.raises(openai.APIError, match="the disk is gone"):
        list(client.chat.completions.create(model="quotable", messages=user(QUESTION), stream=True))
