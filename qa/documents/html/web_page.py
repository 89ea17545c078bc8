"""HTML files and saved web pages: their main text, and what they say about themselves."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from qa.documents.content import Content, Metadata
from qa.documents.document import TextBlock
from qa.documents.html.declared_encoding import decode
from qa.documents.html.html import flattened, read_html
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold
from qa.errors import UnreadableFileError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WORDS = re.compile(r"\w+")
_FEWEST_WORDS = 4
"""Words of a block that show where the main text begins and ends: shorter ones stand in menus as well."""
_NUMBER = re.compile(r"\A\d{1,9}\.\s")
"""Of an item: the library finds the items of a list, and gives them no numbers."""
_LONG_SPACE = re.compile(r"\s{100,}")
"""The time that the library takes grows with its square."""
_LINK_TO_ITSELF = re.compile(r"\s{0,9}¶$")
"""What generators of documentation put behind a heading."""
_NAMED = " or ".join(f"contains(., {name!r})" for name in ("date", "time", "publish", "posted", "byline"))
_DATED = f"//head | //time | //*[@*[contains('class id itemprop', name())][{_NAMED}]]"
"""Where a page says its own date: a date elsewhere is one that its text speaks of."""


def read_content(data: bytes, name: str) -> Content:
    """Read a page: nothing in it is run or fetched.

    Which part of it is the main text, trafilatura finds out; that part is then read as a browser shows it, so that
    every word is the page's own. A page without such a part is read whole.
    """
    html = decode(data)
    main, metadata = _extract(html)
    blocks = [_without_link_to_itself(block) for block in _main_part(read_html(html), main)]
    return without_title_block(blocks, metadata)


def canonical_address(head: bytes) -> str | None:
    """The address that a page gives as its own in its first bytes, as it is written there; None without one."""
    from trafilatura import load_html

    try:
        tree = load_html(decode(head))
    except UnreadableFileError:
        return None
    links = tree.xpath('//link[@rel="canonical"]/@href') if tree is not None else []
    return str(links[0]) if links else None


def _extract(html: str) -> tuple[str, Metadata]:
    """The words of the main text, and metadata."""
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    tree = load_html(_LONG_SPACE.sub(" ", flattened(html)))
    if tree is None:
        return "", Metadata()
    written = _date(tree)
    found = bare_extraction(tree, fast=True, favor_recall=True, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return "", Metadata(date=written)
    title = _LINK_TO_ITSELF.sub("", fold(found.title or "")) or None
    url = found.url if found.url and found.url.startswith(("http://", "https://")) else None
    return found.text or "", Metadata(
        title=title,
        date=written,
        url=url,
        categories=tuple(found.categories or ()),
        description=found.description or None,
        keywords=tuple(filter(None, (found.author, *(found.tags or ())))),
    )


def _date(tree: "HtmlElement") -> date | None:
    from htmldate import find_date
    from lxml.html import tostring

    parts = (tostring(element, encoding="unicode", with_tail=False) for element in tree.xpath(_DATED))
    found = find_date(f"<html>{''.join(parts)}</html>", extensive_search=False, original_date=True)
    return date.fromisoformat(found) if found else None


def _main_part(blocks: Sequence[TextBlock], main: str) -> list[TextBlock]:
    """The blocks from the first to the last that stand in the main text, with the headings before; else all."""
    words = [_spaced(_NUMBER.sub("", block.text) if block.kind == "item" else block.text) for block in blocks]
    text = _spaced(main)
    inside = [index for index in range(len(blocks)) if words[index].count(" ") > _FEWEST_WORDS and words[index] in text]
    if not inside:
        return list(blocks)
    first, last = inside[0], inside[-1]
    while first and (words[first - 1] in text or blocks[first - 1].kind == "heading"):
        first -= 1
    while last + 1 < len(blocks) and words[last + 1] in text:
        last += 1
    return list(blocks[first : last + 1])


def _spaced(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.lower()))} "


def _without_link_to_itself(block: TextBlock) -> TextBlock:
    return replace(block, text=_LINK_TO_ITSELF.sub("", block.text))
