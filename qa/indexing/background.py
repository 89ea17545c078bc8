"""Work in the background that no error ends, and the encoding of passages as such work."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

from embeddings import EmbeddingsError
from qa.errors import LockedError, QuotableError
from qa.indexing.encoding import Encoding
from qa.messages import Message

_SHORTEST_PAUSE = 0.5
"""Seconds after an error, and after every `LockedError`; doubled with each further error."""
_LONGEST_PAUSE = 30.0
"""Seconds after an error at most."""
_ENCODED_A_STEP = 16
"""Passages a step in the background, for which a question may have to wait."""
_STEPS_TOGETHER = 4
"""Steps for which another writer may have to wait."""
_BREATH = 0.1
"""Seconds between steps."""
_NOTHING_TO_DO = 1.0
"""Seconds between looks for something to encode."""
_log = logging.getLogger("quotable")


def repeat(step: Callable[[], None], stop: threading.Event, tell: Callable[[Exception | None], None]) -> None:
    """Run a step again and again until stopped; after an error it is tried again in a while.

    Args:
        step: What is done; it waits by itself where there is nothing to do.
        stop: Ends it.
        tell: Called with each error, and with None after a step without one.
    """
    pause = _SHORTEST_PAUSE
    while not stop.is_set():
        try:
            step()
        except Exception as error:  # whatever it is: a thread that ends would say nothing for good
            tell(error)
            pause = _SHORTEST_PAUSE if isinstance(error, LockedError) else pause
            stop.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            tell(None)
            pause = _SHORTEST_PAUSE


def problem_of(error: Exception) -> str:
    """An error in a sentence; one that nobody foresaw goes to the log with its traceback."""
    if isinstance(error, (QuotableError, EmbeddingsError)):
        return error.sentence if isinstance(error, QuotableError) else str(error)
    if isinstance(error, OSError):
        return Message("the system refuses something ({said}); it is tried again", said=str(error))
    _log.error("an unforeseen error in the background", exc_info=error)
    kind, said = type(error).__name__, str(error)
    return Message(
        "an unforeseen error, {kind}: {said}; it is tried again, and the log says more", kind=kind, said=said
    )


class BackgroundEncoding:
    """Encodes what has no vector while nobody asks and nobody else writes."""

    def __init__(
        self,
        encoding: Encoding,
        lock: Callable[[], AbstractContextManager[None]],
        is_busy: Callable[[], bool],
    ) -> None:
        """Take the parts of a collection.

        Args:
            encoding: Does the work.
            lock: Holds the lock of the one writer.
            is_busy: Whether a question is being answered.
        """
        self._lock = lock
        self._encoding = encoding
        self._is_busy = is_busy
        self._problem: str | None = None

    @property
    def problem(self) -> str | None:
        """Why nothing is encoded at the moment; None while all is well."""
        return self._problem

    def run(self, stop: threading.Event) -> None:
        """Encode until stopped, whatever goes wrong."""
        repeat(lambda: self._encode_some(stop), stop, self._tell)

    def _encode_some(self, stop: threading.Event) -> None:
        if self._encoding.is_current:  # the lock is not taken to find nothing to do
            stop.wait(_NOTHING_TO_DO)
            return
        with suppress(LockedError), self._lock():
            for _ in range(_STEPS_TOGETHER):
                if not self._is_busy() and not stop.is_set():
                    self._encoding.step(_ENCODED_A_STEP)
        stop.wait(_BREATH)  # another writer must find the lock free

    def _tell(self, error: Exception | None) -> None:
        problem = None if error is None else problem_of(error)
        if problem and problem != self._problem:
            _log.warning("passages are not encoded in the background: %s", problem)
        self._problem = problem
