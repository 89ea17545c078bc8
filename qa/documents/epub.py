"""E-books: the chapters of an EPUB in reading order, each named by the table of contents."""

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qa.documents.content import Content, Metadata
from qa.documents.document import Place, TextBlock
from qa.documents.encodings import decode
from qa.documents.html import read_html
from qa.documents.whitespace import fold
from qa.documents.zip_files import ZipMembers
from qa.errors import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_HOLDS_NOTHING = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_CLOSED_AT_ONCE = re.compile(rf"<(?!(?:{_HOLDS_NOTHING})\b)([A-Za-z][\w:.-]{{0,40}})\b([^<>]{{0,2000}})/>")
"""An element that is empty in XML; as HTML, `<title/>` would hold the rest of the chapter."""


def read_content(data: bytes, name: str) -> Content:
    """Read an e-book; nothing in it is run or fetched.

    Raises:
        UnreadableFileError: It is broken, is protected against copying, or holds too much.
    """
    members = ZipMembers(data)
    package_path = next(iter(_values(_parse(members, _CONTAINER), "//*[local-name()='rootfile']/@full-path")), None)
    if package_path is None:
        raise UnreadableFileError("it does not say where its chapters are")
    package = _parse(members, package_path)
    folder = posixpath.dirname(package_path)
    if _ENCRYPTION in members:
        locked = set(_values(_parse(members, _ENCRYPTION), "//*[local-name()='CipherReference']/@URI"))
        if any(path in locked for path in _spine(package, folder)):
            raise UnreadableFileError("it is protected against copying, so only the programs of its seller can read it")
    return Content(list(_chapters(members, package, folder)), _metadata(package))


def _parse(members: ZipMembers, path: str) -> "_Element":
    from lxml import etree

    # No entity is expanded, and no document type or schema fetched.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(members.read(path), parser)
    if root is None:
        raise UnreadableFileError(f"{path} in it is not XML")
    return root


def _values(root: "_Element", xpath: str) -> list[str]:
    return [fold(str(value)) for value in root.xpath(xpath)]


def _metadata(package: "_Element") -> Metadata:
    def first(name: str) -> str | None:
        return next(iter(_values(package, f"//*[local-name()='metadata']/*[local-name()='{name}']/text()")), None)

    # Publishers write a year alone, a month, or a time behind it as well.
    written = re.match(r"\d{4}-\d{2}-\d{2}", first("date") or "")
    try:
        day = date.fromisoformat(written[0]) if written else None
    except ValueError:
        day = None
    return Metadata(title=first("title"), date=day)


def _spine(package: "_Element", folder: str) -> list[str]:
    """The paths of the chapters in reading order, without the table of contents."""
    paths = {
        item.get("id"): _path(folder, item.get("href") or "")
        for item in package.xpath("//*[local-name()='item']")
        if "nav" not in (item.get("properties") or "").split()
    }
    ids = _values(package, "//*[local-name()='itemref']/@idref")
    return list(dict.fromkeys(paths[one] for one in ids if one in paths))


def _chapters(members: ZipMembers, package: "_Element", folder: str) -> Iterator[TextBlock]:
    titles = _contents(members, package, folder)
    chapter: str | None = None
    for path in _spine(package, folder):
        if path not in members:
            continue  # the cover of many a book
        blocks = read_html(_CLOSED_AT_ONCE.sub(r"<\1\2></\1>", decode(members.read(path))))
        # A file that the table of contents does not name goes on with the chapter before.
        chapter = titles.get(path, chapter)
        for block in blocks:
            if block.kind == "heading" and block.level == 1:
                chapter = block.text
            yield TextBlock(block.kind, block.text, block.level, Place("chapter", chapter) if chapter else None)


def _contents(members: ZipMembers, package: "_Element", folder: str) -> dict[str, str]:
    """What the table of contents calls each file: by its first entry for it."""
    titles: dict[str, str] = {}
    for item in package.xpath("//*[local-name()='item']"):
        is_nav = "nav" in (item.get("properties") or "").split()
        path = _path(folder, item.get("href") or "")
        if path not in members or not (is_nav or item.get("media-type") == "application/x-dtbncx+xml"):
            continue
        root = _parse(members, path)
        links = root.xpath("//*[local-name()='nav'][1]//*[local-name()='a'][@href]" if is_nav else "//*[@src]")
        for link in links:
            target = _path(posixpath.dirname(path), link.get("href") or link.get("src"))
            # The older table of contents has a label beside the address.
            label = link if is_nav else link.getparent()
            titles.setdefault(target, fold(" ".join(label.itertext())))
    return {path: title for path, title in titles.items() if title}


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))
