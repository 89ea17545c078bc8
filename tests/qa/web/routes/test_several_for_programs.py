"""Of several collections on one server each has OpenAI's API and tools of its own, whose links lead to its viewer."""

import asyncio
from collections.abc import Iterator

import httpx2
import openai
import pytest
from fastapi import FastAPI
from mcp import Client
from support.places import Write
from support.web_server import web_server

from qa import Collection
from qa.web.metrics import Metrics
from qa.web.protection import Protection
from qa.web.server import create_bare
from qa.web.several import create_several

QUESTION = "What does bread cost?"


@pytest.fixture
def address(collection: Collection, write: Write) -> Iterator[str]:
    """A server of a collection among several."""
    collection.index([write("bread.md", "---\ntitle: Bread\n---\nBread costs 5 dollars in the north.\n")])
    metrics = Metrics()

    def build() -> FastAPI:
        return create_several(
            {"the bakery": (collection, create_bare(collection, [], metrics, editable=False))}, Protection(), metrics
        )

    with web_server(build) as address:
        yield f"{address}/the%20bakery"


def test_links_of_an_answer_lead_to_the_viewer_of_its_collection(address: str) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        asked = [{"role": "user", "content": QUESTION}]
        message = client.chat.completions.create(model="quotable", messages=asked).choices[0].message
    [annotation] = message.annotations
    link = annotation.url_citation.url
    assert link.startswith(f"{address}/document?name=bread.md")
    assert httpx2.get(link.split("#")[0]).status_code == 200


def test_links_of_the_tools_lead_there_too(address: str) -> None:
    async def ask() -> str:
        async with Client(f"{address}/mcp") as client:
            result = await client.call_tool("ask_documents", {"question": QUESTION})
        return str(result.structured_content["quotations"][0]["viewer"])

    assert asyncio.run(ask()).startswith(f"{address}/document?name=bread.md")
