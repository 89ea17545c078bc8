"""Where paragraphs of a page begin and end: by gaps, indentation, bullets, weight and what fits on a line; pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.documents.pdf.lines import Line

_ENDS = re.compile(r"[.!?:;…。！？][\"”’')\]\d*†‡]*$")
_DASH = re.compile(r"[–—-]\s")
"""A bullet to some, and within a sentence a dash."""
BULLET = re.compile(r"[•◦▪‣●○■□▶►➢✓·∙–—*-]\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\)|\[\w{1,12}\])\s+(?=\S)")
_INDENT = 0.8
"""Font sizes by which the first line of a paragraph is set in, or the others of an item."""
_CENTRED = 6
"""Font sizes by which a line that is centred or set to the right begins behind the one below it."""
_SAME_SIZE = 0.08
HEADING_SIZE = 1.12
"""Times the size of the text from which a line is a heading."""
_TITLE_PITCH = 1.8
"""Font sizes that lines of a title may stand apart."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How the text of the document is set: size of its letters, and pitch of its lines in such sizes."""

    size: float
    pitch: float


def usual_setting(lines: Sequence[Line]) -> Usual:
    """How most of the text of a document is set."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.main.size * 2) / 2] += len(line.text)
    size = letters.most_common(1)[0][0] if letters else 1.0
    pitches = Counter(
        round((before.baseline - line.baseline) / size, 1)
        for before, line in zip(lines, lines[1:], strict=False)
        if is_close(before.main.size, size)
        and is_close(line.main.size, size)
        and before.baseline > line.baseline
        # Lines of different paragraphs stand farther apart, and some documents have hardly any others.
        and not has_ended(before.text)
        and line.text[:1].isalpha()
        and not line.text[:1].isupper()
    )
    # Of equals, the closest: what stands farther apart may be paragraphs.
    return Usual(size, min(pitches, key=lambda pitch: (-pitches[pitch], pitch), default=1.2))


def is_close(size: float, other: float) -> bool:
    """Whether two font sizes are the same to a reader."""
    return abs(size - other) <= _SAME_SIZE * max(size, other)


def begins(above: Sequence[Line], line: Line, usual: Usual) -> bool:
    """Whether a line begins another paragraph than that of the lines above it.

    Args:
        above: The lines of the paragraph so far; at least one.
        line: The one below them.
        usual: How most of the text is set.
    """
    first, before = above[0], above[-1]
    size = before.main.size
    drop = before.baseline - line.baseline
    if not is_close(size, line.main.size) or before.runs[0].is_turned != line.runs[0].is_turned:
        return True
    if _changes_weight(above, line):
        return True
    if size >= HEADING_SIZE * usual.size and 0 < drop < _TITLE_PITCH * size:
        return False  # a title, whose lines end wherever they look well
    if drop > (usual.pitch + 0.3) * max(size, usual.size) or (drop <= 0 and has_ended(before.text)):
        return True
    if drop <= 0:  # the next column
        return marker(line.text) is not None or not line.text[:1].islower()
    is_item = marker(first.text) is not None
    if before is first and before.left > line.left + _CENTRED * size:
        return True
    is_bullet = BULLET.match(line.text) and not _DASH.match(line.text)
    if marker(line.text) is not None and (is_bullet or is_item or has_ended(before.text) or has_room(before, line)):
        return True
    if is_item and len(above) == 1 and line.left > first.left + 0.3 * size:
        return False
    if not has_ended(before.text):
        is_short = before.right < before.column[0] + 0.65 * _width(before)
        return is_short and has_room(before, line)
    is_set_in = line.left > before.left + _INDENT * size
    is_set_out = line.left < before.left - _INDENT * size and len(above) > 1
    return is_set_in or is_set_out or has_room(before, line)


def _changes_weight(above: Sequence[Line], line: Line) -> bool:
    """Whether a heading ends or begins above a line: words within a sentence are set in bold, too, and may fill a line.

    A line that is full goes on with the one above if that stops in mid-sentence, and the bold words that open a
    paragraph may go on below its first line.
    """
    before = above[-1]
    if before.main.is_bold == line.main.is_bold or len(before.runs) > 1 or len(line.runs) > 1:
        return False
    if has_room(before, line):
        return True
    if line.main.is_bold:
        return has_ended(before.text)
    return all(one.main.is_bold for one in above) and not line.main.begins_bold


def has_ended(text: str) -> bool:
    """Whether a line or a paragraph ends as a sentence, or what leads in to a list, does."""
    return _ENDS.search(text) is not None


def has_room(before: Line, line: Line) -> bool:
    """Whether the first word of a line would have fitted on the line above it."""
    run = line.runs[0]
    end = run.letters.index(" ") - 1 if " " in run.letters else -1
    return run.boxes[end][2] - run.left + 0.7 * run.size < before.column[1] - before.right


def _width(line: Line) -> float:
    return line.column[1] - line.column[0]


def marker(text: str) -> str | None:
    """The bullet or number that a line of a list opens with."""
    match = BULLET.match(text) or _NUMBERED.match(text)
    return None if match is None else match[0]
