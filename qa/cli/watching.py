"""Keeps a collection up to date with files as they change."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as watch_files

from qa.collection import Collection
from qa.documents import SIDECAR_SUFFIX, SUFFIXES, FoundFile, find_in
from qa.errors import LockedError
from qa.indexing.background import problem_of, repeat
from qa.indexing.indexer import IndexReport, require

_log = logging.getLogger("quotable")
_LOOK_MS = 500
"""Milliseconds between looks at what waits and at the state of encoding."""
_QUIET_MS = 200
"""Milliseconds without a change after which a burst of changes is over."""


def watch(
    collection: Collection,
    paths: Sequence[Path],
    announce: Callable[[IndexReport], None],
    stop: threading.Event | None = None,
) -> None:
    """Index files and folders, and index them again whenever something in them changes.

    Documents can be asked about at once; vectors are encoded in the background. After the first run no error ends
    the watch: the log tells it once, and the files are indexed again in a while.

    Args:
        collection: What is kept up to date.
        paths: Files and folders.
        announce: Called with what was done: at first, and whenever something was.
        stop: Ends it when set; None for until it is interrupted.

    Raises:
        UsageError: At the beginning a path does not exist.
        CollectionError: At the beginning the collection cannot be written, or was made with another encoder.
    """
    require(paths)
    stop = stop or threading.Event()
    encoding = threading.Thread(target=collection.encode_in_background, args=(stop,), daemon=True)
    watching = _Watching(collection, paths, announce, stop, encoding.start)
    try:
        repeat(watching.follow, stop, watching.tell)
    finally:
        stop.set()
        if encoding.is_alive():
            encoding.join()


class _Watching:
    """Whether something was indexed, and which problem was told."""

    def __init__(
        self,
        collection: Collection,
        paths: Sequence[Path],
        announce: Callable[[IndexReport], None],
        stop: threading.Event,
        begun: Callable[[], None],
    ) -> None:
        self._collection = collection
        self._paths = paths
        self._announce = announce
        self._stop = stop
        self._own = collection.folder.resolve()
        self._begun = begun
        self._has_begun = False
        self._problem: str | None = None

    def follow(self) -> None:
        """Index what has changed, until stopped or an error; what changed before it is indexed first."""
        # The watch begins before the look at the files, so that no change falls between.
        changes_of = watch_files(
            *(path for path in self._paths if path.exists()),
            watch_filter=self._matters,
            stop_event=self._stop,
            step=_QUIET_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
        )
        is_current = False
        for changes in changes_of:
            if changes or not is_current:
                self._index()
                is_current = True
                self.tell(None)

    def tell(self, error: Exception | None) -> None:
        """Log an error of indexing, the same one once; raise one that the watch would begin with."""
        if error is not None and not self._has_begun and not isinstance(error, LockedError):
            raise error
        problem = None if error is None else problem_of(error)
        if problem is not None and problem != self._problem:
            _log.warning("nothing is indexed for now: %s", problem)
        self._problem = problem

    def _index(self) -> None:
        report = self._collection.index(self._paths, background=True)
        if not self._has_begun or report.added or report.updated or report.removed or report.failed:
            self._announce(report)
        if not self._has_begun:
            self._has_begun = True
            self._begun()

    def _matters(self, change: Change, path: str) -> bool:
        """Whether a document may have come, changed or gone: also of a name that says nothing, and in a folder."""
        place = Path(path)
        if place.is_relative_to(self._own):
            return False
        if not place.suffix or path.lower().endswith((*SUFFIXES, SIDECAR_SUFFIX)):
            return True
        if change == Change.deleted:
            return self._collection.catalog.holds_below(path)
        return place.is_dir() or any(isinstance(one, FoundFile) for one in find_in(place, place.parent))
