"""The runs of a page as lines in reading order: columns one after the other; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.documents.pdf.runs import Run

_FEWEST_OF_COLUMN = 5
"""Long runs on either side of a gutter; fewer are cells or labels."""
_MOST_CROSSING = 4
"""Times as many runs may reach over the gutter: a page may begin or end with text that is set as wide as itself."""
_LONG = 0.18
"""Share of the region's width from which a run counts as text of a column."""
_SAME_LINE = 0.4
"""Font sizes by which runs of one line may stand higher or lower."""
_NARROWEST_GUTTER = 0.5
"""Font sizes."""


@dataclass(frozen=True, slots=True)
class Line:
    """Runs beside each other, from the left.

    Attributes:
        runs: One, or several where the line has wide gaps.
        column: Where the lines of its column and size begin, and where the longest of them ends.
    """

    runs: tuple[Run, ...]
    column: tuple[float, float] = (0, 0)

    @property
    def text(self) -> str:
        """The text of the runs, a space between two of them."""
        return " ".join(run.text for run in self.runs)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.runs[-1].right

    @property
    def main(self) -> Run:
        """The longest run, which tells the font."""
        return max(self.runs, key=lambda run: len(run.letters))

    @property
    def baseline(self) -> float:
        """Height of the line above the foot of the page."""
        return self.main.baseline


def lines_in_order(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page in the order in which people read them; what is turned comes last.

    Args:
        runs: In the order in which the page draws them.
    """
    upright = [run for run in runs if not run.is_turned]
    turned = [Line((run,), (run.left, run.right)) for run in runs if run.is_turned]
    return [*_ordered(upright), *turned]


def _ordered(runs: Sequence[Run]) -> list[Line]:
    gutter = _gutter(runs)
    if gutter is None:
        return rows_of(runs)
    lines: list[Line] = []
    beside: list[Run] = []
    crossing: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.baseline):
        if run.left < gutter < run.right:
            lines += _side_by_side(beside, gutter)
            beside = []
            crossing.append(run)
        elif crossing and run.baseline > crossing[-1].baseline - 0.5 * min(run.size, crossing[-1].size):
            crossing.append(run)  # it stands on the line that crosses the gutter
        else:
            lines += rows_of(crossing)
            crossing = []
            beside.append(run)
    return [*lines, *_side_by_side(beside, gutter), *rows_of(crossing)]


def _side_by_side(runs: Sequence[Run], gutter: float) -> list[Line]:
    left = [run for run in runs if run.right <= gutter]
    right = [run for run in runs if run.right > gutter]
    return [*_ordered(left), *_ordered(right)]


def rows_of(runs: Sequence[Run]) -> list[Line]:
    """Lines from the top of one column, the runs of each from the left."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.baseline):
        last = rows[-1][0] if rows else None
        if last is not None and last.baseline - run.baseline < _SAME_LINE * max(last.size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    lines = [Line(tuple(sorted(row, key=lambda run: run.left))) for row in rows]
    # What is set larger or smaller, as titles and code are, tells nothing of how far lines of text reach.
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get(round(line.main.size), (line.left, line.right))
        edges[round(line.main.size)] = min(left, line.left), max(right, line.right)
    return [replace(line, column=edges[round(line.main.size)]) for line in lines]


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where the gap between two columns of text lies; None where there are none.

    Columns are drawn one after the other. What goes back and forth between two sides is a table.
    """
    if len(runs) < 2 * _FEWEST_OF_COLUMN:
        return None
    start, end = min(run.left for run in runs), max(run.right for run in runs)
    long = [run for run in runs if run.right - run.left > _LONG * (end - start)]
    best: tuple[int, float] | None = None
    for left in {round(run.left, 1) for run in long}:
        edge = max((run.right for run in long if run.right < left), default=None)
        if edge is None or left - edge < _NARROWEST_GUTTER * long[0].size:
            continue
        middle = (left + edge) / 2
        crossing = sum(run.left < middle < run.right for run in runs)
        sides = [run.left > middle for run in long if not run.left < middle < run.right]
        fewest = min(sides.count(True), sides.count(False))
        switches = sum(one != other for one, other in zip(sides, sides[1:], strict=False))
        if fewest < _FEWEST_OF_COLUMN or crossing > _MOST_CROSSING * fewest or switches > max(3, fewest // 3):
            continue
        if best is None or (crossing, middle) < best:
            best = crossing, middle
    return None if best is None else best[1]
