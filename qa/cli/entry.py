"""Where `quotable` begins: an interrupt is answered at once, also while the libraries are still being loaded."""

import atexit
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from qa.cli.interrupts import say_stopping

_INTERRUPTED = 130
"""Exit status of what a user has interrupted, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line.

    After an interrupt the process ends as soon as its threads and what it registered for its end are done, without
    taking down the libraries that it has loaded, which can take seconds. A second interrupt ends it there and then.

    Args:
        arguments: None for those of the process.
    """
    ending = _Ending()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell may have it ignored
        signal.signal(signal.SIGINT, ending.interrupt)
        atexit.register(ending.leave)  # what is registered first is called last
    try:
        from qa.cli.main import main as run

        run(arguments)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except SystemExit as ended:
        ending.status = ended.code if isinstance(ended.code, int) else 0
        raise


class _Ending:
    """How the process ends: with which status, and whether it was interrupted."""

    def __init__(self) -> None:
        self.status = _INTERRUPTED
        self._is_interrupted = False

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._is_interrupted:
            os._exit(_INTERRUPTED)
        self._is_interrupted = True
        say_stopping()
        raise KeyboardInterrupt

    def leave(self) -> None:
        if not self._is_interrupted:
            return
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(self.status)
