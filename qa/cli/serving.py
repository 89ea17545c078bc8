"""The command that opens the web chat and the HTTP API: `serve`."""

import os
import sys
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from qa.cli.interrupts import say_stopping
from qa.cli.opening import open_accounts, open_author, open_existing, open_or_sample
from qa.cli.options import CollectionOption
from qa.cli.printing import err, out
from qa.collection import Collection
from qa.errors import UsageError
from qa.sample.sample import EXAMPLE_QUESTIONS
from qa.settings import load_llm_settings


def serve(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COLLECTION]…", help="Folders or addresses of collections; several are served side by side."
        ),
    ] = None,
    collection: CollectionOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; by default the first free one from 7860.")
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Let everybody in who reaches --host, without a log-in.")
    ] = False,
    editable: Annotated[
        bool,
        typer.Option("--editable", help="With --insecure: let everybody add and remove documents too."),
    ] = False,
    rate: Annotated[
        str | None, typer.Option(metavar="N/minute", help="How often one user, key or address may ask.")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="How many processes answer; several where many people ask at once.")
    ] = 1,
    known_as: Annotated[
        list[str] | None,
        typer.Option("--known-as", metavar="NAME", help="A name by which people reach it; can be repeated."),
    ] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Write a line of JSON for each request to standard error, without questions.")
    ] = False,
    log_questions: Annotated[bool, typer.Option("--log-questions", help="Write the words of questions too.")] = False,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the chat in the browser.")] = False,
) -> None:
    """Serve the web chat and the HTTP API."""
    from qa.web.listening import Opened
    from qa.web.logs import write_logs
    from qa.web.protection import require_access
    from qa.web.server import WARMING, serve_several
    from qa.web.server import serve as run

    if log or log_questions:
        write_logs(sys.stderr, with_questions=log_questions)
    named = [*(folders or ()), *([collection] if collection else ())]
    accounts = require_access(host, open_accounts(named[0] if named else None), insecure=insecure)

    def announce(opened: Opened) -> None:
        out.print(f"Quotable is open at {opened.here}", markup=False)
        if opened.elsewhere:
            out.print(f"From other machines: {opened.elsewhere}", markup=False)
        if opened.is_public and accounts is None:
            said = "Whoever reaches this address can ask"
            said += " and change the documents and the settings" if editable else ""
            err.print(f"{said}; there is no login.", markup=False, style="yellow")
        if open_browser and _has_browser():
            webbrowser.open(opened.here)

    has_model = load_llm_settings() is not None
    if len(named) > 1:
        opened = [open_existing(folder) for folder in named]
        served = {one.name: (one, open_author(one) if has_model else None) for one in opened}
        if len(served) < len(opened):
            raise UsageError("two of the collections have the same name; rename the folder of one of them")
        with _answered_by(opened, workers):
            serve_several(
                served,
                host,
                port,
                editable=editable,
                accounts=accounts,
                rate=rate,
                known_as=known_as or (),
                announce=announce,
                stopping=say_stopping,
            )
    else:
        only, is_sample = open_or_sample(named[0] if named else None)
        with _answered_by([only], workers):
            run(
                only,
                EXAMPLE_QUESTIONS if is_sample else (),
                host=host,
                port=port,
                editable=editable,
                author=open_author(only) if has_model else None,
                accounts=accounts,
                rate=rate,
                known_as=known_as or (),
                announce=announce,
                stopping=say_stopping,
            )
    if any(thread.name == WARMING for thread in threading.enumerate()):  # nothing interrupts it, and nobody needs it
        sys.stdout.flush()
        os._exit(0)


@contextmanager
def _answered_by(collections: Sequence[Collection], number: int) -> Iterator[None]:
    """Let so many processes answer meanwhile about each collection; one is this process itself."""
    if number == 1:
        yield
        return
    from qa.workers.workers import Workers

    with ExitStack() as ending:
        for collection in collections:
            workers = Workers(collection.place, number)
            ending.callback(workers.close)
            ending.callback(collection.answer_by, None)
            collection.answer_by(workers)
        yield


def _has_browser() -> bool:
    """Whether a person sits before it, at a screen; else a browser that runs in the terminal might open."""
    has_screen = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return sys.stdout.isatty() and has_screen
