"""The lock that only one writer of a collection can hold; it names its holder."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from qa.errors import LockedError
from qa.messages import Message
from qa.store.disk import require_there, writing


@contextmanager
def writer_lock(folder: Path, patience: float = 0) -> Iterator[None]:
    """Hold the lock of the collection in this folder; the system frees it however the process ends.

    Args:
        folder: Of the collection.
        patience: Seconds to wait for another writer; a server that encodes in the background gives way within one.

    Raises:
        LockedError: Another process, or another thread of this one, holds it.
        CollectionError: The folder cannot be written, or is gone.
    """
    require_there(folder)
    holder = folder / "writer.json"
    # Not re-entrant between threads of a process: each makes a lock of its own.
    lock = FileLock(folder / "writer.lock", timeout=patience)
    with writing(folder):
        try:
            lock.acquire()
        except Timeout:
            raise LockedError(
                Message(
                    "{folder} is being written to by {holder}; wait until it is done, or stop it",
                    folder=str(folder),
                    holder=_read(holder),
                )
            ) from None
    try:
        _name_holder(holder)
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _name_holder(holder: Path) -> None:
    """Say who holds the lock; on a full disk it is held all the same."""
    command = " ".join(Path(part).name if index == 0 else part for index, part in enumerate(sys.argv))
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    named = {"process": os.getpid(), "host": socket.gethostname(), "command": command, "since": since}
    with suppress(OSError):
        holder.write_text(json.dumps(named), encoding="utf-8")


def _read(holder: Path) -> str:
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "another process"
    try:
        return f"process {found['process']} on {found['host']} ({found['command']}, since {found['since']})"
    except (KeyError, TypeError):  # half of it was written on a full disk
        return "another process"
