"""Files read and split: one after another, or many in several processes; nothing is written."""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue

from embeddings import Encoder
from qa.documents import Document, Failure, FoundFile, file_stamp, read_document
from qa.documents.passages import CountTokens, Passage, split
from qa.errors import UnreadableFileError

_TOGETHER = 100
"""Files that are handed over at once."""
_MANY = 500
"""Files from which on other processes pay: each takes half a second to start."""
_MOST_WORKERS = 4
"""Processes that read; more than this one can take in."""
_READ_AHEAD = 8
"""Results of a process that wait to be taken."""

_Result = list["ReadFile | Failure"]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read.

    Attributes:
        path: Where it lies.
        stamp: Its size and times before it was read.
        document: Its text.
        passages: What it was divided into.
    """

    path: Path
    stamp: str
    document: Document
    passages: list[Passage]


def read_files(files: Sequence[FoundFile], encoder: Encoder) -> Iterator[_Result]:
    """Read and split files, a hundred at a time, in the order given."""
    groups = [files[start : start + _TOGETHER] for start in range(0, len(files), _TOGETHER)]
    if len(files) < _MANY:
        return (_read_some(group, encoder.count_tokens, encoder.max_tokens) for group in groups)
    return _read_in_processes(groups, encoder.count_tokens, encoder.max_tokens)


def _read_in_processes(
    groups: Sequence[Sequence[FoundFile]], count_tokens: CountTokens, max_tokens: int
) -> Iterator[_Result]:
    """Read every group, each process its share in turn.

    The processes are plain pipes: unlike those of a pool they run nothing of the caller's script, and they end
    when this one does, even when it is killed.
    """
    workers = [_Worker() for _ in range(min(len(groups), os.cpu_count() or 1, _MOST_WORKERS))]
    try:
        for number, worker in enumerate(workers):
            worker.start(groups[number :: len(workers)], count_tokens, max_tokens)
        for number, group in enumerate(groups):
            found = workers[number % len(workers)].next()
            # One that has died, for want of memory perhaps, is stood in for.
            yield found if found is not None else _read_some(group, count_tokens, max_tokens)
    finally:
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that reads groups of files, and a thread that takes what it has read."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from qa.indexing.reading import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._results: Queue[_Result | None] = Queue(_READ_AHEAD)
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._stopping = False

    def start(self, groups: Sequence[Sequence[FoundFile]], count_tokens: CountTokens, max_tokens: int) -> None:
        """Hand over what is to be read."""
        with suppress(BrokenPipeError), self._input as pipe:
            pickle.dump((groups, count_tokens, max_tokens), pipe)
        self._thread.start()

    def next(self) -> _Result | None:
        """The next group, None when the process has died."""
        found = self._results.get()
        if found is None:
            self._results.put(None)
        return found

    def stop(self) -> None:
        """End the process, whatever it does."""
        self._stopping = True
        self._process.kill()
        while self._thread.is_alive():
            with suppress(Empty):
                self._results.get(timeout=0.01)
        self._process.wait()
        self._output.close()

    def _take(self) -> None:
        with suppress(EOFError, pickle.UnpicklingError):
            while not self._stopping:
                self._results.put(pickle.load(self._output))
        self._results.put(None)


def work() -> None:
    """Read what standard input tells, and write it to standard output; run in a process of its own."""
    groups, count_tokens, max_tokens = pickle.load(sys.stdin.buffer)
    with suppress(BrokenPipeError):
        for group in groups:
            pickle.dump(_read_some(group, count_tokens, max_tokens), sys.stdout.buffer)
            sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to write


def _read_some(files: Sequence[FoundFile], count_tokens: CountTokens, max_tokens: int) -> _Result:
    return [_read(file, count_tokens, max_tokens) for file in files]


def _read(file: FoundFile, count_tokens: CountTokens, max_tokens: int) -> ReadFile | Failure:
    try:
        stamp = file_stamp(file.path)  # before the bytes: what is written in between shows
        document = read_document(file)
    except UnreadableFileError as error:
        return Failure(file.path, str(error))
    return ReadFile(file.path, stamp, document, split(document, count_tokens, max_tokens))
