"""What a collection is kept in: a folder of this machine, or servers that many machines share."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings import Vectors
from qa.address import Address
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.columns import PassageColumns
from qa.store.database import Database
from qa.store.passage_rows import StoredPassage
from qa.store.sqlite import SqliteDatabase
from qa.store.watermark import Watermark

Stamp = tuple[object, ...]
"""Something that is another after every change."""


class Lexical(Protocol):
    """Finds passages by their words; `LexicalIndex` says more of each method.

    Raises:
        IndexFormatError: From every method, when the index is damaged; `fill` it again.
        CollectionError: From every method, when it cannot be used now.
    """

    def __len__(self) -> int:
        """Number of passages."""

    @property
    def watermark(self) -> Watermark:
        """How far the index has followed the catalog."""

    def damaged_files(self) -> Sequence[str]:
        """What of it is missing or has changed since it was written."""

    def follow(self, added: Iterable[StoredPassage], removed: Sequence[int], watermark: Watermark) -> None:
        """Apply what the catalog has added and removed since the index's watermark, and move the watermark."""

    def fill(self, passages: Iterable[StoredPassage], watermark: Watermark) -> None:
        """Empty the index, whatever state it is in, and add all passages of the catalog."""

    def refresh(self) -> None:
        """Load what another process has committed since."""

    def ids(self) -> set[int]:
        """Ids of all passages in the index."""

    def search(
        self, question: str, k: int, filters: Filters, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The k passages that match best, as (id, BM25 score), best first; equal scores in the order of their ids."""

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed."""

    def held(self, texts: Sequence[str], terms: frozenset[str]) -> list[frozenset[str]]:
        """Which of some terms each text holds."""

    def placed_terms(self, text: str) -> list[str | None]:
        """The term of each word of a text, in its order; None for a stop word."""

    def idf(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term among the passages; positive."""

    def is_known(self, term: str) -> bool:
        """Whether a passage holds a term, in any field."""

    def spelt_almost(self, term: str, k: int) -> list[int]:
        """Ids of k passages that hold a term which is one letter off."""

    def most_held(self, text: str) -> float:
        """The largest share of a text's terms that one passage contains, 0–1."""

    def holding(self, text: str, least: float) -> list[int]:
        """Ids, increasing, of the passages that contain at least this share of a text's terms."""

    def holding_phrase(self, phrase: str, field: str) -> list[int]:
        """Ids, increasing, of the passages that hold the words of a phrase side by side."""


class Rows(Protocol):
    """Keeps the vectors of texts by key; `VectorRows` says more of each method."""

    @property
    def dimension(self) -> int:
        """Of the vectors."""

    def __len__(self) -> int:
        """Number of rows."""

    def __contains__(self, key: bytes) -> bool:
        """Whether a row with this key is there."""

    def refresh(self) -> None:
        """Take in the rows that another process has added since."""

    def find(self, keys: Iterable[bytes]) -> NDArray[np.int64]:
        """Row number of each key, (n_keys,) int64, -1 where there is none."""

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The rows with these numbers, (n_rows, dimension) float32, in the order given."""

    def read_lines(self, rows: NDArray[np.int64]) -> list[Vectors]:
        """The rows of the lines of each of these texts, (n_lines, dimension) float32 each, in the order given."""

    def as_kept(self, vectors: Vectors, lines: Sequence[Vectors]) -> tuple[Vectors, list[Vectors]]:
        """Rows and lines as `read` and `read_lines` give them back after `append`."""

    def append(self, keys: Sequence[bytes], vectors: Vectors, lines: Sequence[Vectors]) -> None:
        """Add rows; when this returns they survive a crash. Keys that are there already are left out."""

    def damaged(self) -> list[int]:
        """Numbers of the rows that are not what was written."""

    def discard(self, rows: Iterable[int]) -> None:
        """Forget rows, so that their texts count as not encoded."""


class DenseSearch(Protocol):
    """Searches the passages of a snapshot by their vectors."""

    def __len__(self) -> int:
        """Number of them that have a vector."""

    def lacking(self, ids: Sequence[int]) -> set[int]:
        """Those of these passages that have none."""

    def search(self, vectors: Vectors, k: int, filters: Filters, among: Sequence[int] | None = None) -> list[int]:
        """Ids of the k passages that are nearest to a question, best first; equal scores in the order of their ids.

        Args:
            vectors: (1, dimension) float32, a unit row.
            k: How many at most.
            filters: On date and category.
            among: Ids of the passages that are searched; None for all. Names of documents need not be known here.
        """


class Dense(Protocol):
    """Keeps what is searched by meaning in line with the catalog and the vectors."""

    def follow(self, rows: Rows | None) -> None:
        """Bring it up to date without encoding anything; without passages there are no rows."""

    def searched(self, columns: PassageColumns, rows: Callable[[], Rows]) -> DenseSearch:
        """What is searched in a snapshot.

        Args:
            columns: Of the passages of the snapshot.
            rows: The vectors, from which it may have to be made.
        """

    def ids(self, rows: Rows) -> set[int]:
        """Ids of all passages in it.

        Raises:
            VectorFormatError: It is missing, or damaged.
        """

    def delete(self) -> None:
        """Forget it; it can be made again from the catalog and the vectors."""


class Store(Protocol):
    """All that is kept of one collection, put together.

    Attributes:
        place: Where it is, as sentences name it; without a password.
        name: What the collection is called where nobody has given it a title.
        folder: Of this machine, for what comes through the web and for what can be made again.
        catalog: The one source of truth.
        lexical: Derived from it.
        dense: Derived from it and from the rows.
        conversations: A database of their own.
        older_conversations: Where an older version kept them; None where none did.
    """

    place: Address
    name: str
    folder: Path
    catalog: Catalog
    lexical: Lexical
    dense: Dense
    conversations: Database
    older_conversations: SqliteDatabase | None

    def rows(self, fingerprint: str, dimension: int) -> Rows:
        """The vectors of an encoder.

        Raises:
            CollectionError: They cannot be opened.
            EmbeddingsError: They are damaged, or those of another encoder.
        """

    def lock(self, patience: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of the one writer, however the process ends.

        Args:
            patience: Seconds to wait for another writer.

        Raises:
            LockedError: Another process, or another thread of this one, holds it.
            CollectionError: The store cannot be written.
        """

    def stamps(self) -> tuple[Stamp, Stamp]:
        """Of what is searched by words, with the catalog; and of what is searched by meaning."""

    def close(self) -> None:
        """Close every connection."""
