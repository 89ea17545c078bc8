"""The lexical index: BM25 over stemmed words.

Following the catalog a second time over what was followed already changes nothing.
"""

import math
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize

import tantivy

from qa.errors import IndexFormatError
from qa.filters import Filters
from qa.store.lexical_errors import translated
from qa.store.lexical_fields import (
    ANALYZER,
    FIELDS,
    Terms,
    lexical_document,
    make_analyzer,
    make_schema,
    words,
)
from qa.store.passage_rows import StoredPassage
from qa.store.watermark import Watermark, WatermarkFile

_ROUNDING = 1e-3
"""Scores are summed in single precision."""
_HEAP_BYTES = 128_000_000


class LexicalIndex:
    """Finds passages by their words; one writer, many readers.

    Raises:
        IndexFormatError: From every method, when the engine cannot read or write its files; `fill` it again.
        CollectionError: From every method, when the disk is full, or access to it is refused.
    """

    def __init__(self, folder: Path) -> None:
        """Open the index, and make it when it is missing.

        Raises:
            IndexFormatError: The folder holds an index that is damaged; `LexicalIndex.delete` it and fill it again.
        """
        self._folder = folder
        self._noted = WatermarkFile(folder)
        self.watermark_path = self._noted.path
        self._schema = make_schema()
        self._analyzer = make_analyzer()
        self._terms = Terms(self._analyzer)
        self._index = self._open()

    @translated()
    def _open(self) -> tantivy.Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = self._folder
        if not os.access(folder, os.W_OK):  # even to read, the engine locks a file there: it reads a copy
            copy = Path(mkdtemp(prefix="quotable-"))
            finalize(self, shutil.rmtree, copy, ignore_errors=True)
            folder = Path(shutil.copytree(folder, copy / "lexical", copy_function=shutil.copyfile))
            folder.chmod(0o700)
        if self.watermark_path.exists() and not tantivy.Index.exists(str(self._folder)):
            raise IndexFormatError(f"{self._folder} has lost its index")
        _ = self.watermark
        try:
            index = tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            raise ValueError(f"{self._folder} cannot be read as a lexical index: {error}") from error
        if lost := self._noted.lost_files():
            raise IndexFormatError(f"{self._folder} has lost {', '.join(lost)}")
        index.register_tokenizer(ANALYZER, self._analyzer)
        index.reload()
        return index

    @staticmethod
    def delete(folder: Path) -> None:
        """Delete an index; it is derived, and can be filled again from the catalog."""
        shutil.rmtree(folder, ignore_errors=True)

    @translated()
    def __len__(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    @property
    def watermark(self) -> Watermark:
        """How far the index has followed the catalog."""
        return self._noted.read()

    def damaged_files(self) -> list[str]:
        """Names of the files that are missing or have other bytes than when the catalog was followed last."""
        return self._noted.damaged_files()

    @translated()
    def follow(self, added: Iterable[StoredPassage], removed: Sequence[int], watermark: Watermark) -> None:
        """Apply what the catalog has added and removed since the index's watermark, and move the watermark.

        Whatever a crash left of an earlier attempt is replaced, so following twice changes nothing.
        """
        self._write(self._index, added, removed, watermark)

    @translated()
    def fill(self, passages: Iterable[StoredPassage], watermark: Watermark) -> None:
        """Delete the index, whatever state it is in, and add all passages of the catalog.

        Searches in other threads see the old index or the new one, never one that is half full.
        """
        self._noted.delete()  # first, so that what is left after a crash is not believed
        self.delete(self._folder)
        index = self._open()
        self._write(index, passages, (), watermark)
        self._index = index

    def _write(
        self, index: tantivy.Index, added: Iterable[StoredPassage], removed: Sequence[int], watermark: Watermark
    ) -> None:
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        try:
            # By query: `delete_documents_by_term` takes the id for a signed number, and deletes nothing.
            writer.delete_documents_by_query(tantivy.Query.term_set_query(self._schema, "id", list(removed)))
            writer.delete_documents_by_query(
                tantivy.Query.range_query(
                    self._schema, "id", tantivy.FieldType.Unsigned, lower_bound=self.watermark.passage + 1
                )
            )
            for stored in added:
                writer.add_document(lexical_document(stored))
            writer.commit()
            writer.wait_merging_threads()
        finally:
            del writer  # else an error's traceback keeps it, with the engine's lock
        self._noted.write(watermark)
        index.reload()

    def refresh(self) -> None:
        """Load what another process has committed since.

        While that process is filling the index again, this one keeps what it has loaded.
        """
        with suppress(IndexFormatError), translated():
            self._index.reload()

    @translated()
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
        if not terms or k <= 0:
            return []
        matches = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight))
            for term in terms
            for field, weight in FIELDS.items()
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.boolean_query(matches))])
        conditions = self._conditions(filters)
        if among is not None:
            conditions.append(tantivy.Query.term_set_query(self._schema, "id", list(among)))
        for condition in conditions:
            query = tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Must, query),
                    (tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0)),
                ]
            )
        searcher = self._index.searcher()
        found = searcher.search(query, limit=k, count=False).hits
        scored = ((identity, float(score)) for identity, (score, _) in zip(_ids(searcher, found), found, strict=True))
        return sorted(scored, key=lambda hit: (-hit[1], hit[0]))

    def terms(self, text: str) -> list[str]:
        """The terms of a text, as they are indexed: stemmed words without stop words."""
        return self._terms.of(text)

    def held(self, texts: Sequence[str], terms: frozenset[str]) -> list[frozenset[str]]:
        """Which of some terms each text holds."""
        return self._terms.held(texts, terms)

    @translated()
    def idf(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term among the passages, as in BM25; positive."""
        searcher = self._index.searcher()
        n = searcher.num_docs
        frequencies = [searcher.doc_freq("text", term) for term in terms]
        return [math.log(1 + (n - f + 0.5) / (f + 0.5)) if f <= n else 0.0 for f in frequencies]

    @translated()
    def is_known(self, term: str) -> bool:
        """Whether a passage holds a term, in any field."""
        searcher = self._index.searcher()
        return any(searcher.doc_freq(field, term) for field in FIELDS)

    @translated()
    def spelt_almost(self, term: str, k: int) -> list[int]:
        """Ids of k passages that hold a term which is one letter off, in their text or title."""
        fuzzy = [tantivy.Query.fuzzy_term_query(self._schema, field, term, distance=1) for field in ("text", "title")]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in fuzzy])
        searcher = self._index.searcher()
        return sorted(_ids(searcher, searcher.search(query, limit=k, count=False).hits))

    @translated()
    def most_held(self, text: str) -> float:
        """The largest share of a text's terms that one passage contains, 0–1; 0 for a text without a known word.

        A term may stand in any field; its weight is its IDF plus one.
        """
        weights = self._weights(text)
        found = self._index.searcher().search(self._holding(weights, 0.0), limit=1, count=False).hits
        return float(found[0][0]) / sum(weights.values()) if found else 0.0

    @translated()
    def holding(self, text: str, least: float) -> list[int]:
        """Ids, increasing, of the passages that contain at least this share of a text's terms, weighted as above."""
        weights = self._weights(text)
        least_weight = least * sum(weights.values()) - _ROUNDING
        searcher = self._index.searcher()
        found = searcher.search(self._holding(weights, least_weight), limit=max(len(self), 1), count=False).hits
        scores = (float(score) for score, _ in found)
        return sorted(i for i, score in zip(_ids(searcher, found), scores, strict=True) if score >= least_weight)

    def placed_terms(self, text: str) -> list[str | None]:
        """The term of each word of a text, in its order; None for a stop word."""
        return list(map(self._terms.of_word, words(text)))

    @translated()
    def holding_phrase(self, phrase: str, field: str) -> list[int]:
        """Ids, increasing, of the passages that hold the words of a phrase side by side, stemmed.

        A stop word within the phrase stands for any one word, since stop words are not indexed.

        Args:
            phrase: Without a term in it no passage holds it.
            field: 'text' or 'title'.
        """
        placed = [(place, term) for place, term in enumerate(self.placed_terms(phrase)) if term is not None]
        if not placed:
            return []
        if len(placed) == 1:
            query = self._term(field, placed[0][1])
        else:
            side_by_side: list[str | tuple[int, str]] = [(place - placed[0][0], term) for place, term in placed]
            query = tantivy.Query.phrase_query(self._schema, field, side_by_side)
        searcher = self._index.searcher()
        scored = tantivy.Query.const_score_query(query, 1.0)
        return sorted(_ids(searcher, searcher.search(scored, limit=max(len(self), 1), count=False).hits))

    def _weights(self, text: str) -> dict[str, float]:
        terms = list(dict.fromkeys(self.terms(text)))
        return {term: 1 + idf for term, idf in zip(terms, self.idf(terms), strict=True)}

    def _holding(self, weights: Mapping[str, float], least: float) -> tantivy.Query:
        """Scores passages by the weight of the terms they contain; terms needed to reach `least` are mandatory."""
        total = sum(weights.values())
        clauses = []
        for term, weight in weights.items():
            somewhere = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(f, term)) for f in FIELDS])
            occur = tantivy.Occur.Must if total - weight < least else tantivy.Occur.Should
            clauses.append((occur, tantivy.Query.const_score_query(somewhere, weight)))
        return tantivy.Query.boolean_query(clauses)

    @translated()
    def ids(self) -> set[int]:
        """Ids of all passages in the index."""
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), limit=max(len(self), 1), count=False).hits
        return set(_ids(searcher, found))

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _conditions(self, filters: Filters) -> list[tantivy.Query]:
        conditions = []
        if filters.date_from or filters.date_to:
            # Day 0 stands for an unknown date, and no date is before day 1.
            first = filters.date_from.toordinal() if filters.date_from else 1
            last = filters.date_to.toordinal() if filters.date_to else None
            conditions.append(
                tantivy.Query.range_query(
                    self._schema, "day", tantivy.FieldType.Unsigned, lower_bound=first, upper_bound=last
                )
            )
        if filters.categories:
            conditions.append(tantivy.Query.term_set_query(self._schema, "category", sorted(filters.categories)))
        return conditions


def _ids(searcher: tantivy.Searcher, found: Sequence[tuple[object, tantivy.DocAddress]]) -> list[int]:
    values = searcher.fast_field_values("id", [address for _, address in found])
    return [value for value in values if isinstance(value, int)]  # every document has an id
