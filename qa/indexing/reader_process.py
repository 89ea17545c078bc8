"""A process that reads documents within limits of time and memory: what it runs, and what speaks to it."""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from qa.documents import Document, Failure, FoundFile, read_document
from qa.documents.passages import CountTokens, Passage, split
from qa.errors import UnreadableFileError
from qa.messages import Message

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """How documents are read.

    Attributes:
        count_tokens: The encoder's own count.
        max_tokens: What the encoder reads of a passage.
        seconds: Processor time that a document may take; most take a thousandth of one.
        seconds_a_megabyte: What a large one may take beside.
        memory_bytes: Memory that the process may take; a document of 50 MB, the largest that is read, needs half.
    """

    count_tokens: CountTokens
    max_tokens: int
    seconds: float = 30
    seconds_a_megabyte: float = 3
    memory_bytes: int = 4_000_000_000


_TOOK_TOO_LONG = 124
"""Status of the process on a system that has no signal for it."""
_TOO_MUCH_MEMORY = Message("reading it needs too much memory; divide it, or look at what it holds")

ReadDocument = tuple[Document, list[Passage]]


class ReaderProcess:
    """The other end of a process that reads.

    It is a plain pipe: unlike a process of a pool it runs nothing of the caller's script, and it ends when this one
    does, even when that is killed.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            # Without -P it would look for modules in the current folder first, which may hold documents of any name.
            [sys.executable, "-P", "-c", "from qa.indexing.reader_process import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._rules: bytes | None = None

    def prepare(self, rules: bytes) -> bool:
        """Tell it the pickled rules, if it does not know them; returns whether it can read by them."""
        if rules == self._rules:
            return True
        self._rules = rules
        self._send(rules)
        return self._receive() is True

    def read(self, files: Sequence[FoundFile]) -> Iterator[ReadDocument | Failure]:
        """Read files in order; fewer come out than go in when it ends before the last."""
        self._send(files)
        for _ in files:
            found = self._receive()
            if not isinstance(found, tuple | Failure):
                return
            yield found

    def end_reason(self) -> tuple[str, bool]:
        """Why it ended while it read a document, and whether the document is surely the cause."""
        status = self._process.wait()
        if status in (_TOOK_TOO_LONG, -getattr(signal, "SIGPROF", 0)):
            return Message("reading it takes too long; divide it, or look at what it holds"), True
        if status == -signal.SIGABRT:
            return _TOO_MUCH_MEMORY, False
        return Message(
            "the process that read it ended (status {status}); look at what it holds", status=str(status)
        ), False

    def kill(self) -> None:
        """End it, whatever it does; another thread may still be reading from it."""
        self._process.kill()

    def close(self) -> None:
        """End it, and let go of its pipes."""
        self.kill()
        self._process.wait()
        with suppress(BrokenPipeError):
            self._input.close()
        self._output.close()

    def _send(self, message: object) -> None:
        with suppress(BrokenPipeError):
            pickle.dump(message, self._input)
            self._input.flush()

    def _receive(self) -> object:
        with suppress(EOFError, pickle.UnpicklingError):
            return pickle.load(self._output)
        return None


def work() -> None:
    """Read what standard input names, and write it to standard output, until it is closed; run in its own process."""
    rules: ReadingRules | None = None
    with suppress(BrokenPipeError, EOFError):
        while True:
            message = pickle.load(sys.stdin.buffer)
            if isinstance(message, bytes):
                rules = pickle.loads(message)
                assert isinstance(rules, ReadingRules)
                _limit_memory(rules)
                _answer(True)
                continue
            assert rules is not None
            for file in message:
                with _limited_time(rules, file):
                    found = read_and_split(file, rules)
                _answer(found)
    os._exit(0)  # nothing is left to write


def read_and_split(file: FoundFile, rules: ReadingRules) -> ReadDocument | Failure:
    """A file's document and its passages, or why there are none."""
    try:
        document = read_document(file)
        return document, split(document, rules.count_tokens, rules.max_tokens)
    except UnreadableFileError as error:
        return Failure(file.path, error.sentence)
    except MemoryError:
        return Failure(file.path, _TOO_MUCH_MEMORY)


def _answer(message: object) -> None:
    pickle.dump(message, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _limit_memory(rules: ReadingRules) -> None:
    """The system refuses more than the rules allow; Windows has no such limit."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        with suppress(ValueError, OSError):  # a smaller limit is set already
            resource.setrlimit(resource.RLIMIT_DATA, (rules.memory_bytes, hard))


@contextmanager
def _limited_time(rules: ReadingRules, file: FoundFile) -> Iterator[None]:
    """The system ends the process when the time is over, whatever runs then.

    On Windows a thread does, which has to wait for a library that lets no other run.
    """
    size = 0
    with suppress(OSError):
        size = file.path.stat().st_size
    seconds = rules.seconds + rules.seconds_a_megabyte * size / 1e6
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
        signal.setitimer(signal.ITIMER_PROF, 0)
    else:
        timer = threading.Timer(seconds, os._exit, (_TOOK_TOO_LONG,))
        timer.start()
        yield
        timer.cancel()
