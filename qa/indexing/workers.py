"""What reads files and encodes texts: this machine, or others."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from embeddings import Vectors
from qa.documents import FoundFile
from qa.indexing.reading import Result

Encoded = tuple[Vectors, list[Vectors]]
"""What an encoder makes of texts and of their lines."""


class Workers(Protocol):
    """Read files and encode texts; they write nothing."""

    @property
    def ahead(self) -> int:
        """Batches of texts to begin before the first is taken."""

    def read(self, files: Sequence[FoundFile]) -> Iterator[Result]:
        """Read and split files, in groups, in the order given; a file that cannot be read is a failure."""

    def begin(self, texts: list[str]) -> Callable[[], Encoded]:
        """Begin to encode texts; what comes back waits until that is done."""
