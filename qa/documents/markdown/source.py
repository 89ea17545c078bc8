"""Markdown source before it is rendered: loose emphasis is closed, formulas and placeholders are kept as they are."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import pyromark

from qa.documents.html.elements import ELEMENTS
from qa.documents.markdown.parse import OPTIONS, Edit, Parsed, Spans, edited, formula_spans, is_formula, parse

_STAR = ord("*")
_TAGS = {b"*": (b"<i>", b"</i>"), b"**": (b"<b>", b"</b>"), b"***": (b"<b><i>", b"</i></b>")}

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

_MAY_HOLD_FORMULA = re.compile(rb"\$\$|\$(?![\s$])[^$]{0,400}[*_\\`<&\[\]~|][^$]{0,400}(?<!\s)\$(?![0-9A-Za-z])")
_PUNCTUATION = re.compile(rb"[!-/:-@\[-`{-~]")

_TAG_WITHOUT_ATTRIBUTES = re.compile(rb"<([A-Za-z][A-Za-z0-9_.-]{0,60})>")
_CLOSING_TAG = re.compile(rb"</([A-Za-z][A-Za-z0-9_.-]{0,60})")


def prepare_source(source: bytes) -> bytes:
    """A source that renders to what the author wrote.

    - Emphasis that converters of web pages close after a non-breaking space, after a hard line break, or, where bold
      words open a block, after a space ('**Sec. 2. ** Text') or between punctuation and a letter ('**Aim:**Text'), is
      none in CommonMark: its marks become tags. No other star is touched.
    - Nothing in a formula is markup.
    - A placeholder in angle brackets is no tag.
    """
    if source.count(b"$") > 1 and _MAY_HOLD_FORMULA.search(source):
        source = edited(source, _formula_edits(source, parse(source, OPTIONS | pyromark.Options.ENABLE_MATH)))
    placeholders = _placeholders(source)
    if not placeholders and not _MAY_BE_LOOSE.search(source):
        return source
    parsed = parse(source)
    return edited(source, [*_emphasis_edits(source, parsed), *_placeholder_edits(source, parsed, placeholders)])


def _formula_edits(source: bytes, parsed: Parsed) -> Iterator[Edit]:
    """Punctuation of formulas becomes references to characters, which mean nothing; their lines stay lines."""
    lines = formula_spans(source, Spans(parsed.code + parsed.tags))
    for start, end in lines:
        yield start, end, b"<br>\n".join(map(_without_marks, source[start:end].split(b"\n")))
    blocks = Spans(lines)
    for start, end in parsed.formulas:
        if start not in blocks and end - 1 not in blocks and is_formula(source, start, end):
            yield start, end, b"\n".join(map(_without_marks, source[start:end].split(b"\n")))


def _without_marks(line: bytes) -> bytes:
    return _PUNCTUATION.sub(lambda match: b"&#%d;" % ord(match[0]), line.lstrip(b" \t>"))


def _emphasis_edits(source: bytes, parsed: Parsed) -> Iterator[Edit]:
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
    """Tags that HTML does not know and that nothing closes: '<host>' stands for itself."""
    if b"<" not in source:
        return set()
    names = {match[1] for match in _TAG_WITHOUT_ATTRIBUTES.finditer(source)}
    unknown = {name for name in names if name.lower().decode() not in ELEMENTS}
    return unknown - {match[1] for match in _CLOSING_TAG.finditer(source)} if unknown else unknown


def _placeholder_edits(source: bytes, parsed: Parsed, names: set[bytes]) -> Iterator[Edit]:
    if names:
        for start, end in parsed.tags:
            for match in _TAG_WITHOUT_ATTRIBUTES.finditer(source, start, end):
                if match[1] in names:
                    yield match.start(), match.start() + 1, b"&lt;"
