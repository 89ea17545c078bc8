"""No text makes a regular expression take long: every pattern of the two packages is tried on hostile ones."""

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

import pytest
from support.places import ROOT

SIZE = 100_000
SECONDS = 1.0
HOSTILE = {
    "letters": "a",
    "capitals": "A",
    "digits": "7",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "line ends": "\n",
    "stars": "*",
    "dots": ".",
    "commas": ",",
    "dashes": "-",
    "apostrophes": "’",
    "quotation marks": '"',
    "openings": "(",
    "brackets": "[",
    "tags": "<",
    "dollars": "$",
    "backslashes": "\\",
    "words": "word ",
    "names": "Name ",
    "capital words": "NAME ",
    "initials": "A. ",
    "numbers": "7 ",
    "amounts": "$7,000.00 ",
    "dates": "May 7, ",
    "joined": "a-",
    "and": "Name and ",
    "of": "Name of the ",
    "number words": "one hundred ",
    "sections": "Sec. 7. ",
    "questions": "what is ",
    "star words": "*a ",
    "star runs": "a** ",
    "rows": "| a ",
    "items": "- a\n",
    "quoted lines": "> a\n",
    "empty formulas": "$$\n",
}
"""What is repeated, before an end that no pattern expects."""


Pattern = re.Pattern[Any]  # of text or of bytes


def patterns() -> Iterator[tuple[str, Pattern, set[str]]]:
    """Compiled ones of modules, and those that a call compiles: each with its place, and how it is used."""
    for package in ("embeddings", "qa"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            source = path.read_text(encoding="utf-8")
            for constant, value in vars(import_module(name)).items():
                used = set(re.findall(rf"\b{constant}\.(\w+)\(", source))
                for number, pattern in enumerate(_within(value)):
                    yield f"{name}.{constant}{number or ''}", pattern, used or {"search"}
            for node in ast.walk(ast.parse(source)):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and ast.unparse(node.func.value) == "re"
                    and node.func.attr not in ("escape", "compile")
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield f"{name}:{node.lineno}", re.compile(node.args[0].value), {node.func.attr}


def _within(value: object) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from _within(part)
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()])


PATTERNS = {place: (pattern, uses) for place, pattern, uses in patterns()}


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_linear_time(place: str, within: Callable[[float], AbstractContextManager[None]]) -> None:
    pattern, uses = PATTERNS[place]
    for repeated in HOSTILE.values():
        text = repeated * (SIZE // len(repeated)) + "\x00"
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        with within(SECONDS):
            pattern.match(given)
            if "fullmatch" in uses:
                pattern.fullmatch(given)
            if uses - {"match", "fullmatch"}:
                for _ in pattern.finditer(given):
                    pass
