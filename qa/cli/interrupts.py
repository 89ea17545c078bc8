"""What is said when a command is interrupted: one word, at once, and only once."""

import os
import sys

_STOPPING = "Stopping…\n"
_said: list[str] = []


def say_stopping() -> None:
    """Say on standard error that the command stops; it may be called from a handler of signals."""
    if not _said:
        _said.append(_STOPPING)
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        os.write(2, _STOPPING.encode(encoding, "replace"))  # what is being printed elsewhere may hold the stream
