"""Passages that are scored before the index covers them."""

from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from toy import ToyEncoder

from embeddings import VectorRows
from qa import Collection, late
from qa.late import LateVectors
from qa.writing import writer_lock

QUESTION = ToyEncoder().encode_queries(["a"])


@pytest.fixture
def indexed(collection: Collection, folder: Path, write: Write) -> Collection:
    """Three documents, ids 1 to 3, whose titles and texts have other vowels each; nothing is encoded."""
    for name, text in (("a.md", "aa"), ("ae.md", "ae"), ("e.md", "ee")):
        write(name, f"# {text}\n\n{text}")
    collection.index([folder], background=True)
    return collection


def opened(collection: Collection, encoder: ToyEncoder) -> LateVectors:
    return LateVectors(collection.folder, collection.catalog, lambda: encoder, lambda: rows(collection))


def rows(collection: Collection) -> VectorRows:
    return VectorRows(collection.folder / "vectors", "toy", 6)


def test_passages_are_scored_by_their_inner_product(indexed: Collection, encoder: ToyEncoder) -> None:
    scores = opened(indexed, encoder).scores([3, 1, 2], QUESTION)
    assert scores == pytest.approx({1: 1, 2: 0.5**0.5, 3: 0}, abs=1e-3)  # kept as float16
    assert len(encoder.encoded) == 3


def test_what_was_encoded_is_kept_and_never_encoded_again(indexed: Collection, encoder: ToyEncoder) -> None:
    opened(indexed, encoder).scores([1, 2], QUESTION)
    assert len(rows(indexed)) == 2
    assert rows(indexed).read_lines(0).shape == (2, 6)  # the heading and the sentence
    other = opened(indexed, encoder)
    assert other.scores([1, 2], QUESTION) == pytest.approx({1: 1, 2: 0.5**0.5}, abs=1e-3)
    assert indexed.index([]).encoded == 1
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 3
    assert indexed.state.dense_ready == 1
    assert indexed.problems() == []


def test_while_another_writes_it_is_held_and_written_later(indexed: Collection, encoder: ToyEncoder) -> None:
    waiting = opened(indexed, encoder)
    with writer_lock(indexed.folder):
        assert waiting.scores([1, 2], QUESTION) == pytest.approx({1: 1, 2: 0.5**0.5}, abs=1e-3)
        assert waiting.scores([2], QUESTION) == pytest.approx({2: 0.5**0.5}, abs=1e-3)
        assert len(rows(indexed)) == 0
    waiting.scores([3], QUESTION)
    assert len(rows(indexed)) == 3
    assert len(encoder.encoded) == 3


def test_the_first_are_encoded_and_no_more_than_a_question_may_cost(
    indexed: Collection, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late, "MOST_ENCODED", 2)
    assert set(opened(indexed, encoder).scores([3, 2, 1], QUESTION)) == {3, 2}
    monkeypatch.setattr(late, "BUDGET", 0)
    assert set(opened(indexed, encoder).scores([1, 2, 3], QUESTION)) == {2}  # what is there costs nothing


def test_a_question_asked_again_is_answered_from_the_same(indexed: Collection, encoder: ToyEncoder) -> None:
    waiting = opened(indexed, encoder)
    first = waiting.scores(list(range(3, 0, -1)), QUESTION)
    assert waiting.scores([3, 2, 1], QUESTION) == first
    before = [(hit.document.name, hit.score) for hit in indexed.retrieve("ae")]
    assert [(hit.document.name, hit.score) for hit in indexed.retrieve("ae")] == before


def test_a_passage_that_is_gone_and_no_passages_have_no_score(indexed: Collection, encoder: ToyEncoder) -> None:
    assert opened(indexed, encoder).scores([], QUESTION) == {}
    assert set(opened(indexed, encoder).scores([7, 1], QUESTION)) == {1}


def test_answers_before_and_after_encoding_are_the_same(indexed: Collection, folder: Path) -> None:
    before = indexed.retrieve("ae")
    assert indexed.state.dense_ready == 0
    indexed.index([folder])
    after = indexed.retrieve("ae")
    assert indexed.state.dense_ready == 1
    assert [hit.document.name for hit in before][:1] == [hit.document.name for hit in after][:1] == ["ae.md"]
    assert np.isclose(before[0].score, after[0].score)
