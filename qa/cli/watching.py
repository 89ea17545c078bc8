"""Keeps a collection up to date with files as they change."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as watch_files

from qa.collection import Collection
from qa.documents.files import SUFFIXES
from qa.errors import LockedError
from qa.indexing.indexer import IndexReport

_LOOK_MS = 500
"""How often it is looked whether something waits: at the beginning, or while another process writes."""
_QUIET_MS = 200
"""A burst of changes is over when nothing has changed for so long."""


def watch(
    collection: Collection,
    paths: Sequence[Path],
    announce: Callable[[IndexReport], None],
    stop: threading.Event | None = None,
) -> None:
    """Index files and folders, and index them again whenever something in them changes.

    Documents can be asked about at once; vectors are encoded behind.

    Args:
        collection: What is kept up to date.
        paths: Files and folders.
        announce: Called with what was done: at first, and whenever something was.
        stop: Ends it when set; None for until it is interrupted.

    Raises:
        UsageError: A path does not exist, or does no more.
        CollectionError: The collection was made with another encoder.
    """
    stop = stop or threading.Event()
    encoding = threading.Thread(target=collection.encode_in_background, args=(stop,), daemon=True)
    own = collection.folder.resolve()

    def matters(_: Change, path: str) -> bool:
        return Path(path).suffix.lower() in {*SUFFIXES, ""} and not Path(path).is_relative_to(own)

    waiting, first = True, True
    # The watch begins before the first look at the files, so that no change falls between.
    changes_of = watch_files(
        *(path for path in paths if path.exists()),
        watch_filter=matters,
        stop_event=stop,
        step=_QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    )
    try:
        for changes in changes_of:
            waiting = waiting or bool(changes)
            if not waiting:
                continue
            with suppress(LockedError):  # another process writes: the next look tries again
                report = collection.index(paths, background=True)
                if first or report.added or report.updated or report.removed or report.failed:
                    announce(report)
                if first:
                    encoding.start()
                waiting = first = False
    finally:
        stop.set()
        if encoding.is_alive():
            encoding.join()
