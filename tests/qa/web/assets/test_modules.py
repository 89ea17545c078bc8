"""Modules of JavaScript are joined without changing what they do."""

import re
import shutil
import subprocess
from graphlib import CycleError
from pathlib import Path

import pytest

from qa import web
from qa.web.assets.modules import joined_modules

STATIC = Path(web.__file__).parent / "static"


def test_a_module_stands_behind_what_it_imports_and_once() -> None:
    modules = {
        "a": 'import { b } from "./b.js";\nimport { c } from "./c-d.js";\nexport function a() { return b + c; }',
        "b": 'import { c } from "./c-d.js";\nexport const b = c;',
        "c-d": "export const c = 1;",
        "unused": "export const d = 2;",
    }
    assert joined_modules(modules, "a") == (
        "const $c_d = (() => {\nconst c = 1;\nreturn { c };\n})();\n"
        "const $b = (() => {\nconst { c } = $c_d;\nconst b = c;\nreturn { b };\n})();\n"
        "const $a = (() => {\nconst { b } = $b;\nconst { c } = $c_d;\nfunction a() { return b + c; }\n"
        "return { a };\n})();\n"
        "export const { a } = $a;\n"
    )


@pytest.mark.parametrize(
    "line",
    ['import * as b from "./b.js";', 'import "./b.js";', "export default 1;", "export { a };", "export let a = 1;"],
)
def test_another_form_of_import_or_export_is_an_error(line: str) -> None:
    with pytest.raises(ValueError, match=f"a.js cannot be joined with others because of '{re.escape(line)}'"):
        joined_modules({"a": f"const a = 1;\n{line}", "b": ""}, "a")


def test_modules_that_import_each_other_are_an_error() -> None:
    modules = {"a": 'import { b } from "./b.js";', "b": 'import { a } from "./a.js";'}
    with pytest.raises(CycleError, match="cycle"):
        joined_modules(modules, "a")


def test_every_script_of_the_chat_is_in_it() -> None:
    modules = {path.stem: path.read_text("utf-8") for path in STATIC.glob("*.js")}
    joined = joined_modules(modules, "chat")
    assert sorted(re.findall(r"^const \$(\w+) = \(\(\) => \{$", joined, re.MULTILINE)) == sorted(
        name.replace("-", "_") for name in modules
    )
    assert joined.endswith("export const { start } = $chat;\n")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_names_of_one_module_stay_out_of_the_others(tmp_path: Path) -> None:
    modules = {
        "main": 'import { tell } from "./one.js";\nimport { told } from "./two.js";\n'
        "const hidden = 3;\nexport const all = [hidden, tell(), told()].join();",
        "one": "const hidden = 1;\nexport function tell() { return hidden; }",
        "two": "const hidden = 2;\nexport const told = () => hidden;",
    }
    (tmp_path / "joined.mjs").write_text(joined_modules(modules, "main"), encoding="utf-8")
    script = 'import { all } from "./joined.mjs"; console.log(all);'
    command = ["node", "--input-type=module", "--eval", script]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == "3,1,2\n"
