"""Markdown to blocks of canonical text: rendered to HTML, and the HTML read as a reader sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
import pyromark

from qa.documents.document import BlockKind
from qa.documents.whitespace import fold

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
# Emphasis with a space before its closing mark, as converters of web pages write it ('**Sec. 2. ** Text'), is none
# in CommonMark: the space goes out of it. Marks that are closed properly match first and stay as they are.
_LOOSE_EMPHASIS = re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])((?:[^*\\\n]|\\.|\n(?!\s*\n))*?)(\s*)(?<!\\)\1(?!\*)")
_LEFTOVER_MARKS = re.compile(r"\*{2,}|(?<!\S)\*(?=[^\s*])|(?<=[^\s*])\*(?!\S)")
_END_MARK = re.compile(r"[\s#*_\-–—=~+•.·|\\]+")
_BLOCK_TAGS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_UNSEEN_TAGS = frozenset("script style template head title noscript col colgroup img video audio iframe svg".split())
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
    rendered = pyromark.html(_LOOSE_EMPHASIS.sub(r"\1\2\1\3", body), options=_OPTIONS)
    if not rendered.strip():
        return []
    root = lxml.html.fragment_fromstring(rendered, create_parent="div")
    return [block for block in _walk(root, level=0) if block.text]


def _walk(element: lxml.html.HtmlElement, level: int) -> Iterator[MarkdownBlock]:
    """Blocks below an element; runs of inline content between block elements are paragraphs."""
    inline = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""  # comments have no tag
        if tag in _BLOCK_TAGS:
            yield _paragraph(inline)
            inline = []
            yield from _block(child, tag, level)
        else:
            inline += _inline(child, tag)
        inline.append(child.tail or "")
    yield _paragraph(inline)


def _block(element: lxml.html.HtmlElement, tag: str, level: int) -> Iterator[MarkdownBlock]:
    if tag in ("ul", "ol"):
        yield from _list(element, tag, level + 1)
    elif tag == "tr" and not any(cell.find(".//p") is not None for cell in element):
        cells = [_clean("".join(_inline(cell, ""))).replace("\n", " ") for cell in element]
        yield MarkdownBlock("row", " | ".join(cell for cell in cells if cell))
    elif tag[0] == "h" and tag[1:].isdigit():
        yield MarkdownBlock("heading", _clean("".join(_inline(element, ""))).replace("\n", " "), int(tag[1:]))
    elif tag == "p" and not level and _all_bold(element):
        text = _clean("".join(_inline(element, "")))
        short = len(text) <= _LONGEST_BOLD_HEADING and "\n" not in text and text[-1:] not in ".,;”"
        yield MarkdownBlock("heading", text, 6) if short else MarkdownBlock("paragraph", text)
    else:
        yield from _walk(element, level)


def _list(element: lxml.html.HtmlElement, tag: str, level: int) -> Iterator[MarkdownBlock]:
    start = element.get("start", "1")
    number = int(start) if start.isdigit() else 1
    for item in element:
        blocks = [block for block in _walk(item, level) if block.text]
        for position, block in enumerate(blocks):
            if position == 0 and block.kind == "paragraph":
                label = f"{number}. " if tag == "ol" else ""
                yield MarkdownBlock("item", label + block.text, level)
            else:
                yield block
        number += 1
        if item.tail and item.tail.strip():
            yield _paragraph([item.tail])


def _inline(element: lxml.html.HtmlElement, tag: str) -> list[str]:
    """Text of an element and of all below it, with a line feed for each line break."""
    if tag in _UNSEEN_TAGS:
        return []
    if tag == "br":
        return ["\v"]
    if len(element) == 0:
        return [element.text or ""]
    parts = [element.text or ""]
    for child in element:
        child_tag = child.tag if isinstance(child.tag, str) else "script"
        parts += _inline(child, child_tag)
        parts.append(child.tail or "")
    return parts


def _paragraph(parts: list[str]) -> MarkdownBlock:
    return MarkdownBlock("paragraph", _clean("".join(parts)))


def _clean(text: str) -> str:
    """Folded lines of a block; a line that holds an end mark only is dropped."""
    if "*" in text:
        text = _LEFTOVER_MARKS.sub("", text)
    lines = (fold(line) for line in text.split("\v"))
    return "\n".join(line for line in lines if line and not _END_MARK.fullmatch(line))


def _all_bold(paragraph: lxml.html.HtmlElement) -> bool:
    if (paragraph.text or "").strip() or len(paragraph) != 1:
        return False
    only = paragraph[0]
    return only.tag in ("strong", "b") and not (only.tail or "").strip()
