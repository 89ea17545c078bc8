"""Vector rows on disk."""

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings import EncoderMismatchError, VectorFormatError, VectorRows, Vectors

DIMENSION = 3
FILES = ("rows.f16", "lines.i4", "keys.bin")
ROW_BYTES, LINE_BYTES, RECORD_BYTES = 2 * DIMENSION, 4 + 2, 38


def key(name: str) -> bytes:
    return sha256(name.encode()).digest()


def keys(names: str) -> list[bytes]:
    return [key(name) for name in names]


def vectors(*rows: tuple[float, float, float]) -> Vectors:
    return np.array(rows, dtype=np.float32).reshape(-1, DIMENSION)


def opened(folder: Path) -> VectorRows:
    return VectorRows(folder, "toy", DIMENSION)


def lines(vector: Vectors) -> Vectors:
    """Two lines of a text: its own vector, and half of it turned around."""
    return np.stack([vector, -vector[::-1] / 2])


def add(rows: VectorRows, some: list[bytes], values: Vectors) -> None:
    rows.append(some, values, [lines(value) if values.shape == (len(some), DIMENSION) else values for value in values])


A, B, C = (1.0, 0.0, 0.0), (0.0, 0.5, 0.25), (0.0, 0.0, -1.0)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    add(opened(tmp_path), keys("ab"), vectors(A, B))
    return tmp_path


def test_rows_are_read_in_the_order_asked_for(two: Path) -> None:
    rows = opened(two)
    assert rows.find(keys("bxa")).tolist() == [1, -1, 0]
    read = rows.read(np.array([1, 0, 1]))
    assert read.tolist() == [list(B), list(A), list(B)]
    assert read.dtype == np.float32
    assert read.flags.c_contiguous


def test_rows_are_there_without_opening_again(tmp_path: Path) -> None:
    rows = opened(tmp_path)
    add(rows, keys("a"), vectors(A))
    add(rows, keys("b"), vectors(B))
    assert (len(rows), key("a") in rows, key("b") in rows, key("c") in rows) == (2, True, True, False)
    assert rows.read(rows.find(keys("ab"))).tolist() == [list(A), list(B)]


def test_the_lines_of_a_text_are_read_in_steps_of_a_seventh_of_four_fifths_of_their_greatest_value(two: Path) -> None:
    rows = opened(two)
    rows.append(keys("cd"), vectors(C, A), [vectors(), vectors((0, 0, 0), (0.875, -0.29, 0.16))])
    for read in (rows, opened(two)):
        some, none = read.read_lines(np.array([3, 2]))
        assert none.shape == (0, DIMENSION)
        assert some[0].tolist() == [0, 0, 0]
        assert some[1] == pytest.approx([0.7, -0.3, 0.2])  # steps of 0.1, and 0.7 is the end
        assert some.dtype == np.float32
    with pytest.raises(VectorFormatError, match="row numbers from 4 to 4, but there are 4 rows"):
        rows.read_lines(np.array([4]))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ([], "lines of 0 texts for 1 keys"),
        ([np.ones((2, 4), dtype=np.float32)], "of another dimension"),
        ([vectors((0, np.nan, 0))], "not a finite number"),
    ],
)
def test_wrong_lines_are_refused_and_nothing_is_added(two: Path, bad: list[Vectors], message: str) -> None:
    rows = opened(two)
    with pytest.raises(VectorFormatError, match=message):
        rows.append(keys("c"), vectors(C), bad)
    assert len(rows) == len(opened(two)) == 2


def test_an_empty_folder_has_no_rows(tmp_path: Path) -> None:
    rows = opened(tmp_path / "new" / "vectors")
    assert len(rows) == 0
    assert rows.find(keys("a")).tolist() == [-1]
    assert rows.read(np.empty(0, dtype=np.int64)).shape == (0, DIMENSION)
    assert rows.damaged() == []


def test_appending_nothing_changes_nothing(two: Path) -> None:
    rows = opened(two)
    add(rows, [], vectors())
    assert len(opened(two)) == 2


def test_keys_that_are_there_are_left_out(two: Path) -> None:
    rows = opened(two)
    add(rows, keys("bccd"), vectors(C, C, C, A))
    assert len(opened(two)) == 4
    assert rows.read(rows.find(keys("abcd"))).tolist() == [list(A), list(B), list(C), list(A)]


def test_a_key_that_is_not_there_reads_as_no_row(two: Path) -> None:
    rows = opened(two)
    with pytest.raises((IndexError, VectorFormatError)):
        rows.read(rows.find(keys("x")))


@pytest.mark.parametrize(
    ("bad_keys", "bad_vectors", "message"),
    [
        (keys("c"), vectors(A, B), r"shape \(2, 3\), expected \(1, 3\)"),
        (keys("c"), np.ones((1, 4), dtype=np.float32), r"shape \(1, 4\), expected \(1, 3\)"),
        (keys("c"), np.ones(3, dtype=np.float32), r"shape \(3,\), expected \(1, 3\)"),
        ([b"short"], vectors(A), "a key must have 32 bytes"),
        (keys("c"), vectors((np.nan, 0, 0)), "not a finite number; nothing was added"),
        (keys("cd"), vectors(A, (0, np.inf, 0)), "not a finite number; nothing was added"),
        (keys("c"), vectors((1e6, 0, 0)), "not a finite number; nothing was added"),  # infinite as float16
    ],
)
def test_wrong_rows_are_refused_and_nothing_is_added(
    two: Path, bad_keys: list[bytes], bad_vectors: Vectors, message: str
) -> None:
    rows = opened(two)
    with pytest.raises(VectorFormatError, match=message):
        add(rows, bad_keys, bad_vectors)
    assert len(rows) == len(opened(two)) == 2


@pytest.mark.parametrize(("fingerprint", "dimension"), [("other", DIMENSION), ("toy", 4)])
def test_rows_of_another_encoder_are_refused(two: Path, fingerprint: str, dimension: int) -> None:
    with pytest.raises(EncoderMismatchError, match="holds vectors of 'toy' with 3 dimensions, not of"):
        VectorRows(two, fingerprint, dimension)


def test_several_can_open_a_new_folder_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for turn in range(50):
            folder = tmp_path / str(turn)
            assert all(len(rows) == 0 for rows in threads.map(opened, [folder] * 8))
            assert [path.name for path in folder.iterdir()] == ["layout.json"]


@pytest.mark.parametrize("layout", ["", "{", "[]", "null"])
def test_a_damaged_layout_is_refused(two: Path, layout: str) -> None:
    (two / "layout.json").write_text(layout)
    with pytest.raises((VectorFormatError, EncoderMismatchError), match="delete the folder"):
        opened(two)


def test_vectors_of_another_format_are_refused_with_what_to_do(two: Path) -> None:
    layout = (two / "layout.json").read_text()
    (two / "layout.json").write_text(layout.replace('"format": 2', '"format": 99'))
    with pytest.raises(VectorFormatError, match="vectors of format 99, and this version reads format 2: upgrade if a"):
        opened(two)


def test_every_complete_record_survives_a_crash_at_any_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are written before records, so a crash leaves them cut anywhere; what all files hold whole is there."""
    monkeypatch.setattr(os, "fsync", lambda number: None)  # the disk is not what is tested
    names, values = "ab", vectors(A, B)
    add(opened(tmp_path), keys(names), values)
    whole = {name: (tmp_path / name).read_bytes() for name in FILES}
    assert [len(whole[name]) for name in FILES] == [2 * ROW_BYTES, 4 * LINE_BYTES, 2 * RECORD_BYTES]
    cuts = product(*(range(0, len(whole[name]) + 1, step) for name, step in zip(FILES, (3, 7, 19), strict=True)))
    for cut in cuts:
        for name, size in zip(FILES, cut, strict=True):
            (tmp_path / name).write_bytes(whole[name][:size])
        complete = min(cut[0] // ROW_BYTES, cut[1] // (2 * LINE_BYTES), cut[2] // RECORD_BYTES)
        rows = opened(tmp_path)
        assert len(rows) == complete
        assert rows.read(rows.find(keys(names[:complete]))).tolist() == values[:complete].tolist()
        add(rows, keys("cxa"), vectors(C, B, A))
        again = opened(tmp_path)
        assert again.damaged() == []
        assert again.read(again.find(keys("cxa"))).tolist() == [list(C), list(B), list(A)]
        last = np.array([len(again) - 1])
        assert np.array_equal(again.read_lines(last)[0], rows.read_lines(last)[0])
        assert len(again) == len(set(names[:complete]) | set("cxa"))


@pytest.mark.parametrize("missing", ["rows.f16", "lines.i4", "keys.bin"])
def test_a_file_that_is_missing_is_written_anew(two: Path, missing: str) -> None:
    (two / missing).unlink()
    rows = opened(two)
    assert len(rows) == 0
    add(rows, keys("b"), vectors(B))
    assert opened(two).damaged() == []
    assert len(opened(two)) == 1


@pytest.mark.parametrize(("name", "size"), [("rows.f16", ROW_BYTES), ("lines.i4", 2 * LINE_BYTES)])
def test_a_flipped_byte_of_any_row_is_found(two: Path, name: str, size: int) -> None:
    path = two / name
    whole = path.read_bytes()
    assert opened(two).damaged() == []
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 0x10
        path.write_bytes(flipped)
        assert opened(two).damaged() == [position // size]


def test_a_reader_sees_what_a_writer_added_when_it_refreshes(two: Path) -> None:
    reader, writer = opened(two), opened(two)
    add(writer, keys("c"), vectors(C))
    assert key("c") not in reader
    reader.refresh()
    assert reader.read(reader.find(keys("abc"))).tolist() == [list(A), list(B), list(C)]


def test_a_reader_does_not_see_half_a_record(two: Path) -> None:
    reader = opened(two)
    with (two / "rows.f16").open("ab") as rows, (two / "keys.bin").open("ab") as records:
        rows.write(bytes(ROW_BYTES))
        records.write(bytes(RECORD_BYTES - 1))
    reader.refresh()
    assert len(reader) == 2


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=5), max_size=5))
def test_whatever_is_appended_is_read_back(tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    value = {name: (float(place), 1.0, -0.5) for place, name in enumerate("abcdefgh")}
    for batch in batches:
        add(opened(folder), keys("".join(batch)), vectors(*(value[name] for name in batch)))
    expected = sorted({name for batch in batches for name in batch})
    rows = opened(folder)
    assert len(rows) == len(expected)
    assert rows.read(rows.find(keys("".join(expected)))).tolist() == [list(value[name]) for name in expected]


def test_rows_are_known_before_they_are_kept(tmp_path: Path) -> None:
    rows = VectorRows(tmp_path, "toy", 6)
    vectors = np.linspace(-1, 1, 12, dtype=np.float32).reshape(2, 6)
    lines = [vectors / 3, np.empty((0, 6), dtype=np.float32)]
    whole, some = rows.as_kept(vectors, lines)
    rows.append([bytes([n]) * 32 for n in range(2)], vectors, lines)
    assert np.array_equal(rows.read(np.arange(2)), whole)
    first, second = rows.read_lines(np.arange(2))
    assert np.array_equal(first, some[0])
    assert second.shape == some[1].shape == (0, 6)
