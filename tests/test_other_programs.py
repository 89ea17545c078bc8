"""What other programs are told is true: the page about them, server.json and llms.txt."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder
from typer.main import get_command

from qa.cli import main as cli
from qa.mcp.tools import TOOLS

PAGE = (ROOT / "docs" / "pages" / "agents.md").read_text(encoding="utf-8")
LLMS = (ROOT / "llms.txt").read_text(encoding="utf-8")
ENTRY = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]


def blocks(language: str) -> list[str]:
    """What the page shows in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_page_runs(
    code: str, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path
) -> None:
    from qa import Collection

    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    monkeypatch.chdir(tmp_path)
    write("trade.md", "Nearly $1.9 billion in trade crosses the border each day.\n")
    Collection.open("my-collection").index([folder])
    names: dict[str, Any] = {}
    exec(code, names)
    [found] = names.get("documents") or names.get("nodes") or names["found"]
    assert (getattr(found, "meta", None) or found.metadata)["document"] == "trade.md"


def test_the_page_names_every_tool_with_its_arguments() -> None:
    rows = dict(re.findall(r"^\| `(\w+_\w+)` \| (.*?) \|", PAGE, flags=re.MULTILINE))
    assert {name: re.findall(r"`(\w+)`", takes) for name, takes in rows.items()} == {
        tool.name: sorted(tool.input_schema["properties"], key=lambda one: takes_at(rows[tool.name], one))
        for tool in TOOLS
    }


def takes_at(row: str, argument: str) -> int:
    """Where a row names an argument."""
    return row.index(f"`{argument}`")


def test_the_entry_for_registries_is_of_this_version_and_starts_a_command() -> None:
    [package] = ENTRY["packages"]
    assert ENTRY["version"] == package["version"] == PROJECT["version"]
    assert package["identifier"] == PROJECT["name"]
    assert package["identifier"] in PROJECT["scripts"]  # uvx runs the command of the package's name
    [source] = package["runtimeArguments"]
    assert source["value"] == f"{PROJECT['name']}[mcp]=={PROJECT['version']}"
    assert "mcp" in PROJECT["optional-dependencies"]
    command, option = package["packageArguments"]
    COMMANDS[command["value"]].make_context(command["value"], [option["name"], "x"])
    assert len(ENTRY["description"]) <= 100
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", ENTRY["name"])


def test_llms_txt_has_the_form_and_links_only_to_what_is_there() -> None:
    lines = LLMS.splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("> ")
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\): \S", LLMS, flags=re.MULTILINE)
    assert len(listed) == LLMS.count("](")
    assert [path for path in listed if not (ROOT / path).is_file()] == []
    for command in re.findall(r"`quotable (\w+)", LLMS):
        assert command in COMMANDS
    assert {tool.name for tool in TOOLS} <= set(re.findall(r"`(\w+)`", LLMS))
