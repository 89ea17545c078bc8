"""Pictures of pages read with Tesseract, where that is installed; nothing is installed or fetched for it."""

import io
import shutil
import subprocess

import pypdfium2

from qa.documents.document import Place, TextBlock
from qa.documents.line_joining import LineJoiner
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError

_DOTS_PER_INCH = 300
_MOST_PIXELS = 40_000_000
"""Of a page; larger ones are read coarser."""
_SECONDS_A_PAGE = 60


def read_scan(document: pypdfium2.PdfDocument) -> list[TextBlock]:
    """The paragraphs of a scan, each with its page.

    Raises:
        UnreadableFileError: Tesseract is not installed, or cannot read it.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise UnreadableFileError(
            "it is a scan: its pages are pictures without text; install Tesseract (`tesseract`) and index it again, "
            "or save it with recognised text"
        )
    return [block for index in range(len(document)) for block in _page(document, index, program)]


def _page(document: pypdfium2.PdfDocument, index: int, program: str) -> list[TextBlock]:
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
            [program, "stdin", "stdout", "--dpi", str(round(72 * scale))],
            input=picture.getvalue(),
            capture_output=True,
            timeout=_SECONDS_A_PAGE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnreadableFileError(f"it is a scan, and Tesseract cannot read page {index + 1}") from error
    found = [part.splitlines() for part in done.stdout.decode("utf-8", "replace").replace("\f", "").split("\n\n")]
    joiner = LineJoiner.of([line for lines in found for line in lines])
    blocks = []
    for lines in found:
        text = ""
        for line in lines:
            text = joiner.join(text, fold(line))
        if text:
            blocks.append(TextBlock("paragraph", text, place=Place("page", str(index + 1))))
    return blocks
