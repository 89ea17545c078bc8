"""Bytes read as choices, so that a change of one byte changes one choice."""

from collections.abc import Sequence
from typing import TypeVar

_Value = TypeVar("_Value")


class Choices:
    """Takes choices from bytes; when there are none left, the first of everything."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes."""
        self._data = data
        self._place = 0

    @property
    def is_over(self) -> bool:
        """Whether no bytes are left."""
        return self._place >= len(self._data)

    def below(self, limit: int) -> int:
        """A number from 0 to one less than the limit."""
        taken = self._data[self._place : self._place + 2]
        self._place += 2
        return int.from_bytes(taken, "little") % limit

    def one_of(self, values: Sequence[_Value]) -> _Value:
        """One of some values."""
        return values[self.below(len(values))]

    def text(self, longest: int) -> str:
        """Characters up to a zero byte; bytes that are none are halves of characters."""
        taken = self._data[self._place : self._place + longest].partition(b"\0")[0]
        self._place += len(taken) + 1
        return taken.decode("utf-8", "surrogateescape")
