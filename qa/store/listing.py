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
    """One page of the documents that were found.

    Attributes:
        total: Number of documents found.
        documents: The documents of this page, in the order of the list.
    """

    total: int
    documents: tuple[ListedDocument, ...]


class Listing:
    """Documents in a fixed order, searched without regard to case and accents; it never changes."""

    def __init__(self, documents: Sequence[ListedDocument]) -> None:
        """Take the documents in the order in which they are shown."""
        self._documents = [
            (document, _folded(f"{document.info.title}\n{document.info.name}")) for document in documents
        ]

    def find(self, words: str, filters: Filters, limit: int, offset: int = 0) -> ListingPage:
        """Documents whose title or file name contains every one of the words, or parts of words, literally.

        Args:
            words: Separated by spaces; no word finds all documents.
            filters: On date and category; a document without a date or category passes no filter on it.
            limit: Most documents on the page.
            offset: How many documents to skip before it.
        """
        wanted = _folded(words).split()
        found = [
            document
            for document, text in self._documents
            if all(word in text for word in wanted) and _passes(document, filters)
        ]
        return ListingPage(len(found), tuple(found[offset : offset + limit]))


class Listings:
    """Loads the list of a collection again when its catalog has changed.

    One serves everybody who lists documents: it is safe to share between threads.
    """

    def __init__(self, catalog: Catalog) -> None:
        """Take the catalog; the list is loaded when it is first needed."""
        self._catalog = catalog
        self._loading = threading.Lock()
        self._newest: tuple[int, Listing] | None = None

    def newest(self) -> Listing:
        """The list as it is now."""
        with self._loading:
            generation = self._catalog.generation  # read before the rows, so that a change in between shows next time
            if self._newest is None or self._newest[0] != generation:
                self._newest = generation, Listing(self._catalog.listed())
            return self._newest[1]


def _passes(document: ListedDocument, filters: Filters) -> bool:
    day = document.info.date
    if filters.date_from and (day is None or day < filters.date_from):
        return False
    if filters.date_to and (day is None or day > filters.date_to):
        return False
    if filters.documents and document.info.name not in filters.documents:
        return False
    return not filters.categories or not filters.categories.isdisjoint(document.info.categories)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
