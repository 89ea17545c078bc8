"""The command that opens the web chat and the HTTP API: `serve`."""

import os
import sys
import threading
import webbrowser
from typing import Annotated

import typer

from qa.cli.opening import open_author, open_or_sample
from qa.cli.options import CollectionOption
from qa.cli.printing import err, out
from qa.sample.sample import EXAMPLE_QUESTIONS
from qa.settings import load_llm_settings


def serve(
    collection: CollectionOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; by default the first free one from 7860.")
    ] = None,
    editable: Annotated[
        bool,
        typer.Option(
            "--editable",
            help="Let other machines add and remove documents too. There is no login: whoever reaches --host can.",
        ),
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the chat in the browser.")] = False,
) -> None:
    """Serve the web chat and the HTTP API."""
    from qa.web.server import Opened
    from qa.web.server import serve as run

    def announce(opened: Opened) -> None:
        out.print(f"Quotable is open at {opened.here}", markup=False)
        if opened.elsewhere:
            out.print(f"From other machines: {opened.elsewhere}", markup=False)
        if opened.is_public:
            said = "Whoever reaches this address can ask"
            said += " and change the documents and the settings" if editable else ""
            err.print(f"{said}; there is no login.", markup=False, style="yellow")
        if open_browser and _has_browser():
            webbrowser.open(opened.here)

    opened, is_sample = open_or_sample(collection)
    run(
        opened,
        EXAMPLE_QUESTIONS if is_sample else (),
        host=host,
        port=port,
        editable=editable,
        author=open_author(opened) if load_llm_settings() else None,
        announce=announce,
        stopping=lambda: err.print("Stopping…", style="dim"),
    )
    if threading.active_count() > 1:  # a model is being loaded, which nothing interrupts and nobody needs any more
        sys.stdout.flush()
        os._exit(0)


def _has_browser() -> bool:
    """Whether a person sits before it, at a screen; else a browser that runs in the terminal might open."""
    has_screen = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return sys.stdout.isatty() and has_screen
