"""Markdown to blocks of canonical text: rendered to HTML, and the HTML read as a browser shows it."""

import pyromark

from qa.documents.document import TextBlock
from qa.documents.html import read_html
from qa.documents.markdown_source import prepare_source

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH


def read_markdown(body: str) -> list[TextBlock]:
    """Blocks of a Markdown text in reading order.

    Marks are resolved, link text is kept and link targets are dropped, hard line breaks are kept as
    line breaks; blocks that hold end marks only (`###`, `* * *`) are dropped. Code and formulas stay
    as they are. HTML inside the Markdown is read the same way; nothing in it is run or fetched.
    """
    return read_html(pyromark.html(prepare_source(body), options=_OPTIONS))
