"""Files read and split by processes of their own, so that no document can stop the others; nothing is written."""

import atexit
import os
import pickle
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoder
from qa.documents import Document, Failure, FoundFile, document_stamp
from qa.documents.passages import Passage
from qa.errors import UnreadableFileError
from qa.indexing.reader_process import ReaderProcess, ReadingRules, read_and_split

_TOGETHER = 100
"""Files that are handed over at once."""
_A_PROCESS_EACH = 250
"""Files for which one more process pays: each takes a third of a second to start."""
_MOST_PROCESSES = 4
"""Processes that read; more than this one can take in."""
_READ_AHEAD = 8
"""Groups of files that are read, or wait to be, before the first is taken, for each process."""

Result = list["ReadFile | Failure"]
"""What came of a group of files, in their order."""

_idle: list[ReaderProcess] = []
"""At most one process that waits for files, so that one changed file is read without waiting for a start."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read.

    Attributes:
        path: Where it lies.
        stamp: Size and times of it and of its sidecar before it was read.
        document: Its text.
        passages: What it was divided into.
    """

    path: Path
    stamp: str
    document: Document
    passages: list[Passage]


def read_files(files: Sequence[FoundFile], encoder: Encoder) -> Iterator[Result]:
    """Read and split files, a hundred at a time, in the order given.

    A document that takes too much time or memory, or that ends the process that reads it, is a failure.
    """
    groups = [files[start : start + _TOGETHER] for start in range(0, len(files), _TOGETHER)]
    n_processes = max(1, min(-(-len(files) // _A_PROCESS_EACH), len(groups), os.cpu_count() or 1, _MOST_PROCESSES))
    readers = Readers(ReadingRules(encoder.count_tokens, encoder.max_tokens))
    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(n_processes) as threads:
        try:
            for group in groups:
                pending.append(threads.submit(readers.read, group))
                if len(pending) > n_processes * _READ_AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
            readers.stop()


class Readers:
    """Processes that read; each group of files is read by one of them that is free."""

    def __init__(self, rules: ReadingRules) -> None:
        """Take the rules; a process is started when it is first needed."""
        self._rules = rules
        self._pickled_rules: bytes | None = None
        try:
            self._pickled_rules = pickle.dumps(self._rules)
        except (pickle.PicklingError, AttributeError, TypeError):
            pass  # it counts in this process only
        self._lock = threading.Lock()
        self._free: list[ReaderProcess] = []
        self._busy: set[ReaderProcess] = set()
        self._is_stopping = False

    def read(self, files: Sequence[FoundFile]) -> Result:
        """Read a group; one that ends its process twice, or runs out of time, is a failure."""
        stamps = [_stamp(file) for file in files]  # before the bytes: what is written in between shows
        found: list[tuple[Document, list[Passage]] | Failure] = []
        suspect: FoundFile | None = None
        while len(found) < len(files) and not self._is_stopping:
            process = self._take()
            if process is None:
                found += [read_and_split(file, self._rules) for file in files[len(found) :]]
                break
            found += process.read(files[len(found) :])
            self._give_back(process, is_alive=len(found) == len(files))
            if len(found) < len(files) and not self._is_stopping:
                last, (reason, is_sure) = files[len(found)], process.end_reason()
                if is_sure or last is suspect:
                    found.append(Failure(last.path, reason))
                suspect = last
        return [
            result if isinstance(result, Failure) else ReadFile(file.path, stamp, *result)
            for file, stamp, result in zip(files, stamps, found, strict=False)
        ]

    def stop(self) -> None:
        """Let one process wait for the next files, and end the others, whatever they do."""
        with self._lock:
            self._is_stopping = True
            for process in self._busy:
                process.kill()
            for process in self._free:
                if _idle:
                    _end(process)
                else:
                    _idle.append(process)
            self._free.clear()

    def _take(self) -> ReaderProcess | None:
        """A process that can read; None where none can be started, or where tokens are counted in this one only."""
        with self._lock:
            if self._pickled_rules is None:
                return None
            try:
                process = self._free.pop() if self._free else _idle.pop() if _idle else _start()
            except OSError:
                return None
            self._busy.add(process)
        if process.prepare(self._pickled_rules):
            return process
        self._give_back(process, is_alive=False)
        return None

    def _give_back(self, process: ReaderProcess, is_alive: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if is_alive and not self._is_stopping:
                self._free.append(process)
            else:
                _end(process)


def _start() -> ReaderProcess:
    process = ReaderProcess()
    atexit.register(process.close)
    return process


def _end(process: ReaderProcess) -> None:
    atexit.unregister(process.close)
    process.close()


def _stamp(file: FoundFile) -> str:
    try:
        return document_stamp(file.path)
    except UnreadableFileError:
        return ""  # reading it will say why
