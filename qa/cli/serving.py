"""The command that opens the web chat and the HTTP API: `serve`."""

from typing import Annotated

import typer

from qa.cli.opening import open_author, open_or_sample
from qa.cli.options import CollectionOption
from qa.cli.printing import out
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
) -> None:
    """Open the web chat and the HTTP API."""
    from qa.web.server import serve as run

    opened, is_sample = open_or_sample(collection)
    run(
        opened,
        EXAMPLE_QUESTIONS if is_sample else (),
        host=host,
        port=port,
        editable=editable,
        author=open_author(opened) if load_llm_settings() else None,
        announce=lambda address: out.print(f"Quotable is open at {address}"),
    )
