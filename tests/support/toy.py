"""An encoder computable by hand, and documents from a line of Markdown."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from embeddings import TextTooLongError, Vectors
from qa.documents import Document, FoundFile, read_document


class ToyEncoder:
    """Counts vowels: axes a, e, i, o, u, and a sixth for a text without any; a token is a word, 40 are read.

    So 'a' is (1, 0, 0, 0, 0, 0), and its score with 'ae' is 1/√2.

    Attributes:
        encoded: Every text that was given to `encode_passages`.
    """

    max_tokens = 40
    dimension = 6

    def __init__(self, fingerprint: str = "toy") -> None:
        self.fingerprint = fingerprint
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words of each text."""
        return [len(text.split()) for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit rows; a text of more than 40 words is refused."""
        if any(count > self.max_tokens for count in self.count_tokens(texts)):
            raise TextTooLongError("a text is over 40 words")
        self.encoded += texts
        return self.encode_queries(texts)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """A line's vector is that of the line alone."""
        return self.encode_passages(texts), [self.encode_queries(text.split("\n")) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows."""
        counts = [[text.lower().count(vowel) for vowel in "aeiou"] for text in texts]
        rows = np.array([[*row, not any(row)] for row in counts], dtype=np.float32).reshape(-1, self.dimension)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def document(markdown: str, name: str = "a.md") -> Document:
    """The document of a file of this name with this text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(markdown.encode())
        return read_document(FoundFile(path, name))
