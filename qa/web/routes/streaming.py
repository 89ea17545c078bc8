"""Work in a thread whose results go out one by one as they come."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from contextvars import copy_context
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Outlet(Generic[Item]):
    """Takes the results of work in a thread; called from that thread."""

    def __init__(self, put: Callable[[Item], None], stop: threading.Event) -> None:
        """Take what hands a result on, and what says that nobody waits any more."""
        self.put = put
        self.is_stopped = stop.is_set


async def streamed(
    work: Callable[[Outlet[Item]], None], pause: float | None = None, meanwhile: Item | None = None
) -> AsyncGenerator[Item, None]:
    """The results of work that runs in a thread; an unexpected error of it comes last.

    Closing the iterator tells the work that nobody waits any more.

    Args:
        work: Puts its results into an outlet.
        pause: Seconds without a result after which `meanwhile` is given; None for never.
        meanwhile: Shows whoever waits that the work goes on.
    """
    loop, arrived, stop = asyncio.get_running_loop(), asyncio.Queue[Item | None](), threading.Event()

    def put(item: Item | None) -> None:
        loop.call_soon_threadsafe(arrived.put_nowait, item)

    def run() -> None:
        try:
            work(Outlet(put, stop))
        finally:
            put(None)

    working = loop.run_in_executor(None, copy_context().run, run)  # which knows the visitor's language
    try:
        while True:
            try:
                item = await asyncio.wait_for(arrived.get(), pause)
            except TimeoutError:
                item = meanwhile
            if item is None:
                break
            yield item
        await working  # so that an unexpected error reaches the log
    finally:
        stop.set()
