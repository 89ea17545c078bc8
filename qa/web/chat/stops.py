"""Questions that visitors stop: whenever that reaches the server, nothing of them stays."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from qa.errors import UsageError
from qa.messages import Message

Asked = tuple[str, str]
"""A visitor and the token of a question."""
Kept = TypeVar("Kept")
_STOPPED = Message("The question was stopped.")
_REMEMBERED = 1000


class Stops:
    """Keeps answers unless their questions are stopped; safe to use from several threads.

    The call that stops a question may overtake the question itself, or arrive when the answer is kept already: the
    answer is on its way to the page then, and nobody has seen it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._take_back: OrderedDict[Asked, Callable[[], None] | None] = OrderedDict()
        """What undoes a question that was kept, None for one that was stopped; of the newest questions."""

    def keep(self, asked: Asked, keep: Callable[[], Kept], take_back: Callable[[Kept], None]) -> Kept:
        """Keep an answer.

        Args:
            asked: Whose question it is, and its token.
            keep: Keeps the answer.
            take_back: Undoes that, given what `keep` returned.

        Raises:
            UsageError: The question was stopped; then nothing is kept.
        """
        with self._lock:
            if asked in self._take_back:
                raise UsageError(_STOPPED)
            kept = keep()
            self._remember(asked, lambda: take_back(kept))
        return kept

    def stop(self, asked: Asked) -> None:
        """Stop a question: its answer will not be kept, and one that was kept is taken back."""
        with self._lock:
            take_back = self._take_back.get(asked)
            self._remember(asked, None)
            if take_back is not None:
                take_back()

    def _remember(self, asked: Asked, take_back: Callable[[], None] | None) -> None:
        self._take_back[asked] = take_back
        self._take_back.move_to_end(asked)
        if len(self._take_back) > _REMEMBERED:
            self._take_back.popitem(last=False)
