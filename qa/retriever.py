"""From a question to hits: filters, lexical and dense search, fusion, then one hit for what repeats."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings import DenseIndex, Vectors
from qa.catalog import StoredPassage
from qa.documents import DocumentInfo
from qa.filters import Filters, PassageColumns, allowed
from qa.fusion import reciprocal_rank_fusion
from qa.passages import Passage

DEPTH = 200
"""Passages that each search hands to the fusion."""
MOST_PER_DOCUMENT = 3
"""Passages of one document among the hits, unless too few match."""
NEAR_IDENTICAL = 0.9
"""Jaccard similarity of two passages' word triples from which they count as the same."""
_FETCHED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        passage: The passage.
        document: The document that it is from.
        score: The higher the better; comparable within one question only.
        rank: From 1.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    rank: int


class LexicalSearch(Protocol):
    """What the retriever asks of the lexical index."""

    def search(self, question: str, k: int, filters: Filters) -> list[tuple[int, float]]:
        """The k passages that match best, as (id, score), best first."""


class PassageSource(Protocol):
    """What the retriever asks of the catalog."""

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        """The passages with these ids; those that are not there are left out."""


class LateScores(Protocol):
    """What the retriever asks where dense search does not cover everything yet."""

    def scores(self, ids: Sequence[int], vector: Vectors) -> Mapping[int, float]:
        """Inner products of passages with a question, of as many as time allows."""


class Retriever:
    """Searches one generation of a collection."""

    def __init__(
        self,
        source: PassageSource,
        lexical: LexicalSearch,
        dense: DenseIndex,
        columns: PassageColumns,
        late: LateScores,
    ) -> None:
        """Put together the parts of a generation."""
        self._source = source
        self._lexical = lexical
        self._dense = dense
        self._columns = columns
        self._late = late

    def retrieve(self, question: str, vector: Vectors, k: int, filters: Filters) -> list[Hit]:
        """The k best passages for a question, best first.

        Both searches run within the filters; their rankings are fused by rank (`fusion`, rrf_k = 60). While dense
        search does not cover everything, the best passages by words that it lacks are scored on the spot.
        Of near-identical passages the best stays, and a document gives at most three passages, unless
        fewer than k would be left.

        Args:
            question: In words, for the lexical search.
            vector: (1, dimension) float32, the question as the encoder has it.
            k: How many at most.
            filters: Which documents are searched.
        """
        depth = max(DEPTH, k)
        lexical = [identity for identity, _ in self._lexical.search(question, depth, filters)]
        fused = reciprocal_rank_fusion([lexical, self._search_dense(vector, depth, filters, lexical)])
        kept = _without_repetition(self._stored(fused), k)
        return [Hit(found.passage, found.document, score, rank) for rank, (found, score) in enumerate(kept, start=1)]

    def _stored(self, fused: Sequence[tuple[int, float]]) -> Iterator[tuple[StoredPassage, float]]:
        """Passages in the order of the fusion, fetched as far as they are looked at."""
        for start in range(0, len(fused), _FETCHED_AT_ONCE):
            some = fused[start : start + _FETCHED_AT_ONCE]
            stored = self._source.passages([identity for identity, _ in some])
            # A reader may be a generation behind: what the catalog does not hold any more is no hit.
            yield from ((stored[identity], score) for identity, score in some if identity in stored)

    def _search_dense(self, vector: Vectors, k: int, filters: Filters, lexical: Sequence[int]) -> list[int]:
        ids: NDArray[np.int64] | None = allowed(filters, self._columns) if filters else None
        scores, found = self._dense.search(vector, k, ids)
        ranked = dict(zip(found[0].tolist(), scores[0].tolist(), strict=True))
        if len(self._dense) < len(self._columns.ids):
            uncovered = np.setdiff1d(lexical, self._dense.ids)
            ranked |= self._late.scores([identity for identity in lexical if identity in uncovered], vector)
        return sorted(ranked, key=lambda identity: (-ranked[identity], identity))[:k]


def _without_repetition(candidates: Iterable[tuple[StoredPassage, float]], k: int) -> list[tuple[StoredPassage, float]]:
    kept: list[tuple[StoredPassage, float]] = []
    spare: list[tuple[StoredPassage, float]] = []
    seen: list[frozenset[tuple[str, ...]]] = []
    per_document: Counter[str] = Counter()
    for candidate in candidates:
        if len(kept) == k:
            break
        stored = candidate[0]
        shingles = _shingles(stored.passage.text)
        if any(_jaccard(shingles, other) >= NEAR_IDENTICAL for other in seen):
            continue
        seen.append(shingles)
        if per_document[stored.document.name] == MOST_PER_DOCUMENT:
            spare.append(candidate)
            continue
        per_document[stored.document.name] += 1
        kept.append(candidate)
    # Scores fall in the order of the candidates, and the sort is stable.
    return sorted([*kept, *spare[: k - len(kept)]], key=lambda candidate: (-candidate[1], candidate[0].id))


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = text.lower().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])


def _jaccard(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    if min(len(a), len(b)) < NEAR_IDENTICAL * max(len(a), len(b)):
        return 0.0  # it cannot be reached, and the sets need not be compared
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)
