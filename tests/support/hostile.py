"""An encoder that stands for code which a document can break; other processes can import it."""

import os
import signal
from collections.abc import Sequence

from support.toy import ToyEncoder


class HostileEncoder(ToyEncoder):
    """It counts words; over some it never ends, takes all memory or dies."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text, if it returns."""
        while "endless" in texts:
            pass
        if "boundless" in texts:
            return [len(bytearray(10_000_000_000))]
        if "deadly" in texts:
            os.kill(os.getpid(), signal.SIGSEGV)
        return super().count_tokens(texts)
