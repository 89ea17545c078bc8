"""Markdown to blocks of canonical text: rendered to HTML, and the HTML read as a browser shows it."""

import re
from itertools import pairwise

import pyromark

from qa.documents.document import TextBlock
from qa.documents.html.html import read_html
from qa.documents.markdown.containers import unindented
from qa.documents.markdown.dialects import as_commonmark
from qa.documents.markdown.grid_tables import with_html_tables
from qa.documents.markdown.html import with_rendered_html_blocks
from qa.documents.markdown.lines import with_whole_words
from qa.documents.markdown.parse import OPTIONS, parse
from qa.documents.markdown.source import prepare_source

_NUMBER = re.compile(rb"\n[ \t>]*(?:[-+*][ \t]+)?([0-9]{1,9})([.)])[ \t]")


def read_markdown(body: str) -> list[TextBlock]:
    """Blocks of a Markdown text in reading order.

    Marks are resolved, those of the common dialects too; link text is kept and link targets are dropped, hard line
    breaks are kept as line breaks; blocks that hold end marks only (`###`, `* * *`) are dropped. Code, formulas and the
    numbers of lists stay as they are. HTML inside the Markdown is read the same way; nothing in it is run or fetched.
    """
    source = prepare_source(
        with_rendered_html_blocks(with_whole_words(as_commonmark(with_html_tables(unindented(body.encode())))))
    )
    html = pyromark.html(source.decode(), options=OPTIONS)
    return read_html(html, _numbers(source) if "<ol" in html else ())


def _numbers(source: bytes) -> list[str]:
    """How the items of numbered lists are numbered; empty where all of them are as a browser numbers them."""
    found = [(int(number), mark) for number, mark in _NUMBER.findall(b"\n" + source)]
    is_regular = all(second == first + 1 or (second == 1 and first > 1) for (first, _), (second, _) in pairwise(found))
    return [] if is_regular and all(mark == b"." for _, mark in found) else parse(source).numbers
