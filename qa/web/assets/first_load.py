"""The first screen in few requests: one script and one style sheet, both kept by the browser, and nothing unneeded.

Gradio's page asks for a dozen style sheets as it goes. They are joined with those of the chat, and the page names each
of them as disabled: a browser does not load such a link, and Gradio's scripts load none that the page names.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI, Request, Response

from qa.web.assets.gradio_files import FRONTEND, find_gradio_files
from qa.web.assets.modules import joined_modules
from qa.web.html.icon import ICON_LINK
from qa.web.language import say

_STATIC = Path(__file__).parents[1] / "static"
_CHOSEN_THEME = (
    '<script>{ const chosen = localStorage.getItem("quotable-theme");'
    " if (chosen) document.documentElement.dataset.theme = chosen; }</script>"
)
"""Runs before anything is drawn, so that the page does not appear in the other theme for a moment."""
_COMPONENTS = ("html", "column", "textbox")
"""Of Gradio, on the page."""
_SHEETS = (
    "tokens",
    "chat",
    "first-screen",
    "picking",
    "panels",
    "conversations",
    "document",
    "documents",
    "settings",
)
"""In the order in which later rules outweigh earlier ones."""
_UNNEEDED = re.compile(
    r'<link rel="manifest"[^>]*>'  # there is none, since the page is no app to install
    r"|<script>(?:(?!</script>).)*iframeResizer\.contentWindow(?:(?!</script>).)*</script>"  # it is in no frame
    r'|<link rel="stylesheet"[^>]* href="\./assets/[^>]*>',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A text whose address changes with it, so that a browser may keep it for good."""

    name: str
    media_type: str
    text: str

    @property
    def address(self) -> str:
        """Relative to the page."""
        return f"{self.name}?v={sha256(self.text.encode()).hexdigest()[:16]}"

    def add_to(self, app: FastAPI) -> None:
        """Serve it."""
        compressed = gzip.compress(self.text.encode(), mtime=0)
        headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}

        @app.get(f"/{self.name}", include_in_schema=False)
        def kept(request: Request) -> Response:
            if "gzip" not in request.headers.get("accept-encoding", ""):
                return Response(self.text, media_type=self.media_type, headers=headers)
            return Response(compressed, media_type=self.media_type, headers={**headers, "content-encoding": "gzip"})


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """What the page of the chat loads.

    Attributes:
        script: The module that starts the chat.
        styles: The style sheet.
        head: HTML for the head of the page, which loads all of it at once. It is not what Gradio takes as `head` and
            `css`: its scripts would add that late, and prefix every selector.
    """

    script: Kept
    styles: Kept
    head: str

    def add_to(self, app: FastAPI) -> None:
        """Serve the script and the style sheet."""
        self.script.add_to(app)
        self.styles.add_to(app)

    def page(self, html: str) -> str:
        """Gradio's page with this head, and with a sentence for who has no scripts; other pages as they are."""
        if "<gradio-app" not in html:
            return html
        html = _UNNEEDED.sub("", html).replace("</head>", f"{self.head}</head>", 1)
        said = say(
            "Quotable needs JavaScript. Allow it for this address, or ask on the command line: "
            "<code>quotable ask QUESTION</code>."
        )
        style = "max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; font: 1.1rem/1.5 sans-serif"
        return html.replace("<gradio-app", f'<noscript><p style="{style}">{said}</p></noscript><gradio-app', 1)


@cache
def first_load() -> FirstLoad:
    """Join the scripts and the style sheets; they are read once."""
    modules = {path.stem: path.read_text(encoding="utf-8") for path in _STATIC.glob("*.js")}
    gradio = find_gradio_files(_COMPONENTS)
    sheets = [FRONTEND / "assets" / name for name in gradio.sheets] + [_STATIC / f"{name}.css" for name in _SHEETS]
    script = Kept("chat.js", "text/javascript", joined_modules(modules, "chat"))
    styles = Kept("chat.css", "text/css", "\n".join(path.read_text(encoding="utf-8") for path in sheets))
    disabled = "".join(f'<link rel="stylesheet" crossorigin href="./assets/{name}" disabled>' for name in gradio.sheets)
    early = "".join(
        f'<link rel="modulepreload" crossorigin href="{address}">'
        for address in (*(f"./assets/{name}" for name in gradio.scripts), script.address)
    )
    head = f'{_CHOSEN_THEME}{ICON_LINK}<link rel="stylesheet" href="{styles.address}">{disabled}{early}'
    return FirstLoad(script, styles, head)
