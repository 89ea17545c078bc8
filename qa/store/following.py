"""Keeps the lexical index in line with the catalog, and fills it again if it is damaged."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from qa.errors import CollectionError, IndexFormatError, LockedError
from qa.store.catalog import Catalog
from qa.store.lexical import LexicalIndex
from qa.store.store import Lexical

_PATIENCE = 5.0
"""Seconds that a question waits for a writer before a damaged index is filled again."""
_Result = TypeVar("_Result")
Lock = Callable[[float], AbstractContextManager[None]]
"""Holds the writer's lock, after waiting at most so many seconds."""


def follow_lexical(catalog: Catalog, lexical: Lexical) -> None:
    """Bring the lexical index up to date with the catalog; the caller holds the writer's lock.

    Raises:
        IndexFormatError: It cannot even be filled again.
        CollectionError: The disk is full, or the catalog cannot be read.
    """
    try:
        if _is_sound(catalog, lexical):
            _follow(catalog, lexical)
            return
    except IndexFormatError:  # a crash has left it in a state that the engine cannot go on from
        pass
    _fill(catalog, lexical)


def open_lexical(catalog: Catalog, place: Path, lock: Lock) -> LexicalIndex:
    """Open the lexical index in a folder; a damaged one is filled again, an old one catches up.

    While another process writes, the index is opened as it is: whoever writes brings it up to date. So is one that
    cannot be written, as on a full disk: of what it holds beyond the catalog nothing is shown.

    Raises:
        IndexFormatError: It is damaged, and another process is writing.
        CollectionError: It is damaged, and cannot be written.
    """
    index = _opened(place)
    if index is not None and is_current(catalog, index):
        return index
    try:
        with lock(0):
            index = _opened(place)  # again: another process may have filled it meanwhile
            if index is None:
                LexicalIndex.delete(place)
                index = LexicalIndex(place)
            follow_lexical(catalog, index)
            return index
    except LockedError:
        return index or LexicalIndex(place)
    except CollectionError:
        if index is None:
            raise
        return index


class LexicalRepair:
    """Fills the lexical index again if a search finds it damaged; safe to share between threads."""

    def __init__(self, catalog: Catalog, lexical: Lexical, lock: Lock) -> None:
        """Take the parts of a collection, and what holds the writer's lock."""
        self._catalog = catalog
        self._lexical = lexical
        self._lock = lock
        self._filling = threading.Lock()
        self._filled = 0

    def search(self, search: Callable[[], _Result]) -> _Result:
        """The result of a search; if the index is damaged, it is filled again and searched once more.

        Raises:
            IndexFormatError: Filling it again did not help.
            LockedError: It is damaged, and another process is writing.
        """
        filled = self._filled
        try:
            return search()
        except IndexFormatError:
            with self._filling:
                if filled == self._filled:  # else another thread was faster
                    with self._lock(_PATIENCE):
                        _fill(self._catalog, self._lexical)
                    self._filled += 1
            return search()


def _opened(folder: Path) -> LexicalIndex | None:
    try:
        return LexicalIndex(folder)
    except IndexFormatError:
        return None


def is_current(catalog: Catalog, lexical: Lexical) -> bool:
    """Whether the index has followed the catalog to its end, and holds as many passages."""
    try:
        return lexical.watermark == catalog.watermark and len(lexical) == catalog.counts()[1]
    except IndexFormatError:
        return False


def _is_sound(catalog: Catalog, lexical: Lexical) -> bool:
    """Whether the index can follow from where it is: its files are as they were, and it holds what its watermark says.

    The bytes are read for it, which takes less time than a commit.
    """
    reached, watermark = lexical.watermark, catalog.watermark
    if lexical.damaged_files() or reached.removal > watermark.removal:  # removals are never forgotten
        return False
    return reached != watermark or len(lexical) == catalog.counts()[1]


def _follow(catalog: Catalog, lexical: Lexical) -> None:
    watermark, reached = catalog.watermark, lexical.watermark
    if watermark != reached:
        added = catalog.passages_after(reached.passage)
        lexical.follow(added, catalog.removals_after(reached.removal), watermark)


def _fill(catalog: Catalog, lexical: Lexical) -> None:
    watermark = catalog.watermark
    lexical.fill(catalog.passages_after(0), watermark)
