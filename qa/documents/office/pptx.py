"""PowerPoint presentations: each slide a place, its title a heading; tables and the speaker's notes are read too.

A show is read as any other presentation, and so is what holds macros: they are parts of their own, which nothing here
opens.
"""

import io
from collections.abc import Iterable, Iterator

from pptx.opc.package import PartFactory
from pptx.package import Package
from pptx.parts.presentation import PresentationPart
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from qa.documents.content import Content
from qa.documents.document import Place, TextBlock
from qa.documents.office.properties import office_properties
from qa.documents.whitespace import fold
from qa.documents.zipped import open_parts

_SHOW_WITH_MACROS = "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml"
_DEEPEST = 10
"""Groups of shapes within one another."""


def read_content(data: bytes, name: str) -> Content:
    """Read a PowerPoint presentation.

    Raises:
        UnreadableFileError: It is none, or is broken or encrypted.
    """
    with open_parts(data) as parts:
        # `pptx.Presentation` opens no shows, and with macros only what is no show.
        PartFactory.part_type_for[_SHOW_WITH_MACROS] = PresentationPart
        presentation = Package.open(io.BytesIO(data)).main_document_part.presentation
        blocks = [
            block
            for number, slide in enumerate(presentation.slides, start=1)
            for block in _slide(slide, Place("slide", str(number)))
        ]
        return Content(blocks, office_properties(parts))


def _slide(slide: Slide, place: Place) -> Iterator[TextBlock]:
    title = slide.shapes.title
    if title is not None and fold(title.text_frame.text):
        yield TextBlock("heading", fold(title.text_frame.text), 1, place)
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    yield from _shapes(others, place)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            if text := _lines(paragraph.text):
                yield TextBlock("paragraph", text, 0, place)


def _shapes(shapes: Iterable[BaseShape], place: Place, depth: int = 0) -> Iterator[TextBlock]:
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from _shapes(shape.shapes, place, depth + 1) if depth < _DEEPEST else ()
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            heads = shape.table.first_row
            for index, row in enumerate(shape.table.rows):
                cells = ["" if cell.is_spanned else fold(cell.text_frame.text) for cell in row.cells]
                if any(cells):
                    yield TextBlock("row", fold(" | ".join(cells)), int(heads and index == 0), place)
        elif isinstance(shape, Shape):
            # The paragraphs of a placeholder for text have bullets; those of other boxes have none.
            paragraphs = [one for one in shape.text_frame.paragraphs if _lines(one.text)]
            is_list = shape.is_placeholder and len(paragraphs) > 1
            for paragraph in paragraphs:
                level = paragraph.level + 1 if is_list else 0
                yield TextBlock("item" if is_list else "paragraph", _lines(paragraph.text), level, place)


def _lines(text: str) -> str:
    return "\n".join(line for line in map(fold, text.replace("\v", "\n").split("\n")) if line)
