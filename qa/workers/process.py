"""A process that answers questions about a collection: what it runs, and what speaks to it."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from embeddings import EmbeddingsError
from qa.address import Address
from qa.answering.answer import Answer
from qa.answering.asked import Asked, Found
from qa.collection import Collection
from qa.errors import QuotableError
from qa.retrieval.search import Search
from qa.settings import load_settings

OpenCollection = Callable[[Address], Collection]


@dataclass(frozen=True, slots=True)
class _Read:
    """A search of a question that is still being answered."""

    search: Search


class EndedError(Exception):
    """The process ended before it had answered."""


class AnsweringProcess:
    """The other end of a process that answers one question at a time.

    It is a plain pipe: it runs nothing of the caller's script, and it ends when this one does, even when that is
    killed.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(self, address: Address, open_collection: OpenCollection) -> None:
        """Start it; it opens the collection at an address."""
        self._process = subprocess.Popen(
            # Without -P it would look for modules in the current folder first.
            [sys.executable, "-P", "-c", "from qa.workers.process import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._reading = threading.Lock()
        self._is_ready = False
        with suppress(EndedError):  # whoever asks next is told
            self._send((address, open_collection))

    @property
    def number(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Wait until it has opened the collection and loaded what it needs to answer.

        Raises:
            EndedError: It cannot; what it wrote to standard error says why.
        """
        self._receive()
        self._is_ready = True

    def answer(self, asked: Asked, found: Found) -> Search | Answer | Exception:
        """The hits of a question that is searched for, or the answer, or the error that the collection raised.

        After an error of another kind, as of `found`, what it tells may still be the rest of this answer: it must be
        closed.

        Args:
            asked: What is asked.
            found: Called with each search for a question that is answered.

        Raises:
            EndedError: It ended meanwhile.
        """
        with self._reading:
            self._send(asked)
            while True:
                told = self._receive()
                if isinstance(told, _Read):
                    found(told.search)
                elif isinstance(told, Search | Answer | Exception):
                    return told

    def finish(self) -> None:
        """Let it end when it has answered what it was asked; one that has not come to answer yet ends at once."""
        with suppress(OSError):
            self._input.close()
        if not self._is_ready:
            self._process.kill()

    def close(self, seconds: float) -> None:
        """`finish`, and wait until it has ended; where that takes more than so many seconds, it is ended."""
        self.finish()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with self._reading:  # whoever waits for the answer gets it first
            self._output.close()

    def _send(self, message: object) -> None:
        try:
            pickle.dump(message, self._input)
            self._input.flush()
        except (OSError, ValueError) as error:  # it has ended, or was closed
            raise EndedError from error

    def _receive(self) -> object:
        try:
            return pickle.load(self._output)
        except (EOFError, pickle.UnpicklingError, OSError, ValueError) as error:
            raise EndedError from error


def open_as_set(address: Address) -> Collection:
    """The collection at an address, with the model that the environment sets."""
    settings = load_settings()
    return Collection.open(address, model=settings.model, precision=settings.precision)


def work() -> None:
    """Answer what standard input asks, and write it to standard output, until it is closed; run in its own process."""
    for interrupt in (signal.SIGINT, signal.SIGTERM):  # they come to all processes at once, and answers are finished
        signal.signal(interrupt, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    with suppress(EOFError, BrokenPipeError):
        address, open_collection = pickle.load(sys.stdin.buffer)
        collection = open_collection(address)
        with suppress(QuotableError, EmbeddingsError):  # the first question will say so
            collection.ask("Is anybody there?")
        _tell(answers, True)
        while True:
            asked = pickle.load(sys.stdin.buffer)
            try:
                told: object = _answered(collection, asked, answers)
            except (QuotableError, EmbeddingsError) as error:
                told = error
            except Exception:  # a fault of ours ends one answer and no process, as it does where a thread answers
                told = RuntimeError(traceback.format_exc())
            _tell(answers, told)
    os._exit(0)  # nothing is left to write


def _answered(collection: Collection, asked: Asked, answers: BinaryIO) -> Search | Answer:
    collection.choose(asked.caution, reads=asked.reads)
    if asked.follow_up is None:
        return collection.search(asked.question, asked.k, asked.filters, asked.without)
    return collection.ask(
        asked.question,
        None,
        asked.filters,
        asked.k,
        asked.without,
        follow_up=asked.follow_up,
        found=lambda search: _tell(answers, _Read(search)),
    )


def _tell(answers: BinaryIO, message: object) -> None:
    pickle.dump(message, answers)
    answers.flush()
