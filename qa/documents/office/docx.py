"""Word documents: headings, lists, tables, footnotes, properties; what was deleted and what is hidden is no text.

A document with macros is read as one without: they are parts of their own, which nothing here opens.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from docx.document import Document as WordDocument
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from qa.documents.content import Content
from qa.documents.document import Place, TextBlock
from qa.documents.lone_lines import BOLD_HEADING_LEVEL, is_end_mark, reads_as_heading
from qa.documents.office.docx_pages import Pages
from qa.documents.office.docx_styles import Numbering, Styles, is_on
from qa.documents.office.properties import office_properties, parse_xml
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold
from qa.documents.zipped import open_parts
from qa.errors import UnreadableFileError
from qa.messages import Message

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT = {qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_TEXT_BOX = qn("w:txbxContent")
_MARKS = {qn("w:tab"): " ", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_LEFT_OUT = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:sectPr"),
    _TEXT_BOX,
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # says again what stands beside it
}
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_DEEPEST = 20
"""Tables and controls within one another."""


def read_content(data: bytes, name: str) -> Content:
    """Read a Word document.

    Raises:
        UnreadableFileError: It is none, or is broken or encrypted.
    """
    with open_parts(data) as parts:
        document = _opened(data)
        body = document.element.body
        reader = _Reader(Styles(document), Numbering(document), Pages(body), _notes(document))
        return without_title_block(list(reader.blocks(body)), office_properties(parts))


def _opened(data: bytes) -> WordDocument:
    """A Word document; its main part may be one that the library alone would refuse because of its macros."""
    PartFactory.part_type_for[_WITH_MACROS] = DocumentPart
    part = Package.open(io.BytesIO(data)).main_document_part
    if not isinstance(part, DocumentPart):
        raise UnreadableFileError(Message("it is no Word document"))
    document: WordDocument = part.document
    return document


def _notes(document: WordDocument) -> dict[tuple[str, str], etree._Element]:
    """Footnotes and endnotes by their kind and number."""
    notes = {}
    for related in document.part.rels.values():
        kind = related.reltype.rpartition("/")[2]
        if kind in _NOTES.values() and not related.is_external:
            for note in parse_xml(related.target_part.blob):
                notes[kind, note.get(qn("w:id"), "")] = note
    return notes


@dataclass(slots=True)
class _Reader:
    """Reads one document.

    Attributes:
        styles: What its styles make of a paragraph.
        numbering: Counts its lists.
        pages: Where its pages begin.
        notes: Footnotes that have not been read yet; each stands behind the block that cites it first.
        boxes: Text boxes that hang on the paragraph that is read.
        cited: Footnotes that it cites.
    """

    styles: Styles
    numbering: Numbering
    pages: Pages
    notes: dict[tuple[str, str], etree._Element]
    boxes: list[etree._Element] = field(default_factory=list)
    cited: list[etree._Element] = field(default_factory=list)

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[TextBlock]:
        """The blocks below an element, in order."""
        for node in parent if depth < _DEEPEST else ():
            if node.tag == _PARAGRAPH:
                yield from self._paragraph(node)
                yield from self._hanging(depth, self.pages.place(node))
            elif node.tag == _TABLE:
                yield from self._table(node, depth)
                yield from self._hanging(depth, self.pages.place(node))
            elif isinstance(node.tag, str) and node.tag not in _LEFT_OUT:
                yield from self.blocks(node, depth + 1)

    def _hanging(self, depth: int, place: Place | None) -> Iterator[TextBlock]:
        """What a block cites, and the text boxes that hang on it, on the page where it stands."""
        while self.cited or self.boxes:
            for block in self.blocks(self.cited.pop(0) if self.cited else self.boxes.pop(0), depth + 1):
                yield replace(block, place=block.place or place)

    def _paragraph(self, node: etree._Element) -> Iterator[TextBlock]:
        style = self.styles.of(node)
        text = self._text(node)
        if not text or style.is_contents:
            return
        number = self.numbering.label(style.list_id, style.list_level)
        place = self.pages.place(node)
        if style.heading is not None:
            yield TextBlock("heading", fold(f"{number or ''} {text}"), style.heading, place)
        elif number is not None:
            yield TextBlock("item", f"{number} {text}" if number else text, style.list_level + 1, place)
        elif style.list_id is None and reads_as_heading(text) and self._is_bold(node):
            yield TextBlock("heading", text, BOLD_HEADING_LEVEL, place)
        elif not is_end_mark(text):
            yield TextBlock("paragraph", text, 0, place)

    def _is_bold(self, paragraph: etree._Element) -> bool:
        runs = [run for run in paragraph.iter(qn("w:r")) if any(fold(text.text or "") for text in run.iter(*_TEXT))]
        return all(self.styles.is_bold(run, paragraph) for run in runs)

    def _text(self, node: etree._Element) -> str:
        lines = "".join(self._pieces(node)).split("\n")
        return "\n".join(line for line in map(fold, lines) if line)

    def _pieces(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            if child.tag in _TEXT:
                yield child.text or ""
            elif child.tag in _MARKS:
                yield _MARKS[child.tag]
            elif child.tag == qn("w:br"):
                yield "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
            elif child.tag in _NOTES:
                note = self.notes.pop((_NOTES[child.tag], child.get(qn("w:id"), "")), None)
                self.cited += [note] if note is not None else []
            elif child.tag == _TEXT_BOX:
                self.boxes.append(child)
            elif child.tag == qn("w:r") and _is_hidden(child):
                continue
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._pieces(child)

    def _table(self, node: etree._Element, depth: int) -> Iterator[TextBlock]:
        rows = list(node.iterchildren(_ROW))
        if all(len(list(row.iterchildren(_CELL))) == 1 for row in rows):  # a frame around text
            for row in rows:
                for cell in row.iterchildren(_CELL):
                    yield from self.blocks(cell, depth + 1)
            return
        for row in rows:
            cells = [text for cell in row.iterchildren(_CELL) for text in self._cell(cell)]
            if any(cells):
                heads = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
                yield TextBlock("row", fold(" | ".join(cells)), int(heads), self.pages.place(row))

    def _cell(self, cell: etree._Element) -> Iterator[str]:
        """The text of a cell, and empty ones for the other columns that it reaches over."""
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        is_continued = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        yield "" if is_continued else fold(" ".join(self._text(node) for node in cell.iter(_PARAGRAPH)))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = span.get(qn("w:val"), "") if span is not None else ""
        yield from [""] * min(100, int(width) - 1 if width.isdigit() else 0)


def _is_hidden(run: etree._Element) -> bool:
    return is_on(run.find(f"{qn('w:rPr')}/{qn('w:vanish')}"))
