"""PDF: text in reading order with its pages; a scan is read with Tesseract where that is installed."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium

from qa.documents.content import Content, Metadata
from qa.documents.office.properties import own_title
from qa.documents.pdf.lines import lines_in_order
from qa.documents.pdf.paragraphs import read_pages
from qa.documents.pdf.running_heads import without_heads
from qa.documents.pdf.runs import Run, read_runs
from qa.documents.pdf.scans import INSTALL, has_program, read_scan
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError
from qa.messages import Message

_one_at_a_time = threading.Lock()
"""PDFium is not made for threads."""
_MOST_PAGES = 5_000
_DEEPEST_OUTLINE = 6
_FEWEST_LETTERS = 10
"""Letters of a page from which it is no scan: a scanner or a sender may have put a number on it."""
_BROKEN = Message("it is no PDF, or a broken one; save or download it again")


def read_content(data: bytes, name: str) -> Content:
    """Read a PDF.

    Raises:
        UnreadableFileError: It is encrypted or broken, has too many pages, or is a scan that cannot be read here.
    """
    with _one_at_a_time:
        return _read(data)


def _read(data: bytes) -> Content:
    document = open_pdf(data)
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableFileError(
                Message("{pages} pages, over the limit of {most}; divide it", pages=len(document), most=_MOST_PAGES)
            )
        found = [_runs(document, index) for index in range(len(document))]
        if all(runs is None for runs in found):
            raise UnreadableFileError(_BROKEN)
        pages = [runs or [] for runs in found]
        metadata, printed = _metadata(document), _printed(document)
        lines = [lines_in_order(runs) for runs in without_heads(pages)]
        content = without_title_block(read_pages(lines, _outline(document), printed), metadata)
        blocks, metadata = content.parts, content.metadata
        scanned = [index for index, runs in enumerate(pages) if _is_scanned(document, index, runs)]
        if not scanned:
            return Content(blocks, metadata)
        if has_program():
            blocks += read_scan(document, scanned, printed)
            return Content(sorted(blocks, key=lambda block: int(block.place.value) if block.place else 0), metadata)
        if not blocks:
            raise UnreadableFileError(
                Message("it is a scan: its pages are pictures without text; {remedy}", remedy=INSTALL)
            )
        problem = Message(
            "{scanned} of {pages} pages are pictures without text and are not read; {remedy}",
            scanned=len(scanned),
            pages=len(pages),
            remedy=INSTALL,
        )
        return Content(blocks, replace(metadata, problems=(*metadata.problems, problem)))
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(_BROKEN) from error
    finally:
        document.close()


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """A PDF.

    Raises:
        UnreadableFileError: It is encrypted or broken.
    """
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # The code may be that of another file, which was opened before.
        if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            raise UnreadableFileError(Message("it is encrypted; save it without a password")) from error
        raise UnreadableFileError(_BROKEN) from error


def _runs(document: pypdfium2.PdfDocument, index: int) -> list[Run] | None:
    """The runs of a page; None for a broken one, which costs no other."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        return read_runs(page)
    finally:
        page.close()


def _is_scanned(document: pypdfium2.PdfDocument, index: int, runs: Sequence[Run]) -> bool:
    """Whether a page has a picture and hardly a letter."""
    if sum(len(run.letters) for run in runs) >= _FEWEST_LETTERS:
        return False
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return False
    try:
        return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    finally:
        page.close()


def _outline(document: pypdfium2.PdfDocument) -> dict[int, list[tuple[str, int]]]:
    titles: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for mark in document.get_toc(max_depth=_DEEPEST_OUTLINE):
        target = mark.get_dest()
        index = target.get_index() if target else None
        if index is not None:
            titles[index + 1].append((fold(mark.get_title()), mark.level + 1))
    return titles


def _printed(document: pypdfium2.PdfDocument) -> list[str | None]:
    """The number printed on each page, where the file gives one that is not that of the page's place."""
    labels = [fold(document.get_page_label(index)) for index in range(len(document))]
    return [label if label and label != str(number) else None for number, label in enumerate(labels, start=1)]


def _metadata(document: pypdfium2.PdfDocument) -> Metadata:
    found = document.get_metadata_dict(skip_empty=True)
    return Metadata(title=own_title(found.get("Title")), made=_day(found.get("CreationDate", "")))


def _day(stamp: str) -> date | None:
    """The day of a date as PDFs write them: D:YYYYMMDDhhmmss with a zone."""
    digits = stamp.removeprefix("D:")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
