"""The reader: which spans it gives, where they stand, what it does not depend on."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from embeddings import ModelError
from embeddings.batches import grouped
from embeddings.bert import build_reader, ov
from embeddings.encoders import packaged_model_folder
from embeddings.reader import Reader, ReaderPassage, Reading, Span, _load_weights, default_reader, divisors
from embeddings.spans import best_spans

MILL = ReaderPassage(
    "Notes on two mills. March 3, 2021",
    "The old mill at Ashby was built in 1742 by Thomas Crane. It burned down in 1811.",
)
SHOP = ReaderPassage("", "The bakery opens at seven. A loaf costs two pounds.")
LONG = ReaderPassage("Notes", "Rain fell on the hills and the river rose again. " * 60)
QUESTION = "When was the old mill built?"


@pytest.fixture(scope="session")
def reader() -> Reader:
    return default_reader()


def reading(starts: list[float], ends: list[float], none: float = 0.0) -> Reading:
    """A reading of tokens of two characters, with a space between them."""
    offsets = np.array([(3 * place, 3 * place + 2) for place in range(len(starts))], dtype=np.int64).reshape(-1, 2)
    first, last = np.array(starts, dtype=np.float32), np.array(ends, dtype=np.float32)
    return Reading(best_spans(offsets, first, last, 5), none, offsets, first, last)


def text_of(passage: ReaderPassage, span: Span) -> str:
    return passage.text[span.start : span.end]


def test_spans_come_best_first_and_never_overlap() -> None:
    found = reading([5, 1, 0, 3], [0, 4, 0, 2])
    assert found.spans == (Span(0, 5, 9.0), Span(9, 11, 5.0), Span(6, 8, 0.0))


def test_a_span_never_ends_before_it_starts() -> None:
    assert reading([0, 9], [9, 0]).spans[0] == Span(0, 2, 9.0)


def test_of_equal_spans_the_earlier_and_shorter_comes_first() -> None:
    assert reading([1, 1], [1, 1]).spans == (Span(0, 2, 2.0), Span(3, 5, 2.0))


def test_a_span_has_thirty_tokens_at_most() -> None:
    far = [9.0] + [-9.0] * 30
    assert reading(far, far[::-1]).spans[0] == Span(0, 2, 0.0)
    near = [9.0] + [-9.0] * 29
    assert reading(near, near[::-1]).spans[0] == Span(0, 89, 18.0)


def test_the_margin_is_what_the_best_span_has_more_than_no_answer() -> None:
    assert reading([2, 0], [1, 0], none=4.5).margin == -1.5
    assert reading([], []).margin == float("-inf")


def test_the_best_span_of_a_sentence_lies_inside_it() -> None:
    found = reading([5, 1, 0, 3], [0, 4, 0, 2])
    assert found.best_within([(0, 11), (3, 9), (4, 8), (0, 1), (20, 30)]) == [
        Span(0, 5, 9.0),
        Span(3, 5, 5.0),
        Span(6, 8, 0.0),
        None,
        None,
    ]


def test_texts_go_together_up_to_so_many_tokens_filled_up_to_the_longest() -> None:
    assert list(grouped([4, 2, 0, 1], [10, 20, 30, 100], 60)) == [[4, 2], [0], [1]]
    assert list(grouped([0, 1, 2], [20, 20, 20], 60)) == [[0, 1, 2]]
    assert list(grouped([], [], 60)) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("WEIGHTS_SHA256", "0" * 64, r"reader\.safetensors have sha256 [0-9a-f]{64}, expected 0{64}; reinstall"),
        ("_FILE", "no.safetensors", r"weights are missing at .*no\.safetensors; reinstall"),
    ],
)
def test_weights_that_are_missing_or_altered_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setattr(f"embeddings.reader.{name}", value)
    with pytest.raises(ModelError, match=message):
        _load_weights()


def test_zero_is_one_of_the_values_of_every_input() -> None:
    weights, inputs = _load_weights()
    for name, rounding in inputs.items():
        place = -rounding.low / (rounding.high - rounding.low) * 255
        assert place == pytest.approx(round(place), abs=1e-3), name
        assert all(divisor >= 1 for divisor in rounding.divisors.values())


def test_weights_of_products_are_whole_multiples_of_a_step_in_each_row() -> None:
    """Or the runtime would round them once more."""
    weights, inputs = _load_weights()
    products = [name for name, values in weights.items() if name.startswith("encoder") and values.ndim == 2]
    assert len(products) == 36
    for name in products:
        scaled = weights[name] * divisors(name, inputs, weights[name].shape[1])
        steps = scaled / (np.abs(scaled).max(axis=1, keepdims=True) / 127)
        assert np.abs(steps - np.round(steps)).max() < 1e-3


@pytest.mark.model
def test_offsets_are_those_of_the_text(reader: Reader) -> None:
    text = "Mr. Naïve\npaid €5 — twice."
    found = reader.read("Who paid?", [ReaderPassage("A title", text)])[0]
    words = [text[start:end] for start, end in found.offsets]
    assert words == ["Mr", ".", "Naïve", "paid", "€", "5", "—", "twice", "."]
    assert found.starts.shape == found.ends.shape == (9,)
    assert found.starts.dtype == np.float32


@pytest.mark.model
def test_the_answer_is_the_best_span_and_counts_for_more_than_none(reader: Reader) -> None:
    mill, shop = reader.read(QUESTION, [MILL, SHOP])
    assert text_of(MILL, mill.spans[0]) == "1742"
    assert mill.margin > shop.margin
    assert shop.margin < 0
    assert text_of(SHOP, reader.read("how much is a loaf", [SHOP])[0].spans[0]) == "two pounds"


@pytest.mark.model
def test_no_answer_is_sought_in_the_context(reader: Reader) -> None:
    found = reader.read("When were the notes written?", [MILL])[0]
    assert all(0 <= span.start < span.end <= len(MILL.text) for span in found.spans)
    assert found.offsets[-1].tolist() == [len(MILL.text) - 1, len(MILL.text)]


@pytest.mark.model
def test_a_reading_does_not_depend_on_order_or_company(reader: Reader) -> None:
    passages = [MILL, SHOP, LONG, ReaderPassage("", "Short."), *([SHOP] * 9)]
    forwards = reader.read(QUESTION, passages)
    backwards = reader.read(QUESTION, passages[::-1])[::-1]
    for passage, one, other in zip(passages, forwards, backwards, strict=True):
        alone = reader.read(QUESTION, [passage])[0]
        for found in (other, alone):
            assert found.starts == pytest.approx(one.starts, abs=0.02)
            assert found.ends == pytest.approx(one.ends, abs=0.02)
            assert found.none == pytest.approx(one.none, abs=0.02)


@pytest.mark.model
def test_threads_that_read_at_once_get_their_own_readings(reader: Reader) -> None:
    passages = [[MILL], [SHOP], [LONG, MILL]]
    expected = [reader.read(QUESTION, some)[0].none for some in passages]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda turn: reader.read(QUESTION, passages[turn % 3])[0].none, range(24)))
    for turn, none in enumerate(found):
        assert none == pytest.approx(expected[turn % 3], abs=0.02)


@pytest.mark.model
def test_nothing_is_read_of_nothing(reader: Reader) -> None:
    assert reader.read(QUESTION, []) == []
    empty = reader.read(QUESTION, [ReaderPassage("A title", "")])[0]
    assert (empty.spans, empty.margin, empty.best_within([(0, 5)])) == ((), float("-inf"), [None])
    assert reader.verify([], []).shape == (0, 3)


@pytest.mark.model
def test_a_text_that_is_too_long_is_cut_at_its_end_and_the_question_is_kept(reader: Reader) -> None:
    found = reader.read(QUESTION, [LONG])[0]
    # 384 less the first token, 7 of the question, one of the context, and three separators.
    assert len(found.offsets) == 372
    end = int(found.offsets[-1, 1])
    assert end < len(LONG.text)
    cut = reader.read(QUESTION, [ReaderPassage(LONG.context, LONG.text[:end])])[0]
    assert cut.starts == pytest.approx(found.starts, abs=0.02)
    many = reader.read("why " * 500, [LONG])[0]
    assert len(many.offsets) == 384 - 1 - 64 - 1 - 3


@pytest.mark.model
def test_verdicts_are_probabilities_of_three(reader: Reader) -> None:
    claims = ["Thomas Crane built the old mill at Ashby in 1742.", "The old mill was never built.", "word " * 400]
    found = reader.verify(claims, [MILL.text] * 3)
    assert (found.shape, found.dtype) == ((3, 3), np.float32)
    assert found.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert found[0, 0] > 0.5 > found[1, 0]
    for row, claim in zip(found, claims, strict=True):
        assert reader.verify([claim], [MILL.text])[0] == pytest.approx(row, abs=0.01)


@pytest.mark.model
def test_every_claim_needs_evidence(reader: Reader) -> None:
    with pytest.raises(ValueError, match="2 claims with 1 pieces of evidence"):
        reader.verify(["One.", "Two."], ["One."])


@pytest.mark.model
def test_int8_reads_as_float32_does() -> None:
    exact, rounded = Reader(int8=False), Reader(int8=True)
    for passage in (MILL, SHOP, LONG):
        one, other = exact.read(QUESTION, [passage])[0], rounded.read(QUESTION, [passage])[0]
        assert other.spans[0].start == one.spans[0].start
        assert other.margin == pytest.approx(one.margin, abs=1.0)
        assert other.margin != one.margin


@pytest.mark.model
@pytest.mark.parametrize("in_float", [True, False])
def test_every_product_of_a_layer_is_int8_unless_the_processor_is_slow_at_it(in_float: bool) -> None:
    weights, inputs = _load_weights()
    graph = build_reader(packaged_model_folder(), weights, inputs, in_float=in_float)
    compiled = ov.Core().compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    notes = [node.get_rt_info() for node in compiled.get_runtime_model().get_ops()]
    kinds = Counter(
        note["runtimePrecision"].astype(str) in ("u8", "i8")
        for note in notes
        if note["layerType"].astype(str) == "FullyConnected"
    )
    assert kinds == ({False: 39} if in_float else {True: 36, False: 3})  # heads are few and never rounded
