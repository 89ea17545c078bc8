"""The lexical index: BM25 over stemmed words; the only file that imports tantivy.

A watermark in the folder says how far the index has followed the catalog. It is written after the
commit that it stands for, and following again what was followed already changes nothing.
"""

import json
import math
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import tantivy

from qa.errors import IndexFormatError
from qa.filters import Filters
from qa.store.catalog import StoredPassage, Watermark

FORMAT = 1
_ANALYZER = "english"
_FIELDS = {"text": 1.0, "title": 0.8, "section": 0.4, "speaker": 0.4}
"""Searched fields and the weight of a match in each."""
_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_INSIDE_ACRONYM = re.compile(r"\.[A-Za-z]\.")
_ROUNDING = 1e-3
"""Scores are summed in single precision."""
_HEAP_BYTES = 128_000_000


class LexicalIndex:
    """Passages by their words; one writer, many readers."""

    def __init__(self, folder: Path) -> None:
        """Open the index, and make it when it is missing.

        Raises:
            IndexFormatError: The folder holds an index that cannot be read; `LexicalIndex.delete` it and build again.
        """
        self.watermark_path = folder / "watermark.json"
        folder.mkdir(parents=True, exist_ok=True)
        if self.watermark_path.exists() and not tantivy.Index.exists(str(folder)):
            raise IndexFormatError(f"{folder} has lost its index")
        _ = self.watermark
        self._schema = _schema()
        try:
            self._index = tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            raise IndexFormatError(f"{folder} cannot be read as a lexical index: {error}") from error
        self._analyzer = _analyzer()
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._index.reload()

    @staticmethod
    def delete(folder: Path) -> None:
        """Delete an index; it is derived, and can be built again from the catalog."""
        shutil.rmtree(folder, ignore_errors=True)

    def __len__(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    @property
    def watermark(self) -> Watermark:
        """How far the index has followed the catalog."""
        if not self.watermark_path.exists():
            return Watermark()
        try:
            found = json.loads(self.watermark_path.read_text(encoding="utf-8"))
            version, watermark = found["format"], Watermark(int(found["passage"]), int(found["removal"]))
        except (ValueError, TypeError, KeyError) as error:
            raise IndexFormatError(f"{self.watermark_path} cannot be read: {error}") from error
        if version != FORMAT:
            raise IndexFormatError(f"{self.watermark_path} has format {version}, this version reads {FORMAT}")
        return watermark

    def clear(self) -> None:
        """Forget everything, to follow the catalog from its beginning."""
        self.watermark_path.unlink(missing_ok=True)
        self.follow((), (), Watermark())

    def follow(self, added: Iterable[StoredPassage], removed: Sequence[int], watermark: Watermark) -> None:
        """Take in what the catalog has added and removed since the index's watermark, up to another one.

        What a crash left of an earlier attempt is replaced, so that following twice changes nothing.
        """
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        # By query: `delete_documents_by_term` takes the id for a signed number, and deletes nothing.
        writer.delete_documents_by_query(tantivy.Query.term_set_query(self._schema, "id", list(removed)))
        writer.delete_documents_by_query(
            tantivy.Query.range_query(
                self._schema, "id", tantivy.FieldType.Unsigned, lower_bound=self.watermark.passage + 1
            )
        )
        for stored in added:
            writer.add_document(_document(stored))
        writer.commit()
        writer.wait_merging_threads()
        temporary = self.watermark_path.with_suffix(".tmp")
        temporary.write_text(json.dumps({"format": FORMAT, **asdict(watermark)}), encoding="utf-8")
        temporary.replace(self.watermark_path)
        self._index.reload()

    def refresh(self) -> None:
        """See what another process has committed since."""
        self._index.reload()

    def search(self, question: str, k: int, filters: Filters) -> list[tuple[int, float]]:
        """The k passages that match best, as (id, BM25 score), best first; equal scores in the order of their ids.

        A question without a known word finds nothing.
        """
        terms = list(dict.fromkeys(self.terms(question)))
        if not terms or k <= 0:
            return []
        matches = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), weight))
            for term in terms
            for field, weight in _FIELDS.items()
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, tantivy.Query.boolean_query(matches))])
        for condition in self._conditions(filters):
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
        return list(self._analyzer.analyze(_without_dots(text)))

    def rarity(self, terms: Sequence[str]) -> list[float]:
        """Inverse document frequency of each term among the passages, as in BM25; positive."""
        searcher = self._index.searcher()
        n = searcher.num_docs
        frequencies = [searcher.doc_freq("text", term) for term in terms]
        return [math.log(1 + (n - f + 0.5) / (f + 0.5)) if f <= n else 0.0 for f in frequencies]

    def most_held(self, text: str) -> float:
        """The share of a text's terms that one passage holds at most, 0–1; 0 for a text without a known word.

        A term is held in any field, and weighs one more than its rarity.
        """
        weights = self._weights(text)
        found = self._index.searcher().search(self._holding(weights, 0.0), limit=1, count=False).hits
        return float(found[0][0]) / sum(weights.values()) if found else 0.0

    def holding(self, text: str, least: float) -> list[int]:
        """Ids, increasing, of the passages that hold at least this share of a text's terms, each weighed as above."""
        weights = self._weights(text)
        least_weight = least * sum(weights.values()) - _ROUNDING
        searcher = self._index.searcher()
        found = searcher.search(self._holding(weights, least_weight), limit=max(len(self), 1), count=False).hits
        scores = (float(score) for score, _ in found)
        return sorted(i for i, score in zip(_ids(searcher, found), scores, strict=True) if score >= least_weight)

    def _weights(self, text: str) -> dict[str, float]:
        terms = list(dict.fromkeys(self.terms(text)))
        return {term: 1 + rarity for term, rarity in zip(terms, self.rarity(terms), strict=True)}

    def _holding(self, weights: Mapping[str, float], least: float) -> tantivy.Query:
        """Passages by the weight of the terms that they hold; a term without which it would be too little must be."""
        total = sum(weights.values())
        clauses = []
        for term, weight in weights.items():
            somewhere = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(f, term)) for f in _FIELDS])
            occur = tantivy.Occur.Must if total - weight < least else tantivy.Occur.Should
            clauses.append((occur, tantivy.Query.const_score_query(somewhere, weight)))
        return tantivy.Query.boolean_query(clauses)

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


def _without_dots(text: str) -> str:
    """The text with dotted acronyms written together, so that 'US' finds 'U.S.' and neither is two letters."""
    if not _INSIDE_ACRONYM.search(text):  # found from its first dot, and so many times faster
        return text
    return _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)


def _ids(searcher: tantivy.Searcher, found: Sequence[tuple[object, tantivy.DocAddress]]) -> list[int]:
    values = searcher.fast_field_values("id", [address for _, address in found])
    return [value for value in values if isinstance(value, int)]  # every document has an id


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(60))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("day", stored=False, indexed=True, fast=True)
    builder.add_text_field("category", stored=False, tokenizer_name="raw", index_option="basic")
    for field in _FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name=_ANALYZER, index_option="position")
    return builder.build()


def _document(stored: StoredPassage) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("id", stored.id)
    document.add_unsigned("day", stored.document.date.toordinal() if stored.document.date else 0)
    if stored.document.category:
        document.add_text("category", stored.document.category)
    document.add_text("title", _without_dots(stored.document.title))
    document.add_text("text", _without_dots(stored.passage.text))
    if stored.passage.section:
        document.add_text("section", _without_dots(stored.passage.section))
    if stored.passage.speaker:
        document.add_text("speaker", _without_dots(stored.passage.speaker))
    return document
