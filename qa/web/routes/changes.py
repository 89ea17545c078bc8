"""Adding and removing documents in threads of their own, so that those which answer questions stay free."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from qa.errors import BusyError
from qa.messages import Message

_AT_ONCE = 4
_MOST_WAITING = 64
_Result = TypeVar("_Result")


class Changes:
    """Runs what adds and removes documents."""

    def __init__(self) -> None:
        """Begin with nothing under way."""
        self._threads = CapacityLimiter(_AT_ONCE)

    async def make(self, change: Callable[..., _Result], *values: object) -> _Result:
        """Make a change.

        Args:
            change: What makes it; it may wait for another process.
            values: Its arguments.

        Raises:
            BusyError: Too many wait.
        """
        if self._threads.statistics().tasks_waiting >= _MOST_WAITING:
            raise BusyError(Message("too many documents are being added and removed; try again in a moment"))
        return await to_thread.run_sync(change, *values, limiter=self._threads)
