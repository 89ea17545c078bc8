"""AsciiDoc: its headings, paragraphs, lists, tables and verbatim blocks; what its marks set is no text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from qa.documents.content import Content, Metadata
from qa.documents.document import TextBlock
from qa.documents.encodings import decode
from qa.documents.whitespace import fold, verbatim_lines

_HEADING = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)")
_UNDERLINES = "=-~^+"
_ATTRIBUTE = re.compile(r":!?([\w-]{1,80})!?:(?:[ \t]+(.*))?")
_NO_TEXT = re.compile(
    r"//(?!/).*|\[\[.*\]\]|\[[^\]]*\]|(?:include|ifdef|ifndef|ifeval|endif|toc)::.*|'{3,}|<{3,}|\+|-{3}|\*{3}"
)
"""Comments, ids, attributes of blocks, commands to a program, rules, page breaks, joints of lists."""
_DELIMITER = re.compile(r"(-{4,}|\.{4,}|/{4,}|\+{4,}|={4,}|\*{4,}|_{4,}|--|```.*|[|,:!]={3,})")
_LONGEST_ATTRIBUTE = 500
_VERBATIM = ("----", "....", "```", "++++")
_ITEM = re.compile(r"[ \t]*(?:(\*{1,6}|-)|(\.{1,6})|(\d{1,4}\.))[ \t]+(\S.*)")
_TERM = re.compile(r"[ \t]*(\S.{0,300}?)(:{2,4}|;;)(?:[ \t]+(.*))?")
_CELL = re.compile(r"(?:^|(?<![ \t])[ \t]++)(?:\d{0,3}(?:\.\d{1,3})?\+)?(?:\d{1,3}\*)?[<^>.]{0,4}[aehlmsdv]?\|")
_INLINE = (
    (re.compile(r"(?:link:|xref:|(?:mailto:|(?=https?://)))([^\s\[\]]{1,2000})\[([^\]\n]{0,1000})\]"), "link"),
    (re.compile(r"<<([^<>,\n]{1,300})(?:,([^<>\n]{1,300}))?>>"), "link"),
    (re.compile(r"image::?[^\s\[\]]{1,500}\[\"?([^\],\"\n]{0,500})\"?[^\]\n]{0,500}\]"), r"\1"),
    (re.compile(r"(?:footnote|footnoteref|kbd|btn|menu|pass|indexterm2?):[\w-]{0,80}\[([^\]\n]{0,2000})\]"), r" \1 "),
    (re.compile(r"\[\[[^\]\n]{1,200}\]\]|\(\(\([^()\n]{1,300}\)\)\)"), ""),
    (re.compile(r"(?<![\w`])`\+?([^`\n]{1,1000}?)\+?`(?![\w`])"), r"\1"),
    (re.compile(r"(?:\[[^\]\n]{1,100}\])?(\*\*|__|##)(\S[^\n]{0,2000}?)\1"), r"\2"),
    (re.compile(r"(?<![\w*])(?:\[[^\]\n]{1,100}\])?\*(\S(?:[^*\n]{0,2000}?\S)?)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]{0,2000}?\S)?)_(?![\w_])"), r"\1"),
    (re.compile(r"(?<![\w#])(?:\[[^\]\n]{1,100}\])?#(\S(?:[^#\n]{0,2000}?\S)?)#(?![\w#])"), r"\1"),
)


def read_content(data: bytes, name: str) -> Content:
    """Read it; no file that it names is included.

    Raises:
        UnreadableFileError: It is in no encoding that is read, or holds a null character.
    """
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = _Reader(lines)
    blocks = list(reader.blocks())
    first = blocks[0] if blocks else None
    title = first.text if first is not None and first.kind == "heading" and first.level == 1 else None
    return Content(blocks, Metadata(title=title, date=reader.date()))


@dataclass(slots=True)
class _Reader:
    lines: list[str]
    attributes: dict[str, str] = field(default_factory=dict)
    _at: int = 0
    _open: list[str] = field(default_factory=list)
    _item: tuple[str, int] | None = None
    """Number and level of the open item of a list; None elsewhere."""
    _revision: str = ""

    def date(self) -> date | None:
        """The day of the head's line of revision, or of its attribute."""
        written = re.search(r"\d{4}-\d{2}-\d{2}", self.attributes.get("revdate", self._revision))
        try:
            return date.fromisoformat(written[0]) if written else None
        except ValueError:
            return None

    def blocks(self) -> Iterator[TextBlock]:
        """Blocks in reading order."""
        while self._at < len(self.lines):
            line = self.lines[self._at].rstrip()
            self._at += 1
            if not line or _NO_TEXT.fullmatch(line):
                yield from self._close()
            elif attribute := _ATTRIBUTE.fullmatch(line):
                # One that is long and named often would make a small file endless.
                self.attributes[attribute[1].lower()] = (attribute[2] or "")[:_LONGEST_ATTRIBUTE]
            elif heading := self._heading(line):
                yield from self._close()
                yield TextBlock("heading", self._inline(heading[1]), heading[0])
                if heading[0] == 1:
                    self._pass_over_author()
            elif delimiter := _DELIMITER.fullmatch(line):
                yield from self._close()
                yield from self._delimited(delimiter[1])
            elif item := _ITEM.fullmatch(line):
                yield from self._close()
                number = f"{item[3]} " if item[3] else ""
                self._item = (number, len(item[1] or item[2] or "."))
                self._open.append(item[4])
            elif term := _TERM.fullmatch(line):
                yield from self._close()
                yield TextBlock("paragraph", self._inline(term[1]))
                self._open += [term[3]] if term[3] else []
            else:
                # `.Title` names the block below.
                self._open.append(line[1:] if re.match(r"\.[^\s.]", line) else line)
                if line.startswith(".") and not line.startswith(".."):
                    yield from self._close()
        yield from self._close()

    def _heading(self, line: str) -> tuple[int, str] | None:
        if (match := _HEADING.fullmatch(line)) and not self._open:
            return len(match[1]), re.sub(r"(?<![ \t])[ \t]++=++\Z", "", match[2])
        below = self.lines[self._at].rstrip() if self._at < len(self.lines) else ""
        is_line = len(below) >= 3 and below[0] in _UNDERLINES and below == below[0] * len(below)
        if self._open or not is_line or abs(len(below) - len(line)) > 2 or not re.search(r"\w", line):
            return None
        self._at += 1
        return _UNDERLINES.index(below[0]) + 1, line

    def _pass_over_author(self) -> None:
        """The head's lines below the title: author and revision; its attributes are read as everywhere."""
        for _ in range(2):
            line = self.lines[self._at] if self._at < len(self.lines) else ""
            if not line.strip() or _ATTRIBUTE.fullmatch(line.rstrip()) or line.startswith("//"):
                return
            self._revision = line
            self._at += 1

    def _delimited(self, delimiter: str) -> Iterator[TextBlock]:
        """A block up to the line that repeats its first; of those that hold other blocks only the marks go."""
        end = "```" if delimiter.startswith("```") else delimiter
        if delimiter[0] in "=*_" or delimiter == "--":
            return
        stop = next((at for at in range(self._at, len(self.lines)) if self.lines[at].rstrip() == end), len(self.lines))
        inside, self._at = self.lines[self._at : stop], stop + 1
        if delimiter.endswith("==="):
            yield from self._table(inside)
        elif delimiter.startswith(_VERBATIM) and (text := verbatim_lines("\n".join(inside))):
            yield TextBlock("paragraph", text)

    def _table(self, lines: list[str]) -> Iterator[TextBlock]:
        """A row for each line of cells; cells that stand below one another go on with the row of the first line."""
        rows: list[list[str]] = []
        width = 0
        for line in lines:
            cells = [self._inline(cell) for cell in _CELL.split(line)[1:]]
            if not cells:
                if line.strip() and rows:
                    rows[-1][-1] = f"{rows[-1][-1]} {self._inline(line)}".strip()
                continue
            width = width or len(cells)
            if rows and len(rows[-1]) + len(cells) <= width:
                rows[-1] += cells
            else:
                rows.append(cells)
        for row in rows:
            if any(row):
                yield TextBlock("row", " | ".join(row))

    def _close(self) -> Iterator[TextBlock]:
        """End the open paragraph or item."""
        lines, item = self._open, self._item
        self._open, self._item = [], None
        # A line that ends in ' +' is broken there.
        text = "\n".join(self._inline(part) for part in re.split(r" \+\n", "\n".join(lines)))
        if re.search(r"\w", text):
            yield TextBlock("item", item[0] + text, item[1]) if item else TextBlock("paragraph", text)

    def _inline(self, text: str) -> str:
        text = fold(re.sub(r" \+\Z", "", text))
        text = re.sub(r"\{([\w-]{1,80})\}", lambda found: self.attributes.get(found[1].lower(), found[0]), text)
        for pattern, shown in _INLINE:
            text = pattern.sub(_shown_link if shown == "link" else shown, text)
        return fold(text)


def _shown_link(link: re.Match[str]) -> str:
    """The words of a link, else its address."""
    return (link[2] or "").rstrip("^").strip('"') or link[1]
