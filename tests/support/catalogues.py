"""The texts of the page as the code marks them, and the catalogues that translate them.

`python tests/support/catalogues.py` writes what the code says into every catalogue: translations stay, a new text is
empty and has to be translated, one that is gone goes. For a new language make its folder beside the others first.
"""

import ast
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "qa" / "web" / "locale"
MARKS = {"qa/messages.py": {"Message"}, "qa/web/language.py": {"say", "say_count"}}
"""Functions whose first texts are ids, in Python, by the module that defines them."""
SCRIPT_MARKS = {"say": (1,), "sayCount": (1, 2)}

_HEADER = r"""msgid ""
msgstr ""
"Language: {code}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural}\n"

"""

Id = str | tuple[str, str]
"""An English text, or two of them where something is counted."""


@cache
def marked() -> Mapping[Id, tuple[str, ...]]:
    """Every text that the code marks, with the files that say it, in order; one that is counted somewhere only so."""
    found: dict[Id, dict[str, None]] = defaultdict(dict)
    for file, text in [*_marked_in_modules(), *_marked_in_scripts()]:
        found[text][file] = None
    return {text: tuple(files) for text, files in sorted(found.items(), key=lambda each: (*each[1], str(each[0])))}


def unmarked_calls() -> list[str]:
    """Where a function is called that says a text, but with none that could be found."""
    return [f"{file}:{call.lineno}" for file, call in _calls() if not _texts(call)]


@cache
def catalogues() -> Mapping[str, Catalog]:
    """The catalogues by their languages."""
    found = {}
    for path in sorted(FOLDER.glob("*/LC_MESSAGES")):
        code, file = path.parent.name, path / "quotable.po"
        content = file.read_bytes() if file.exists() else b""
        found[code] = read_po(io.BytesIO(content), locale=code)
    return found


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "qa").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        known = MARKS.get(file, set()) | {name for node in nodes for name in _imported(node)}
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
                yield file, node


def _imported(node: ast.AST) -> set[str]:
    """The functions that an import brings."""
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return set()
    return {one.name for one in node.names} & MARKS.get(f"{node.module.replace('.', '/')}.py", set())


def _texts(call: ast.Call) -> list[str]:
    return [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _marked_in_modules() -> Iterator[tuple[str, Id]]:
    for file, call in _calls():
        texts = _texts(call)
        if texts:
            yield file, (texts[0], texts[1]) if len(texts) > 1 else texts[0]


def _marked_in_scripts() -> Iterator[tuple[str, Id]]:
    for path in sorted((ROOT / "qa" / "web" / "static").glob("*.js")):
        options = {"parse_template_string": True}
        source = io.BytesIO(path.read_bytes())
        for _, text, _, _ in extract("javascript", source, SCRIPT_MARKS, options=options):
            yield path.relative_to(ROOT).as_posix(), text if isinstance(text, str) else (text[0], text[1])


def _update() -> None:
    for code, before in catalogues().items():
        after = Catalog(locale=code, fuzzy=False)
        after.mime_headers = before.mime_headers  # of these the form of plurals is what counts
        for text, files in marked().items():
            known = before.get(text)
            after.add(text, known.string if known else None, locations=[(file, 0) for file in files])
        with (FOLDER / code / "LC_MESSAGES" / "quotable.po").open("wb") as file:
            file.write(_HEADER.format(code=code, plural=after.plural_forms).encode())
            write_po(file, after, width=110, include_lineno=False, omit_header=True)


if __name__ == "__main__":
    _update()
