"""Markdown to blocks of canonical text: rendered to HTML, and the HTML read as a browser shows it."""

import re
from dataclasses import dataclass, field

import pyromark
from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.documents.document import BlockKind
from qa.documents.whitespace import fold

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
# Emphasis with a space before its closing mark, as converters of web pages write it ('**Sec. 2. ** Text'), is none
# in CommonMark: the space goes out of it. Marks that are closed properly match first and stay as they are. The
# bounds keep the time linear.
_LOOSE_EMPHASIS = re.compile(
    r"(?<![\\*])(\*{1,3})(?=[^\s*])((?:[^*\\\n]|\\.|\n(?!\s{0,9}\n)){1,2000}?)(\s{0,9})(?<!\\)\1(?!\*)"
)
_LEFTOVER_MARKS = re.compile(r"\*{2,}|(?<!\S)\*(?=[^\s*])|(?<=[^\s*])\*(?!\S)")
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
_LINE_BREAK = "\v"
"""Stands for a line break that a reader sees; other white space is folded."""
_LONGEST_BOLD_HEADING = 150


@dataclass(frozen=True, slots=True)
class MarkdownBlock:
    """A block before it has a place in the canonical text."""

    kind: BlockKind
    text: str
    level: int = 0


def read_markdown(body: str) -> list[MarkdownBlock]:
    """Blocks of a Markdown text in reading order.

    Marks are resolved, link text is kept and link targets are dropped, hard line breaks are kept as
    line breaks; blocks that hold end marks only (`###`, `* * *`) are dropped. HTML inside the
    Markdown is read the same way; nothing in it is run or fetched.
    """
    # A document type inside the text would make the parser throw away what stands before it.
    rendered = pyromark.html(_LOOSE_EMPHASIS.sub(r"\1\2\1\3", body), options=_OPTIONS)
    reader = _Reader()
    root = LexborHTMLParser(f"<body>{rendered}").body
    if root is None:
        return []
    _walk(root, reader)
    reader.flush()
    return reader.blocks


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

    blocks: list[MarkdownBlock] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _lists: list[int | None] = field(default_factory=list)
    """Number of the next item of each open list; None for a list without numbers."""
    _label: str | None = None
    """Number of the item that has just begun ('' without one), until its first block; None elsewhere."""
    _cells: list[str] | None = None
    """Cells of the open row; None outside of a row of simple cells."""
    _heading: int = 0
    _bold: int = 0
    _preformatted: int = 0
    _all_bold: bool = True

    def add(self, text: str) -> None:
        """Take in text."""
        if self._preformatted:
            text = text.replace("\n", _LINE_BREAK)
        if not self._bold and self._all_bold and text.strip():
            self._all_bold = False
        self._parts.append(text)

    def open(self, tag: str, node: LexborNode) -> None:
        """An element begins."""
        if tag in ("b", "strong"):
            self._bold += 1
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in _LISTS:
            self._lists.append(_first_number(node) if tag == "ol" else None)
        elif tag == "li":
            self._label = self._next_label()
        elif tag == "tr" and node.css_first("p, div, ul, ol, table, blockquote, h1, h2, h3, h4, h5, h6") is None:
            self._cells = []
        elif tag == "pre":
            self._preformatted += 1
        self._heading = _HEADINGS.get(tag, self._heading)

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag in ("b", "strong"):
            self._bold -= 1
        if tag not in _BLOCKS:
            return
        self.flush()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = None
        elif tag == "tr" and self._cells is not None:
            if self._cells:
                self.blocks.append(MarkdownBlock("row", " | ".join(self._cells)))
            self._cells = None
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in _HEADINGS:
            self._heading = 0

    def flush(self) -> None:
        """End the block whose text was collected; without text there is none."""
        if not self._parts:
            return
        text, all_bold = _clean("".join(self._parts)), self._all_bold
        self._parts.clear()
        self._all_bold = True
        if not text:
            return
        if self._cells is not None:
            self._cells.append(text.replace("\n", " "))
        elif self._heading:
            self.blocks.append(MarkdownBlock("heading", text.replace("\n", " "), self._heading))
        elif self._label is not None:
            self.blocks.append(MarkdownBlock("item", self._label + text, max(1, len(self._lists))))
            self._label = None
        elif all_bold and not self._lists and _reads_as_heading(text):
            self.blocks.append(MarkdownBlock("heading", text, 6))
        else:
            self.blocks.append(MarkdownBlock("paragraph", text))

    def _next_label(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return ""
        self._lists[-1] = number + 1
        return f"{number}. "


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or ""
    return int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1


def _clean(text: str) -> str:
    """Folded lines of a block; a line that holds an end mark only is dropped."""
    if "*" in text:
        text = _LEFTOVER_MARKS.sub("", text)
    lines = (fold(line) for line in text.split(_LINE_BREAK))
    return "\n".join(line for line in lines if line and not _END_MARK.fullmatch(line))


def _reads_as_heading(text: str) -> bool:
    return len(text) <= _LONGEST_BOLD_HEADING and "\n" not in text and text[-1] not in ".,;”"
