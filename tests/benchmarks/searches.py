"""The two searches of a collection, each alone, and their fusion, to compare the program with."""

from pathlib import Path

from embeddings import DenseIndex, default_encoder
from qa import Filters
from qa.retrieval.fusion import reciprocal_rank_fusion
from qa.retrieval.retriever import DEPTH
from qa.store.lexical import LexicalIndex


class Searches:
    """Ids of passages, best first."""

    def __init__(self, folder: Path) -> None:
        self.lexical = LexicalIndex(folder / "lexical")
        self.encoder = default_encoder()
        self.dense = DenseIndex.load(folder / "dense.faiss", self.encoder.dimension)

    def by_words(self, text: str) -> list[int]:
        """Of the lexical index."""
        return [identity for identity, _ in self.lexical.search(text, DEPTH, Filters())]

    def by_meaning(self, text: str) -> list[int]:
        """Of the dense index."""
        return [int(identity) for identity in self.dense.search(self.encoder.encode_queries([text]), DEPTH)[1][0]]

    def fused(self, text: str) -> list[int]:
        """Of both, fused by rank."""
        return [identity for identity, _ in reciprocal_rank_fusion([self.by_words(text), self.by_meaning(text)])]
