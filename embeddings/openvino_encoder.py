"""The packaged model through OpenVINO, without torch: ready in a second, and faster on a CPU.

The graph is built here from the weights, operation by operation, so that nothing is converted, shipped or
downloaded. It is BERT as in Devlin et al., 'BERT: Pre-training of deep bidirectional transformers for language
understanding', NAACL 2019, with the mean of the token vectors as in sentence-transformers. In float32 its vectors are
those of torch (cosine 0.9999999).
"""

# ruff: noqa: E402
import json
import sys
import threading
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

# OpenVINO's Python package tells its makers about every import, unless its part that does so is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from embeddings.encoders import PACKAGED_MODEL, Vectors, check_packaged_weights, line_vectors, require_short
from embeddings.tokens import TokenCounter

_MAX_TOKENS = 256
_BATCH = 8
"""Texts that go through the model together; larger batches were slower."""
_REQUESTS = 2
"""Batches under way at once."""
_FEW = 16
"""Texts up to which a call counts as part of a question."""
_Tokens = list[list[int]]
_NO_VECTORS = np.empty((0, 0), dtype=np.float32)


class _Queue:
    """Requests that run at once, for one caller at a time."""

    def __init__(self, compiled: ov.CompiledModel) -> None:
        self.requests = ov.AsyncInferQueue(compiled, _REQUESTS)
        self.running = threading.Lock()


class OpenVinoEncoder:
    """The packaged all-MiniLM-L6-v2 in float32; safe to share between threads."""

    def __init__(self) -> None:
        """Build and compile the model.

        Raises:
            ModelError: The packaged weights are missing or altered.
        """
        folder, digest = check_packaged_weights()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._special_tokens = self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self._first_token, self._last_token = self._tokenizer.encode("").ids
        self.count_tokens = TokenCounter(self._tokenizer, by_words=True)
        graph, self._dimension = _build(folder)
        compiled = ov.Core().compile_model(graph, "CPU", {"PERFORMANCE_HINT": "THROUGHPUT"})
        # A question does not wait until the passages of another thread are done.
        self._many, self._few = _Queue(compiled), _Queue(compiled)
        self._fingerprint = f"{PACKAGED_MODEL}-{digest[:12]}-{_MAX_TOKENS}-openvino"

    @property
    def fingerprint(self) -> str:
        """Model name, start of the weights' hash, tokens read, runtime."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that the model reads, special tokens not counted."""
        return _MAX_TOKENS - self._special_tokens

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that are searched.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        tokens = self._tokens(texts)
        require_short(texts, [len(ids) - self._special_tokens for ids in tokens], self.max_tokens)
        return self._encode(tokens)

    def encode_lines(self, texts: Sequence[str]) -> tuple[Vectors, list[Vectors]]:
        """Encode texts and their lines in one pass; a line's vector is the mean of its token vectors.

        Returns:
            The vectors of `encode_passages`, and for each text (n_lines, dimension) float32, unit rows; the row
            of a line without a token is zero.

        Raises:
            TextTooLongError: A text has more than `max_tokens` tokens.
        """
        lines = [text.split("\n") for text in texts]
        flat = self._tokenizer.encode_batch_fast([line for some in lines for line in some], add_special_tokens=False)
        found = iter(flat)
        parts = [[next(found).ids for _ in some] for some in lines]
        # Words never go over a line's end, so the tokens of a text are those of its lines.
        tokens = [[self._first_token, *chain.from_iterable(some), self._last_token] for some in parts]
        require_short(texts, [len(ids) - self._special_tokens for ids in tokens], self.max_tokens)
        vectors: list[Vectors] = [_NO_VECTORS] * len(texts)

        def take(text: int, states: Vectors) -> None:
            vectors[text] = line_vectors(states[1:-1], [len(ids) for ids in parts[text]])

        return self._encode(tokens, take), vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions; one that is too long is read up to `max_tokens` tokens.

        Returns:
            (n_texts, dimension) float32, unit rows, in the order given; (0, dimension) for no texts.
        """
        tokens = self._tokens(texts)
        # The last one marks the end, and stays when others go.
        return self._encode([ids if len(ids) <= _MAX_TOKENS else [*ids[: _MAX_TOKENS - 1], ids[-1]] for ids in tokens])

    def _tokens(self, texts: Sequence[str]) -> _Tokens:
        return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts))] if texts else []

    def _encode(self, tokens: _Tokens, look: Callable[[int, Vectors], None] | None = None) -> Vectors:
        """Vectors of tokenized texts, encoded in batches of like length.

        Args:
            tokens: Token ids of each text, special tokens included.
            look: Called with the number of each text and its token vectors, (n_tokens, dimension).
        """
        vectors = np.empty((len(tokens), self._dimension), dtype=np.float32)
        order = sorted(range(len(tokens)), key=lambda text: len(tokens[text]))

        def take(request: ov.InferRequest, batch: tuple[list[int], Vectors]) -> None:
            texts, mask = batch
            states = request.get_output_tensor(0).data
            sums = np.matmul(mask[:, None, :], states)[:, 0]
            vectors[texts] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
            if look is not None:
                for row, text in enumerate(texts):
                    look(text, states[row, : len(tokens[text])])

        queue = self._few if len(tokens) <= _FEW else self._many
        with queue.running:  # the callback belongs to the queue
            queue.requests.set_callback(take)
            for start in range(0, len(order), _BATCH):
                texts = order[start : start + _BATCH]
                ids, mask = _padded([tokens[text] for text in texts])
                queue.requests.start_async({0: ids, 1: mask}, (texts, mask))
            queue.requests.wait_all()
        return vectors


def _padded(tokens: _Tokens) -> tuple[NDArray[np.int64], Vectors]:
    """Token ids filled up with zeros, (n_texts, longest), and a mask with 1 where there is a token."""
    shape = (len(tokens), max(map(len, tokens)))
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32)
    for row, found in enumerate(tokens):
        ids[row, : len(found)] = found
        mask[row, : len(found)] = 1
    return ids, mask


def _build(folder: Path) -> tuple[ov.Model, int]:
    """The model as a graph from token ids and mask to token vectors, and the length of a vector."""
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    width, heads = int(settings["hidden_size"]), int(settings["num_attention_heads"])
    graph = _Graph(load_file(str(folder / "model.safetensors")), float(settings["layer_norm_eps"]))
    ids = op.parameter([-1, -1], np.int64, name="ids")
    mask = op.parameter([-1, -1], np.float32, name="mask")
    hidden = graph.embed(ids)
    # 0 where there is a token, and so little that it counts for nothing where there is none: (n_texts, 1, 1, longest).
    away = op.multiply(op.subtract(mask, _constant(np.float32(1))), _constant(np.float32(1e9)))
    away = op.unsqueeze(op.unsqueeze(away, _constant(1)), _constant(1))
    for layer in range(int(settings["num_hidden_layers"])):
        hidden = graph.layer(f"encoder.layer.{layer}", hidden, away, (heads, width // heads))
    return ov.Model([hidden], [ids, mask], PACKAGED_MODEL), width


class _Graph:
    """Parts of the graph, by the names that the weights have in the file."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], epsilon: float) -> None:
        self._weights = weights
        self._epsilon = epsilon

    def embed(self, ids: ov.Node) -> ov.Node:
        """Sum of the vectors of words, places and the one kind of text."""
        length = op.gather(op.shape_of(ids), _constant(1), _constant(0))
        places = op.range(_constant(0), length, _constant(1), "i64")
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, _constant(0))
        placed = op.add(words, op.gather(self._weight("embeddings.position_embeddings.weight"), places, _constant(0)))
        kind = op.constant(self._weights["embeddings.token_type_embeddings.weight"][0])
        return self._normalised(op.add(placed, kind), "embeddings.LayerNorm")

    def layer(self, name: str, hidden: ov.Node, away: ov.Node, heads: tuple[int, int]) -> ov.Node:
        """Attention and the feed-forward network, each added to what came in and normalised."""
        query, key, value = (
            self._in_heads(self._linear(hidden, f"{name}.attention.self.{part}"), heads)
            for part in ("query", "key", "value")
        )
        attended = op.transpose(op.scaled_dot_product_attention(query, key, value, away), _constant([0, 2, 1, 3]))
        attended = op.reshape(attended, _constant([0, 0, heads[0] * heads[1]]), special_zero=True)
        attended = self._linear(attended, f"{name}.attention.output.dense")
        hidden = self._normalised(op.add(hidden, attended), f"{name}.attention.output.LayerNorm")
        inner = op.gelu(self._linear(hidden, f"{name}.intermediate.dense"), "erf")
        return self._normalised(op.add(hidden, self._linear(inner, f"{name}.output.dense")), f"{name}.output.LayerNorm")

    def _weight(self, name: str) -> ov.Node:
        return op.constant(self._weights[name])

    def _linear(self, hidden: ov.Node, name: str) -> ov.Node:
        product = op.matmul(hidden, self._weight(f"{name}.weight"), transpose_a=False, transpose_b=True)
        return op.add(product, self._weight(f"{name}.bias"))

    def _normalised(self, hidden: ov.Node, name: str) -> ov.Node:
        centred = op.mvn(hidden, _constant([-1]), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(centred, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _in_heads(self, hidden: ov.Node, heads: tuple[int, int]) -> ov.Node:
        parted = op.reshape(hidden, _constant([0, 0, *heads]), special_zero=True)
        return op.transpose(parted, _constant([0, 2, 1, 3]))


def _constant(value: object) -> ov.Node:
    array = np.asarray(value)
    return op.constant(array if array.dtype == np.float32 else array.astype(np.int64))
