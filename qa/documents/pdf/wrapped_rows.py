"""Rows of a table whose cells hold more than a line, told by rows that stand farther apart than their lines; pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from qa.documents.pdf.lines import Line
from qa.documents.pdf.tables import has_cells

_FEWEST_ROWS = 3
"""Gaps between rows from which they tell that the others are within rows."""
_FARTHER = 1.12
"""Times the distance of lines from which another one is that of rows."""
_MANY = 0.6
"""Share of the further lines that lack a cell, for hardly any row has as many lines in each."""


def whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, those of one row of a table as one line, whose cells go on from line to line.

    Args:
        lines: In reading order.
    """
    whole: list[Line] = []
    region: list[Line] = []
    for line in lines:
        if region and not _goes_on(region, line):
            whole += _joined(region)
            region = []
        if region or has_cells(line):
            region.append(line)
        else:
            whole.append(line)
    return whole + _joined(region)


def _goes_on(region: Sequence[Line], line: Line) -> bool:
    """Whether a line stands below those of a table, each run of it within a column of theirs."""
    if line.baseline >= region[-1].baseline or line.runs[0].is_turned:
        return False
    if len(line.runs) > 1:
        return has_cells(line)
    run = line.runs[0]
    widest = max(region, key=lambda row: len(row.runs)).runs
    ends = [*(following.left for following in widest[1:]), line.column[1] + run.size]
    return any(
        abs(run.left - cell.left) < run.size / 2 and run.right < end for cell, end in zip(widest, ends, strict=True)
    )


def _joined(region: Sequence[Line]) -> list[Line]:
    if not region:
        return []
    drops = [above.baseline - below.baseline for above, below in pairwise(region)]
    closest = min(drops, default=0.0)
    is_further = [False, *(drop < _FARTHER * closest for drop in drops)]
    further = [line for line, goes_on in zip(region, is_further, strict=True) if goes_on]
    columns = max(len(line.runs) for line in region)
    lacking = sum(len(line.runs) < columns for line in further)
    if len(drops) - len(further) < _FEWEST_ROWS or lacking < _MANY * len(further):
        return list(region)
    rows: list[Line] = []
    for line, goes_on in zip(region, is_further, strict=True):
        if goes_on:
            rows[-1] = replace(rows[-1], runs=(*rows[-1].runs, *line.runs))
        else:
            rows.append(line)
    return rows
