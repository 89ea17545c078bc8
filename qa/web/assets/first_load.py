"""The first screen in few requests: one script and one style sheet, both kept by the browser, and nothing unneeded.

Gradio's page asks for a dozen style sheets as it goes. They are joined with those of the chat, and the page names each
of them as disabled: a browser does not load such a link, and Gradio's scripts load none that the page names.
"""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI, Request, Response

from qa.web.assets.gradio_files import FRONTEND, find_gradio_files
from qa.web.assets.modules import joined_modules

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
_WITHOUT_SCRIPTS = (
    '<noscript><p style="max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; font: 1.1rem/1.5 sans-serif">'
    "Quotable needs JavaScript. Allow it for this address, or ask on the command line: "
    "<code>quotable ask QUESTION</code>.</p></noscript>"
)
_UNNEEDED = re.compile(
    r'<link rel="manifest"[^>]*>'  # there is none, since the page is no app to install
    r"|<script>(?:(?!</script>).)*iframeResizer\.contentWindow(?:(?!</script>).)*</script>"  # it is in no frame
    r'|<link rel="stylesheet"[^>]* href="\./assets/[^>]*>',
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """What the page of the chat loads.

    Attributes:
        script: Address of the module that starts the chat.
        head: HTML for the head of the page, which loads all of it at once.
    """

    script: str
    head: str

    def page(self, html: str) -> str:
        """Gradio's page with this head, and with a sentence for who has no scripts; other pages as they are."""
        if "<gradio-app" not in html:
            return html
        html = _UNNEEDED.sub("", html).replace("</head>", f"{self.head}</head>", 1)
        return html.replace("<gradio-app", f"{_WITHOUT_SCRIPTS}<gradio-app", 1)


def add_first_load(app: FastAPI, static: Path, head: str) -> FirstLoad:
    """Serve the scripts and the style sheets of a folder, each together.

    Args:
        app: The application.
        static: Folder of the files.
        head: What else stands in the head of the page.
    """
    modules = {path.stem: path.read_text(encoding="utf-8") for path in static.glob("*.js")}
    script = _serve_kept(app, "chat.js", joined_modules(modules, "chat"), "text/javascript")
    gradio = find_gradio_files(_COMPONENTS)
    sheets = [FRONTEND / "assets" / name for name in gradio.sheets] + [static / f"{name}.css" for name in _SHEETS]
    styles = _serve_kept(app, "chat.css", "\n".join(path.read_text(encoding="utf-8") for path in sheets), "text/css")
    disabled = "".join(f'<link rel="stylesheet" crossorigin href="./assets/{name}" disabled>' for name in gradio.sheets)
    scripts = [f"./assets/{name}" for name in gradio.scripts]
    early = "".join(f'<link rel="modulepreload" crossorigin href="{address}">' for address in [*scripts, script])
    return FirstLoad(script, f'{head}<link rel="stylesheet" href="{styles}">{disabled}{early}')


def _serve_kept(app: FastAPI, name: str, content: str, media_type: str) -> str:
    """Serve a text; returns the address, which changes with the text, so that a browser may keep it for good."""
    compressed = gzip.compress(content.encode(), mtime=0)
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}

    @app.get(f"/{name}", include_in_schema=False)
    def kept(request: Request) -> Response:
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(content, media_type=media_type, headers=headers)
        return Response(compressed, media_type=media_type, headers={**headers, "content-encoding": "gzip"})

    return f"{name}?v={sha256(content.encode()).hexdigest()[:16]}"
