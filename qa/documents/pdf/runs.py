"""Pages of a PDF as runs of characters that stand on one line side by side, with their places on the page."""

import ctypes
import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_FARTHEST = 1.3
"""Characters of a run stand closer than this many font sizes; columns and cells stand farther apart."""
_RAISED = 0.5
"""A character that is raised or lowered by less of the font's size stands on the same line."""
_HYPHEN_AT_LINE_END = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen that ends a line."""
_BULLETS = frozenset({0xF0B7, 0xF0A7, 0xF06E, 0xF0D8, 0xF076})
"""Private characters by which symbol fonts of word processors draw bullets."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BOLD = re.compile(rb"bold|black|heavy|demi|[-,]bd\b|bx(ti)?\d+$", re.IGNORECASE)
"""What names of bold fonts hold; those of TeX end in BX and a size."""
_FORCED_BOLD = 1 << 18
"""Of a font's flags."""
_UPRIGHT = 0.2
"""Radians by which text may be turned and still be read as a line."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left of the page."""


class Boxes:
    """Boxes one after the other, in a tenth of the memory of a list of them: a book has millions."""

    __slots__ = ("_edges",)

    def __init__(self) -> None:
        """Begin without any."""
        self._edges = array("f")

    def append(self, box: Box) -> None:
        """Add a box."""
        self._edges.extend(box)

    def __len__(self) -> int:
        return len(self._edges) // 4

    def __getitem__(self, index: int) -> Box:
        start = 4 * (index if index >= 0 else index + len(self))
        left, bottom, right, top = self._edges[start : start + 4]
        return left, bottom, right, top

    def __iter__(self) -> Iterator[Box]:
        return (self[index] for index in range(len(self)))


@dataclass(slots=True)
class Run:
    """Characters that stand side by side.

    Attributes:
        letters: The text, a letter or a space each; a ligature is one entry.
        boxes: Where each of them stands; a space has the box of the letter before it.
        baseline: Height of the line that the letters stand on.
        size: Height of the letters' font.
        begins_bold: Whether it begins in a bold font.
        is_bold: Whether it begins and ends in one.
        is_turned: Whether the letters run up or down the page.
    """

    letters: list[str]
    boxes: Boxes
    baseline: float
    size: float
    begins_bold: bool
    is_bold: bool
    is_turned: bool

    @property
    def text(self) -> str:
        """The letters in a row."""
        return "".join(self.letters)

    @property
    def left(self) -> float:
        """Where the first letter begins."""
        return self.boxes[0][0]

    @property
    def right(self) -> float:
        """Where the last letter ends."""
        return self.boxes[-1][2]


def read_runs(page: pypdfium2.PdfPage) -> list[Run]:
    """The runs of a page in the order in which its file draws them."""
    text = page.get_textpage()
    try:
        return [run for run in _runs(text.raw, text.count_chars()) if run.text.strip()]
    finally:
        text.close()


def _runs(text: object, count: int) -> Iterator[Run]:
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    run: Run | None = None
    sizes: dict[float, float] = {}
    space, last = False, 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (10, 13):
            space = True
            continue
        letter = _letter(code)
        if not letter:
            continue
        if letter.isspace():
            space = True
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, rectangle)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        box = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        baseline = y.value
        height = round(box[3] - box[1], 1)
        size = sizes.get(height) or sizes.setdefault(height, _size(text, index))
        if run is None or not _continues(run, box, baseline, size):
            if run is not None:
                yield _ended(run, text, last)
            turned = _UPRIGHT < pdfium.FPDFText_GetCharAngle(text, index) % 6.2832 < 6.2832 - _UPRIGHT
            bold = _is_bold(text, index)
            run = Run([], Boxes(), baseline, size, bold, bold, turned)
        elif space:
            run.letters.append(" ")
            run.boxes.append(run.boxes[-1])
        if size > run.size * 1.05:  # it began with a raised number
            run.size, run.baseline = size, baseline
        run.letters.append(letter)
        run.boxes.append(box)
        space, last = False, index
    if run is not None:
        yield _ended(run, text, last)


def _ended(run: Run, text: object, last: int) -> Run:
    run.is_bold = run.is_bold and _is_bold(text, last)
    return run


def _size(text: object, index: int) -> float:
    """The size of a letter's font as it is drawn; the box of a letter is as high as its font's designer liked."""
    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text, index))
    if pdfium.FPDFText_GetMatrix(text, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    return max(1.0, size)


def _letter(code: int) -> str:
    if code in _HYPHEN_AT_LINE_END:
        return "-"
    if code in _BULLETS:
        return "•"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code == 0xAD:  # fonts of TeX call every hyphen a soft one
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return chr(code)


def _continues(run: Run, box: Box, baseline: float, size: float) -> bool:
    if run.is_turned:
        left, bottom, right, top = run.boxes[-1]
        return box[0] < right and box[2] > left and abs(box[1] - bottom) < 3 * (top - bottom)
    size = max(size, run.size)
    last_left, _, last_right, _ = run.boxes[-1]
    is_beside = last_left - 0.1 * size <= box[0] < last_right + _FARTHEST * size
    return is_beside and abs(baseline - run.baseline) < _RAISED * size


def _is_bold(text: object, index: int) -> bool:
    # PDFium guesses a font's weight from the width of its stems, which are wide in many a light font.
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return bool(flags.value & _FORCED_BOLD) or _BOLD.search(name.value) is not None
