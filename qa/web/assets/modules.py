"""Modules of JavaScript as one: on a slow line each request counts; pure."""

import re
from collections.abc import Mapping
from graphlib import TopologicalSorter

_IMPORT = re.compile(r'^import \{ ([\w, ]+) \} from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def joined_modules(modules: Mapping[str, str], entry: str) -> str:
    """One module that does what the entry does, with all that it imports.

    Each becomes a function that is called once, in the order of the imports, so that the names of one stay out of the
    others.

    Args:
        modules: Scripts by name, without '.js'. They import names of each other and export what they declare.
        entry: The one whose exports are exported.

    Raises:
        ValueError: A module imports or exports in another form.
        graphlib.CycleError: Two modules import each other.
    """
    needed: dict[str, list[str]] = {}
    wanted = [entry]
    while wanted:
        name = wanted.pop()
        if name not in needed:
            needed[name] = [module for _, module in _IMPORT.findall(modules[name])]
            wanted += needed[name]
    functions = [_as_function(name, modules[name]) for name in TopologicalSorter(needed).static_order()]
    exported = ", ".join(_EXPORT.findall(modules[entry]))
    return "\n".join([*functions, f"export const {{ {exported} }} = {_variable(entry)};", ""])


def _as_function(name: str, script: str) -> str:
    exported = ", ".join(_EXPORT.findall(script))
    script = _IMPORT.sub(lambda found: f"const {{ {found[1]} }} = {_variable(found[2])};", script)
    script = _EXPORT.sub("", script)
    if other := _OTHER.search(script):
        raise ValueError(f"{name}.js cannot be joined with others because of {other[0]!r}")
    return f"const {_variable(name)} = (() => {{\n{script}\nreturn {{ {exported} }};\n}})();"


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"
