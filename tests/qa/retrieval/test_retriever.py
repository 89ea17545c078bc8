"""From a question to hits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from support.toy import ToyEncoder

from embeddings import DenseIndex, Vectors
from qa.documents import DocumentInfo, Place
from qa.documents.passages import Passage
from qa.filters import Filters
from qa.retrieval import retriever as retriever_module
from qa.retrieval.matching import TermStatistics
from qa.retrieval.retriever import Hit, Retriever
from qa.store.columns import PassageColumns
from qa.store.dense import FilteredIndex
from qa.store.passage_rows import StoredPassage
from qa.store.passage_vectors import PassageVector
from qa.understanding.questions import UnderstoodQuestion, understand

ALL = Filters()


def stored(identity: int, text: str, document: str | None = None, category: str | None = None) -> StoredPassage:
    passage = Passage(0, len(text), text, "", None, None)
    return StoredPassage(
        identity, passage, DocumentInfo(document or f"{identity}.md", "", None, (category,) if category else (), None)
    )


class _Parts(TermStatistics):
    """A catalog, a lexical index that always finds the same, and vectors of what was encoded."""

    def __init__(self, passages: Sequence[StoredPassage], lexical: Sequence[int]) -> None:
        self.there = {one.id: one for one in passages}
        self.lexical = list(lexical)
        self.asked: list[tuple[str, int, Filters]] = []
        self.encoded = {one.passage for one in passages}
        self.late: list[list[str]] = []
        self.in_time = 0

    def passages(self, ids: Sequence[int]) -> Mapping[int, StoredPassage]:
        return {identity: self.there[identity] for identity in ids if identity in self.there}

    def places(self, spans: Sequence[tuple[str, int]]) -> Sequence[Place | None]:
        return [Place("page", str(position + 1)) for _, position in spans]

    def search(
        self, question: str, k: int, filters: Filters, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        self.asked.append((question, k, filters))
        return [(identity, 1000.0 / place) for place, identity in enumerate(self.lexical, start=1)][:k]

    def terms(self, text: str) -> list[str]:
        return text.lower().split()

    def idf(self, terms: Sequence[str]) -> list[float]:
        return [1.0] * len(terms)

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        return [
            PassageVector(vectors([passage.text])[0], vectors([passage.text])) if passage in self.encoded else None
            for passage in passages
        ]

    def encode(self, passages: Sequence[Passage]) -> None:
        self.late.append([passage.text for passage in passages])
        self.encoded.update(passages[: self.in_time])


def retriever(parts: _Parts, dense: Sequence[StoredPassage]) -> Retriever:
    index = DenseIndex(6)
    index.add(np.array([one.id for one in dense], dtype=np.int64), vectors([one.passage.text for one in dense]))
    day = {one.id: one.document.date.isoformat() if one.document.date else None for one in parts.there.values()}
    rows = [(one.id, day[one.id], one.document.category, one.id) for one in parts.there.values()]
    columns = PassageColumns.from_rows(rows, {})
    return Retriever(parts, parts, FilteredIndex(index, columns), columns, parts)


def vectors(texts: Sequence[str]) -> Vectors:
    return ToyEncoder().encode_queries(texts)


def asked(question: str = "zzz", filters: Filters = ALL) -> UnderstoodQuestion:
    return understand(question, question, filters)


def retrieve(
    passages: Sequence[StoredPassage], lexical: Sequence[int], k: int = 10, question: str = "zzz"
) -> list[Hit]:
    return retriever(_Parts(passages, lexical), passages).retrieve(asked(question), vectors(["a"]), k)


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.document.name for hit in hits]


def test_what_either_search_finds_is_ranked_by_how_it_matches() -> None:
    passages = [stored(1, "ae"), stored(2, "a"), stored(3, "i")]
    hits = retrieve(passages, lexical=[3, 1])
    assert names(hits) == ["2.md", "1.md", "3.md"]
    # Its best sentence is the passage itself, which counts once more, by half.
    assert [hit.score for hit in hits] == pytest.approx([1.5, 1.5 / 2**0.5, 0])
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[1].passage is passages[0].passage


def test_words_count_beside_meaning() -> None:
    passages = [stored(1, "a"), stored(2, "i tariff")]
    assert names(retrieve(passages, lexical=[1, 2], question="zzz")) == ["1.md", "2.md"]
    hits = retrieve(passages, lexical=[1, 2], question="tariff")
    assert [(hit.document.name, hit.score) for hit in hits] == [
        ("2.md", pytest.approx(1.5 / 5**0.5 + 0.65 + 0.4)),  # the term stands in a sentence, and in the document
        ("1.md", pytest.approx(1.5)),
    ]


def test_what_is_not_ranked_follows_in_the_order_of_the_fusion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retriever_module, "RANKED", 2)
    passages = [stored(1, "i"), stored(2, "ae"), stored(3, "aei"), stored(4, "a")]  # dense: 4, 2, 3, 1
    hits = retrieve(passages, lexical=[1, 2])
    assert names(hits) == ["2.md", "1.md", "4.md", "3.md"]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_equal_scores_come_in_the_order_of_ids() -> None:
    assert names(retrieve([stored(1, "e"), stored(2, "i")], lexical=[2, 1])) == ["1.md", "2.md"]


def test_no_more_than_k_come_back() -> None:
    passages = [stored(n, f"a {n}") for n in range(1, 9)]
    assert names(retrieve(passages, [], k=3)) == ["1.md", "2.md", "3.md"]
    assert len(retrieve(passages, [], k=300)) == 8
    assert retrieve([], []) == []


def test_without_any_vector_the_lexical_index_answers() -> None:
    passages = [stored(1, "a"), stored(2, "i")]
    parts = _Parts(passages, [2, 1])
    parts.encoded.clear()
    assert names(retriever(parts, []).retrieve(asked(), vectors(["a"]), 5)) == ["2.md", "1.md"]


def test_the_best_by_words_are_encoded_where_dense_search_lacks_them() -> None:
    passages = [stored(1, "e"), stored(2, "ae"), stored(3, "a"), stored(4, "aaae"), stored(5, "a and i")]
    parts = _Parts(passages, [1, 2, 4, 3])
    parts.encoded = {passages[3].passage}
    parts.in_time = 2
    hits = retriever(parts, passages[3:4]).retrieve(asked(), vectors(["a"]), 5)
    # 1 and 2 are encoded and ranked with 4; for 3 there was no time, so it follows; 5 is not found.
    assert parts.late == [["e", "ae", "a"]]
    assert names(hits) == ["4.md", "2.md", "1.md", "3.md"]


def test_what_another_question_had_encoded_is_not_ranked_before_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retriever_module, "MOST_ENCODED", 1)
    passages = [stored(1, "e"), stored(2, "a"), stored(3, "i")]
    parts = _Parts(passages, [1, 2])
    first = retriever(parts, passages[2:]).retrieve(asked(), vectors(["a"]), 5)
    assert names(first) == ["1.md", "3.md", "2.md"]  # 2 is encoded, but the question may not know


def test_nothing_is_encoded_where_dense_search_covers_everything() -> None:
    passages = [stored(1, "e"), stored(2, "ae"), stored(3, "i")]
    parts = _Parts(passages, [3, 2])
    assert names(retriever(parts, passages).retrieve(asked(), vectors(["a"]), 5)) == ["2.md", "1.md", "3.md"]
    assert parts.late == [[]]


def test_filters_reach_both_searches() -> None:
    passages = [stored(1, "a", category="blog"), *(stored(n, f"a {n}") for n in range(2, 400))]
    parts = _Parts(passages, [])
    filters = Filters(categories=frozenset({"blog"}))
    assert names(retriever(parts, passages).retrieve(asked("q", filters), vectors(["i"]), 5)) == ["1.md"]
    assert parts.asked == [("q", 200, filters)]


def test_documents_that_the_question_seems_to_mean_are_searched_besides() -> None:
    parts = _Parts([], [])
    may = (date(2021, 5, 1), date(2021, 5, 31))
    question = replace(asked(), period=may, categories=frozenset({"blog"}))
    retriever(parts, []).retrieve(question, vectors(["a"]), 5)
    assert parts.asked == [("zzz", 200, ALL), ("zzz", 30, Filters(*may, frozenset({"blog"})))]


def test_a_sum_is_searched_for_as_it_is_written_with_commas_too() -> None:
    parts = _Parts([], [])
    retriever(parts, []).retrieve(asked("zzz for 2300 euros"), vectors(["a"]), 5)
    assert parts.asked == [("zzz for 2300 euros 2,300", 200, ALL)]


@pytest.mark.parametrize(
    "filters",
    [
        Filters(date(2021, 5, 1), date(2021, 5, 31), frozenset({"blog"})),  # just what it seems to mean
        Filters(date_from=date(2022, 1, 1)),  # and nothing of what it seems to mean
    ],
)
def test_what_is_set_beside_the_question_is_never_left(filters: Filters) -> None:
    parts = _Parts([], [])
    question = replace(
        asked("zzz", filters), period=(date(2021, 5, 1), date(2021, 5, 31)), categories=frozenset({"blog"})
    )
    retriever(parts, []).retrieve(question, vectors(["a"]), 5)
    assert parts.asked == [("zzz", 200, filters)]


def test_a_document_that_the_conversation_cites_is_preferred() -> None:
    passages = [stored(1, "a"), stored(2, "a b")]
    searching = retriever(_Parts(passages, []), passages)
    assert names(searching.retrieve(asked(), vectors(["a"]), 5)) == ["1.md", "2.md"]
    assert names(searching.retrieve(asked(), vectors(["a"]), 5, ["2.md"])) == ["2.md", "1.md"]


def test_more_are_searched_when_more_are_asked_for() -> None:
    parts = _Parts([], [])
    retriever(parts, []).retrieve(asked(), vectors(["a"]), 300)
    assert parts.asked[0][1] == 300


def test_a_passage_that_was_removed_is_no_hit() -> None:
    passages = [stored(1, "a"), stored(2, "a b"), stored(3, "a c")]
    parts = _Parts(passages, [9, 2, 1])
    searching = retriever(parts, passages)
    del parts.there[2]
    assert [(hit.document.name, hit.rank) for hit in searching.retrieve(asked(), vectors(["a"]), 2)] == [
        ("1.md", 1),
        ("3.md", 2),
    ]


WORDS = [f"word{n}" for n in range(40)]


def test_of_near_identical_passages_the_best_stays() -> None:
    one, same, near = " ".join(WORDS), " ".join(WORDS).upper(), " ".join([*WORDS, "more"])
    other = " ".join([*WORDS[:20], "x", *WORDS[20:]])  # of 39 triples 2 are broken and 3 are new: 37 / 42 < 0.9
    parts = _Parts([stored(1, one), stored(2, same), stored(3, near), stored(4, other)], lexical=[3, 1, 2, 4])
    assert names(retriever(parts, []).retrieve(asked(), vectors(["oe"]), 10)) == ["3.md", "4.md"]


def test_short_passages_are_the_same_only_when_their_words_are() -> None:
    hits = retrieve([stored(1, "Thank you."), stored(2, "thank  you."), stored(3, "you thank.")], lexical=[1, 2, 3])
    assert names(hits) == ["1.md", "3.md"]


def test_a_document_gives_three_passages_while_others_match() -> None:
    long = [stored(n, f"a {n}", "long.md") for n in range(1, 6)]
    hits = retrieve([*long, stored(6, "i"), stored(7, "i o")], [], k=5)
    assert names(hits) == ["long.md", "long.md", "long.md", "6.md", "7.md"]


def test_a_document_gives_more_passages_when_too_few_others_match() -> None:
    long = [stored(n, f"a {n}", "long.md") for n in range(1, 6)]
    hits = retrieve([*long, stored(6, "i")], [], k=5)
    assert [(hit.document.name, hit.passage.text) for hit in hits] == [
        ("long.md", "a 1"),
        ("long.md", "a 2"),
        ("long.md", "a 3"),
        ("long.md", "a 4"),
        ("6.md", "i"),
    ]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_same_question_gives_the_same_hits() -> None:
    passages = [stored(n, "a e i o u"[: n % 9 + 1] + f" {n}") for n in range(1, 300)]
    searching = retriever(_Parts(passages, range(299, 0, -7)), passages)
    first = searching.retrieve(asked(), vectors(["ae"]), 20)
    assert searching.retrieve(asked(), vectors(["ae"]), 20) == first


# Over time


def dated(identity: int, text: str, day: str | None, document: str | None = None) -> StoredPassage:
    one = stored(identity, text, document)
    return replace(one, document=replace(one.document, date=date.fromisoformat(day) if day else None))


def test_over_time_a_document_gives_one_passage_while_others_match() -> None:
    passages = [dated(1, "a", "2021-01-01", "a.md"), dated(2, "ae", "2021-01-01", "a.md"), dated(3, "i", "2022-01-01")]
    assert names(retrieve(passages, [], 2, "zzz")) == ["a.md", "a.md"]
    assert names(retrieve(passages, [], 2, "zzz over time")) == ["a.md", "3.md"]


def test_over_time_the_best_of_every_part_of_it_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retriever_module, "RANKED_OF_PART", 1)
    monkeypatch.setattr(retriever_module, "RANKED", 2)
    passages = [
        dated(1, "a", "2021-01-01"),
        dated(2, "aab", "2021-01-02"),
        dated(3, "aaai", "2024-01-01"),
        dated(4, "aai", None),
    ]
    assert names(retrieve(passages, [1, 2, 3, 4], 4, "zzz")) == ["1.md", "2.md", "3.md", "4.md"]
    assert names(retrieve(passages, [1, 2, 3, 4], 4, "zzz over time")) == ["1.md", "3.md", "4.md", "2.md"]


def test_over_time_what_asks_for_it_is_not_searched_for() -> None:
    parts = _Parts([stored(1, "a")], [1])
    retriever(parts, [stored(1, "a")]).retrieve(asked("tariff over time"), vectors(["a"]), 1)
    assert [question.split() for question, *_ in parts.asked] == [["tariff"]]


def test_over_time_what_the_lexical_index_holds_ahead_of_an_empty_snapshot_is_no_error() -> None:
    parts = _Parts([stored(1, "a"), stored(2, "i")], lexical=[2, 1])
    columns = PassageColumns.from_rows([], {})
    empty = Retriever(parts, parts, FilteredIndex(DenseIndex(6), columns), columns, parts)
    question = asked("How did the a change over time?")
    assert question.over_time
    assert names(empty.retrieve(question, vectors(["a"]), 10)) == ["1.md", "2.md"]
