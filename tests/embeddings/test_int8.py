"""The packaged model in int8, and which precision is chosen."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from support.places import ROOT

from embeddings import Encoder, ModelError, SentenceTransformerEncoder, default_encoder
from embeddings.bert import build, load_int8_inputs, ov
from embeddings.encoders import packaged_model_folder
from embeddings.openvino_encoder import OpenVinoEncoder
from embeddings.processor import cpu_flags, multiplies_int8

SLOW, FAST = frozenset({"avx2", "fma"}), frozenset({"avx2", "avx512_vnni"})


@pytest.fixture(scope="session")
def int8() -> Encoder:
    return default_encoder(precision="int8")


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """Paragraphs of the README, which has no part in the choice of bounds, and texts unlike any other."""
    paragraphs = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")
    return [part[:600] for part in paragraphs if len(part) > 20] + ["law", "日本 U.S. é", "1 2 3 4 5 6 7 8 9 10 11 12"]


def test_the_flags_of_the_processor_are_read_where_linux_gives_them(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nflags\t\t: fpu avx2 avx_vnni\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert cpu_flags(tmp_path / "cpuinfo") == {"fpu", "avx2", "avx_vnni"}
    (tmp_path / "arm").write_text("processor\t: 0\nFeatures\t: fp asimd\n")
    assert cpu_flags(tmp_path / "arm") == cpu_flags(tmp_path / "missing") == frozenset()


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("avx2 avx512f avx512bw", False),
        ("", False),
        ("avx2 avx_vnni", True),
        ("avx512_vnni", True),
        ("amx_tile amx_int8", True),
    ],
)
def test_int8_is_fast_with_instructions_for_it(flags: str, expected: bool) -> None:
    assert multiplies_int8(flags.split()) is expected


@pytest.mark.parametrize(
    ("flags", "precision", "fingerprint", "expected"),
    [
        (SLOW, None, None, "float32"),
        (FAST, None, None, "int8"),
        (FAST, "float32", None, "float32"),
        (SLOW, "int8", None, "int8"),
        (FAST, None, "all-MiniLM-L6-v2-53aa51172d14-256-openvino", "float32"),
        (SLOW, None, "all-MiniLM-L6-v2-53aa51172d14-256-openvino-int8", "int8"),
        (FAST, "int8", "all-MiniLM-L6-v2-53aa51172d14-256-openvino", "float32"),
        (SLOW, "float32", "all-MiniLM-L6-v2-53aa51172d14-256-openvino-int8", "int8"),
        (FAST, None, "all-MiniLM-L6-v2-53aa51172d14-256-torch", "int8"),
    ],
)
def test_the_precision_is_the_recorded_one_then_the_set_one_then_the_faster_one(
    monkeypatch: pytest.MonkeyPatch,
    flags: frozenset[str],
    precision: str | None,
    fingerprint: str | None,
    expected: str,
) -> None:
    monkeypatch.setattr("embeddings.default.cpu_flags", lambda: flags)
    monkeypatch.setattr("embeddings.openvino_encoder.OpenVinoEncoder", lambda *, int8: "int8" if int8 else "float32")
    assert default_encoder(None, precision, fingerprint) == expected


def test_there_is_no_other_precision() -> None:
    with pytest.raises(ModelError, match="the precision is 'int4'; it must be float32 or int8"):
        default_encoder(precision="int4")


def test_the_bounds_are_those_that_the_fingerprint_stands_for() -> None:
    """Others make other vectors: with another hash here, the fingerprint must get another ending."""
    digest = hashlib.sha256((ROOT / "embeddings" / "int8_inputs.json").read_bytes()).hexdigest()
    assert digest[:16] == "d58e13ac8e0bec9e"


def test_zero_is_one_of_the_values_of_every_input() -> None:
    """Most values of a text are near 0, and a shift of all of them would add up."""
    for name, rounding in load_int8_inputs().items():
        place = -rounding.low / (rounding.high - rounding.low) * 255
        assert place == pytest.approx(round(place), abs=1e-3), name
        assert all(divisor >= 1 for divisor in rounding.divisors.values())


@pytest.mark.model
@pytest.mark.parametrize("in_float", [True, False])
def test_every_product_with_weights_is_int8_unless_the_processor_is_slow_at_it(in_float: bool) -> None:
    graph, _ = build(packaged_model_folder(), load_int8_inputs(), in_float=in_float)
    compiled = ov.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    notes = [node.get_rt_info() for node in compiled.get_runtime_model().get_ops()]
    kinds = Counter(
        note["runtimePrecision"].astype(str) in ("u8", "i8")
        for note in notes
        if note["layerType"].astype(str) == "FullyConnected"
    )
    assert kinds == {not in_float: 36}


@pytest.mark.model
def test_int8_is_near_float32_under_a_fingerprint_of_its_own(int8: Encoder, fastest: Encoder, texts: list[str]) -> None:
    assert int8.fingerprint == "all-MiniLM-L6-v2-53aa51172d14-256-openvino-int8"
    assert (int8.dimension, int8.max_tokens) == (fastest.dimension, fastest.max_tokens)
    rows = int8.encode_passages(texts)
    assert (rows.shape, rows.dtype) == ((len(texts), 384), np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-6)
    cosines = np.sum(rows * fastest.encode_passages(texts), axis=1)
    assert cosines.min() > 0.985
    assert cosines.mean() > 0.993
    assert cosines.max() < 0.99999


@pytest.mark.model
def test_lines_in_int8_come_from_the_same_pass(int8: Encoder, fastest: Encoder) -> None:
    texts = ["A title. March 3, 2021\nMr. Naïve spoke.\nIt became law.", "one line", "\nno context\n"]
    vectors, lines = int8.encode_lines(texts)
    assert vectors == pytest.approx(int8.encode_passages(texts), abs=1e-5)
    for ours, theirs in zip(lines, fastest.encode_lines(texts)[1], strict=True):
        lengths = np.linalg.norm(theirs, axis=1)
        assert np.linalg.norm(ours, axis=1) == pytest.approx(lengths, abs=1e-5)
        assert np.all(np.sum(ours * theirs, axis=1)[lengths > 0] > 0.98)


@pytest.mark.model
def test_a_vector_in_int8_does_not_depend_on_what_is_encoded_with_it(int8: Encoder, texts: list[str]) -> None:
    together = int8.encode_queries(texts)
    for text, row in zip(texts[-3:], together[-3:], strict=True):
        assert int8.encode_queries([text])[0] == pytest.approx(row, abs=1e-5)


@pytest.mark.model
def test_a_slow_processor_gives_nearly_the_vectors_of_a_fast_one(
    monkeypatch: pytest.MonkeyPatch, texts: list[str]
) -> None:
    """Sums in another order are rounded to other steps now and then; a kernel without VNNI saturates besides."""
    monkeypatch.setattr("embeddings.openvino_encoder.cpu_flags", lambda: SLOW)
    slow = OpenVinoEncoder(int8=True)
    monkeypatch.setattr("embeddings.openvino_encoder.cpu_flags", lambda: FAST)
    fast = OpenVinoEncoder(int8=True)
    cosines = np.sum(slow.encode_queries(texts) * fast.encode_queries(texts), axis=1)
    assert cosines.min() > (0.998 if multiplies_int8(cpu_flags()) else 0.98)


@pytest.mark.model
def test_on_a_graphics_card_torch_runs_in_half_precision(
    monkeypatch: pytest.MonkeyPatch, model: SentenceTransformerEncoder, texts: list[str]
) -> None:
    """The card is made up, and the half precision is real."""
    import torch
    from sentence_transformers import SentenceTransformer

    with monkeypatch.context() as loading:
        loading.setattr(SentenceTransformer, "device", property(lambda self: torch.device("cuda")))
        half = SentenceTransformerEncoder()
    assert {part.dtype for part in half._model.parameters()} == {torch.float16}
    rows = half.encode_passages(texts[:5])
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(5), abs=1e-6)
    assert np.sum(rows * model.encode_passages(texts[:5]), axis=1) == pytest.approx(np.ones(5), abs=1e-3)
    assert half.fingerprint == model.fingerprint  # nearer than the float16 in which vectors are stored
