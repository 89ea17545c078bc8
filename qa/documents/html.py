"""HTML to blocks of canonical text, read as a browser shows it."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.documents.document import TextBlock
from qa.documents.tables import Row, Table, is_row_of_cells
from qa.documents.whitespace import fold, verbatim_lines

_END_MARK = re.compile(r"[\s#*_\-–—=~+•.·|\\]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu"))
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr legend li main nav p pre search section summary table tbody td tfoot th thead tr".split()
).union(_HEADINGS, _LISTS)
_UNSEEN = frozenset(
    "audio canvas col colgroup head iframe img noscript object script style svg template title video "
    "-comment -doctype".split()
)
_BOLD = frozenset(("b", "strong"))
_CODE = frozenset(("code", "kbd", "samp"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{0,2000}>")
_CLOSED_BY_NEXT = frozenset(
    "area base br col colgroup dd dt embed hr img input li link meta option optgroup p param rp rt source tbody td "
    "tfoot th thead tr track wbr".split()
)
"""Elements that hold nothing, or that end where the next one begins."""
_DEEPEST = 256
"""Open elements; the parser's time grows with their square."""
_LINE_BREAK = "\v"
"""Stands for a line break that a reader sees; other white space is folded."""
_LONGEST_BOLD_HEADING = 150


def read_html(html: str) -> list[TextBlock]:
    """Blocks of the body of a page in reading order; nothing in it is run or fetched."""
    # A document type inside the text would make the parser throw away what stands before it.
    root = LexborHTMLParser(f"<body>{_flattened(html)}").body
    if root is None:
        return []
    reader = _Reader()
    _walk(root, reader)
    reader.flush()
    return reader.blocks


def _flattened(html: str) -> str:
    """Without the tags of elements that lie too deep: what they hold stays."""
    if html.count("<") - 2 * (html.count("</p>") + html.count("</li>") + html.count("</a>")) <= _DEEPEST:
        return html  # paragraphs, items and links hold none of their own kind
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _CLOSED_BY_NEXT:
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _DEEPEST else " "
        depth += 1
        return tag[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, html)


def _walk(root: LexborNode, reader: "_Reader") -> None:
    """Visit what a reader sees below a node, in order, however deep it lies."""
    open_nodes: list[LexborNode] = []
    node = root.child
    while node is not None or open_nodes:
        if node is None:
            node = open_nodes.pop()
            reader.close(node.tag or "")
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            reader.add(node.text_content or "")
        elif tag == "br":
            reader.add(_LINE_BREAK)
        elif tag not in _UNSEEN:
            reader.open(tag, node)
            open_nodes.append(node)
            node = node.child
            continue
        node = node.next


@dataclass(slots=True)
class _Reader:
    """Collects text until a block ends."""

    blocks: list[TextBlock] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _lists: list[int | None] = field(default_factory=list)
    """Number of the next item of each open list; None for a list without numbers."""
    _label: str | None = None
    """Number of the item that has just begun ('' without one), until its first block; None elsewhere."""
    _tables: list[Table] = field(default_factory=list)
    _row: Row | None = None
    """The open row; None outside of a row of cells."""
    _heading: int = 0
    _bold: int = 0
    _code: int = 0
    _preformatted: int = 0
    _all_bold: bool = True
    _holds_code: bool = False

    def add(self, text: str) -> None:
        """Take in text."""
        if self._preformatted:
            text = text.replace("\n", _LINE_BREAK)
        if self._code:
            self._holds_code = True
        if self._all_bold and not self._bold and text.strip():
            self._all_bold = False
        self._parts.append(text)

    def open(self, tag: str, node: LexborNode) -> None:
        """An element begins."""
        if tag in _BOLD:
            self._bold += 1
        elif tag in _CODE:
            self._code += 1
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in _LISTS:
            self._lists.append(_first_number(node) if tag == "ol" else None)
        elif tag == "li":
            self._label = self._next_label()
        elif tag == "table":
            self._tables.append(Table())
        elif tag == "tr" and self._tables and is_row_of_cells(node):
            self._row = Row(self._tables[-1])
        elif tag in ("td", "th") and self._row is not None:
            self._row.open_cell(node)
        elif tag == "pre":
            self._preformatted += 1
        self._heading = _HEADINGS.get(tag, self._heading)

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag in _BOLD:
            self._bold -= 1
        elif tag in _CODE:
            self._code -= 1
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = None
        elif tag == "table":
            self._tables.pop()
        elif tag == "tr":
            self._close_row()
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in _HEADINGS:
            self._heading = 0

    def flush(self) -> None:
        """End the block whose text was collected; without text there is none."""
        if not self._parts:
            return
        text, all_bold = self._text(), self._all_bold
        self._parts.clear()
        self._all_bold, self._holds_code = True, False
        if not text:
            return
        if self._row is not None:
            self._row.add(text)
        elif self._heading:
            self.blocks.append(TextBlock("heading", fold(text), self._heading))
        elif self._label is not None:
            self.blocks.append(TextBlock("item", self._label + text, max(1, len(self._lists))))
            self._label = None
        elif all_bold and not self._lists and _reads_as_heading(text):
            self.blocks.append(TextBlock("heading", text, 6))
        else:
            self.blocks.append(TextBlock("paragraph", text))

    def _text(self) -> str:
        """The lines of the open block: of code as they are, elsewhere folded and without those of end marks."""
        text = "".join(self._parts)
        if self._preformatted:
            return verbatim_lines(text.replace(_LINE_BREAK, "\n"))
        keeps_all = self._holds_code or self._row is not None
        lines = (fold(line) for line in text.split(_LINE_BREAK))
        return "\n".join(line for line in lines if line and (keeps_all or not _END_MARK.fullmatch(line)))

    def _close_row(self) -> None:
        if self._row is not None and (text := self._row.text()):
            self.blocks.append(TextBlock("row", text))
        self._row = None

    def _next_label(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return ""
        self._lists[-1] = number + 1
        return f"{number}. "


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1


def _reads_as_heading(text: str) -> bool:
    return len(text) <= _LONGEST_BOLD_HEADING and "\n" not in text and text[-1] not in ".,;”"
