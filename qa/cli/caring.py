"""The commands that keep a collection from being lost: `backup`, `restore`."""

from pathlib import Path
from typing import Annotated

import typer

from qa.cli import printing
from qa.cli.opening import folder_of, open_existing
from qa.cli.options import CollectionOption
from qa.cli.printing import err, out


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make, such as monday.zip.")],
    collection: CollectionOption = None,
    vectors: Annotated[
        bool,
        typer.Option("--vectors/--no-vectors", help="With the vectors, or without: `index` encodes them again."),
    ] = True,
) -> None:
    """Write a collection, its uploads and its conversations to one file, while it is served and indexed."""
    from qa.care.backup import write_backup

    folder = folder_of(collection)
    with printing.progress(err) as progress:
        write_backup(folder, file, progress, vectors=vectors)
    out.print(f"{file}: {file.stat().st_size / 1e6:,.1f} MB", markup=False)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `quotable backup` has made.")],
    collection: CollectionOption = None,
) -> None:
    """Make a collection from a backup, in a new or an empty folder."""
    from qa.care.restore import restore_backup

    folder = folder_of(collection)
    with printing.progress(err) as progress:
        restore_backup(file, folder, progress)
    restored = open_existing(collection)
    restored.follow()
    printing.status(out, restored.status())
