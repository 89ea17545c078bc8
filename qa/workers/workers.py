"""Several processes that answer in the place of a collection's own."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue

from qa.address import Address
from qa.answering.answer import Answer
from qa.answering.asked import Asked, Found, unwatched
from qa.errors import CollectionError
from qa.messages import Message
from qa.retrieval.search import Search
from qa.workers.process import AnsweringProcess, EndedError, OpenCollection, open_as_set

_TRIES = 2
_BREATH = 1.0
"""Seconds before a process that could not be started is started again."""
_TO_END = 5.0
"""Seconds that a process has to end."""
_log = logging.getLogger("quotable")


class Workers:
    """So many processes that answer, each one question at a time; safe to use from several threads.

    Whoever asks waits for one that is free. One that ends is replaced, and what it was asked is asked once again.
    """

    def __init__(self, address: Address, number: int, open_collection: OpenCollection = open_as_set) -> None:
        """Start the processes, each of which opens the collection at an address; questions wait until they have."""
        self._address, self._open_collection = address, open_collection
        self._free: SimpleQueue[AnsweringProcess | None] = SimpleQueue()
        self._all: set[AnsweringProcess] = set()
        self._changing = threading.Lock()
        self._under_way = 0
        self._is_closed = threading.Event()
        for _ in range(number):
            self._add()

    @property
    def is_busy(self) -> bool:
        """Whether a question is being answered."""
        return self._under_way > 0

    @property
    def numbers(self) -> list[int]:
        """The system's numbers of the processes."""
        with self._changing:
            return sorted(one.number for one in self._all)

    def search(self, asked: Asked) -> Search:
        """What is found for a question."""
        told = self._asked(asked, unwatched)
        assert isinstance(told, Search)
        return told

    def ask(self, asked: Asked, found: Found) -> Answer:
        """The answer to a question; `found` is called with each search for it."""
        told = self._asked(asked, found)
        assert isinstance(told, Answer)
        return told

    def close(self) -> None:
        """End the processes; nothing can be asked any more."""
        self._is_closed.set()
        with self._changing:
            ending, self._all = self._all, set()
        for process in ending:  # all at the same time
            process.finish()
        for process in ending:
            process.close(_TO_END)
        self._free.put(None)

    def _asked(self, asked: Asked, found: Found) -> Search | Answer:
        once = _Once(found)
        with self._counted():
            for _ in range(_TRIES):
                process = self._free.get()
                if process is None or self._is_closed.is_set():
                    self._free.put(None)  # for the next who waits
                    raise CollectionError(Message("the processes that answer have been ended; start the server again"))
                try:
                    told = process.answer(asked, once.found)
                except EndedError:
                    _log.warning("the process %d, which answered a question, has ended", process.number)
                    self._replace(process)
                    once.begin_again()
                    continue
                except BaseException:
                    self._replace(process)
                    raise
                self._free.put(process)
                if isinstance(told, Exception):
                    raise told
                return told
        raise CollectionError(Message("the process that answered has ended, twice; ask again in a moment"))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._changing:
            self._under_way += 1
        try:
            yield
        finally:
            with self._changing:
                self._under_way -= 1

    def _replace(self, process: AnsweringProcess) -> None:
        with self._changing:
            self._all.discard(process)
        process.close(0)
        self._add()

    def _add(self) -> None:
        threading.Thread(target=self._started, name="quotable-worker", daemon=True).start()

    def _started(self) -> None:
        """Start a process, again and again where it does not come to answer, and let it be asked."""
        while not self._is_closed.is_set():
            process = AnsweringProcess(self._address, self._open_collection)
            with self._changing:
                if self._is_closed.is_set():
                    process.close(0)
                    return
                self._all.add(process)
            try:
                process.wait_until_ready()
            except EndedError:
                with self._changing:
                    self._all.discard(process)
                process.close(0)
                self._is_closed.wait(_BREATH)
            else:
                self._free.put(process)
                return


class _Once:
    """Tells of each search once, though a question is asked again."""

    def __init__(self, found: Callable[[Search], None]) -> None:
        self._found = found
        self._told = self._place = 0

    def begin_again(self) -> None:
        self._place = 0

    def found(self, search: Search) -> None:
        self._place += 1
        if self._place > self._told:
            self._told = self._place
            self._found(search)
