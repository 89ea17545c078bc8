"""How long something takes, told from how fast it has gone so far; no clock but the one given."""

from collections import deque
from collections.abc import Callable

_STEPS = 12
"""Steps that are looked back on: work grows in steps of unlike size, and other work comes and goes."""


class Pace:
    """Watches an amount grow, each time that it is asked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock: seconds that only increase."""
        self._clock = clock
        self._steps: deque[tuple[float, int]] = deque(maxlen=_STEPS)

    def seconds_left(self, done: int, total: int) -> float | None:
        """Seconds until all is done, 0 when it is; None until the amount was seen to grow twice.

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
