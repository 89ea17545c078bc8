"""Markdown inside blocks of HTML: GitHub's README files hold it, and CommonMark does not read it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent

import pyromark

from qa.documents.markdown.parse import OPTIONS, Edit, Spans, edited, html_code, parse

_MAY_HOLD = re.compile(rb"\n {0,3}</?[A-Za-z]")
_MARK = re.compile(rb"\*\*[^\s*]|\]\(|\]\[|`[^`\n]+`|\n[ \t]*(?:[-+*]|[0-9]{1,9}[.)]|#{1,6})[ \t]")
_BLOCK_TAG = re.compile(
    rb"<(?!/?(?:a|abbr|b|br|code|del|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b)[^<>]*>", re.IGNORECASE
)
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


def with_rendered_html_blocks(source: bytes) -> bytes:
    """A source whose blocks of HTML hold no Markdown any more."""
    if b"<" not in source or not _MAY_HOLD.search(b"\n" + source) or not _MARK.search(source):
        return source
    return edited(source, _edits(source))


def _edits(source: bytes) -> Iterator[Edit]:
    verbatim = Spans(html_code(source))
    for start, end in parse(source).html_blocks:
        tags = [match.span() for match in _BLOCK_TAG.finditer(source, start, end)]
        for (_, first), (last, _) in pairwise([*tags, (end, end)]):
            text = source[first:last]
            if first not in verbatim and _MARK.search(text):
                yield first, last, _rendered(text.decode()).encode()


def _rendered(text: str) -> str:
    """HTML of a text without an empty line, which would end the block."""
    html = pyromark.html(dedent(text.strip("\n")), options=OPTIONS)
    paragraph = _ONE_PARAGRAPH.fullmatch(html)
    return re.sub(r"\n\s*\n", "\n", f"\n{paragraph[1]}\n" if paragraph else f"\n{html}")
