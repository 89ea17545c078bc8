"""The lexical index in Milvus: its BM25 finds the passages that may match, and they are ordered by exact statistics.

Each server of a cluster, and each of its segments, has statistics of its own, and its BM25 knows one field. So it is
asked for more passages than are wanted, of which the score over all fields is computed as `LexicalIndex` has it, with
the counts of `TermTables`. Of 136 questions to 114,876 passages all had the same five hits and quotations as in a
folder (`tests/benchmarks/same_store.py`); with a quarter of the candidates 0.963 had the same hits.
"""

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from qa.errors import IndexFormatError
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.cluster.milvus import Milvus, Row
from qa.store.cluster.milvus_filters import passing
from qa.store.cluster.milvus_layouts import WORDS, sparse, words_layout
from qa.store.cluster.milvus_scores import Scorer, row_of
from qa.store.cluster.term_tables import ROUNDING, TermTables, Totals, idf
from qa.store.lexical_fields import Terms, field_texts, make_analyzer, words
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark

CANDIDATES, FEWEST_CANDIDATES = 12, 150
"""How many times as many passages are asked for, by text and by heads, as are wanted, and how many at least."""
_PASSAGES_AT_ONCE = 500
_TERMS_REMEMBERED = 100_000
FORMAT = 1
"""Another number where terms are made in another way, or kept in another layout."""
NOTE = "words in milvus"
"""The property of the catalog that says what was published."""


@dataclass(frozen=True, slots=True)
class _Published:
    """What readers see: a collection of Milvus, and how far it has followed the catalog."""

    collection: str
    watermark: Watermark


class MilvusLexicalIndex:
    """Finds passages by their words, as `LexicalIndex` does; one writer, many readers.

    Raises:
        IndexFormatError: From every method, when Milvus has lost it; `fill` it again.
        CollectionError: From every method, when a server does not answer.
    """

    def __init__(self, server: Milvus, name: str, tables: TermTables, catalog: Catalog) -> None:
        """Take the parts of the collection that is called so; nothing is asked of a server yet."""
        self._server = server
        self._name = name
        self._tables = tables
        self._catalog = catalog
        self._terms = Terms(make_analyzer())
        self._seen: tuple[_Published, Totals] | None = None
        self._frequencies: dict[str, dict[str, int]] = {}
        self._reading = threading.Lock()

    def __len__(self) -> int:
        """Number of passages."""
        return self._server.count(self._published.collection)

    @property
    def watermark(self) -> Watermark:
        """How far the index has followed the catalog."""
        return self._noted().watermark

    def damaged_files(self) -> list[str]:
        """None: Milvus watches over its own files."""
        return []

    # Writing

    def follow(self, added: Iterable[StoredPassage], removed: Sequence[int], watermark: Watermark) -> None:
        """Apply what the catalog has added and removed since the index's watermark, and move the watermark.

        Whatever a crash left of an earlier attempt is replaced, so following twice changes nothing.
        """
        noted = self._noted()
        self._tables.prepare()
        self._server.ensure(noted.collection, words_layout())
        with self._catalog.transaction():
            self._tables.remove(removed)
            self._tables.remove_after(noted.watermark.passage)
        self._server.delete_values(noted.collection, "id", removed)
        self._server.delete(noted.collection, f"id > {noted.watermark.passage}")
        self._add(noted, added)
        self._publish(_Published(noted.collection, watermark))

    def fill(self, passages: Iterable[StoredPassage], watermark: Watermark) -> None:
        """Add all passages of the catalog to a new collection of Milvus, and search that from then on.

        Searches see the old collection or the new one, never one that is half full. What the tables of terms hold of
        the passages stays.
        """
        note = json.loads(self._catalog.get_property(NOTE) or "{}")
        before = note.get("collection")
        number = int(before.rpartition("_")[2]) + 1 if before else 0
        new = _Published(f"{self._name}_words_{number}", Watermark())
        self._tables.prepare()
        if note.get("format") != FORMAT:
            with self._catalog.transaction():
                self._tables.clear()
        self._server.drop(new.collection)
        self._server.ensure(new.collection, words_layout())
        last = self._add(new, passages)
        with self._catalog.transaction():
            self._tables.remove_after(last)
        self._publish(_Published(new.collection, watermark))
        if before:
            self._server.drop(before)

    def _add(self, published: _Published, added: Iterable[StoredPassage]) -> int:
        """Add passages after those that were published; returns the id of the last."""
        passages, last = iter(added), published.watermark.passage
        while some := list(islice(passages, _PASSAGES_AT_ONCE)):
            placed = {
                stored.id: {field: self.placed_terms(text) for field, text in field_texts(stored).items()}
                for stored in some
            }
            with self._catalog.transaction():
                self._tables.put(placed, last)
            self._server.put(published.collection, [row_of(stored, placed[stored.id]) for stored in some])
            last = some[-1].id
        return last

    def _publish(self, published: _Published) -> None:
        self._server.settle(published.collection)
        mark = published.watermark
        note = {"format": FORMAT, "collection": published.collection, "passage": mark.passage, "removal": mark.removal}
        self._catalog.set_property(NOTE, json.dumps(note))
        self.refresh()

    def refresh(self) -> None:
        """See what was published since."""
        with self._reading:
            self._seen = None
            self._frequencies = {}

    # Reading

    def search(
        self, question: str, k: int, filters: Filters, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The k passages that match best, as (id, BM25 score), best first; equal scores in the order of their ids.

        Args:
            question: One in which no word is known finds nothing.
            k: How many at most.
            filters: On date and category.
            among: Ids of the passages that are searched; None for all. Names of documents are not in the index.
        """
        terms = list(dict.fromkeys(self.terms(question)))
        if not terms or k <= 0 or (among is not None and not among):
            return []
        published, totals = self._snapshot
        try:
            found = self._candidates(published, terms, k, passing(filters, among, published.watermark.passage))
        except IndexFormatError:
            self.refresh()
            if self._snapshot[0] == published:
                raise  # else it was filled again meanwhile
            published, totals = self._snapshot
            found = self._candidates(published, terms, k, passing(filters, among, published.watermark.passage))
        counts = self._counts(terms)
        scorer = Scorer({term: counts[term] for term in terms}, totals)
        scored = [(identity, scorer.score(row)) for identity, row in found]
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _candidates(self, published: _Published, terms: Sequence[str], k: int, condition: str) -> list[tuple[int, Row]]:
        return self._server.search_by_words(
            published.collection,
            [sparse(name) for name in WORDS],
            " ".join(terms),
            max(CANDIDATES * k, FEWEST_CANDIDATES),
            condition,
            WORDS,
        )

    def ids(self) -> set[int]:
        """Ids of all passages in the index."""
        return self._server.ids(self._published.collection)

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed: stemmed words without stop words."""
        return self._terms.of(text)

    def held(self, texts: Sequence[str], terms: frozenset[str]) -> list[frozenset[str]]:
        """Which of some terms each text holds."""
        return self._terms.held(texts, terms)

    def placed_terms(self, text: str) -> list[str | None]:
        """The term of each word of a text, in its order; None for a stop word."""
        return list(map(self._terms.of_word, words(text)))

    def idf(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term among the passages, as in BM25; positive."""
        totals = self._snapshot[1]
        counts = self._counts(terms)
        return [idf(totals.passages, counts[term].get("text", 0)) for term in terms]

    def is_known(self, term: str) -> bool:
        """Whether a passage holds a term, in any field."""
        return bool(self._counts([term])[term])

    def spelt_almost(self, term: str, k: int) -> list[int]:
        """Ids of k passages that hold a term which is one letter off, in their text or title."""
        return self._tables.spelt_almost(term, k)

    def most_held(self, text: str) -> float:
        """The largest share of a text's terms that one passage contains, 0–1; 0 for a text without a known word.

        A term may stand in any field; its weight is its IDF plus one.
        """
        weights = self._weights(text)
        return self._tables.most_held(weights) / sum(weights.values()) if weights else 0.0

    def holding(self, text: str, least: float) -> list[int]:
        """Ids, increasing, of the passages that contain at least this share of a text's terms, weighted as above."""
        weights = self._weights(text)
        return self._tables.holding(weights, least * sum(weights.values()) - ROUNDING)

    def holding_phrase(self, phrase: str, field: str) -> list[int]:
        """Ids, increasing, of the passages that hold the words of a phrase side by side, stemmed.

        A stop word within the phrase stands for any one word, since stop words are not indexed.

        Args:
            phrase: Without a term in it no passage holds it.
            field: 'text' or 'title'.
        """
        placed = [(place, term) for place, term in enumerate(self.placed_terms(phrase)) if term is not None]
        return self._tables.holding_phrase(placed, field) if placed else []

    # What was published

    @property
    def _published(self) -> _Published:
        return self._snapshot[0]

    @property
    def _snapshot(self) -> tuple[_Published, Totals]:
        with self._reading:
            if self._seen is None:
                self._tables.prepare()
                self._seen = self._noted(), self._tables.totals()
            return self._seen

    def _noted(self) -> _Published:
        note = self._catalog.get_property(NOTE)
        if note is None:
            return _Published(f"{self._name}_words_0", Watermark())
        found = json.loads(note)
        if found.get("format") != FORMAT:
            raise IndexFormatError(f"the lexical index in Milvus has format {found.get('format')}, expected {FORMAT}")
        return _Published(found["collection"], Watermark(found["passage"], found["removal"]))

    def _counts(self, terms: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        with self._reading:
            if len(self._frequencies) > _TERMS_REMEMBERED:
                self._frequencies = {}
            if new := [term for term in terms if term not in self._frequencies]:
                self._frequencies |= self._tables.frequencies(new)
            return self._frequencies

    def _weights(self, text: str) -> dict[str, float]:
        terms = list(dict.fromkeys(self.terms(text)))
        return {term: 1 + one for term, one in zip(terms, self.idf(terms), strict=True)}
