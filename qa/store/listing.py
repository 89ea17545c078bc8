"""A collection's documents as a list that can be searched by title and file name.

The list is kept in memory: of 14,000 documents SQLite needs 25 ms to look through the titles alone, since each
lies beside the text of its document, and four times as long where accents are to make no difference.
"""

import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from qa.filters import Filters
from qa.store.catalog import Catalog, ListedDocument


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A part of what was found.

    Attributes:
        total: How many documents were found.
        documents: Those of this page, in the order of the list.
    """

    total: int
    documents: tuple[ListedDocument, ...]


class Listing:
    """Documents in a fixed order, searched without regard to case and accents; nothing in it changes."""

    def __init__(self, documents: Sequence[ListedDocument]) -> None:
        """Take the documents in the order in which they are shown."""
        self._documents = [
            (document, _folded(f"{document.info.title}\n{document.info.name}")) for document in documents
        ]

    def find(self, words: str, filters: Filters, limit: int, offset: int = 0) -> ListingPage:
        """Documents whose title or file name holds each of the words, or parts of words, literally.

        Args:
            words: Divided by spaces; none finds all documents.
            filters: On date and category; a document without either passes no filter on it.
            limit: How many documents the page holds at most.
            offset: How many are passed over before it.
        """
        wanted = _folded(words).split()
        found = [
            document
            for document, text in self._documents
            if all(word in text for word in wanted) and _passes(document, filters)
        ]
        return ListingPage(len(found), tuple(found[offset : offset + limit]))


class Listings:
    """Loads the list of a collection when its catalog has changed; safe to share between threads."""

    def __init__(self, catalog: Catalog) -> None:
        """Take the catalog; the list is loaded when it is first asked for."""
        self._catalog = catalog
        self._loading = threading.Lock()
        self._newest: tuple[int, Listing] | None = None

    def newest(self) -> Listing:
        """The list as of now."""
        with self._loading:
            generation = self._catalog.generation  # before the rows: what changes in between shows next time
            if self._newest is None or self._newest[0] != generation:
                self._newest = generation, Listing(self._catalog.listed())
            return self._newest[1]


def _passes(document: ListedDocument, filters: Filters) -> bool:
    day = document.info.date
    if filters.date_from and (day is None or day < filters.date_from):
        return False
    if filters.date_to and (day is None or day > filters.date_to):
        return False
    return not filters.categories or document.info.category in filters.categories


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
