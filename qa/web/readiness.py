"""Whether a collection can be asked: its model is loaded, and nothing is wrong with either."""

import logging
import threading
from collections.abc import Callable

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError

LOADING = "the model is being loaded; ask again in a moment"
BROKEN = "the collection cannot be asked at the moment; the log of the server says why"
"""Shown to everybody in place of the error, which may name folders of the server."""
_log = logging.getLogger("quotable")


class Readiness:
    """Whether a collection can be asked; safe to share between threads."""

    def __init__(self, collection: Collection) -> None:
        """Take the collection; nothing is loaded yet."""
        self._collection = collection
        self._trying = threading.Lock()
        self._was_asked = False
        self._logged: str | None = None
        self._is_over = False

    def problem(self) -> str | None:
        """Why the collection cannot be asked now, in one sentence; None where it can.

        Until it could be asked once, each call asks it, which takes seconds where the model must be loaded; meanwhile
        every other call says so at once.
        """
        if self._was_asked:
            return self._problem_of(lambda: self._collection.state)
        if not self._trying.acquire(blocking=False):
            return LOADING
        try:
            problem = self._problem_of(lambda: self._collection.ask("Is anybody there?"))
            self._was_asked = problem is None
            return problem
        finally:
            self._trying.release()

    def stop(self) -> None:
        """Say no more of it: the server ends, and with it what answers."""
        self._is_over = True

    def _problem_of(self, asking: Callable[[], object]) -> str | None:
        error: str | None = None
        try:
            asking()
        except (QuotableError, EmbeddingsError) as found:
            error = str(found)
        if error not in (None, self._logged) and not self._is_over:
            _log.warning("the collection in %s cannot be asked: %s", self._collection.place, error)
        self._logged = error
        return None if error is None else BROKEN
