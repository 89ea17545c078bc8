"""Search among vectors: exact for few, by lists for many."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from support.toy import ToyEncoder

from embeddings import DenseIndex, VectorFormatError, Vectors

FLOAT16 = 2**-11
"""How far a product with a unit vector in float16 may be off."""
TEXTS = {10: "a", 20: "ae", 30: "e", 40: "aae", 50: "ae"}


def ids(*values: int) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def vectors(*texts: str) -> Vectors:
    return ToyEncoder().encode_queries(texts)


@pytest.fixture
def index() -> DenseIndex:
    index = DenseIndex(6)
    index.add(ids(*TEXTS), vectors(*TEXTS.values()))
    return index


def found(index: DenseIndex, k: int, allowed: NDArray[np.int64] | None = None, question: str = "a") -> list[int]:
    return [int(identity) for identity in index.search(vectors(question), k, allowed)[1][0]]


def test_the_best_come_first_with_their_cosine(index: DenseIndex) -> None:
    scores, order = index.search(vectors("a"), 5)
    assert order.tolist() == [[10, 40, 20, 50, 30]]
    assert scores[0] == pytest.approx([1, 2 / 5**0.5, 1 / 2**0.5, 1 / 2**0.5, 0], abs=FLOAT16)
    assert (scores.dtype, order.dtype) == (np.float32, np.int64)


def test_every_query_gets_a_row(index: DenseIndex) -> None:
    scores, order = index.search(vectors("a", "e"), 2)
    assert order.tolist() == [[10, 40], [30, 20]]
    assert scores.shape == (2, 2)


def test_equal_scores_come_in_the_order_of_ids_even_where_the_list_ends(index: DenseIndex) -> None:
    assert found(index, 3) == [10, 40, 20]
    assert found(index, 1, question="ae") == [20]


@pytest.mark.parametrize("k", [1, 5, 100, 200])
@pytest.mark.parametrize("better_ones", [0, 3])
def test_of_many_equal_scores_the_lowest_ids_are_found(k: int, better_ones: int) -> None:
    index = DenseIndex(6)
    index.add(np.arange(1000), vectors(*["ae"] * (1000 - better_ones), *["a"] * better_ones))
    expected = [*range(1000 - better_ones, 1000), *range(1000)][:k]
    assert found(index, k) == expected
    assert found(index, k, np.arange(1000)) == expected


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (ids(), []),
        (ids(30), [30]),
        (ids(30, 20), [20, 30]),
        (ids(20, 20), [20]),
        (ids(0, 15, 99), []),
        (ids(99, 50, 11, 10), [10, 50]),
    ],
)
def test_only_allowed_ids_are_found(index: DenseIndex, allowed: NDArray[np.int64], expected: list[int]) -> None:
    assert found(index, 5, allowed) == expected


def test_no_more_than_there_are_come_back(index: DenseIndex) -> None:
    assert len(found(index, 99)) == 5
    scores, order = DenseIndex(6).search(vectors("a", "e"), 3)
    assert scores.shape == order.shape == (2, 0)


def test_removed_ids_are_not_found_and_others_keep_theirs(index: DenseIndex) -> None:
    index.remove(ids(10, 30, 77))
    assert index.ids.tolist() == [20, 40, 50]
    assert found(index, 5) == [40, 20, 50]
    index.add(ids(60), vectors("a"))
    assert found(index, 5) == [60, 40, 20, 50]


@pytest.mark.parametrize(
    ("new", "rows", "message"),
    [
        (ids(60), vectors("a", "e"), r"shape \(2, 6\), expected \(1, 6\)"),
        (ids(60), np.ones((1, 5), dtype=np.float32), r"shape \(1, 5\), expected \(1, 6\)"),
        (ids(50), vectors("a"), "ids must increase"),
        (ids(5), vectors("a"), "ids must increase"),
        (ids(70, 60), vectors("a", "e"), "ids must increase"),
    ],
)
def test_wrong_rows_are_refused_and_nothing_is_added(
    index: DenseIndex, new: NDArray[np.int64], rows: Vectors, message: str
) -> None:
    with pytest.raises(VectorFormatError, match=message):
        index.add(new, rows)
    assert found(index, 9) == [10, 40, 20, 50, 30]


def test_a_query_of_another_dimension_is_refused(index: DenseIndex) -> None:
    with pytest.raises(VectorFormatError, match=r"shape \(1, 5\)"):
        index.search(np.ones((1, 5), dtype=np.float32), 1)


def test_a_saved_index_is_the_same_when_loaded(index: DenseIndex, tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    index.save(path)
    loaded = DenseIndex.load(path, 6)
    assert loaded.ids.tolist() == index.ids.tolist()
    for ours, theirs in zip(loaded.search(vectors("aei"), 5), index.search(vectors("aei"), 5), strict=True):
        assert ours.tolist() == theirs.tolist()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["dense.faiss", "dense.ids"]


def test_an_index_of_another_dimension_is_refused(index: DenseIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "dense.faiss")
    with pytest.raises(VectorFormatError, match="5 vectors of 6 dimensions for 5 ids; expected 7"):
        DenseIndex.load(tmp_path / "dense.faiss", 7)


@pytest.mark.parametrize("name", ["dense.faiss", "dense.ids"])
def test_a_file_that_is_missing_or_cut_at_any_byte_is_refused(index: DenseIndex, tmp_path: Path, name: str) -> None:
    index.save(tmp_path / "dense.faiss")
    whole = (tmp_path / name).read_bytes()
    for cut in range(len(whole)):
        (tmp_path / name).write_bytes(whole[:cut])
        with pytest.raises(VectorFormatError, match=r"dense\.faiss"):
            DenseIndex.load(tmp_path / "dense.faiss", 6)
    (tmp_path / name).unlink()
    with pytest.raises(VectorFormatError, match="cannot be read as a dense index"):
        DenseIndex.load(tmp_path / "dense.faiss", 6)


@pytest.mark.parametrize("name", ["dense.faiss", "dense.ids"])
def test_a_flipped_byte_is_refused(index: DenseIndex, tmp_path: Path, name: str) -> None:
    """Or a wrong vector, a wrong id or a size of gigabytes would be believed."""
    index.save(tmp_path / "dense.faiss")
    whole = (tmp_path / name).read_bytes()
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 0x10
        (tmp_path / name).write_bytes(flipped)
        with pytest.raises(VectorFormatError, match=r"dense\.faiss"):
            DenseIndex.load(tmp_path / "dense.faiss", 6)


def test_a_crash_between_the_moves_of_saving_leaves_no_mixture(
    index: DenseIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids of one generation with as many vectors of another would be wrong answers that nothing notices."""
    path = tmp_path / "dense.faiss"
    index.save(path)
    index.remove(ids(10))
    index.add(ids(60), vectors("u"))
    moves = iter([True, False, False, False])
    move = Path.replace

    def crash_at_the_second(source: Path, target: Path) -> Path:
        if not next(moves):
            raise KeyboardInterrupt
        return move(source, target)

    monkeypatch.setattr(Path, "replace", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        index.save(path)
    try:
        loaded = DenseIndex.load(path, 6)
    except VectorFormatError:
        return
    assert (loaded.ids.tolist(), found(loaded, 1)) in [([10, 20, 30, 40, 50], [10]), ([20, 30, 40, 50, 60], [40])]


@given(st.data())
def test_search_equals_brute_force_with_any_allowed_set(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    random = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    # Few different rows, so that many scores are equal.
    rows = vectors(*random.choice(["a", "ae", "e", "aei", "iou", "aaeo"], size))
    known = np.cumsum(random.integers(1, 4, size))
    index = DenseIndex(6)
    index.add(known, rows)
    gone = known[random.random(size) < 0.2]
    index.remove(gone)
    kept = ~np.isin(known, gone)
    allowed = data.draw(st.none() | st.lists(st.integers(0, 3 * size), max_size=size).map(lambda some: ids(*some)))
    k = data.draw(st.integers(1, size + 5))
    searched = kept if allowed is None else kept & np.isin(known, allowed)
    scores = rows[searched] @ vectors("aeu")[0]
    expected = sorted(zip(-scores.astype(np.float64).round(5), known[searched], strict=True))[:k]
    found_scores, found_ids = index.search(vectors("aeu"), k, allowed)
    assert found_ids[0].tolist() == [identity for _, identity in expected]
    assert found_scores[0] == pytest.approx([-score for score, _ in expected], abs=FLOAT16)


DIMENSION = 16
GROUPS = 40


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> DenseIndex:
    """An index by lists of 4,000 grouped vectors under the ids 0, 3, 6, …; allowed sets of less than 100 are sparse."""
    monkeypatch.setattr("embeddings.index.EXACT_UP_TO", 1000)
    monkeypatch.setattr("embeddings.index.PROBES", 8)
    monkeypatch.setattr("embeddings.index.SPARSE", 40)
    return built(np.arange(0, 12000, 3), grouped(4000, 0))


def grouped(count: int, seed: int) -> Vectors:
    """Vectors around the same 40 directions, nearly of length 1; their products are exact, in whatever order."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(99).standard_normal((GROUPS, DIMENSION))
    some = centres[random.integers(0, GROUPS, count)] + random.standard_normal((count, DIMENSION)) * 0.5
    some = some / np.linalg.norm(some, axis=1, keepdims=True)
    return (np.rint(some * 256) / 256).astype(np.float32)


def built(known: NDArray[np.int64], rows: Vectors) -> DenseIndex:
    return DenseIndex.build(known, lambda positions: rows[positions], rows.shape[1])


def nearest(
    known: NDArray[np.int64], rows: Vectors, queries: Vectors, k: int, allowed: NDArray[np.int64] | None = None
) -> list[list[int]]:
    """By brute force."""
    searched = np.ones(len(known), dtype=bool) if allowed is None else np.isin(known, allowed)
    scores = queries @ rows[searched].T
    return [known[searched][np.lexsort((known[searched], -row))[:k]].tolist() for row in scores]


def recall(found: NDArray[np.int64], expected: list[list[int]]) -> float:
    return sum(len({*ours} & {*theirs}) for ours, theirs in zip(found.tolist(), expected, strict=True)) / found.size


def is_by_lists(index: DenseIndex, path: Path) -> bool:
    index.save(path)
    return isinstance(faiss.read_index(str(path)), faiss.IndexIVF)


def test_the_kind_follows_the_number_of_vectors(many: DenseIndex, tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    index = built(np.arange(1000), grouped(1000, 1))
    assert not is_by_lists(index, path)
    index.add(ids(1000), grouped(1, 2))
    assert is_by_lists(index, path)
    assert faiss.read_index(str(path)).nlist == 63  # twice the root
    index.add(np.arange(1001, 5000), grouped(3999, 3))
    assert faiss.read_index(str(path)).nlist == 63
    index.save(path)
    assert faiss.read_index(str(path)).nlist == 141
    index.remove(np.arange(4000))
    assert not is_by_lists(index, path)
    assert index.ids.tolist() == [*range(4000, 5000)]


def test_building_reads_in_chunks_of_increasing_positions(many: DenseIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.index._CHUNK", 1500)
    rows, reads = grouped(4000, 0), []

    def read(positions: NDArray[np.int64]) -> Vectors:
        reads.append(len(positions))
        assert (np.diff(positions) > 0).all()
        return rows[positions]

    index = DenseIndex.build(np.arange(0, 12000, 3), read, DIMENSION)
    assert reads == [4000, 1500, 1500, 1000]  # first the sample, which is all as there are so few
    for ours, theirs in zip(index.search(rows[:9], 5), many.search(rows[:9], 5), strict=True):
        assert ours.tolist() == theirs.tolist()


def test_building_refuses_ids_that_do_not_increase_and_wrong_rows(many: DenseIndex) -> None:
    with pytest.raises(VectorFormatError, match="ids must increase"):
        built(ids(2, 1), grouped(2, 0))
    with pytest.raises(VectorFormatError, match=r"shape \(1, 16\), expected \(2, 16\)"):
        DenseIndex.build(ids(1, 2), lambda _: grouped(1, 0), DIMENSION)


def test_by_lists_nearly_all_of_the_nearest_are_found_with_their_exact_scores(many: DenseIndex) -> None:
    rows, queries = grouped(4000, 0), grouped(50, 5)
    scores, found = many.search(queries, 10)
    assert recall(found, nearest(many.ids, rows, queries, 10)) >= 0.95
    assert scores == pytest.approx(np.einsum("qd,qkd->qk", queries, rows[found // 3]), abs=0)
    assert (np.diff(scores, axis=1) <= 0).all()


@pytest.mark.parametrize("step", [2, 7, 31, 41, 900])
def test_by_lists_a_filter_acts_before_the_search(many: DenseIndex, step: int) -> None:
    allowed, queries = np.arange(0, 12000, 3 * step), grouped(20, 6)
    _, found = many.search(queries, 10, allowed)
    expected = nearest(many.ids, grouped(4000, 0), queries, 10, allowed)
    assert np.isin(found, allowed).all()
    assert found.shape == (20, min(10, len(allowed)))
    assert recall(found, expected) >= 0.95
    if len(allowed) < 100:
        assert found.tolist() == expected


@pytest.mark.parametrize("k", [500, 3999, 9000])
def test_by_lists_as_many_come_back_as_were_asked_for(many: DenseIndex, k: int) -> None:
    _, found = many.search(grouped(3, 7), k)
    assert found.shape == (3, min(k, 4000))
    assert all(len({*row}) == len(row) for row in found.tolist())


@pytest.mark.parametrize("k", [1, 30, 300])
def test_by_lists_equal_scores_come_in_the_order_of_ids(many: DenseIndex, k: int) -> None:
    rows = grouped(4000, 0)
    rows[1::10] = rows[0]
    index = built(np.arange(4000), rows)
    assert index.search(rows[:1], k)[1].tolist() == [[0, *range(1, 4000, 10)][:k]]
    allowed = np.arange(1, 4000, 10)[::-1]
    assert index.search(rows[:1], k, allowed)[1].tolist() == [[*range(1, 4000, 10)][:k]]
    assert index.search(rows[:1], k, allowed[:50])[1].tolist() == [[*range(3501, 4000, 10)][:k]]


def test_by_lists_removed_ids_are_not_found_and_others_keep_theirs(many: DenseIndex) -> None:
    rows = grouped(4001, 8)[4000:]
    many.remove(np.arange(0, 6000, 6))
    many.add(ids(12000), rows)
    known = np.setdiff1d(np.arange(0, 12001, 3), np.arange(0, 6000, 6))
    all_rows = np.concatenate([grouped(4000, 0)[known[:-1] // 3], rows])
    assert many.ids.tolist() == known.tolist()
    assert many.search(rows, 1)[1].tolist() == [[12000]]
    _, found = many.search(all_rows, 1)
    assert recall(found, nearest(known, all_rows, all_rows, 1)) == 1
    some = known[::40]
    assert many.search(all_rows[:9], 5, some)[1].tolist() == nearest(known, all_rows, all_rows[:9], 5, some)


def test_by_lists_a_saved_index_is_the_same_when_loaded_and_can_be_changed(many: DenseIndex, tmp_path: Path) -> None:
    path, queries = tmp_path / "dense.faiss", grouped(9, 9)
    many.save(path)
    loaded, reader = DenseIndex.load(path, DIMENSION), DenseIndex.load(path, DIMENSION)
    for ours, theirs in zip(loaded.search(queries, 5), many.search(queries, 5), strict=True):
        assert ours.tolist() == theirs.tolist()
    before = reader.search(queries, 5)[1].tolist()
    loaded.remove(ids(*before[0]))
    loaded.add(ids(12001), queries[:1])
    loaded.save(path)
    assert reader.search(queries, 5)[1].tolist() == before  # the file that it maps is still there for it
    assert DenseIndex.load(path, DIMENSION).search(queries[:1], 1)[1].tolist() == [[12001]]
    assert not {*before[0]} & {*DenseIndex.load(path, DIMENSION).search(queries, 5)[1][0].tolist()}


def test_a_loaded_index_whose_file_was_replaced_is_not_changed(index: DenseIndex, tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    index.save(path)
    stale = DenseIndex.load(path, 6)
    index.remove(ids(10))
    index.save(path)
    for change in (lambda: stale.add(ids(60), vectors("a")), lambda: stale.remove(ids(20))):
        with pytest.raises(VectorFormatError, match="was replaced after it was loaded"):
            change()
    assert found(stale, 5) == [10, 40, 20, 50, 30]


def test_an_index_of_an_older_version_is_refused(index: DenseIndex, tmp_path: Path) -> None:
    path, flat = tmp_path / "dense.faiss", faiss.IndexFlatIP(6)
    flat.add(vectors(*TEXTS.values()))
    monkey = DenseIndex(6)
    monkey._index, monkey._ids = flat, index.ids
    monkey.save(path)
    with pytest.raises(VectorFormatError, match="is a IndexFlatIP, of an older version; build it again"):
        DenseIndex.load(path, 6)


def test_by_lists_a_cut_file_or_a_flipped_byte_is_refused(many: DenseIndex, tmp_path: Path) -> None:
    path = tmp_path / "dense.faiss"
    many.save(path)
    whole = path.read_bytes()
    for position in np.random.default_rng(0).integers(0, len(whole), 50).tolist():
        flipped = bytearray(whole)
        flipped[position] ^= 0x10
        for damaged in (whole[:position], flipped):
            path.write_bytes(damaged)
            with pytest.raises(VectorFormatError, match="does not match its checksums"):
                DenseIndex.load(path, DIMENSION)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_by_lists_search_equals_brute_force_where_all_lists_are_scored(
    monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    """After any changes and with any allowed set; also across the sizes at which the kind changes."""
    monkeypatch.setattr("embeddings.index.EXACT_UP_TO", 100)
    monkeypatch.setattr("embeddings.index.PROBES", 10**6)
    monkeypatch.setattr("embeddings.index.SPARSE", data.draw(st.sampled_from([1, 30, 10**6])))
    random = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    rows, known = grouped(600, 11), np.cumsum(random.integers(1, 4, 600))
    rows[random.random(600) < 0.1] = rows[0]
    size, later = data.draw(st.integers(0, 300)), data.draw(st.integers(0, 300))
    index = built(known[:size], rows[:size])
    gone = known[random.random(600) < data.draw(st.sampled_from([0.05, 0.8]))]
    index.remove(gone[gone < (known[size - 1] + 1 if size else 0)])
    index.add(known[size : size + later], rows[size : size + later])
    index.remove(gone)
    kept = ~np.isin(known, gone) & (np.arange(600) < size + later)
    allowed = data.draw(st.none() | st.lists(st.integers(0, 1800), max_size=600).map(lambda some: ids(*some)))
    k = data.draw(st.integers(1, 30))
    expected = nearest(known[kept], rows[kept], rows[:1], k, allowed)
    assert index.ids.tolist() == known[kept].tolist()
    assert index.search(rows[:1], k, allowed)[1].tolist() == expected
