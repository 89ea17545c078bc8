"""Exact search among vectors."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from toy import ToyEncoder

from embeddings import DenseIndex, VectorFormatError, Vectors

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
    assert scores[0] == pytest.approx([1, 2 / 5**0.5, 1 / 2**0.5, 1 / 2**0.5, 0])
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
    assert found_scores[0] == pytest.approx([-score for score, _ in expected], abs=1e-5)
