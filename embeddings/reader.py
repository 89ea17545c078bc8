"""The reader: reads a question and a passage together, or a claim and its evidence.

A cross-encoder after Devlin et al., 'BERT: Pre-training of deep bidirectional transformers for language
understanding', NAACL 2019: each token of a passage gets a logit as the start and one as the end of an answer, and the
first token stands for 'no answer here'. It was trained with one softmax over all passages of a question, as in Clark
and Gardner, 'Simple and effective multi-paragraph reading comprehension', ACL 2018, so that what a span has more than
'no answer here' can be compared between passages. Words and places are those of the packaged model; only six layers
and the heads are the reader's own and shipped with it, in int8.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Encoding, Tokenizer

from embeddings.batches import Queue, Tokens, compiled_model, grouped, padded
from embeddings.bert import Int8Input, Weights, build_reader, ov, parse_int8_inputs
from embeddings.encoders import Vectors, check_packaged_weights
from embeddings.errors import ModelError
from embeddings.processor import cpu_flags, multiplies_int8
from embeddings.spans import Reading, Span, best_spans

__all__ = ["VERDICTS", "Reader", "ReaderPassage", "Reading", "Span", "default_reader"]

WEIGHTS_SHA256 = "d4df4ecd723b3b506e987b071764f3b8481349ec28295eb6d83f9400aeffe982"
"""Hash of `reader.safetensors`, which stands beside this module."""
_FILE = "reader.safetensors"
_MOST_TOKENS = 384
"""Of a question with its passage; the text is cut at its end, and nothing else is where these suffice."""
_MOST_QUESTION = 64
"""Tokens that are read of a question."""
_MOST_CONTEXT = 48
"""Tokens that are read of a context."""
_MOST_CLAIM = 128
"""Tokens that are read of a claim."""
_SPANS = 5
_BATCH = 512
"""Tokens that go through the model together; of 8 passages, two by two took a tenth less than all at once."""
_FEW = 4
"""Texts up to which a call goes past one with many."""
VERDICTS = ("supported", "refuted", "unsupported")


@dataclass(frozen=True, slots=True)
class ReaderPassage:
    """What is read for a question.

    Attributes:
        context: Title, date and the like, which help to understand the text; no answer is sought in it. May be empty.
        text: Where the answer is sought.
    """

    context: str
    text: str


class Reader:
    """Reads passages for a question, and judges claims by their evidence; safe to share between threads."""

    def __init__(self, *, int8: bool) -> None:
        """Build and compile the model.

        Args:
            int8: Whether it multiplies in int8, which is faster on a processor made for it.

        Raises:
            ModelError: Weights are missing or altered, those of the reader or those of the packaged model.
        """
        folder, _ = check_packaged_weights()
        weights, inputs = _load_weights()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._separator = self._tokenizer.encode("").ids
        graph = build_reader(folder, weights, inputs if int8 else None, in_float=not multiplies_int8(cpu_flags()))
        compiled = compiled_model(graph)
        self._many, self._few = Queue(compiled), Queue(compiled)

    def read(self, question: str, passages: Sequence[ReaderPassage]) -> list[Reading]:
        """Seek an answer in each passage.

        A question is read up to 64 tokens and a context up to 48; a text is cut at its end where all together are more
        than 384, so that nothing is found behind it.

        Returns:
            A reading for each passage, in the order given; none for no passages.
        """
        if not passages:
            return []
        asked = self._encode([question])[0].ids[:_MOST_QUESTION]
        contexts = self._encode([passage.context for passage in passages])
        texts = self._encode([passage.text for passage in passages])
        tokens: Tokens = []
        starts = []
        for context, text in zip(contexts, texts, strict=True):
            told = context.ids[:_MOST_CONTEXT]
            before = [self._first, *asked, self._separator, *told, *([self._separator] if told else [])]
            starts.append(len(before))
            tokens.append([*before, *text.ids[: _MOST_TOKENS - 1 - len(before)], self._separator])
        readings: list[Reading | None] = [None] * len(passages)

        def take(number: int, spans: Vectors, _: Vectors) -> None:
            logits = spans[starts[number] : len(tokens[number]) - 1]
            offsets = np.array(texts[number].offsets[: len(logits)], dtype=np.int64).reshape(-1, 2)
            first, last = logits[:, 0].copy(), logits[:, 1].copy()
            found = best_spans(offsets, first, last, _SPANS)
            readings[number] = Reading(found, float(spans[0].sum()), offsets, first, last)

        self._run(tokens, len(asked) + 2, take)
        return [reading for reading in readings if reading is not None]

    def verify(self, claims: Sequence[str], evidence: Sequence[str]) -> Vectors:
        """Judge each claim by the evidence at its place.

        A claim is read up to 128 tokens, and the evidence up to 384 with it.

        Returns:
            Probabilities that it is supported, refuted and neither, (n_claims, 3) float32, rows of sum 1.

        Raises:
            ValueError: There are not as many claims as pieces of evidence.
        """
        if len(claims) != len(evidence):
            raise ValueError(f"{len(claims)} claims with {len(evidence)} pieces of evidence; each claim needs one")
        probabilities = np.empty((len(claims), len(VERDICTS)), dtype=np.float32)
        if not claims:
            return probabilities
        tokens: Tokens = []
        seconds = []
        for claim, shown in zip(self._encode(claims), self._encode(evidence), strict=True):
            before = [self._first, *claim.ids[:_MOST_CLAIM], self._separator]
            seconds.append(len(before))
            tokens.append([*before, *shown.ids[: _MOST_TOKENS - 1 - len(before)], self._separator])

        def take(number: int, _: Vectors, verdicts: Vectors) -> None:
            odds = np.exp(verdicts - verdicts.max())
            probabilities[number] = odds / odds.sum()

        self._run(tokens, seconds, take)
        return probabilities

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def _run(self, tokens: Tokens, seconds: int | Sequence[int], look: Callable[[int, Vectors, Vectors], None]) -> None:
        """Run texts in batches of like length, and show the logits of each.

        Args:
            tokens: Token ids of each text.
            seconds: Where the second kind of text starts, in all or in each.
            look: Called with the number of each text, its tokens' logits and those of its verdict.
        """
        begins = np.broadcast_to(np.asarray(seconds), len(tokens))
        order = sorted(range(len(tokens)), key=lambda text: len(tokens[text]))

        def take(request: ov.InferRequest, texts: list[int]) -> None:
            spans, verdicts = (request.get_output_tensor(number).data for number in (0, 1))
            for row, text in enumerate(texts):
                look(text, spans[row], verdicts[row])

        queue = self._few if len(tokens) <= _FEW else self._many
        with queue.running:  # the callback belongs to the queue
            queue.requests.set_callback(take)
            for texts in grouped(order, [len(tokens[text]) for text in order], _BATCH):
                ids, mask = padded([tokens[text] for text in texts])
                places = np.arange(ids.shape[1])[None]
                kinds = ((places >= begins[texts][:, None]) & (mask > 0)).astype(np.int64)
                queue.requests.start_async({0: ids, 1: mask, 2: kinds}, texts)
            queue.requests.wait_all()


def reader_is_installed() -> bool:
    """Whether the reader's weights are there; a package may have been made without them."""
    return (files("embeddings") / _FILE).is_file()


@cache
def default_reader() -> Reader:
    """The reader, loaded once: in int8 on a processor that is made for it, and else in float32.

    Raises:
        ModelError: Weights are missing or altered.
    """
    return Reader(int8=multiplies_int8(cpu_flags()))


def _load_weights() -> tuple[Weights, dict[str, Int8Input]]:
    """The reader's weights, and how inputs of products are rounded, from the one file that holds both."""
    path = files("embeddings") / _FILE
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the reader's weights are missing at {path}; reinstall Quotable") from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ModelError(
            f"the reader's weights in {path} have sha256 {digest}, expected {WEIGHTS_SHA256}; reinstall Quotable"
        )
    length = int.from_bytes(data[:8], "little")
    inputs = parse_int8_inputs(json.loads(data[8 : 8 + length])["__metadata__"]["int8_inputs"])
    return _unpacked(load(data), inputs), inputs


def _unpacked(arrays: dict[str, NDArray[np.generic]], inputs: dict[str, Int8Input]) -> Weights:
    """Weights in float32; those in int8 times the step of their row, less what their input is divided by."""
    weights = {}
    for name, array in arrays.items():
        if name.endswith(".step"):
            continue
        values = array.astype(np.float32)
        if array.dtype == np.int8:
            values *= arrays[f"{name}.step"].astype(np.float32)[:, None]
            values /= divisors(name, inputs, values.shape[1])
        weights[name] = values
    return weights


def divisors(name: str, inputs: dict[str, Int8Input], width: int) -> Vectors:
    """What the channels of a product's input are divided by before they are rounded, (width,) float32.

    Query, key and value have one input.
    """
    key = name.removesuffix(".weight")
    for part in (".query", ".key", ".value"):
        key = key.removesuffix(part)
    found = np.ones(width, dtype=np.float32)
    found[list(inputs[key].divisors)] = list(inputs[key].divisors.values())
    return found
