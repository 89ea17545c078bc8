"""The README tells the truth: its commands exist, its Python runs, and it is short."""

import re
import shlex
from pathlib import Path

import pytest
from support.places import ROOT, Write
from support.toy import ToyEncoder
from typer.main import get_command

from qa.cli import main as cli

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = get_command(cli.app).commands  # type: ignore[attr-defined]


def test_every_command_in_the_readme_exists() -> None:
    assert set(re.findall(r"quotable ([a-z]+)\b", README)) <= set(COMMANDS)


def test_every_option_in_the_readme_is_one_of_a_command() -> None:
    below = [each for command in COMMANDS.values() for each in getattr(command, "commands", {}).values()]
    commands = [*COMMANDS.values(), *below]
    options = {name for command in commands for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", README)) <= options


def test_every_indented_command_line_can_be_parsed() -> None:
    lines = [line[4:] for line in README.splitlines() if line.startswith("    quotable ")]
    assert len(lines) == 4
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


def test_the_readme_fits_on_a_few_screens() -> None:
    assert len(README.splitlines()) <= 200
