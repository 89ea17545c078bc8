"""The commands that keep a collection: `index`, `watch`, `status`, `describe`, `remove`, `check`, `doctor`."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from qa.cli import printing
from qa.cli.opening import folder_of, open_collection, open_existing, open_or_create
from qa.cli.options import ERROR, INCOMPLETE, CollectionOption, JsonOption
from qa.cli.printing import err, out, print_json
from qa.documents import KINDS
from qa.errors import visible
from qa.indexing.indexer import IndexReport
from qa.settings import load_llm_settings


def index(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…", help="Files, or folders of them; also addresses of pages, feeds and sitemaps (https://…)."
        ),
    ],
    collection: CollectionOption = None,
    rehash: Annotated[
        bool, typer.Option("--rehash", help="Also read files whose size and times have not changed.")
    ] = False,
    background: Annotated[
        bool,
        typer.Option("--background", help="Return as soon as questions can be asked; `serve` encodes the rest."),
    ] = False,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            metavar="ADDRESS",
            help="Read and encode on a Ray cluster: its address, 'auto' for the one that this machine belongs to, or "
            "'local' to start one here. Every node must see the files under the same paths.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring a collection up to date with files, folders and web pages; create it if it does not exist.

    Exit status: 0 if every file was read, 4 if some were not and all others are indexed, 1 if none was read.
    """
    opened = open_or_create(collection)
    with printing.progress(err) as progress:
        report = opened.index(paths, progress, rehash=rehash, background=background, ray=ray)
    printing.report(out, report, opened.state, opened.place, as_json=as_json)
    is_any = bool(report.added or report.updated or report.removed or report.unchanged)
    if not is_any and not report.failed:
        err.print(f"found nothing to index; these kinds of files are read: {KINDS}", style="yellow")
    printing.failures(err, report)
    if report.failed:
        raise typer.Exit(INCOMPLETE if is_any else ERROR)


def watch(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders, as for `index`.")],
    collection: CollectionOption = None,
) -> None:
    """Keep a collection up to date with files and folders as they change, until interrupted."""
    from qa.cli.watching import watch as run

    opened = open_or_create(collection)

    def announce(report: IndexReport) -> None:
        printing.report(out, report, opened.state, opened.place, as_json=False)
        printing.failures(err, report)

    with suppress(KeyboardInterrupt):
        run(opened, paths, announce)


def status(
    collection: CollectionOption = None,
    documents: Annotated[bool, typer.Option("--documents", help="List the names of the documents.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what a collection holds and how much of it can be searched."""
    opened = open_collection(collection)
    if documents:
        names = sorted(file.name for file in opened.catalog.files().values())
        print_json(names) if as_json else print("\n".join(map(visible, names)))  # noqa: T201
    elif as_json:
        print_json(opened.status())
    else:
        printing.status(out, opened.status())


def describe(
    title: Annotated[str | None, typer.Option("--title", help="What the collection is called.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", help="What it holds, in a sentence or two.")
    ] = None,
    collection: CollectionOption = None,
) -> None:
    """Say what a collection is called and what it holds; the chat shows it before the first question."""
    opened = open_existing(collection)
    opened.describe(title, description)
    about = opened.about
    out.print(about.title, markup=False, style="bold")
    if about.description:
        out.print(about.description, markup=False)


def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help="Names as `status --documents` lists them.")],
    collection: CollectionOption = None,
) -> None:
    """Remove documents; their files stay, and indexing their folder brings them back."""
    open_existing(collection).remove(names)
    out.print(f"removed {len(names)} document{'s'[: len(names) != 1]}")


def check(
    collection: CollectionOption = None,
    mend: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended; uploads and conversations are kept.")
    ] = False,
) -> None:
    """Check that the catalog, the indexes and the vectors of a collection agree."""
    if mend:
        from qa.care.repair import repair

        folder = folder_of(collection)
        with printing.progress(err) as progress:
            for step in repair(folder, lambda: open_existing(collection), progress):
                out.print(step, markup=False)
    problems = open_collection(collection).problems()
    for problem in problems:
        err.print(problem, markup=False, style="red")
    if problems:
        raise typer.Exit(ERROR)
    out.print("ok")


def doctor(collection: CollectionOption = None) -> None:
    """Check what answers need: the collection, the encoder, and the language model if one is set."""
    from qa.cli.doctor import examine

    has_problem = False
    for finding in examine(lambda: open_collection(collection), load_llm_settings):
        printing.finding(out, finding)
        has_problem = has_problem or finding.is_problem
    if has_problem:
        raise typer.Exit(ERROR)
