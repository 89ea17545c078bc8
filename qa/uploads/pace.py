"""Estimates how long work will take from its pace so far; the only clock is the one given."""

from collections import deque
from collections.abc import Callable

_STEPS = 12
"""Steps over which the pace is measured: they differ in size, and other work comes and goes."""


class Pace:
    """Watches an amount grow; it measures whenever it is called."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock, which returns seconds that only increase."""
        self._clock = clock
        self._steps: deque[tuple[float, int]] = deque(maxlen=_STEPS)

    def seconds_left(self, done: int, total: int) -> float | None:
        """Seconds until all is done, 0 if it is; None until the amount has grown twice.

        The first growth only starts the measurement: when it began was not seen.
        """
        now = self._clock()
        if done >= total or (self._steps and done < self._steps[-1][1]):
            self._steps.clear()
        if done >= total:
            return 0.0
        if not self._steps or done > self._steps[-1][1]:
            self._steps.append((now, done))
        first, last = (self._steps[1] if len(self._steps) > 1 else self._steps[0]), self._steps[-1]
        if last[0] <= first[0]:
            return None
        rate = (last[1] - first[1]) / (last[0] - first[0])
        return max(0.0, (total - done) / rate - (now - last[0]))
