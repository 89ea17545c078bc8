"""OpenDocument texts and presentations: headings, lists, tables, footnotes, properties; a slide is a place."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import ZipFile

from lxml import etree

from qa.documents.content import Content, Metadata
from qa.documents.document import Place, TextBlock
from qa.documents.numerals import in_letters, in_roman
from qa.documents.office.properties import parse_xml, read_properties
from qa.documents.whitespace import fold
from qa.documents.zipped import open_parts
from qa.errors import UnreadableFileError

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
}
_DEEPEST = 40
_MOST_REPEATED = 100
"""Empty columns that a number stands for."""


def _name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


_LEFT_OUT = {
    _name("office:annotation"),
    _name("office:forms"),
    _name("text:tracked-changes"),
    _name("text:table-of-content"),
    _name("text:illustration-index"),
    _name("text:table-index"),
    _name("presentation:settings"),
}
_HEADING, _PARAGRAPH, _LIST, _NOTE = map(_name, ("text:h", "text:p", "text:list", "text:note"))
_TABLE, _SLIDE, _BOX = map(_name, ("table:table", "draw:page", "draw:text-box"))
_SET_DOWN = {"{http://purl.org/dc/elements/1.1/}date": "modified", _name("meta:creation-date"): "created"}
"""What programs set down, by the names that other formats have for it."""
_CELLS = {_name("table:table-cell"), _name("table:covered-table-cell")}
_MARKS = {_name("text:s"): " ", _name("text:tab"): " ", _name("text:line-break"): "\n"}


def read_content(data: bytes, name: str) -> Content:
    """Read an OpenDocument text or presentation.

    Raises:
        UnreadableFileError: It is none, or is broken or encrypted.
    """
    with open_parts(data) as parts:
        if b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise UnreadableFileError("it is encrypted; save it without a password")
        content = parse_xml(parts.read("content.xml"))
        body = content.find(_name("office:body"))
        numbered = _numbered_lists(content)
        if "styles.xml" in parts.namelist():
            numbered |= _numbered_lists(parse_xml(parts.read("styles.xml")))
        blocks = list(_Reader(numbered).blocks(body)) if body is not None else []
        return Content(blocks, _metadata(parts))


def _metadata(parts: ZipFile) -> Metadata:
    if "meta.xml" not in parts.namelist():
        return Metadata()
    properties: dict[str, str] = {}
    for node in parse_xml(parts.read("meta.xml")).iter("{*}*"):
        key = node.get(_name("meta:name")) or etree.QName(node).localname
        properties[_SET_DOWN.get(node.tag, key)] = node.text or ""
    return read_properties(properties)


def _numbered_lists(root: etree._Element) -> dict[tuple[str, int], tuple[str, str, str]]:
    """Of each level of each list that has numbers: their form, and what stands before and behind them."""
    found = {}
    for style in root.iter(_name("text:list-style")):
        for level in style.iterchildren(_name("text:list-level-style-number")):
            form, depth = level.get(_name("style:num-format"), ""), level.get(_name("text:level"), "")
            if form and depth.isdigit():
                signs = level.get(_name("style:num-prefix"), ""), level.get(_name("style:num-suffix"), "")
                found[style.get(_name("style:name"), ""), int(depth)] = (form, *signs)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads one document.

    Attributes:
        numbered: Levels of lists that have numbers.
        slide: The slide that is read; None in a text.
        hanging: Footnotes and text boxes of the paragraph that is read; they stand behind it.
    """

    numbered: dict[tuple[str, int], tuple[str, str, str]]
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
                yield from self._items(node, node.get(_name("text:style-name"), ""), 1, depth)
            elif node.tag == _TABLE:
                yield from self._rows(node)
            elif node.tag in (_HEADING, _PARAGRAPH):
                yield from self._paragraph(node, depth)
            else:
                is_title = node.get(_name("presentation:class")) == "title"
                for block in self.blocks(node, depth + 1):
                    yield TextBlock("heading", fold(block.text), 1, block.place) if is_title else block

    def _paragraph(self, node: etree._Element, depth: int) -> Iterator[TextBlock]:
        text = self._text(node)
        if text and node.tag == _HEADING:
            level = node.get(_name("text:outline-level"), "1")
            yield TextBlock("heading", fold(text), int(level) if level.isdigit() else 1, self.slide)
        elif text and node.get(_name("text:style-name")) == "Title":
            yield TextBlock("heading", fold(text), 1, self.slide)
        elif text:
            yield TextBlock("paragraph", text, 0, self.slide)
        while self.hanging:
            yield from self.blocks(self.hanging.pop(0), depth + 1)

    def _items(self, node: etree._Element, style: str, level: int, depth: int) -> Iterator[TextBlock]:
        form, before, behind = self.numbered.get((style, level), ("", "", ""))
        count = 0
        for item in node if depth < _DEEPEST else ():
            start = item.get(_name("text:start-value"), "")
            count = int(start) if start.isdigit() else count + 1
            label = f"{before}{_written(count, form)}{behind} " if form else ""
            is_first = True
            for child in item:
                if child.tag == _LIST:
                    own = child.get(_name("text:style-name"), style)
                    yield from self._items(child, own, level + 1, depth + 1)
                    continue
                for block in self._paragraph(child, depth) if child.tag in (_PARAGRAPH, _HEADING) else ():
                    text = f"{label if is_first else ''}{block.text}"
                    is_item = is_first and block.kind == "paragraph"
                    yield replace(block, kind="item", text=text, level=level) if is_item else replace(block, text=text)
                    is_first = False

    def _rows(self, table: etree._Element) -> Iterator[TextBlock]:
        for row in table.iter(_name("table:table-row")):
            if next(row.iterancestors(_TABLE)) is not table:
                continue  # of a table in a cell
            cells: list[str] = []
            for cell in row:
                if cell.tag in _CELLS:
                    repeated = cell.get(_name("table:number-columns-repeated"), "1")
                    text = fold(" ".join(self._text(one) for one in cell.iter(_PARAGRAPH, _HEADING)))
                    cells += [text] * min(_MOST_REPEATED, int(repeated) if repeated.isdigit() else 1)
            if any(cells):
                heads = row.getparent().tag == _name("table:table-header-rows")
                yield TextBlock("row", fold(" | ".join(cells)), int(heads), self.slide)
        while self.hanging:
            yield from self.blocks(self.hanging.pop(0), 1)

    def _text(self, node: etree._Element) -> str:
        lines = "".join(self._pieces(node)).split("\n")
        return "\n".join(line for line in map(fold, lines) if line)

    def _pieces(self, node: etree._Element) -> Iterator[str]:
        yield _spaced(node.text)
        for child in node:
            if child.tag == _NOTE:
                self.hanging += child.iterchildren(_name("text:note-body"))
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


def _written(number: int, form: str) -> str:
    if form in ("a", "A"):
        return in_letters(number) if form == "a" else in_letters(number).upper()
    if form in ("i", "I"):
        return in_roman(number).lower() if form == "i" else in_roman(number)
    return str(number)
