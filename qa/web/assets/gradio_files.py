"""The files that Gradio's page loads, as its own scripts name them for each of its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

FRONTEND = Path(gr.__file__).parent / "templates" / "frontend"
_IN_PAGE = re.compile(r'"\./assets/([\w.-]+\.(?:js|css))"')
_ALL = re.compile(r"\bm\.f=\[([^\]]*)\]")
_PLACES = re.compile(r"__vite__mapDeps\(\[([\d,]*)\]\)")
"""Each import is followed by the places that what it needs has in the list of all files."""
_APP, _BLOCKS = r"import\(`\./Index-", r"import\(`\./Blocks-"


@dataclass(frozen=True, slots=True)
class GradioFiles:
    """Names of files in the folder of assets; none if this version of Gradio loads them in another way.

    Attributes:
        scripts: Modules.
        sheets: Style sheets, in the order in which they are loaded.
    """

    scripts: tuple[str, ...]
    sheets: tuple[str, ...]


def find_gradio_files(components: Sequence[str], frontend: Path = FRONTEND) -> GradioFiles:
    """Find what a page with these components, such as 'html', loads."""
    named = dict.fromkeys(_named(components, frontend))
    files = [name for name in named if (frontend / "assets" / name).is_file()]
    scripts, sheets = ([name for name in files if name.endswith(suffix)] for suffix in (".js", ".css"))
    return GradioFiles(tuple(scripts), tuple(sheets))


def _named(components: Sequence[str], frontend: Path) -> Iterator[str]:
    in_page = _IN_PAGE.findall((frontend / "index.html").read_text(encoding="utf-8"))
    yield from in_page
    scripts = [(frontend / "assets" / name).read_text(encoding="utf-8") for name in in_page if name.endswith(".js")]
    app = [name for script in scripts for name in _loaded(script, _APP)]
    yield from app
    scripts = [(frontend / "assets" / name).read_text(encoding="utf-8") for name in app if name.endswith(".js")]
    for part in (_BLOCKS, *(rf"\b{component}:\{{[^{{}}]*\bcomponent:" for component in components)):
        for script in scripts:
            yield from _loaded(script, part)


def _loaded(script: str, part: str) -> list[str]:
    """What a script loads where a pattern finds a part of it."""
    every, found = _ALL.search(script), re.search(part, script)
    places = _PLACES.search(script, found.end()) if found else None
    if every is None or places is None:
        return []
    names = re.findall(r'"\./([^"]+)"', every[1])
    return [names[int(place)] for place in places[1].split(",") if place and int(place) < len(names)]
