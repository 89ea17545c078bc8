"""HTML to blocks of canonical text, read as a browser shows it."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qa.documents.document import TextBlock
from qa.documents.html.blocks import LINE_BREAK, BlockReader
from qa.documents.html.page import Page

_UNSEEN = frozenset(
    "audio canvas col colgroup head iframe nav noscript object script style svg template title video "
    "-comment -doctype".split()
)
_FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|jpe?g|png|svg|webp)", re.IGNORECASE)
_SIZE = re.compile(r"\|[0-9x]+\Z")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b[^<>]{0,2000}>")
_CLOSED_BY_NEXT = frozenset(
    "area base br col colgroup dd dt embed hr img input li link meta option optgroup p param rp rt source tbody td "
    "tfoot th thead tr track wbr".split()
)
"""Elements that hold nothing, or that end where the next one begins."""
_DRAWINGS = frozenset(("svg", "math"))
"""Elements in which a tag may close itself, as it may not elsewhere in a page."""
_DEEPEST = 256
"""Open elements; the parser's time grows with their square."""


def read_html(html: str, numbers: Sequence[str] = ()) -> list[TextBlock]:
    """Blocks of the body of a page in reading order; nothing in it is run or fetched.

    Descriptions of pictures are text, and struck-out words have tildes around them. A footnote stands behind the block
    that cites it first. A list of links to places of the same page, which is its table of contents, is no text.

    Args:
        html: The page, or a part of it.
        numbers: How the items of its numbered lists are numbered; taken when there is one for each item.
    """
    # A document type inside the text would make the parser throw away what stands before it.
    root = LexborHTMLParser(f"<body>{flattened(html)}").body
    if root is None:
        return []
    has_all = bool(numbers) and len(numbers) == len(root.css("ol > li"))
    reader = BlockReader(Page.of(root, html), iter(numbers) if has_all else None)
    _walk(root, reader)
    reader.finish()
    return reader.blocks


def flattened(html: str) -> str:
    """Without the tags of elements that lie too deep: what they hold stays."""
    if html.count("<") - 2 * (html.count("</p>") + html.count("</li>") + html.count("</a>")) <= _DEEPEST:
        return html  # paragraphs, items and links hold none of their own kind
    depth = drawings = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth, drawings
        name = tag[2].lower()
        if name in _DRAWINGS:
            drawings = max(0, drawings + (-1 if tag[1] else 1))
        if name in _CLOSED_BY_NEXT or (drawings and tag[0].endswith("/>")):
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _DEEPEST else " "
        depth += 1
        return tag[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, html)


def _walk(root: LexborNode, reader: BlockReader) -> None:
    """Visit what a reader sees below a node, in order, however deep it lies."""
    open_nodes: list[LexborNode] = []
    looks_ahead = reader.page.has_notes or reader.page.has_contents
    node = root.child
    while node is not None or open_nodes:
        if node is None:
            node = open_nodes.pop()
            reader.close(node.tag or "")
            if reader.cited:
                for note in reader.due_notes():
                    _walk(note, reader)
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            reader.add(node.text_content or "")
        elif tag == "br":
            reader.add(LINE_BREAK)
        elif tag == "img":
            reader.add(_description(node))
        elif tag not in _UNSEEN and not (looks_ahead and reader.passes_over(tag, node)):
            reader.open(tag, node)
            open_nodes.append(node)
            node = node.child
            continue
        node = node.next


def _description(picture: LexborNode) -> str:
    """What a picture shows, in its author's words; a file's name and a size say nothing."""
    words = _SIZE.sub("", picture.attributes.get("alt") or "")
    return "" if _FILE_NAME.fullmatch(words) else f" {words} "
