"""Pictures of pages read with Tesseract, where that is installed; nothing is installed or fetched for it."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence

import pypdfium2

from qa.documents.document import Place, TextBlock
from qa.documents.line_joining import LineJoiner
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_PROGRAM = "tesseract"
INSTALL = Message("install Tesseract (`tesseract`) and index it again, or save it with recognised text")
"""What to do where it is not installed."""
_DOTS_PER_INCH = 300
_MOST_PIXELS = 40_000_000
"""Of a page; larger ones are read coarser."""
_SECONDS_A_PAGE = 60


def has_program() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which(_PROGRAM) is not None


def read_scan(
    document: pypdfium2.PdfDocument, indexes: Sequence[int], printed: Sequence[str | None]
) -> list[TextBlock]:
    """The paragraphs of scanned pages, each with its page.

    Args:
        document: The PDF.
        indexes: Of the pages, from 0.
        printed: The numbers that stand on all pages, where these are not those of their places in the file.

    Raises:
        UnreadableFileError: Tesseract is not installed, or cannot read a page.
    """
    blocks = []
    for index in indexes:
        place = Place("page", str(index + 1), printed[index])
        found = [part.splitlines() for part in re.split(r"\n\s*\n", _recognised(document, index))]
        joiner = LineJoiner.of([line for lines in found for line in lines])
        for lines in found:
            text = ""
            for line in lines:
                text = joiner.join(text, fold(line))
            if text:
                blocks.append(TextBlock("paragraph", text, place=place))
    return blocks


def _recognised(document: pypdfium2.PdfDocument, index: int) -> str:
    """What Tesseract reads on a page."""
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        picture = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG")
    finally:
        page.close()
    try:
        done = subprocess.run(
            [_PROGRAM, "stdin", "stdout", "--dpi", str(round(72 * scale))],
            input=picture.getvalue(),
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for one another longer than they work
            timeout=_SECONDS_A_PAGE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFileError(
            Message("it is a scan, and Tesseract cannot read page {page}", page=str(index + 1))
        ) from error
    return done.stdout.decode("utf-8", "replace").replace("\f", "")
