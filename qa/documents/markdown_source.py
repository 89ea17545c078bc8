"""Markdown source before it is rendered: loose emphasis is closed, formulas and placeholders are kept as they are."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pyromark

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_INLINE = frozenset(("Emphasis", "Strong", "Strikethrough", "Link", "Image"))
_STAR = ord("*")
_TAGS = {b"*": (b"<i>", b"</i>"), b"**": (b"<b>", b"</b>"), b"***": (b"<b><i>", b"</i></b>")}

_Span = tuple[int, int]
"""Start and end in the bytes of a source, half-open."""
_Edit = tuple[int, int, bytes]
"""A span and what takes its place."""

_NO_BREAK_SPACE = rb"(?:\xc2\xa0|\xe2\x80\xaf)"
_EMPHASIS = re.compile(
    rb"(?<!\*)(?P<mark>\*{1,3})(?!\*|\s|" + _NO_BREAK_SPACE + rb")[^*]{1,2000}?"
    rb"(?:(?P<no_break>[ \t]{0,9}" + _NO_BREAK_SPACE + rb"(?:\s|" + _NO_BREAK_SPACE + rb"){0,9})"
    rb"|(?P<line_break>(?: {2,9}|\\)\n\s{0,9})|(?P<space>\s{1,9})|(?P<punctuation>(?:[.:;,!?)]|\xe2\x80[\x93-\x9d])))?"
    rb"(?P=mark)(?!\*)"
)
"""A pair of marks, and what stands before the closing one."""
_MAY_BE_LOOSE = re.compile(
    rb"\*(?:(?<=[\xa0\xaf]\*)|(?<=[\xa0\xaf] \*)|(?<=\s\*)\*{0,2}(?:\s|\Z)|(?<=\s\*)\*\*?\w|(?<=[^\s\w*]\*)\*\*?\w)"
)
"""A quick look for a closing mark that CommonMark would not take for one."""
_RUN_IN = re.compile(rb"(?:\A|(?:  |\\)\n)[ \t>]{0,50}(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]{1,9})?\Z")
"""What stands before the words that a block or a line of its own opens with."""

_FORMULA_LINES = re.compile(
    rb"^[ \t>]{0,12}(\$\$[ \t]*\n(?:(?![ \t>]{0,12}\$\$)[^\n]*\n){1,200}?[ \t>]{0,12}\$\$)[ \t]*$", re.MULTILINE
)
_MAY_HOLD_FORMULA = re.compile(rb"\$\$|\$(?![\s$])[^$]{0,400}[*_\\`<&\[\]~|][^$]{0,400}(?<!\s)\$(?![0-9A-Za-z])")
_PUNCTUATION = re.compile(rb"[!-/:-@\[-`{-~]")

_TAG_WITHOUT_ATTRIBUTES = re.compile(rb"<([A-Za-z][A-Za-z0-9_.-]{0,60})>")
_CLOSING_TAG = re.compile(rb"</([A-Za-z][A-Za-z0-9_.-]{0,60})")
_ELEMENTS = frozenset(
    b"a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    b"button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    b"embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    b"iframe image img input ins kbd label legend li link listing main map mark marquee math menu menuitem meta meter "
    b"nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext portal pre "
    b"progress q rb rp rt rtc ruby s samp script search section select slot small source span strike strong style sub "
    b"summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr "
    b"xmp".split()
)
"""Elements of HTML, old ones too; a tag of another name stands for itself ('<host>') unless it is closed somewhere."""


def prepare_source(body: str) -> str:
    """A source that renders to what the author wrote.

    - Emphasis that converters of web pages close after a non-breaking space, after a hard line break, or, where bold
      words open a block, after a space ('**Sec. 2. ** Text') or between punctuation and a letter ('**Aim:**Text'), is
      none in CommonMark: its marks become tags. No other star is touched.
    - Nothing in a formula is markup.
    - A placeholder in angle brackets is no tag.
    """
    source = body.encode()
    if source.count(b"$") > 1 and _MAY_HOLD_FORMULA.search(source):
        source = _edited(source, _formula_edits(source, _parse(source, _OPTIONS | pyromark.Options.ENABLE_MATH)))
    placeholders = _placeholders(source)
    if not placeholders and not _MAY_BE_LOOSE.search(source):
        return source.decode()
    parsed = _parse(source, _OPTIONS)
    return _edited(
        source, [*_emphasis_edits(source, parsed), *_placeholder_edits(source, parsed, placeholders)]
    ).decode()


@dataclass(slots=True)
class _Parsed:
    """Where things stand in a source.

    Attributes:
        stars: Stars of prose that CommonMark leaves literal, in order, without escaped ones.
        cuts: Starts and ends of blocks: emphasis never goes over one.
        formulas: Formulas with their dollars.
        tags: HTML.
        code: Code spans and blocks.
    """

    stars: list[int] = field(default_factory=list)
    cuts: set[int] = field(default_factory=set)
    formulas: list[_Span] = field(default_factory=list)
    tags: list[_Span] = field(default_factory=list)
    code: list[_Span] = field(default_factory=list)


def _parse(source: bytes, options: int) -> _Parsed:
    parsed = _Parsed()
    in_code = False
    for event, place in pyromark.events_with_range(source.decode(), options=options):
        start, end = place["start"], place["end"]
        ((name, value),) = event.items() if isinstance(event, dict) else ((event, None),)
        if name in ("Start", "End"):
            kind = value if isinstance(value, str) else next(iter(value or ()))
            if kind not in _INLINE:
                parsed.cuts |= {start, end}
            if kind == "CodeBlock":
                in_code = name == "Start"
                parsed.code.append((start, end))
        elif name == "Text" and not in_code:
            is_escaped = source[start] == _STAR and _backslashes_before(source, start) % 2
            parsed.stars += (place for place in range(start + is_escaped, end) if source[place] == _STAR)
        elif name == "Code":
            parsed.code.append((start, end))
        elif name in ("Html", "InlineHtml"):
            parsed.tags.append((start, end))
        elif name in ("InlineMath", "DisplayMath"):
            parsed.formulas.append((start, end))
    return parsed


def _backslashes_before(source: bytes, place: int) -> int:
    start = place
    while source[start - 1 : start] == b"\\":
        start -= 1
    return place - start


def _formula_edits(source: bytes, parsed: _Parsed) -> Iterator[_Edit]:
    """Punctuation of formulas becomes references to characters, which mean nothing; their lines stay lines."""
    code = parsed.code + parsed.tags
    blocks = [match.span(1) for match in _FORMULA_LINES.finditer(source) if not _is_inside(match.start(1), code)]
    for start, end in blocks:
        yield start, end, b"<br>\n".join(map(_without_marks, source[start:end].split(b"\n")))
    for start, end in parsed.formulas:
        if not _is_inside(start, blocks) and not _is_inside(end - 1, blocks) and _is_formula(source, start, end):
            yield start, end, b"\n".join(map(_without_marks, source[start:end].split(b"\n")))


def _without_marks(line: bytes) -> bytes:
    return _PUNCTUATION.sub(lambda match: b"&#%d;" % ord(match[0]), line.lstrip(b" \t>"))


def _is_formula(source: bytes, start: int, end: int) -> bool:
    """Whether what stands between dollars is no text between two amounts ('$5*, or US$')."""
    around = source[start - 1 : start] + source[end : end + 1] if start else source[end : end + 1]
    return not re.search(rb"[0-9A-Za-z$]", around)


def _emphasis_edits(source: bytes, parsed: _Parsed) -> Iterator[_Edit]:
    """Marks of loose emphasis, of those that CommonMark leaves literal, become tags."""
    if not parsed.stars:
        return
    masked = bytearray(source.replace(b"*", b"x"))
    for place in parsed.stars:
        masked[place] = _STAR
    for start, end in pairwise(sorted({0, len(source), *parsed.cuts})):
        if bisect_left(parsed.stars, start) == bisect_left(parsed.stars, end):
            continue
        block, position = bytes(masked[start:end]), 0
        while match := _EMPHASIS.search(block, position):
            position = match.end("mark")
            first, last = start + match.start(), start + match.end() - len(match["mark"])
            if _is_loose(match, source[max(start, first - 100) : first]):
                opening, closing = _TAGS[match["mark"]]
                yield first, start + match.end("mark"), opening
                yield last, start + match.end(), closing
                position = match.end()


def _is_loose(match: re.Match[bytes], before: bytes) -> bool:
    """Whether a pair of marks is emphasis to the converter that wrote it."""
    following = match.string[match.end() : match.end() + 1]
    if match["line_break"] and match["mark"] == b"*":  # a line that a star opens may be a footnote
        return not following.strip()
    if match["no_break"] or match["line_break"]:
        return True
    is_closed_loosely = match["space"] or (match["punctuation"] and following.isalnum())
    return bool(is_closed_loosely) and match["mark"] != b"*" and bool(_RUN_IN.search(before))


def _placeholders(source: bytes) -> set[bytes]:
    """Tags that HTML does not know and that nothing closes."""
    if b"<" not in source:
        return set()
    names = {match[1] for match in _TAG_WITHOUT_ATTRIBUTES.finditer(source)}
    unknown = {name for name in names if name.lower() not in _ELEMENTS}
    return unknown - {match[1] for match in _CLOSING_TAG.finditer(source)} if unknown else unknown


def _placeholder_edits(source: bytes, parsed: _Parsed, names: set[bytes]) -> Iterator[_Edit]:
    if names:
        for start, end in parsed.tags:
            for match in _TAG_WITHOUT_ATTRIBUTES.finditer(source, start, end):
                if match[1] in names:
                    yield match.start(), match.start() + 1, b"&lt;"


def _is_inside(place: int, spans: Sequence[_Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _edited(source: bytes, edits: Iterable[_Edit]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for start, end, replacement in sorted(edits):
        parts += [source[position:start], replacement]
        position = end
    return b"".join([*parts, source[position:]])
