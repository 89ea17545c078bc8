"""Vectors of passages, kept or encoded when a question comes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from support.places import Write
from support.toy import ToyEncoder

from embeddings import VectorRows
from qa import Collection
from qa.documents.passages import Passage
from qa.store import passage_vectors
from qa.store.passage_vectors import PassageVectors
from qa.store.writer_lock import writer_lock

QUESTION = ToyEncoder().encode_queries(["a"])[0]


@pytest.fixture
def indexed(collection: Collection, folder: Path, write: Write) -> Collection:
    """Three documents, ids 1 to 3, whose titles and texts have other vowels each; nothing is encoded."""
    for name, text in (("a.md", "aa"), ("ae.md", "ae"), ("e.md", "ee")):
        write(name, f"# {text}\n\n{text}")
    collection.index([folder], background=True)
    return collection


def opened(collection: Collection, encoder: ToyEncoder) -> PassageVectors:
    return PassageVectors(lambda: encoder, lambda: rows(collection), collection._store.lock)


def rows(collection: Collection) -> VectorRows:
    return VectorRows(collection.folder / "vectors", "toy", 6)


def passages(collection: Collection, *ids: int) -> list[Passage]:
    stored = collection.catalog.passages(ids)
    return [stored[identity].passage for identity in ids]


def scores(vectors: PassageVectors, some: Sequence[Passage]) -> list[float | None]:
    return [None if found is None else float(found.whole @ QUESTION) for found in vectors.of(some)]


def test_what_is_not_encoded_has_no_vector(indexed: Collection, encoder: ToyEncoder) -> None:
    assert scores(opened(indexed, encoder), passages(indexed, 1, 2)) == [None, None]
    assert encoder.encoded == []
    assert opened(indexed, encoder).of([]) == []


def test_a_passage_and_its_sentences_have_vectors(indexed: Collection, encoder: ToyEncoder) -> None:
    vectors = opened(indexed, encoder)
    vectors.encode(passages(indexed, 3, 1, 2))
    assert scores(vectors, passages(indexed, 1, 2, 3)) == pytest.approx([1, 0.5**0.5, 0], abs=1e-3)  # kept as float16
    found = vectors.of(passages(indexed, 2))[0]
    assert found is not None
    assert found.sentences.shape == (2, 6)  # the heading and the sentence
    assert found.sentences @ QUESTION == pytest.approx([0.8 * 0.5**0.5] * 2)  # the greatest values are cut
    assert len(encoder.encoded) == 3


def test_what_was_encoded_is_kept_and_never_encoded_again(indexed: Collection, encoder: ToyEncoder) -> None:
    opened(indexed, encoder).encode(passages(indexed, 1, 2))
    assert len(rows(indexed)) == 2
    other = opened(indexed, encoder)
    other.encode(passages(indexed, 1, 2))
    assert scores(other, passages(indexed, 1, 2)) == pytest.approx([1, 0.5**0.5], abs=1e-3)
    assert indexed.index([]).encoded == 1
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 3
    assert indexed.state.dense_ready == 1
    assert indexed.problems() == []


def test_what_another_process_encodes_is_seen(indexed: Collection, encoder: ToyEncoder) -> None:
    vectors = opened(indexed, encoder)
    assert scores(vectors, passages(indexed, 1)) == [None]
    opened(indexed, encoder).encode(passages(indexed, 1))
    assert scores(vectors, passages(indexed, 1)) == [1]


def test_while_another_writes_it_is_held_and_written_later(indexed: Collection, encoder: ToyEncoder) -> None:
    waiting = opened(indexed, encoder)
    with writer_lock(indexed.folder):
        waiting.encode(passages(indexed, 1, 2))
        held = waiting.of(passages(indexed, 2))[0]
        assert len(rows(indexed)) == 0
    waiting.encode(passages(indexed, 3))
    kept = waiting.of(passages(indexed, 2))[0]
    assert held is not None
    assert kept is not None
    assert np.array_equal(held.whole, kept.whole)
    assert np.array_equal(held.sentences, kept.sentences)
    assert len(rows(indexed)) == 3
    assert len(encoder.encoded) == 3


def test_no_more_is_encoded_than_time_allows(
    indexed: Collection, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage_vectors, "BUDGET", 0)
    opened(indexed, encoder).encode(passages(indexed, 3, 2, 1))
    assert encoder.encoded == []


def test_a_question_asked_again_is_answered_from_the_same(indexed: Collection) -> None:
    before = [(hit.document.name, hit.score) for hit in indexed.retrieve("ae")]
    assert [(hit.document.name, hit.score) for hit in indexed.retrieve("ae")] == before


def test_answers_before_and_after_encoding_are_the_same(indexed: Collection, folder: Path) -> None:
    before = indexed.retrieve("ae")
    assert indexed.state.dense_ready == 0
    indexed.index([folder])
    after = indexed.retrieve("ae")
    assert indexed.state.dense_ready == 1
    assert [hit.document.name for hit in before][:1] == [hit.document.name for hit in after][:1] == ["ae.md"]
    assert np.isclose(before[0].score, after[0].score)


def test_on_a_full_disk_it_is_used_all_the_same_and_written_when_there_is_room(
    indexed: Collection, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    vectors = opened(indexed, encoder)
    with monkeypatch.context() as patch:
        patch.setattr("embeddings.vectors._write_at", full)
        vectors.encode(passages(indexed, 1, 2))
        assert scores(vectors, passages(indexed, 1, 2)) == pytest.approx([1, 0.5**0.5], abs=1e-3)
    assert len(rows(indexed)) == 0
    vectors.encode(passages(indexed, 3))
    assert len(rows(indexed)) == 3
    assert len(encoder.encoded) == len(set(encoder.encoded)) == 3


def test_where_nothing_can_be_written_it_is_used_all_the_same(indexed: Collection, encoder: ToyEncoder) -> None:
    (indexed.folder / "writer.lock").unlink()
    (indexed.folder / "writer.lock").mkdir()  # so that it cannot be opened as a file
    vectors = opened(indexed, encoder)
    vectors.encode(passages(indexed, 1, 2))
    assert scores(vectors, passages(indexed, 1, 2)) == pytest.approx([1, 0.5**0.5], abs=1e-3)
    assert len(rows(indexed)) == 0
