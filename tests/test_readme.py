"""The README tells the truth: its commands exist, its Python runs, and it is short."""

import re
import shlex
from pathlib import Path

import pytest
from fastapi import FastAPI
from support.places import ROOT, Write
from support.toy import ToyEncoder
from typer.main import get_command

from qa import Collection
from qa.cli import main as cli
from qa.store.listing import Listings
from qa.uploads.inbox import Uploads
from qa.web.routes.api import add_api
from qa.web.routes.documents import add_documents

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]


def test_every_command_stands_in_the_readme_and_every_command_there_exists() -> None:
    assert set(re.findall(r"quotable ([a-z]+)\b", README)) == set(COMMANDS)


def test_every_option_in_the_readme_is_one_of_a_command() -> None:
    options = {name for command in COMMANDS.values() for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", README)) <= options


def test_every_indented_command_line_can_be_parsed() -> None:
    lines = [line[4:] for line in README.splitlines() if line.startswith("    quotable ")]
    assert len(lines) == 3
    for line in lines:
        _, name, *arguments = shlex.split(line)
        COMMANDS[name].make_context(name, arguments)


def test_the_python_of_the_readme_runs(write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write("press-releases/trade.md", "Nearly $1.9 billion in trade crosses the border each day.\n")
    monkeypatch.chdir(tmp_path / "documents")
    monkeypatch.setattr("qa.collection.default_encoder", lambda *_: ToyEncoder())
    [block] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    assert [hit.document.name for hit in names["hits"]] == ["trade.md"]  # type: ignore[attr-defined]
    assert names["answer"].citations[0].document == "trade.md"  # type: ignore[attr-defined]


def test_every_path_of_the_http_api_stands_in_the_readme(tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "collection", encoder=ToyEncoder())
    api = FastAPI()
    add_documents(api, Listings(collection.catalog), Uploads(collection), editable=True)
    add_api(api, collection)
    assert set(re.findall(r"`(/api/[a-z/{}]+)`", README)) == set(api.openapi()["paths"])


def test_the_readme_fits_on_a_few_screens() -> None:
    assert len(README.splitlines()) <= 200
