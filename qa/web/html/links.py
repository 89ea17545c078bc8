"""Links in the text of a document: to the web, and to other documents of the collection; pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import PurePosixPath
from posixpath import join, normpath
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

from qa.documents import Document
from qa.documents.formats import SUFFIXES
from qa.exports.citation import host_of
from qa.web.html.addresses import document_address

_FOR_A_FOLDER = frozenset(("index", "_index", "readme"))
"""Names of the document that is meant where a link names its folder."""

Anchor = tuple[int, int, str]
"""Start and end of the words of a link in the canonical text, and the tag that opens it."""


def anchors(document: Document, names: Sequence[str]) -> Iterator[Anchor]:
    """The links of a document that lead somewhere, in order and apart.

    A link leads to another document if that is in the collection, else to an address of the web or of mail; what it
    leads to is the title of the link. Others (to files that are not here, `javascript:` and the like) are none.

    Args:
        document: Whose links they are.
        names: Of the documents of the collection.
    """
    others = _Others(names)
    for start, end, link in document.linked():
        if name := others.find(document.info.name, link.target):
            opened = f'href="{escape(document_address(name))}" title="{escape(name)}" data-document'
        elif address := _address(link.target, document.info.url):
            shown = escape(address)
            opened = f'href="{shown}" title="{shown}" target="_blank" rel="noopener noreferrer"'
        else:
            continue
        yield start, end, f'<a class="link" {opened}>'


def _address(target: str, base: str | None) -> str | None:
    """The address that a link leads to, if it may be opened."""
    scheme, colon, rest = target.partition(":")
    if colon and scheme.lower() == "mailto":
        return target if "@" in rest and rest.isprintable() and " " not in rest else None
    if not host_of(target) and host_of(base):
        try:
            target = urljoin(base or "", target)
        except ValueError:
            return None
    return target if host_of(target) else None


class _Others:
    """The documents that a link can lead to, by their paths."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take their names."""
        self._exact = {_folded(name): name for name in names}
        self._plain: dict[str, str] = {}
        self._by_last: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names, key=lambda name: (name.count("/"), name), reverse=True):
            plain = _plain(_folded(name))
            self._plain[plain] = name  # of several the one that lies least deep
            self._by_last[plain.rpartition("/")[2]].append(name)

    def find(self, name: str, target: str) -> str | None:
        """The document that a link of another one leads to.

        A path is relative to the document's folder, or else to the collection's; it may lack the ending of the file,
        and that of a folder leads to its `index` or `README`. A note of a vault is named without its folders.

        Args:
            name: Of the document that the link stands in.
            target: As the document has it.
        """
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        for written in dict.fromkeys((target.partition("#")[0], parts.path)):
            path = unquote(written).rstrip("/")
            beside = join(PurePosixPath(name).parent, path.lstrip("/"))
            if path and (found := self._at(beside, path) or self._named(path)):
                return found
        return None

    def _at(self, *paths: str) -> str | None:
        folded = [_folded(normpath(path).lstrip("/")) for path in paths]
        exact = next((self._exact[path] for path in folded if path in self._exact), None)
        return exact or next((self._plain[path] for path in map(_plain, folded) if path in self._plain), None)

    def _named(self, path: str) -> str | None:
        """The document of this name in whatever folder, of several the one that lies least deep."""
        plain = _plain(_folded(path))
        named = self._by_last.get(plain.rpartition("/")[2], ())
        return next((name for name in reversed(named) if f"/{_plain(_folded(name))}".endswith(f"/{plain}")), None)


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()


def _plain(path: str) -> str:
    """A path without the ending of a document that is read, and without the name of one that stands for its folder."""
    folder, _, last = path.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    if stem and f"{dot}{suffix}" in SUFFIXES:
        last = stem
    if last in _FOR_A_FOLDER and folder:
        return folder
    return f"{folder}/{last}" if folder else last
