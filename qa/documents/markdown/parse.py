"""Where things stand in a Markdown source: the parser's events, sorted by what is done with them; and edits of it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyromark

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_DEFINITION_LIST
"""Struck-out text is none of them: its tildes stay, so that nobody reads it as valid."""
_INLINE = frozenset(("Emphasis", "Strong", "Link", "Image"))
_NUMBER = re.compile(rb"[0-9]{1,9}[.)]")
_FORMULA_LINES = re.compile(
    rb"^[ \t>]{0,12}(\$\$[ \t]*\n(?:(?![ \t>]{0,12}\$\$)[^\n]*\n){1,200}?[ \t>]{0,12}\$\$)[ \t]*$", re.MULTILINE
)
_VERBATIM = re.compile(rb"<(?P<closing>/?)(?:pre|code|script|style|svg|textarea)\b[^<>]*>", re.IGNORECASE)

Span = tuple[int, int]
"""Start and end in the bytes of a source, half-open."""
Edit = tuple[int, int, bytes]
"""A span and what takes its place."""


class Spans:
    """Spans of a source, some of them inside others, and whether a place is in one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Join those that overlap."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __iter__(self) -> Iterator[Span]:
        """The joined spans in order."""
        return iter(zip(self._starts, self._ends, strict=True))

    def __contains__(self, place: int) -> bool:
        """Whether a byte stands in one of them."""
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


@dataclass(slots=True)
class Parsed:
    """Where things stand in a source.

    Attributes:
        stars: Stars of prose that CommonMark leaves literal, in order, without escaped ones.
        cuts: Starts and ends of blocks: emphasis never goes over one.
        formulas: Formulas with their dollars; those on lines of their own come first.
        tags: HTML.
        html_blocks: Blocks of HTML.
        code: Code spans and blocks.
        numbers: How each item of a numbered list is numbered ('3.', 'b)' is none), in order.
    """

    stars: list[int] = field(default_factory=list)
    cuts: set[int] = field(default_factory=set)
    formulas: list[Span] = field(default_factory=list)
    tags: list[Span] = field(default_factory=list)
    html_blocks: list[Span] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def parse(source: bytes, options: int = OPTIONS) -> Parsed:
    """Parse a source."""
    parsed = Parsed()
    in_code = False
    numbered: list[bool] = []
    """Of each open list, whether it has numbers."""
    spans = {"Code": parsed.code, "Html": parsed.tags, "InlineHtml": parsed.tags}
    spans |= {"InlineMath": parsed.formulas, "DisplayMath": parsed.formulas}
    for event, place in pyromark.events_with_range(source.decode(), options=options):
        if not isinstance(event, dict):
            continue  # a line's end, or a rule
        ((name, value),) = event.items()
        start, end = place["start"], place["end"]
        if name in ("Start", "End"):
            kind = value if isinstance(value, str) else next(iter(value or ()))
            in_code = name == "Start" and kind == "CodeBlock"
            if kind not in _INLINE:
                parsed.cuts |= {start, end}
            if name == "End":
                del numbered[len(numbered) - (kind == "List") :]
            elif kind == "List":
                numbered.append(isinstance(value, dict) and value["List"] is not None)
            else:
                _note_block(parsed, kind, (start, end), source, bool(numbered) and numbered[-1])
        elif name in spans:
            spans[name].append((start, end))
        elif name == "Text" and not in_code and source.find(b"*", start, end) >= 0:
            _note_stars(parsed, (start, end), source)
    return parsed


def _note_block(parsed: Parsed, kind: str, span: Span, source: bytes, is_numbered: bool) -> None:
    if kind == "CodeBlock":
        parsed.code.append(span)
    elif kind == "HtmlBlock":
        parsed.html_blocks.append(span)
    elif kind == "Item" and is_numbered and (number := _NUMBER.match(source, span[0])):
        parsed.numbers.append(number[0].decode())


def _note_stars(parsed: Parsed, span: Span, source: bytes) -> None:
    start, end = span
    place = source.find(b"*", start, end)
    if place == start and _backslashes_before(source, start) % 2:
        place = source.find(b"*", start + 1, end)
    while place >= 0:
        parsed.stars.append(place)
        place = source.find(b"*", place + 1, end)


def html_code(source: bytes) -> Iterator[Span]:
    """Elements of HTML whose text is verbatim."""
    start, depth = 0, 0
    for tag in _VERBATIM.finditer(source):
        if depth == 0:
            start = tag.start()
        depth = max(0, depth + (-1 if tag["closing"] else 1))
        if depth == 0 and tag["closing"]:
            yield start, tag.end()


def formula_spans(source: bytes, code: Spans) -> list[Span]:
    """Formulas between double dollars on lines of their own, which the parser may divide."""
    return [match.span(1) for match in _FORMULA_LINES.finditer(source) if match.start(1) not in code]


def is_formula(source: bytes, start: int, end: int) -> bool:
    """Whether what stands between dollars is no text between two amounts ('$5*, or US$')."""
    around = source[start - 1 : start] + source[end : end + 1] if start else source[end : end + 1]
    return not re.search(rb"[0-9A-Za-z$]", around)


def edited(source: bytes, edits: Iterable[Edit]) -> bytes:
    """A source with edits made; of two that overlap the first, of two that begin together the longer."""
    parts: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if start >= position:
            parts += [source[position:start], replacement]
            position = end
    return b"".join([*parts, source[position:]])


def _backslashes_before(source: bytes, place: int) -> int:
    start = place
    while source[start - 1 : start] == b"\\":
        start -= 1
    return place - start
