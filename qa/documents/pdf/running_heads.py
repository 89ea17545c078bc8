"""Lines that stand at the head or foot of page after page, which are no part of the text; pure."""

import re
from collections import Counter
from collections.abc import Sequence

from qa.documents.pdf.lines import Line, rows_of
from qa.documents.pdf.runs import Run

_MOST_ROWS = 3
"""Rows of a head or foot."""
_SAME_HEIGHT = 3.0
"""Points by which the heads of two pages may stand higher or lower."""
_FARTHEST = 1.5
"""Font sizes that part a head from the text; lines of a text stand closer."""
_NUMBER = re.compile(r"[0-9]+|\b[ivxlc]+\b")

_Edge = list[tuple[float, str, Line]]


def without_heads(pages: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The runs of pages without running heads, feet and page numbers.

    A head is one that stands at the same height of a page nearby with the same words, numbers apart, or at the
    height at which heads stand on half of the pages; and it stands apart from the text.
    """
    if len(pages) < 2:
        return [list(runs) for runs in pages]
    rows = [rows_of([run for run in runs if not run.is_turned]) for runs in pages]
    kept = [list(runs) for runs in pages]
    for edges in ([_edge(page) for page in rows], [_edge(page[::-1]) for page in rows]):
        heights = _usual_heights(edges)
        for index in range(len(edges)):
            heads = {id(run) for line in _heads(edges, index, heights) for run in line.runs}
            kept[index] = [run for run in kept[index] if id(run) not in heads]
    return kept


def _edge(rows: Sequence[Line]) -> _Edge:
    """Height, words and line of the rows nearest to an edge, and of the first one of the text."""
    return [(line.baseline, _NUMBER.sub("#", line.text.casefold()), line) for line in rows[: _MOST_ROWS + 1]]


def _repeats(edges: Sequence[_Edge], index: int, row: tuple[float, str, Line]) -> bool:
    nearby = [*edges[max(0, index - 2) : index], *edges[index + 1 : index + 3]]
    return any(
        row[1] == other[1] and abs(row[0] - other[0]) < _SAME_HEIGHT for edge in nearby for other in edge[:_MOST_ROWS]
    )


def _usual_heights(edges: Sequence[_Edge]) -> set[int]:
    """Rounded heights at which half of the pages have a row that repeats."""
    heights: Counter[int] = Counter()
    for index, edge in enumerate(edges):
        heights.update({round(row[0]) for row in edge[:_MOST_ROWS] if _repeats(edges, index, row)})
    return {height for height, count in heights.items() if count >= max(3, len(edges) / 2)}


def _heads(edges: Sequence[_Edge], index: int, heights: set[int]) -> list[Line]:
    edge = edges[index]
    count = 0
    while count < min(_MOST_ROWS, len(edge)):
        row = edge[count]
        if not (_repeats(edges, index, row) or round(row[0]) in heights):
            break
        count += 1
    while 0 < count < len(edge):
        last, following = edge[count - 1][2], edge[count][2]
        if abs(last.baseline - following.baseline) > _FARTHEST * min(last.main.size, following.main.size):
            break
        count -= 1
    return [line for _, _, line in edge[:count]]
