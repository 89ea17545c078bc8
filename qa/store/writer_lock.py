"""The lock of a collection's one writer; it names its holder."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import LockedError


@contextmanager
def writer_lock(folder: Path, patience: float = 0) -> Iterator[None]:
    """Hold the lock of the collection in this folder; the system frees it when the process ends, however it ends.

    Args:
        folder: Of the collection.
        patience: Seconds to wait for another writer; a server that encodes in the background makes way within one.

    Raises:
        LockedError: Another process, or another thread of this one, holds it.
    """
    holder = folder / "writer.json"
    # Not re-entrant between threads of a process: each makes a lock of its own.
    lock = FileLock(folder / "writer.lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise LockedError(
            f"{folder} is being written to by {_read(holder)}; wait until it is done, or stop it"
        ) from None
    try:
        holder.write_text(
            json.dumps(
                {
                    "process": os.getpid(),
                    "host": socket.gethostname(),
                    "command": " ".join(Path(part).name if index == 0 else part for index, part in enumerate(sys.argv)),
                    "since": datetime.now().astimezone().isoformat(timespec="seconds"),
                }
            ),
            encoding="utf-8",
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "another process"
    return f"process {found['process']} on {found['host']} ({found['command']}, since {found['since']})"
