"""What processes that answer open in tests: collections with a toy encoder that does what a question tells it."""

import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from embeddings import EmbeddingsError, Vectors
from qa import Collection
from qa.address import Address
from support.toy import ToyEncoder


class ObeyingEncoder(ToyEncoder):
    """Ends its process, fails or waits where a question holds the word for it."""

    def __init__(self, notes: Path) -> None:
        super().__init__()
        self._notes = notes

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The vectors, if the process is still there."""
        said = " ".join(texts)
        ended = self._notes / "ended"
        if "endings" in said or ("ending" in said and not ended.exists()):
            ended.touch()
            os._exit(1)
        if "failing" in said:
            raise EmbeddingsError("it failed")
        if "odd" in said:
            raise ValueError("nobody foresaw this")
        if "slow" in said:
            (self._notes / "begun").touch()
            time.sleep(0.5)
        return super().encode_queries(texts)


def opening(notes: Path) -> partial[Collection]:
    """What opens a collection in such a process, which may write into a folder."""
    return partial(_opened, notes)


def opening_for_minutes(address: Address) -> Collection:
    """Opens nothing for longer than anybody waits."""
    time.sleep(600)
    raise AssertionError(f"{address} was never opened")


def _opened(notes: Path, folder: Path) -> Collection:
    return Collection.open(folder, encoder=ObeyingEncoder(notes))
