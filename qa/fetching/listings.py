"""Feeds, sitemaps and lists of addresses: what they list, told by their content and not by their names; pure."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.documents.files import LARGEST_FILE_BYTES
from qa.documents.formats import HEAD_BYTES, by_beginning
from qa.errors import FetchError
from qa.fetching.addresses import is_address, joined

if TYPE_CHECKING:
    from lxml.etree import _Element

_GZIP_SIGNATURE = b"\x1f\x8b"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FEEDS = {"rss": "item", "RDF": "item", "feed": "entry"}
_LINKS_TO_PAGE = (None, "alternate")
"""Other links of an entry lead to comments, to enclosed files or to the entry itself in the feed."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or a sitemap lists, in its order: addresses of pages, and of further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_listing(data: bytes, media_type: str, address: str) -> Listing | None:
    """What a feed (RSS, Atom), a sitemap (XML, or text with an address a line) or an index of sitemaps lists.

    Args:
        data: The bytes that were fetched; those of a sitemap may be compressed with gzip.
        media_type: What the server says that they are.
        address: Where they were fetched; links may be relative to it.

    Returns:
        The listing, or None for everything else, which is a page.

    Raises:
        FetchError: It is XML and broken, or too large.
    """
    from qa.documents.office.properties import parse_xml

    text = _unpacked(data).removeprefix(_BYTE_ORDER_MARK).strip()
    if media_type == "text/plain":
        lines = text.decode("utf-8", "replace").split()
        return Listing(_each_once(address, lines)) if lines and all(map(is_address, lines)) else None
    if not text.startswith(b"<") or by_beginning(text[:HEAD_BYTES], "") is not None:
        return None
    try:
        root = parse_xml(text)
    except SyntaxError as error:
        if media_type.endswith("xml"):
            raise FetchError("its XML is broken") from error
        return None
    kind = _name(root)
    if kind == "urlset":
        return Listing(pages=_each_once(address, _locations(root, "url")))
    if kind == "sitemapindex":
        return Listing(sitemaps=_each_once(address, _locations(root, "sitemap")))
    return Listing(_each_once(address, _entries(root, _FEEDS[kind]))) if kind in _FEEDS else None


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP_SIGNATURE):
        return data
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(data, LARGEST_FILE_BYTES)
    except zlib.error:
        return data
    if unpacking.unconsumed_tail:
        raise FetchError(f"unpacked it is over the limit of {LARGEST_FILE_BYTES / 1e6:.0f} MB")
    return unpacked


def _name(node: "_Element") -> str:
    return str(node.tag).rpartition("}")[2]


def _locations(root: "_Element", name: str) -> Iterator[str]:
    for node in root.iterchildren(f"{{*}}{name}"):
        yield node.findtext("{*}loc") or ""


def _entries(root: "_Element", name: str) -> Iterator[str]:
    """The first link of each entry to its page."""
    for entry in root.iter(f"{{*}}{name}"):
        links = (link for link in entry.iterchildren("{*}link") if link.get("rel") in _LINKS_TO_PAGE)
        yield next(filter(None, ((link.get("href") or link.text or "").strip() for link in links)), "")


def _each_once(base: str, links: Iterable[str]) -> tuple[str, ...]:
    """Addresses of links that lead to pages, without those that came before."""
    return tuple(dict.fromkeys(filter(None, (joined(base, link) for link in links if link.strip()))))
