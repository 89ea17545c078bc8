"""Tables on a page: lines whose runs stand below one another; every value stays under its column; pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from qa.documents.pdf.lines import Line
from qa.documents.pdf.runs import Run
from qa.documents.whitespace import fold

_FEWEST_ROWS = 3
"""Lines with gaps that follow each other, from which they are a table."""
_SAME_EDGE = 0.3
"""Font sizes by which cells of a column may begin or end apart."""
_NARROWEST_GAP = 0.4
"""Font sizes between two cells; words of a cell stand closer, or begin and end where no other cell does."""
_MANY = 0.4
"""Share of the lines with wide gaps, from which all are a table; words of other lines stand alike by chance."""
_FEW = 0.15
"""Share of the rows in which a cell may reach over two columns."""
_SAME_SIZE = 0.08
_NUMBER = re.compile(r"[-–+(]?[$€£]?\s?\d[\d.,]*\s?%?\)?")

Rows = Mapping[int, tuple[str, bool]]
"""By index of a line: the text of a row, its cells with bars between them, and whether it names the columns."""
_Cell = tuple[float, float, str]
"""Where a cell begins and ends, and its text."""


def find_rows(lines: Sequence[Line]) -> Rows:
    """The lines that are rows of tables.

    Args:
        lines: Of a page, in reading order.
    """
    found: dict[int, tuple[str, bool]] = {}
    group: list[int] = []
    for index, line in enumerate([*lines, None]):
        if line is not None and (_belongs(line, lines[group[-1]]) if group else has_cells(line)):
            group.append(index)
            continue
        if len(group) >= _FEWEST_ROWS and sum(has_cells(lines[one]) for one in group) > _MANY * len(group):
            found |= dict(zip(group, _table([lines[one] for one in group]), strict=True))
        group = [index] if line is not None and has_cells(line) else []
    return found


def has_cells(line: Line) -> bool:
    """Whether a line has wide gaps, and more than a bullet and the words of an item."""
    sizes = [run.size for run in line.runs]
    is_item = len(line.runs) == 2 and len(line.runs[0].letters) <= 3 and not line.runs[0].text.isdigit()
    return len(sizes) > 1 and not is_item and max(sizes) - min(sizes) <= _SAME_SIZE * max(sizes)


def _belongs(line: Line, above: Line) -> bool:
    """Whether a line is the next row: cells behind the first begin or end where those above do.

    Of a line without wide gaps two must, for words do so by chance.
    """
    one, two = _edges(line), _edges(above)
    near = line.main.size / 2
    same = sum(any(abs(x - y) < near for x, y in zip(edge, other, strict=True)) for edge in one for other in two)
    return same >= (1 if has_cells(line) else 2)


def _edges(line: Line) -> list[tuple[float, float]]:
    """Where the cells behind the first may begin, and where those before the last may end."""
    found = [(run.boxes[index + 1][0], run.boxes[index - 1][2]) for run in line.runs for index in _gaps(run)]
    return found + [(run.left, before.right) for before, run in zip(line.runs, line.runs[1:], strict=False)]


def _table(lines: Sequence[Line]) -> list[tuple[str, bool]]:
    runs = [run for line in lines for run in line.runs]
    gaps = [(run.boxes[index - 1][2], run.boxes[index + 1][0]) for run in runs for index in _gaps(run)]
    rights, lefts = [run.right for run in runs], [run.left for run in runs]
    rights, lefts = rights + [end for end, _ in gaps], lefts + [start for _, start in gaps]
    rows = [[cell for run in line.runs for cell in _cells(run, lefts, rights, len(lines) / 3)] for line in lines]
    columns = _columns(rows)
    texts = [_under_columns(row, columns) for row in rows]
    names = texts[0]
    heads = all(names) and not any(map(_is_number, names)) and any(_is_number(cell) for row in texts for cell in row)
    return [(fold(" | ".join(row)).rstrip(" |"), heads and index == 0) for index, row in enumerate(texts)]


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _gaps(run: Run) -> list[int]:
    """Indexes of the spaces of a run that are wide enough to part two cells; those between leading dots do not."""
    return [
        index
        for index, letter in enumerate(run.letters)
        if letter == " "
        and run.boxes[index + 1][0] - run.boxes[index - 1][2] > _NARROWEST_GAP * run.size
        and run.letters[index + 1] != "."
        and run.letters[max(0, index - 2) : index] != [" ", "."]
    ]


def _cells(run: Run, lefts: Sequence[float], rights: Sequence[float], fewest: float) -> list[_Cell]:
    """A run divided where other cells begin or end as well: narrow columns stand as close as words."""
    cells: list[_Cell] = []
    start = 0
    near = _SAME_EDGE * run.size
    for index in _gaps(run):
        end, following = run.boxes[index - 1][2], run.boxes[index + 1][0]
        others = sum(abs(left - following) < near for left in lefts), sum(abs(right - end) < near for right in rights)
        if max(others) > max(1.0, fewest):
            cells.append((run.boxes[start][0], end, "".join(run.letters[start:index])))
            start = index + 1
    return [*cells, (run.boxes[start][0], run.right, "".join(run.letters[start:]))]


def _columns(rows: Sequence[Sequence[_Cell]]) -> list[tuple[float, float]]:
    """Where the columns lie: what cells cover in more than a few rows, for some cells reach over two columns."""
    covered: Counter[int] = Counter()
    for row in rows:
        covered.update({point for left, right, _ in row for point in range(int(left), int(right) + 1)})
    columns: list[tuple[float, float]] = []
    for point in sorted(point for point, count in covered.items() if count > _FEW * len(rows)):
        if columns and point == columns[-1][1] + 1:
            columns[-1] = columns[-1][0], point
        else:
            columns.append((point, point))
    return columns


def _under_columns(row: Sequence[_Cell], columns: Sequence[tuple[float, float]]) -> list[str]:
    """The text of each column, empty where the row has no cell."""
    texts = [""] * len(columns)
    for left, right, text in row:
        distances = [max(left - column[1], column[0] - right) for column in columns]
        nearest = distances.index(min(distances))
        texts[nearest] = f"{texts[nearest]} {text}".strip()
    return texts
