"""Whether a file can be read, found out by a process of its own: no file can hang or end the one that asks."""

import atexit
import pickle
import threading
from collections.abc import Sequence

from qa.documents import Failure, FoundFile, read_document
from qa.errors import UnreadableFileError
from qa.indexing.reader_process import ReaderProcess, ReadingRules

_MOST = 1_000
"""Characters of a passage; none is kept."""
_checking = threading.Lock()
_waiting: list[ReaderProcess] = []
"""At most one process, so that the next file is checked without waiting for a start."""


def require_readable(file: FoundFile) -> None:
    """Read a file, and forget what it holds.

    Raises:
        UnreadableFileError: It cannot be read within the limits of time and memory, or holds no text.
    """
    with _checking:
        process = _process()
        if process is None:
            read_document(file)
            return
        found = next(process.read([file]), None)
        if found is None:
            reason, _ = process.end_reason()
            _end()
            raise UnreadableFileError(reason)
    if isinstance(found, Failure):
        raise UnreadableFileError(found.reason)


def _process() -> ReaderProcess | None:
    """The process that waits, or a new one; None where none can be started."""
    try:
        if not _waiting:
            _waiting.append(ReaderProcess())
            atexit.register(_end)
    except OSError:
        return None
    if _waiting[0].prepare(pickle.dumps(ReadingRules(_characters, _MOST))):
        return _waiting[0]
    _end()
    return None


def _end() -> None:
    atexit.unregister(_end)
    while _waiting:
        _waiting.pop().close()


def _characters(texts: Sequence[str]) -> list[int]:
    """A count that needs no encoder."""
    return [len(text) for text in texts]
