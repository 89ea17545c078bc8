"""From a question to hits: filters, lexical and dense search, fusion, ranking, then one hit for what repeats."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np

from embeddings import Vectors
from qa.documents import DocumentInfo, Place
from qa.documents.passages import Passage
from qa.english.amounts import regrouped_sums
from qa.filters import Filters
from qa.retrieval.fusion import RRF_K, reciprocal_rank_fusion
from qa.retrieval.matching import Matcher, TermStatistics
from qa.retrieval.ranking import rank
from qa.store.columns import UNKNOWN, PassageColumns, allowed
from qa.store.passage_rows import StoredPassage
from qa.store.passage_vectors import PassageVector
from qa.store.store import DenseSearch
from qa.understanding.questions import UnderstoodQuestion

DEPTH = 200
"""Passages that each search hands to the fusion."""
LIKELY_DEPTH = 30
"""Passages that are added of the documents that a question seems to mean."""
RANKED = 60
"""Of the fusion's best, how many are ranked by how they match."""
MOST_ENCODED = 16
"""Passages that are encoded for a question; more made no answer better (`tests/benchmarks/late_vectors.py`)."""
MOST_PER_DOCUMENT = 3
"""Passages of one document among the hits, unless too few match."""
PARTS_OF_TIME, RANKED_OF_PART = 10, 12
"""Of what is asked over time, in how many parts the time is divided, and how many passages of each are ranked."""
DOCUMENTS_OVER_TIME = 60
"""Of what is asked over time, of how many documents an answer is made."""
NEAR_IDENTICAL = 0.9
"""Jaccard similarity of two passages' word triples from which they count as the same."""
_FETCHED_AT_ONCE = 50
_BEST_FUSED = 3 / (RRF_K + 1)
"""Score of what is first in all three searches: what is not ranked stays below what is."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        passage: The passage.
        document: The document that it is from.
        score: The higher the better; comparable within one question only.
        rank: From 1.
        place: The page, row, chapter or time at which it begins; None in formats that have none.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    rank: int
    place: Place | None = None


class LexicalSearch(TermStatistics, Protocol):
    """What the retriever asks of the lexical index."""

    def search(
        self, question: str, k: int, filters: Filters, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The k passages that match best, as (id, score), best first; only among these ids where there are some."""


class PassageSource(Protocol):
    """What the retriever asks of the catalog."""

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        """The passages with these ids; those that are not there are left out."""

    def places(self, spans: Sequence[tuple[str, int]]) -> Sequence[Place | None]:
        """The place of each position in a document, given by name; None where there is none."""


class VectorSource(Protocol):
    """Vectors of passages, as far as they are encoded."""

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        """One entry a passage, None where it is not encoded yet."""


class EncodingVectorSource(VectorSource, Protocol):
    """Vectors of passages, with those that the retriever has encoded while a question waits."""

    def encode(self, passages: Sequence[Passage]) -> None:
        """Encode those that are not encoded yet, as many as time allows."""


class Retriever:
    """Searches one snapshot of a collection."""

    def __init__(
        self,
        source: PassageSource,
        lexical: LexicalSearch,
        dense: DenseSearch,
        columns: PassageColumns,
        vectors: EncodingVectorSource,
    ) -> None:
        """Put together the parts of a snapshot."""
        self._source = source
        self._lexical = lexical
        self._dense = dense
        self._columns = columns
        self._vectors = vectors

    def retrieve(self, question: UnderstoodQuestion, vector: Vectors, k: int, cited: Sequence[str] = ()) -> list[Hit]:
        """The k best passages for a question, best first.

        Both searches run within the question's filters and are fused by rank (`fusion`, rrf_k = 60), with the best by
        words of the documents that the question seems to mean; the best sixty are ordered by how they match
        (`ranking`), the others follow in the order of the fusion. While dense search does not cover everything, the
        best passages by words that it lacks are encoded on the spot; the others that it lacks follow unranked. Of
        near-identical passages the best stays, and a document gives at most three passages, unless fewer than k would
        be left. Of a question over time the best of each part of the time are ranked, and a document gives one.

        Args:
            question: What is searched for, and within which filters.
            vector: (1, dimension) float32, the question as the encoder has it.
            k: How many at most.
            cited: Names of the documents that a follow-up is probably about; their passages are preferred.
        """
        depth = max(DEPTH, k)
        filters = question.filters
        lexical = self._by_words(question, depth, filters)
        dense = self._dense.search(vector, depth, filters, self._among(filters))
        fused = reciprocal_rank_fusion([lexical, dense, self._likely(question)])
        found = [identity for identity, _ in fused]
        best = self._spread(found) if question.over_time else found[:RANKED]
        candidates = self._candidates(best, lexical)
        ranked = rank(Matcher(self._lexical, question.subject, vector), candidates, question, cited)
        seen = {stored.id for stored, _ in ranked}
        floor = ranked[-1][1] - _BEST_FUSED if ranked else 0.0
        others = self._stored([(identity, floor + score) for identity, score in fused if identity not in seen])
        kept = _without_repetition(chain(ranked, others), k, 1 if question.over_time else MOST_PER_DOCUMENT)
        places = self._source.places([(found.document.name, found.passage.start) for found, _ in kept])
        return [
            Hit(found.passage, found.document, score, rank, place)
            for rank, ((found, score), place) in enumerate(zip(kept, places, strict=True), start=1)
        ]

    def _likely(self, question: UnderstoodQuestion) -> list[int]:
        """The best by words among the documents that the question seems to mean, so that none of them is missed."""
        set_beside = question.filters
        first, last = question.period or (None, None)
        first, last = set_beside.date_from or first, set_beside.date_to or last
        if first and last and first > last:
            return []
        likely = Filters(first, last, set_beside.categories or question.categories, set_beside.documents)
        if likely == set_beside:
            return []
        return self._by_words(question, LIKELY_DEPTH, likely)

    def _by_words(self, question: UnderstoodQuestion, k: int, filters: Filters) -> list[int]:
        sums = regrouped_sums(question.searched)  # '2300' and '2,300' share no term
        words = f"{question.searched} {sums}" if sums else question.searched
        return [identity for identity, _ in self._lexical.search(words, k, filters, self._among(filters))]

    def _among(self, filters: Filters) -> list[int] | None:
        """Ids of the passages of the documents that are named; None where none is."""
        return allowed(filters, self._columns).tolist() if filters.documents else None

    def _spread(self, ids: Sequence[int]) -> list[int]:
        """The best of each part of the time that they span, and of those without a date; the best is first in `ids`."""
        columns = self._columns
        if not len(columns.ids):  # the lexical index is a snapshot ahead
            return list(ids[:RANKED])
        places = np.minimum(np.searchsorted(columns.ids, ids), len(columns.ids) - 1)
        days = columns.days[places]  # any for a passage of a newer snapshot: the catalog knows its day
        dated = days[days != UNKNOWN]
        parts = np.full(len(days), UNKNOWN)
        if len(dated):
            first, last = int(dated.min()), int(dated.max())
            parts[days != UNKNOWN] = (dated - first) * PARTS_OF_TIME // (last - first + 1)
        taken: Counter[int] = Counter()
        best = []
        for identity, part in zip(ids, parts.tolist(), strict=True):
            taken[part] += 1
            if taken[part] <= RANKED_OF_PART:
                best.append(identity)
        return best

    def _candidates(self, best: Sequence[int], lexical: Sequence[int]) -> list[tuple[StoredPassage, PassageVector]]:
        """The best that dense search covers, and the best by words that it lacks, as far as they have vectors."""
        uncovered = self._dense.lacking([*lexical, *best])
        # Of those that it lacks always the same ones, or a question asked again would be answered from more.
        late = [identity for identity in lexical if identity in uncovered][:MOST_ENCODED]
        wanted = [*late, *(identity for identity in best if identity not in uncovered)]
        stored = self._source.passages(wanted)
        self._vectors.encode([stored[identity].passage for identity in late if identity in stored])
        found = [stored[identity] for identity in wanted if identity in stored]
        vectors = self._vectors.of([one.passage for one in found])
        return [(one, vector) for one, vector in zip(found, vectors, strict=True) if vector is not None]

    def _stored(self, ranked: Sequence[tuple[int, float]]) -> Iterator[tuple[StoredPassage, float]]:
        """Passages in the order given, fetched as far as they are looked at."""
        for start in range(0, len(ranked), _FETCHED_AT_ONCE):
            some = ranked[start : start + _FETCHED_AT_ONCE]
            stored = self._source.passages([identity for identity, _ in some])
            # A reader may be a snapshot behind: what the catalog does not hold any more is no hit.
            yield from ((stored[identity], score) for identity, score in some if identity in stored)


def _without_repetition(
    candidates: Iterable[tuple[StoredPassage, float]], k: int, most_per_document: int
) -> list[tuple[StoredPassage, float]]:
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
        if per_document[stored.document.name] == most_per_document:
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
