"""The tools for agents: the protocol's own client calls them over HTTP and over pipes."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from support.places import ROOT, Write
from support.web_server import web_server

from qa import Collection
from qa.errors import PackageError
from qa.mcp.server import make_server, serve_on_pipes
from qa.web.server import create_app

QUOTE = "Bread costs 5 dollars in the north."
BREAD = f"---\ntitle: Bread\ndate: 2021-03-01\ncategory: notes\nurl: https://bakery.example/bread\n---\n{QUOTE}\n"
LONG = "---\ntitle: Long\n---\n" + "\n\n".join(f"Paragraph {number} is about mills." for number in range(8000))
NAMES = ["search_documents", "ask_documents", "get_document"]
QUESTION = {"question": "What does bread cost?"}
ON_PIPES = f"""
import sys
sys.path.insert(0, {str(ROOT / "tests")!r})
import qa.collection
from support.toy import ToyEncoder
qa.collection.default_encoder = lambda *_: ToyEncoder()
from qa.collection import Collection
ask = Collection.ask
def noisy(*arguments, **options):
    print("noise of a library", flush=True)
    return ask(*arguments, **options)
Collection.ask = noisy
from qa.cli.main import main
main(["mcp", "--collection", sys.argv[1]])
"""


@pytest.fixture
def filled(collection: Collection, write: Write) -> Collection:
    collection.index([write("bread.md", BREAD)])
    collection.describe("Bakery", "Prices of bread")
    return collection


@pytest.fixture
def pipes(filled: Collection) -> StdioServerParameters:
    """The command that an agent starts."""
    environment = {"PYTHONPATH": str(ROOT), "QUOTABLE_READER": "off"}
    return StdioServerParameters(
        command=sys.executable, args=["-c", ON_PIPES, str(filled.folder)], env=environment, cwd=str(ROOT)
    )


@pytest.fixture
def address(filled: Collection) -> Iterator[str]:
    with web_server(lambda: create_app(filled, [])) as address:
        yield address


def called(client: Client, act: Callable[[Client], Awaitable[Any]]) -> Any:  # noqa: ANN401
    """What a client gets."""

    async def call() -> Any:  # noqa: ANN401
        async with client:
            return await act(client)

    return asyncio.run(call())


def call(filled: Collection, name: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401
    """The result of a tool, without any transport between."""
    return called(Client(make_server(filled)), lambda client: client.call_tool(name, arguments))


def test_three_tools_are_offered_that_only_read(filled: Collection) -> None:
    tools = called(Client(make_server(filled)), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.open_world_hint, hints.destructive_hint) == (True, False, False)
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in about for about in tool.input_schema["properties"].values())
        assert tool.output_schema["type"] == "object"
    assert list(tools[0].input_schema["properties"]) == ["from", "to", "category", "document", "question", "k"]


def test_the_server_says_what_the_collection_is(filled: Collection) -> None:
    async def instructions(client: Client) -> str | None:
        return client.instructions

    said = called(Client(make_server(filled)), instructions)
    assert said.startswith("Quotable answers from one collection of documents, “Bakery”. Prices of bread. Quotations")


def test_passages_are_found_with_what_a_citation_needs(filled: Collection) -> None:
    result = call(filled, "search_documents", {**QUESTION, "k": 1, "category": ["notes"]})
    [passage] = result.structured_content["passages"]
    document = filled.catalog.document("bread.md")
    assert document is not None
    assert document.text[passage["start"] : passage["end"]] == passage["text"] == QUOTE
    known = {"document": "bread.md", "title": "Bread", "date": "2021-03-01", "category": "notes"}
    assert passage | known == passage
    assert (passage["url"], passage["sha256"]) == ("https://bakery.example/bread", document.sha256)
    [text] = result.content
    assert text.text == f"1. Bread · 2021-03-01 · notes · bread.md, characters 0–35\n{QUOTE}"


def test_a_search_within_nothing_finds_nothing(filled: Collection) -> None:
    result = call(filled, "search_documents", {**QUESTION, "from": "2030-01-01"})
    assert (result.structured_content, result.content[0].text) == ({"passages": []}, "Nothing matches.")


def test_a_question_is_answered_with_quotations(filled: Collection) -> None:
    result = call(filled, "ask_documents", QUESTION)
    answer = result.structured_content
    [quotation] = answer["quotations"]
    assert (answer["state"], quotation["quote"], quotation["viewer"]) == ("answer", QUOTE, None)
    assert quotation["sha256"] == filled.catalog.digests(["bread.md"])["bread.md"]
    assert result.content[0].text == answer["answer"]
    assert answer["answer"].startswith(f"> “{QUOTE}” [1]\n\nBread · 2021-03-01 · notes")


def test_what_is_not_known_is_said_and_is_no_error(filled: Collection) -> None:
    result = call(filled, "ask_documents", {"question": "zzz qqq?"})
    assert (result.is_error, result.structured_content["state"]) == (False, "nothing")
    assert result.content[0].text == "The documents do not say, as far as I can tell."


def test_a_long_document_is_read_in_parts_that_make_its_text(filled: Collection, write: Write) -> None:
    filled.index([write("long.md", LONG)])
    document = filled.catalog.document("long.md")
    assert document is not None
    assert len(document.text) > 200_000
    parts, offset = [], 0
    while offset is not None:
        result = call(filled, "get_document", {"document": "long.md", "offset": offset, "limit": 50_000})
        part = result.structured_content
        parts.append(part["content"])
        offset = part["next_offset"]
    assert "".join(parts) == document.text
    assert [len(part) for part in parts[:-1]] == [50_000] * (len(parts) - 1)
    first = call(filled, "get_document", {"document": "long.md"})
    assert len(first.structured_content["content"]) == 10_000
    assert first.content[0].text.startswith(
        f"Long · long.md\nCharacters 0–10,000 of {len(document.text):,}; go on with offset 10000.\n\nParagraph 0 is"
    )


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask_documents", {}, "question is missing"),
        ("ask_documents", {"question": " "}, "the question is empty"),
        ("ask_documents", {"question": "a", "form": "2021-01-01"}, "form is not known here; leave it out"),
        ("search_documents", {"question": "a", "k": 21}, "k is '21'; it should be less than or equal to 20"),
        ("search_documents", {"question": "a", "from": "May"}, "from is 'May'; write a day as YYYY-MM-DD"),
        (
            "search_documents",
            {"question": "a", "from": "2022-01-02", "to": "2022-01-01"},
            "the range of dates is empty: from 2022-01-02 to 2022-01-01",
        ),
        ("get_document", {"document": "x.md"}, "no document is called 'x.md'; search_documents gives the names"),
        ("get_document", {"document": "bread.md", "offset": 35}, "offset is 35; bread.md has 35 characters"),
    ],
)
def test_what_cannot_be_done_is_an_error_of_the_tool_in_one_sentence(
    filled: Collection, name: str, arguments: dict[str, Any], said: str
) -> None:
    result = call(filled, name, arguments)
    assert (result.is_error, [one.text for one in result.content]) == (True, [said])


def test_a_tool_that_does_not_exist_is_an_error_of_the_protocol(filled: Collection) -> None:
    async def act(client: Client) -> None:
        with pytest.raises(MCPError, match="there is no tool 'write'; there are search_documents, ask_documents, get_"):
            await client.call_tool("write", {})

    called(Client(make_server(filled)), act)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_http_the_quotations_link_to_the_viewer(address: str, mode: str) -> None:
    async def act(client: Client) -> Any:  # noqa: ANN401
        return [tool.name for tool in (await client.list_tools()).tools], await client.call_tool(
            "ask_documents", QUESTION
        )

    names, result = called(Client(f"{address}/mcp", mode=mode), act)
    [quotation] = result.structured_content["quotations"]
    assert names == NAMES
    assert quotation["viewer"].startswith(f"{address}/document?name=bread.md&start=0&end=35&sha256=")
    assert f"[[1]]({quotation['viewer']})" in result.content[0].text
    assert httpx2.get(quotation["viewer"].split("#")[0]).status_code == 200


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_over_pipes_the_same_is_said(filled: Collection, pipes: StdioServerParameters, mode: str) -> None:
    expected = call(filled, "ask_documents", QUESTION)
    result = called(Client(pipes, mode=mode), lambda client: client.call_tool("ask_documents", QUESTION))
    assert result.structured_content == expected.structured_content
    assert result.content == expected.content


def test_nothing_but_the_protocol_stands_on_standard_output(pipes: StdioServerParameters) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a test", "version": "1"}}
    requests = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "ask_documents", "arguments": QUESTION}},
    ]
    with subprocess.Popen(
        [pipes.command, *pipes.args], cwd=pipes.cwd, env=pipes.env, stdin=-1, stdout=-1, stderr=-1, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines = []
        for request in requests:
            process.stdin.write(json.dumps({"jsonrpc": "2.0", **request}) + "\n")
            process.stdin.flush()
            if "id" in request:
                lines.append(process.stdout.readline())
        rest, errors = process.communicate()
    assert [json.loads(line)["id"] for line in lines] == [1, 2]
    assert QUOTE in lines[1]
    assert rest == ""
    assert "noise of a library" in errors
    assert process.returncode == 0


@pytest.mark.parametrize(
    "headers",
    [{"host": "evil.example"}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}],
    ids=["rebound name", "other origin", "other site"],
)
def test_pages_of_other_sites_reach_no_tool(address: str, headers: dict[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    assert httpx2.post(f"{address}/mcp", json=body, headers=accept).status_code == 200
    assert httpx2.post(f"{address}/mcp", json=body, headers={**accept, **headers}).status_code == 403


def test_without_the_package_both_ways_name_the_extra(filled: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "pip install '.[mcp]'"
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    with pytest.raises(PackageError, match=re.escape(f"tools for agents need the package mcp: {said}")):
        serve_on_pipes(filled)
    monkeypatch.setattr("qa.web.routes.mcp.find_spec", lambda _: None)
    with web_server(lambda: create_app(filled, [])) as address:
        response = httpx2.post(f"{address}/mcp", json={})
    assert (response.status_code, response.json()) == (501, {"error": f"/mcp needs the package mcp: {said}"})


def test_over_http_nothing_is_to_be_got(address: str) -> None:
    response = httpx2.get(f"{address}/mcp", headers={"accept": "text/event-stream"})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    too_long = httpx2.post(f"{address}/mcp", content=b" " * 1_000_001, headers={"content-type": "application/json"})
    assert too_long.status_code == 413
