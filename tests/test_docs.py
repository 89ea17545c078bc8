"""The pages of documentation tell the truth: what they name exists, what they show can be typed, links lead on."""

import re
import shlex
from pathlib import Path

import pytest
from support.places import ROOT
from support.toy import ToyEncoder
from typer.main import get_command

from qa import Collection
from qa.cli import main as cli
from qa.store.listing import Listings
from qa.uploads.inbox import Uploads
from qa.web.metrics import Metrics
from qa.web.routes.v1.api import create_api
from qa.web.routes.v1.served import Served

FOLDER = ROOT / "docs" / "pages"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]


def test_every_command_has_its_line_and_every_command_there_exists() -> None:
    assert set(re.findall(r"quotable ([a-z]+)\b", PAGES["command-line.md"])) == set(COMMANDS)


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_shows_can_be_typed(name: str) -> None:
    lines = re.findall(r"^    quotable ([a-z].*)$", PAGES[name], flags=re.MULTILINE)
    for line in lines:
        command, parent, words = cli.app, None, shlex.split(line)
        found = get_command(command)
        while hasattr(found, "commands"):
            parent, found = found, found.commands[words.pop(0)]
        assert parent is not None
        found.make_context("quotable", words)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_pages(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGES[name])
    assert [link for link in links if "://" not in link and not (FOLDER / link).is_file()] == []


def test_links_of_the_readme_lead_to_pages() -> None:
    links = re.findall(r"\]\((docs/[^)#]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_page_stands_in_the_table_of_contents() -> None:
    listed = re.findall(r'= "([a-z-]+\.md)" \}', (ROOT / "docs" / "zensical.toml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(PAGES)


def test_every_address_of_the_api_has_its_line(tmp_path: Path) -> None:
    collection = Collection.open(tmp_path / "collection", encoder=ToyEncoder())
    served = Served(collection, Listings(collection.catalog), Uploads(collection), lambda: None, Metrics(), True)
    paths = {f"/api/v1{path}" for path in create_api(served).openapi()["paths"]}
    named = set(re.findall(r"^\| `(?:GET|POST|PUT|DELETE) (/api/v1/[^`]+)`", PAGES["http-api.md"], flags=re.MULTILINE))
    assert named - {"/api/v1/openapi.json"} == {path.replace("{name:document}", "{name}") for path in paths}
    collection.close()


def test_the_python_of_the_pages_is_that_of_the_readme() -> None:
    [shown] = re.findall(r"```python\n(.*?)```", PAGES["python.md"], flags=re.DOTALL)
    assert shown in (ROOT / "README.md").read_text(encoding="utf-8")
