"""What the documentation tells the programs that start or reach the tools: it is JSON, and it does."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from support.places import ROOT, Write
from support.web_server import web_server
from typer.main import get_command

from qa import Collection
from qa.access.accounts import Accounts, on_collections
from qa.access.roles import Role
from qa.cli import main as cli
from qa.store.sqlite import SqliteDatabase
from qa.web.listening import DEFAULT_PORT
from qa.web.protection import Protection
from qa.web.routes.mcp import PATH
from qa.web.server import create_app

PAGE = (ROOT / "docs" / "pages" / "agents.md").read_text(encoding="utf-8")
SHOWN = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, flags=re.DOTALL)]
SERVERS = [(one.get("mcpServers") or one["servers"])["quotable"] for one in SHOWN]
STARTED = [server for server in SERVERS if "command" in server]
REACHED = [server for server in SERVERS if "url" in server]
TOOLS = ["search_documents", "ask_documents", "get_document"]
RUN = """
import sys
from qa.cli.main import main
main(sys.argv[1:])
"""


@pytest.fixture
def filled(collection: Collection, write: Write) -> Collection:
    collection.index([write("bread.md", "Bread costs 5 dollars in the north.\n")])
    return collection


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    accounts = Accounts(SqliteDatabase(tmp_path / "access.sqlite"))
    yield accounts
    accounts.close()


def tools(client: Client) -> list[str]:
    async def listed() -> list[str]:
        async with client:
            return [tool.name for tool in (await client.list_tools()).tools]

    return asyncio.run(listed())


def test_every_kind_of_program_is_shown() -> None:
    kinds = [
        (name, "command" if "command" in one[name]["quotable"] else "url")
        for one in SHOWN
        for name in one
        if name != "inputs"
    ]
    assert kinds == [
        ("mcpServers", "command"),
        ("servers", "command"),
        ("servers", "url"),
        ("mcpServers", "url"),
        ("servers", "url"),
    ]


@pytest.mark.parametrize("server", STARTED, ids=lambda server: server.get("type", "no type"))
def test_what_a_program_starts_offers_the_tools(filled: Collection, server: dict[str, Any]) -> None:
    assert server["command"] == "quotable"
    command = get_command(cli.app)
    name, *arguments = server["args"]
    command.commands[name].make_context("quotable", list(arguments))  # type: ignore[attr-defined]
    own = [str(filled.folder) if given.startswith("/") else given for given in server["args"]]
    started = StdioServerParameters(
        command=sys.executable,
        args=["-c", RUN, *own],
        env={"PYTHONPATH": str(ROOT), "QUOTABLE_READER": "off"},
        cwd=str(ROOT),
    )
    assert tools(Client(started)) == TOOLS


@pytest.mark.parametrize("server", REACHED, ids=lambda server: ", ".join(server))
def test_what_a_program_reaches_offers_the_tools(
    filled: Collection, accounts: Accounts, server: dict[str, Any]
) -> None:
    key = accounts.add_key("agent", on_collections(Role.READER))
    headers = {
        name: re.sub(r"\$\{(?:env|input):[^}]+\}", key, given) for name, given in server.get("headers", {}).items()
    }
    assert headers or server["url"] == f"http://127.0.0.1:{DEFAULT_PORT}{PATH}"
    protection = Protection(accounts=accounts if headers else None)
    path = re.sub(r"^https?://[^/]+", "", server["url"])
    with web_server(lambda: create_app(filled, [], protection=protection)) as address:
        if headers:
            assert httpx2.post(f"{address}{path}", json={}).status_code == 401

        async def listed() -> list[str]:
            async with httpx2.AsyncClient(headers=headers) as http:
                async with Client(streamable_http_client(f"{address}{path}", http_client=http)) as client:
                    return [tool.name for tool in (await client.list_tools()).tools]

        assert asyncio.run(listed()) == TOOLS
