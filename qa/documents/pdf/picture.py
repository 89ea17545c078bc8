"""The picture of a page of a PDF with words marked on it, drawn in a process of its own."""

import io
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qa.errors import UnreadableFileError
from qa.messages import Message

if sys.platform != "win32":
    import resource

_WIDTH = 1200
"""Pixels."""
_HIGHEST = 4000
_MARK = (255, 224, 102)
_MARGIN = 1.5
"""Points by which a mark is higher and lower than the letters."""
_SECONDS = 20
_MEMORY_BYTES = 1_500_000_000
_SHORTEST = 12
"""Letters of a quotation that must stand on the page; fewer may stand anywhere."""


def page_picture(path: Path, page: int, quotation: str = "") -> bytes:
    """The picture of a page as WebP; a process of its own draws it, for a file can break or hang what draws it.

    Args:
        path: Of the PDF.
        page: Number of the page, from 1.
        quotation: Canonical text that begins on the page; it is marked where it is found. Empty for none.

    Raises:
        UnreadableFileError: The file is no PDF, has no such page, or takes too much to draw.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", "from qa.documents.pdf.picture import work; work()"],
            input=pickle.dumps((str(path), page, quotation)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
            env={
                **{name: value for name, value in os.environ.items() if name == "SYSTEMROOT"},  # Windows asks for it
                "PYTHONPATH": os.pathsep.join(place for place in sys.path if place),
            },
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFileError(Message("page {page} cannot be drawn", page=str(page))) from error
    return done.stdout


def work() -> None:
    """Draw the page that standard input names, and write it to standard output; run in its own process."""
    if sys.platform != "win32":
        with suppress(ValueError, OSError):  # a smaller limit is set already
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))
            resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    path, page, quotation = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(draw(Path(path).read_bytes(), page, quotation))


def draw(data: bytes, page: int, quotation: str = "") -> bytes:
    """`page_picture` of a file's bytes, in this process."""
    from PIL import Image, ImageChops, ImageDraw

    from qa.documents.pdf.pdf import open_pdf

    document = open_pdf(data)
    if not 1 <= page <= len(document):
        raise UnreadableFileError(
            Message("it has no page {page}; the last is {last}", page=str(page), last=str(len(document)))
        )
    shown = document[page - 1]
    width, height = shown.get_size()
    scale = min(_WIDTH / max(1.0, width), _HIGHEST / max(1.0, height))
    boxes = [] if shown.get_rotation() else find_words(shown, quotation)
    picture = shown.render(scale=scale).to_pil().convert("RGB")
    marks = Image.new("RGB", picture.size, (255, 255, 255))
    brush = ImageDraw.Draw(marks)
    left, bottom, _, _ = shown.get_bbox()
    for box in boxes:
        brush.rectangle(
            (
                (box[0] - left) * scale,
                (height - (box[3] - bottom) - _MARGIN) * scale,
                (box[2] - left) * scale,
                (height - (box[1] - bottom) + _MARGIN) * scale,
            ),
            fill=_MARK,
        )
    out = io.BytesIO()
    ImageChops.multiply(picture, marks).save(out, "WEBP", quality=85, method=2)
    return out.getvalue()


def find_words(page: object, quotation: str) -> Sequence[tuple[float, float, float, float]]:
    """Where a quotation stands on a page: a box a line, as left, bottom, right and top in points.

    White space and hyphens do not count, since lines are joined in the canonical text. Of a quotation that runs on to
    the next page, the part on this one is found; nothing where the words stand in another order.
    """
    from qa.documents.pdf.lines import lines_in_order
    from qa.documents.pdf.runs import read_runs

    letters: list[str] = []
    boxes: list[tuple[int, tuple[float, float, float, float]]] = []
    for number, run in enumerate(run for line in lines_in_order(read_runs(page)) for run in line.runs):
        for letter, box in zip(run.letters, run.boxes, strict=True):
            kept = _letters(letter)
            letters += kept
            boxes += [(number, box)] * len(kept)
    text, wanted = "".join(letters), "".join(_letters(quotation))
    start, length = _longest_beginning(text, wanted)
    if length < min(_SHORTEST, len(wanted)) or not wanted:
        return []
    merged: dict[int, tuple[float, float, float, float]] = {}
    for number, box in boxes[start : start + length]:
        left, bottom, right, top = merged.get(number, box)
        merged[number] = min(left, box[0]), min(bottom, box[1]), max(right, box[2]), max(top, box[3])
    return list(merged.values())


def _letters(text: str) -> list[str]:
    return [letter for letter in text if letter.isalnum()]


def _longest_beginning(text: str, wanted: str) -> tuple[int, int]:
    """Where the longest beginning of some words stands in a text, and its length."""
    low, high, place = 0, len(wanted), 0
    while low < high:
        middle = (low + high + 1) // 2
        found = text.find(wanted[:middle])
        if found < 0:
            high = middle - 1
        else:
            low, place = middle, found
    return place, low
