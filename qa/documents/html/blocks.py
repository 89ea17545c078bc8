"""Elements of a page to blocks of text, as they open and close."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from qa.documents.document import Link, TextBlock
from qa.documents.html.elements import ELEMENTS
from qa.documents.html.page import Page, visible_name
from qa.documents.html.tables import Row, Table, heads_columns, is_row_of_cells
from qa.documents.lone_lines import BOLD_HEADING_LEVEL, is_end_mark, reads_as_heading
from qa.documents.whitespace import fold, joined, verbatim_lines

LINE_BREAK = "\v"
"""Stands for a line break that a reader sees; other white space is folded."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(("ul", "ol", "menu"))
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form header hr legend li main nav p pre search section summary table tbody td tfoot th thead tr".split()
).union(_HEADINGS, _LISTS)
_BOLD = frozenset(("b", "strong"))
_CODE = frozenset(("code", "kbd", "samp"))
_STRUCK = frozenset(("del", "s", "strike"))
_STRUCK_MARK = "~~"
"""Stands around struck-out words, which nobody is to read as valid."""
_LEADS_NOWHERE = re.compile(r"#|(?:javascript|data|vbscript):|\Z", re.IGNORECASE)


@dataclass(slots=True)
class BlockReader:
    """Collects text until a block ends.

    Attributes:
        page: The page that it reads.
        numbers: How the items of its numbered lists are numbered, one after the other; None to count them.
        blocks: Those that have ended.
        cited: Footnotes that were cited since one was read.
    """

    page: Page
    numbers: Iterator[str] | None = None
    blocks: list[TextBlock] = field(default_factory=list)
    cited: list[LexborNode] = field(default_factory=list)
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
    _terms: list[str] = field(default_factory=list)
    """Terms whose definition has not begun."""
    _in_term: bool = False
    _in_note: bool = False
    _link: tuple[str, int] = ("", 0)
    """Target of the open link, and how many parts of text were there before it."""
    _links: list[Link] = field(default_factory=list)
    """Those since the last block."""
    _behind_link: list[str] = field(default_factory=list)
    """Text of the open row or term behind its last link."""
    _parts_before: int = 0
    """How many parts stand before the end of the last link."""

    def add(self, text: str) -> None:
        """Take in text."""
        if self._preformatted:
            text = text.replace("\n", LINE_BREAK)
        if self._code:
            self._holds_code = True
        if not self._parts and text.isspace():
            return  # half of all texts are the ends of lines between two blocks
        if self._all_bold and not self._bold and text.strip():
            self._all_bold = False
        self._parts.append(text)

    def passes_over(self, tag: str, node: LexborNode) -> bool:
        """Whether an element is no text where it stands; footnotes that it cites are noted."""
        if note := self.page.cited_note(tag, node):
            self.cited.append(note)
        return self.page.is_read_elsewhere(tag, node)

    def due_notes(self) -> Iterator[LexborNode]:
        """The footnotes that were cited, as soon as a block has ended behind which they may stand."""
        if self._in_note or self._parts or self._tables:
            return
        self._in_note = True
        while self.cited:
            yield self.cited.pop(0)
            self.flush()
        self._in_note = False

    def open(self, tag: str, node: LexborNode) -> None:
        """An element begins."""
        if tag not in _BLOCKS:
            self._open_inline(tag, node)
            if tag == "a":
                self._link = node.attributes.get("href") or "", len(self._parts)
            return
        self.flush()
        if tag in _LISTS:
            self._lists.append(_first_number(node) if tag == "ol" else None)
        elif tag == "li":
            self._label = self._next_label(node)
        elif tag == "table":
            self._tables.append(Table())
        elif tag == "tr" and self._tables and is_row_of_cells(node):
            self._row = Row(self._tables[-1], heads_columns(node))
        elif tag in ("td", "th") and self._row is not None:
            self._row.open_cell(node)
        elif tag == "pre":
            self._preformatted += 1
        self._heading = _HEADINGS.get(tag, self._heading)
        self._in_term = tag == "dt"

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag not in _BLOCKS:
            self._count_inline(tag, -1)
            if tag == "a":
                self._close_link()
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
        elif tag == "dt":
            self._in_term = False

    def finish(self) -> None:
        """The page ends."""
        self.flush()
        self._settle_terms()

    def flush(self) -> None:
        """End the block whose text was collected; without text there is none."""
        if not self._parts:
            return
        text, all_bold = self._text(), self._all_bold
        if self._row is not None or self._in_term:
            self._behind_link += [*self._parts[self._parts_before :], " "]
        self._parts.clear()
        self._parts_before = 0
        self._all_bold, self._holds_code = True, False
        if not text:
            return
        if self._row is not None:
            self._row.add(text)
        elif self._in_term:
            self._terms.append(text)
        else:
            self._append(self._block(text, all_bold))

    def _block(self, text: str, all_bold: bool) -> TextBlock:
        if self._heading:
            return TextBlock("heading", fold(text), self._heading)
        if self._label is not None:
            label, self._label = self._label, None
            return TextBlock("item", label + text, max(1, len(self._lists)))
        if all_bold and not self._lists and not self._terms and reads_as_heading(text):
            return TextBlock("heading", text, BOLD_HEADING_LEVEL)
        return TextBlock("paragraph", text)

    def _append(self, block: TextBlock) -> None:
        """Take in a block; a paragraph that defines terms with them, since it says little without."""
        if self._terms and block.kind == "paragraph":
            block = TextBlock("paragraph", "\n".join([*self._terms, block.text]))
            self._terms.clear()
        self._settle_terms()
        self.blocks.append(replace(block, links=tuple(self._links)) if self._links else block)
        self._links.clear()
        self._behind_link.clear()

    def _settle_terms(self) -> None:
        """Terms that nothing defines are a paragraph."""
        if self._terms:
            self.blocks.append(TextBlock("paragraph", "\n".join(self._terms)))
            self._terms.clear()
            self._behind_link.clear()

    def _open_inline(self, tag: str, node: LexborNode) -> None:
        self._count_inline(tag, 1)
        if tag not in ELEMENTS and (name := visible_name(node)):
            self.flush()
            self.add(name)
            self.flush()

    def _close_link(self) -> None:
        """Note a link that leads elsewhere."""
        target, first = fold(self._link[0]), self._link[1]
        words = fold("".join(self._parts[first:]))
        if words and not _LEADS_NOWHERE.match(target):
            behind = [*self._behind_link, *self._parts[self._parts_before : first]]
            self._links.append(Link(words, target, fold("".join(behind)).count(words)))
            self._behind_link.clear()
            self._parts_before = len(self._parts)

    def _count_inline(self, tag: str, step: int) -> None:
        if tag in _BOLD:
            self._bold += step
        elif tag in _CODE:
            self._code += step
        elif tag in _STRUCK:
            self._parts.append(_STRUCK_MARK)

    def _text(self) -> str:
        """The lines of the open block: of code as they are, elsewhere folded and without those of end marks."""
        text = "".join(self._parts)
        if self.page.has_joined_lines:
            text = joined(text)
        if self._preformatted:
            return verbatim_lines(text.replace(LINE_BREAK, "\n"))
        keeps_all = self._holds_code or self._row is not None
        lines = (fold(line) for line in text.split(LINE_BREAK))
        return "\n".join(line for line in lines if line and (keeps_all or not is_end_mark(line)))

    def _close_row(self) -> None:
        if self._row is not None and (text := self._row.text()):
            self._append(TextBlock("row", text, int(self._row.heads_columns)))
        self._row = None

    def _next_label(self, node: LexborNode) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return ""
        value = _number(node, "value")
        number = number if value is None else value
        self._lists[-1] = number + 1
        return f"{next(self.numbers)} " if self.numbers is not None else f"{number}. "


def _first_number(node: LexborNode) -> int:
    number = _number(node, "start")
    return 1 if number is None else number


def _number(node: LexborNode, attribute: str) -> int | None:
    value = node.attributes.get(attribute) or ""
    return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None
