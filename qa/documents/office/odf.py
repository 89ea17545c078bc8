"""OpenDocument texts and presentations: headings, lists, tables, footnotes, properties; a slide is a place."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from lxml import etree

from qa.documents.content import Content, Metadata
from qa.documents.document import Place, TextBlock
from qa.documents.lone_lines import BOLD_HEADING_LEVEL, is_end_mark, reads_as_heading
from qa.documents.office.odf_styles import Styles, odf_name
from qa.documents.office.properties import parse_xml, read_properties
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold
from qa.documents.zipped import open_parts
from qa.errors import UnreadableFileError
from qa.messages import Message

_DEEPEST = 40
_MOST_REPEATED = 100
"""Empty columns that a number stands for."""


_LEFT_OUT = {
    odf_name("office:annotation"),
    odf_name("office:forms"),
    odf_name("text:tracked-changes"),
    odf_name("text:table-of-content"),
    odf_name("text:illustration-index"),
    odf_name("text:table-index"),
    odf_name("presentation:settings"),
}
_HEADING, _PARAGRAPH, _LIST, _NOTE = map(odf_name, ("text:h", "text:p", "text:list", "text:note"))
_STYLE = odf_name("text:style-name")
_TABLE, _SLIDE, _BOX = map(odf_name, ("table:table", "draw:page", "draw:text-box"))
_SET_DOWN = {"{http://purl.org/dc/elements/1.1/}date": "modified", odf_name("meta:creation-date"): "created"}
"""What programs set down, by the names that other formats have for it."""
_CELLS = {odf_name("table:table-cell"), odf_name("table:covered-table-cell")}
_MARKS = {odf_name("text:s"): " ", odf_name("text:tab"): " ", odf_name("text:line-break"): "\n"}


def read_content(data: bytes, name: str) -> Content:
    """Read an OpenDocument text or presentation.

    Raises:
        UnreadableFileError: It is none, or is broken or encrypted.
    """
    with open_parts(data) as parts:
        if b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise UnreadableFileError(Message("it is encrypted; save it without a password"))
        content = parse_xml(parts.read("content.xml"))
        body = content.find(odf_name("office:body"))
        shared = [parse_xml(parts.read("styles.xml"))] if "styles.xml" in parts.namelist() else []
        reader = _Reader(Styles.of([*shared, content]))
        blocks = list(reader.blocks(body)) if body is not None else []
        metadata = _metadata(parts)
        return Content(blocks, metadata) if reader.slides else without_title_block(blocks, metadata)


def _metadata(parts: ZipFile) -> Metadata:
    if "meta.xml" not in parts.namelist():
        return Metadata()
    properties: dict[str, str] = {}
    for node in parse_xml(parts.read("meta.xml")).iter("{*}*"):
        key = node.get(odf_name("meta:name")) or etree.QName(node).localname
        properties[_SET_DOWN.get(node.tag, key)] = node.text or ""
    return read_properties(properties)


@dataclass(slots=True)
class _Reader:
    """Reads one document.

    Attributes:
        styles: What its styles make of its text.
        slide: The slide that is read; None in a text.
        hanging: Footnotes and text boxes of the paragraph that is read; they stand behind it.
    """

    styles: Styles
    slide: Place | None = None
    hanging: list[etree._Element] = field(default_factory=list)
    slides: int = 0

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[TextBlock]:
        """The blocks below an element, in order."""
        for node in parent if depth < _DEEPEST else ():
            if not isinstance(node.tag, str) or node.tag in _LEFT_OUT:
                continue
            if node.tag == _SLIDE:
                self.slides += 1
                self.slide = Place("slide", str(self.slides))
                yield from self.blocks(node, depth + 1)
            elif node.tag == _LIST:
                yield from self._items(node, node.get(_STYLE, ""), 1, depth)
            elif node.tag == _TABLE:
                yield from self._rows(node)
            elif node.tag in (_HEADING, _PARAGRAPH):
                yield from self._paragraph(node, depth)
            else:
                is_title = node.get(odf_name("presentation:class")) == "title"
                for block in self.blocks(node, depth + 1):
                    yield TextBlock("heading", fold(block.text), 1, block.place) if is_title else block

    def _paragraph(self, node: etree._Element, depth: int, *, is_item: bool = False) -> Iterator[TextBlock]:
        text = self._text(node)
        if text and node.tag == _HEADING:
            level = node.get(odf_name("text:outline-level"), "1")
            yield TextBlock("heading", fold(text), int(level) if level.isdigit() else 1, self.slide)
        elif text and self.styles.is_title(node.get(_STYLE)):
            yield TextBlock("heading", fold(text), 1, self.slide)
        elif text and not is_item and self.slide is None and reads_as_heading(text) and self._is_bold(node):
            yield TextBlock("heading", text, BOLD_HEADING_LEVEL)
        elif text and not is_end_mark(text):
            yield TextBlock("paragraph", text, 0, self.slide)
        while self.hanging:
            yield from self.blocks(self.hanging.pop(0), depth + 1)

    def _items(self, node: etree._Element, style: str, level: int, depth: int) -> Iterator[TextBlock]:
        form = self.styles.numbered.get((style, level))
        count = 0
        for item in node if depth < _DEEPEST else ():
            start = item.get(odf_name("text:start-value"), "")
            count = int(start) if start.isdigit() else count + 1
            label = f"{form.label(count)} " if form else ""
            is_first = True
            for child in item:
                if child.tag == _LIST:
                    own = child.get(_STYLE, style)
                    yield from self._items(child, own, level + 1, depth + 1)
                    continue
                for block in self._paragraph(child, depth, is_item=True) if child.tag in (_PARAGRAPH, _HEADING) else ():
                    text = f"{label if is_first else ''}{block.text}"
                    is_item = is_first and block.kind == "paragraph"
                    yield replace(block, kind="item", text=text, level=level) if is_item else replace(block, text=text)
                    is_first = False

    def _rows(self, table: etree._Element) -> Iterator[TextBlock]:
        for row in table.iter(odf_name("table:table-row")):
            if next(row.iterancestors(_TABLE)) is not table:
                continue  # of a table in a cell
            cells: list[str] = []
            for cell in row:
                if cell.tag in _CELLS:
                    repeated = cell.get(odf_name("table:number-columns-repeated"), "1")
                    text = fold(" ".join(self._text(one) for one in cell.iter(_PARAGRAPH, _HEADING)))
                    cells += [text] * min(_MOST_REPEATED, int(repeated) if repeated.isdigit() else 1)
            if any(cells):
                heads = row.getparent().tag == odf_name("table:table-header-rows")
                yield TextBlock("row", fold(" | ".join(cells)), int(heads), self.slide)
        while self.hanging:
            yield from self.blocks(self.hanging.pop(0), 1)

    def _is_bold(self, node: etree._Element, around: bool = False) -> bool:
        """Whether all text of an element is set in bold, what hangs on it left out."""
        own = self.styles.is_bold(node.get(_STYLE))
        bold = around if own is None else own
        inner = (child for child in node if child.tag not in (_NOTE, _BOX))
        pieces = (node.text, *(child.tail for child in node))
        return (bold or not any(map(fold, filter(None, pieces)))) and all(self._is_bold(one, bold) for one in inner)

    def _text(self, node: etree._Element) -> str:
        lines = "".join(self._pieces(node)).split("\n")
        return "\n".join(line for line in map(fold, lines) if line)

    def _pieces(self, node: etree._Element) -> Iterator[str]:
        yield _spaced(node.text)
        for child in node:
            if child.tag == _NOTE:
                self.hanging += child.iterchildren(odf_name("text:note-body"))
            elif child.tag == _BOX:
                self.hanging.append(child)
            elif child.tag in _MARKS:
                yield _MARKS[child.tag]
            elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
                yield from self._pieces(child)
            yield _spaced(child.tail)


def _spaced(text: str | None) -> str:
    """White space as it is shown: a line break in the file is none in the text."""
    return (text or "").replace("\n", " ")
