"""E-books: the chapters of an EPUB in reading order, each named by the table of contents."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from qa.documents.content import Content, Metadata
from qa.documents.document import Place, TextBlock
from qa.documents.html.declared_encoding import decode
from qa.documents.html.html import read_html
from qa.documents.metadata.days import day_of
from qa.documents.title_block import without_title_block
from qa.documents.whitespace import fold
from qa.documents.zipped import open_parts
from qa.errors import UnreadableFileError
from qa.messages import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OLDER_CONTENTS = "application/x-dtbncx+xml"
_HOLDS_NOTHING = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_CLOSED_AT_ONCE = re.compile(rf"<(?!(?:{_HOLDS_NOTHING})\b)([A-Za-z][\w:.-]{{0,40}})\b([^<>]{{0,2000}})/>")
"""An element that is empty in XML; as HTML, `<title/>` would hold the rest of the chapter."""


_DECLARATIONS = re.compile(r"<!DOCTYPE[^<>\[]{0,500}\[.{0,100000}?\]\s*>", re.DOTALL)
"""Of entities, which HTML does not know."""
_TEXT_TYPE = re.compile("html|dtbook|text")
_MOST_BYTES = 50_000_000
"""Of all chapters unpacked: as many as another file may have."""


def read_content(data: bytes, name: str) -> Content:
    """Read an e-book; nothing in it is run or fetched.

    Raises:
        UnreadableFileError: It is broken, is protected against copying, or holds too much.
    """
    with open_parts(data) as parts:
        book = _Book(parts)
        return without_title_block(list(book.blocks()), book.metadata())


class _Book:
    """An open e-book."""

    def __init__(self, parts: ZipFile) -> None:
        self._parts = parts
        self._names = set(parts.namelist())
        self._left = _MOST_BYTES
        self._problems: list[str] = []
        path = next(iter(_values(self._parse(_CONTAINER), "//*[local-name()='rootfile']/@full-path")), "")
        self._package = self._parse(path)
        self._folder = posixpath.dirname(path)

    def metadata(self) -> Metadata:
        """What its publisher says of it."""

        def said(name: str) -> list[str]:
            return _values(self._package, f"//*[local-name()='metadata']/*[local-name()='{name}']/text()")

        description = " ".join(block.text for one in said("description")[:1] for block in read_html(one))
        return Metadata(
            title=next(iter(said("title")), None),
            date=next((day for one in said("date") if (day := day_of(one))), None),  # many write a year alone
            categories=tuple(said("subject")),
            description=description or None,
            keywords=tuple(said("creator")),
            problems=tuple(self._problems),
        )

    def blocks(self) -> Iterator[TextBlock]:
        """Its chapters, block by block."""
        self._require_no_lock()
        titles = self._contents()
        chapter: str | None = None
        for path in self._spine():
            data = self._read(path)
            try:
                source = decode(data)
            except UnreadableFileError as error:
                self._problems.append(
                    Message("{name} in it cannot be read: {reason}", name=path, reason=error.sentence)
                )
                continue
            html = _DECLARATIONS.sub("", source, count=1)
            html = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", html)
            # A file that the table of contents does not name goes on with the chapter before.
            chapter = titles.get(path, chapter)
            for block in read_html(html):
                if block.kind == "heading" and block.level == 1:
                    chapter = block.text
                yield replace(block, place=Place("chapter", chapter) if chapter else None)

    def _require_no_lock(self) -> None:
        if _ENCRYPTION in self._names:
            locked = set(_values(self._parse(_ENCRYPTION), "//*[local-name()='CipherReference']/@URI"))
            if not locked.isdisjoint(self._spine()):
                raise UnreadableFileError(
                    Message("it is protected against copying: only its seller's programs can read it")
                )

    def _spine(self) -> list[str]:
        """The paths of its texts in reading order, each once, without the table of contents."""
        paths = {
            item.get("id"): _path(self._folder, item.get("href") or "")
            for item in self._package.xpath("//*[local-name()='item']")
            if "nav" not in (item.get("properties") or "").split()
            and _TEXT_TYPE.search(item.get("media-type") or "text")
        }
        ids = _values(self._package, "//*[local-name()='itemref']/@idref")
        return list(dict.fromkeys(paths[one] for one in ids if paths.get(one) in self._names))

    def _contents(self) -> dict[str, str]:
        """What the table of contents calls each file: by its first entry for it."""
        titles: dict[str, str] = {}
        for item in self._package.xpath("//*[local-name()='item']"):
            is_nav = "nav" in (item.get("properties") or "").split()
            path = _path(self._folder, item.get("href") or "")
            if path not in self._names or not (is_nav or item.get("media-type") == _OLDER_CONTENTS):
                continue
            for link in self._parse(path).xpath("//*[local-name()='a'][@href]" if is_nav else "//*[@src]"):
                target = _path(posixpath.dirname(path), link.get("href") or link.get("src"))
                # The older table of contents has a label beside the address.
                label = link if is_nav else link.getparent()
                titles.setdefault(target, fold(" ".join(label.itertext())))
        return {path: title for path, title in titles.items() if title}

    def _parse(self, path: str) -> "_Element":
        from lxml import etree

        # No entity is expanded, and no document type or schema fetched.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(self._read(path), parser)
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            raise UnreadableFileError(Message("{part} in it is not XML, so it is no e-book", part=path))
        return root

    def _read(self, path: str) -> bytes:
        if path not in self._names:
            part = path or Message("the list of its chapters")
            raise UnreadableFileError(Message("{part} is missing in it, so it is no e-book", part=part))
        self._left -= self._parts.getinfo(path).file_size
        if self._left < 0:
            raise UnreadableFileError(
                Message("unpacked, its text is over {most} MB; divide it", most=round(_MOST_BYTES / 1e6))
            )
        return self._parts.read(path)


def _values(root: "_Element", xpath: str) -> list[str]:
    return [fold(str(value)) for value in root.xpath(xpath)]


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))
