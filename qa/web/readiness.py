"""Whether a collection can be asked: its model is loaded, and nothing is wrong with either."""

import threading
from collections.abc import Callable

from embeddings import EmbeddingsError
from qa.collection import Collection
from qa.errors import QuotableError

LOADING = "the model is being loaded; ask again in a moment"


class Readiness:
    """Whether a collection can be asked; safe to share between threads."""

    def __init__(self, collection: Collection) -> None:
        """Take the collection; nothing is loaded yet."""
        self._collection = collection
        self._trying = threading.Lock()
        self._was_asked = False

    def problem(self) -> str | None:
        """Why the collection cannot be asked now, in one sentence; None where it can.

        Until it could be asked once, each call asks it, which takes seconds where the model must be loaded; meanwhile
        every other call says so at once.
        """
        if self._was_asked:
            return _problem_of(lambda: self._collection.state)
        if not self._trying.acquire(blocking=False):
            return LOADING
        try:
            problem = _problem_of(lambda: self._collection.ask("Is anybody there?"))
            self._was_asked = problem is None
            return problem
        finally:
            self._trying.release()


def _problem_of(asking: Callable[[], object]) -> str | None:
    try:
        asking()
    except (QuotableError, EmbeddingsError) as error:
        return str(error)
    return None
