"""The packaged model as an OpenVINO graph, in float32 and in int8.

It is built here from the weights, operation by operation, so that nothing is converted, shipped or downloaded. It is
BERT as in Devlin et al., 'BERT: Pre-training of deep bidirectional transformers for language understanding',
NAACL 2019.

In int8, the two factors of every product with weights are rounded: weights to 255 steps for each output, what is
multiplied with them to 256 steps between two bounds. Few channels reach far beyond all others, so these are divided
first and their weights multiplied, as in Xiao et al., 'SmoothQuant: Accurate and efficient post-training quantization
for large language models', ICML 2023. Bounds and divisors come from passages of the sample collection, by
`tests/benchmarks/int8_inputs.py`.

The reader is the same graph over its own six layers, with two heads in place of the mean.
"""

# ruff: noqa: E402
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

# OpenVINO's Python package tells its makers about every import, unless its part that does so is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op
from safetensors.numpy import load_file

from embeddings.encoders import PACKAGED_MODEL

# The runtime is imported here only, after the line above.
__all__ = ["Int8Input", "Weights", "build", "build_reader", "load_int8_inputs", "ov", "parse_int8_inputs"]


@dataclass(frozen=True, slots=True)
class Int8Input:
    """How what is multiplied with weights is rounded.

    Attributes:
        low: The lowest of 256 values at equal distances, one of which is 0.
        high: The highest.
        divisors: Of the channels that are divided first, by their numbers.
    """

    low: float
    high: float
    divisors: dict[int, float]


Weights = Mapping[str, NDArray[np.float32]]
"""Weights by the names that they have in the packaged model's file; those of the reader's heads are beside them."""


def load_int8_inputs() -> dict[str, Int8Input]:
    """How the packaged model's inputs of products are rounded, by the names of their weights."""
    return parse_int8_inputs((files("embeddings") / "int8_inputs.json").read_text(encoding="utf-8"))


def parse_int8_inputs(text: str) -> dict[str, Int8Input]:
    """Read the JSON form of how inputs of products are rounded."""
    return {
        name: Int8Input(
            one["low"], one["high"], {int(channel): divisor for channel, divisor in one["divisors"].items()}
        )
        for name, one in json.loads(text).items()
    }


def build(
    folder: Path, int8_inputs: Mapping[str, Int8Input] | None = None, *, in_float: bool = False
) -> tuple[ov.Model, int]:
    """The model as a graph from token ids and mask to token vectors, and the length of a vector.

    Args:
        folder: Where the weights and the configuration lie.
        int8_inputs: How inputs of products are rounded for int8, by the names of their weights; None for float32.
        in_float: Whether rounded numbers are multiplied in float32.
    """
    graph = _Graph(folder, {}, int8_inputs, in_float=in_float)
    ids, mask = _parameters()
    return ov.Model([graph.encoded(ids, mask)], [ids, mask], PACKAGED_MODEL), graph.width


def build_reader(
    folder: Path, weights: Weights, int8_inputs: Mapping[str, Int8Input] | None = None, *, in_float: bool = False
) -> ov.Model:
    """The reader as a graph from token ids, mask and kinds of text to start and end logits and logits of verdicts.

    Its outputs are (n_texts, longest, 2) and (n_texts, 3).

    Args:
        folder: Where the packaged model's weights and configuration lie; its words and places are the reader's.
        weights: The reader's own.
        int8_inputs: How inputs of products are rounded for int8, by the names of their weights; None for float32.
        in_float: Whether rounded numbers are multiplied in float32.
    """
    graph = _Graph(folder, weights, int8_inputs, in_float=in_float)
    ids, mask = _parameters()
    kinds = op.parameter([-1, -1], np.int64, name="kinds")
    hidden = graph.encoded(ids, mask, kinds)
    spans = graph.head(hidden, "reader")
    first = op.gather(hidden, _constant(0), _constant(1))
    verdicts = graph.head(op.tanh(graph.head(first, "verifier.dense")), "verifier.output")
    return ov.Model([spans, verdicts], [ids, mask, kinds], "reader")


def _parameters() -> tuple[ov.Node, ov.Node]:
    return op.parameter([-1, -1], np.int64, name="ids"), op.parameter([-1, -1], np.float32, name="mask")


class _Graph:
    """Parts of the graph, by the names that the weights have in the file."""

    def __init__(
        self, folder: Path, weights: Weights, int8_inputs: Mapping[str, Int8Input] | None, *, in_float: bool
    ) -> None:
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.width = int(settings["hidden_size"])
        self._heads = (int(settings["num_attention_heads"]), self.width // int(settings["num_attention_heads"]))
        self._layers = int(settings["num_hidden_layers"])
        self._epsilon = float(settings["layer_norm_eps"])
        self._weights: Weights = {**load_file(str(folder / "model.safetensors")), **weights}
        self._int8_inputs = int8_inputs
        self._in_float = in_float

    def encoded(self, ids: ov.Node, mask: ov.Node, kinds: ov.Node | None = None) -> ov.Node:
        """Token vectors, (n_texts, longest, width); without `kinds` all text is of the first kind."""
        # 0 where there is a token, and so little that it counts for nothing elsewhere: (n_texts, 1, 1, longest).
        away = op.multiply(op.subtract(mask, _constant(np.float32(1))), _constant(np.float32(1e9)))
        away = op.unsqueeze(op.unsqueeze(away, _constant(1)), _constant(1))
        hidden = self._embedded(ids, kinds)
        for layer in range(self._layers):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, away, self._heads)
        return hidden

    def head(self, hidden: ov.Node, name: str) -> ov.Node:
        """Vectors times the weights of a head, which are few and never rounded, and their bias added."""
        product = op.matmul(hidden, self._weight(f"{name}.weight"), False, True, name=name)
        return op.add(product, self._weight(f"{name}.bias"))

    def _embedded(self, ids: ov.Node, kinds: ov.Node | None) -> ov.Node:
        """Sum of the vectors of words, places and kinds of text."""
        length = op.gather(op.shape_of(ids), _constant(1), _constant(0))
        places = op.range(_constant(0), length, _constant(1), "i64")
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, _constant(0))
        placed = op.add(words, op.gather(self._weight("embeddings.position_embeddings.weight"), places, _constant(0)))
        name = "embeddings.token_type_embeddings.weight"
        kind = (
            op.constant(self._weights[name][0]) if kinds is None else op.gather(self._weight(name), kinds, _constant(0))
        )
        return self._normalised(op.add(placed, kind), "embeddings.LayerNorm")

    def _layer(self, name: str, hidden: ov.Node, away: ov.Node, heads: tuple[int, int]) -> ov.Node:
        """Attention and the feed-forward network, each added to what came in and normalised."""
        itself = f"{name}.attention.self"
        products = self._products(hidden, itself, [f"{itself}.{part}" for part in ("query", "key", "value")])
        query, key, value = (self._in_heads(product, heads) for product in products)
        attended = op.transpose(op.scaled_dot_product_attention(query, key, value, away), _constant([0, 2, 1, 3]))
        attended = op.reshape(attended, _constant([0, 0, heads[0] * heads[1]]), special_zero=True)
        attended = self._product(attended, f"{name}.attention.output.dense")
        hidden = self._normalised(op.add(hidden, attended), f"{name}.attention.output.LayerNorm")
        inner = op.gelu(self._product(hidden, f"{name}.intermediate.dense"), "erf")
        outer = self._product(inner, f"{name}.output.dense")
        return self._normalised(op.add(hidden, outer), f"{name}.output.LayerNorm")

    def _weight(self, name: str) -> ov.Node:
        return op.constant(self._weights[name])

    def _product(self, hidden: ov.Node, name: str) -> ov.Node:
        return self._products(hidden, name, [name])[0]

    def _products(self, hidden: ov.Node, input_name: str, names: list[str]) -> list[ov.Node]:
        """One input times the weights of each name, which are rows, and their bias added."""
        factors = [self._weights[f"{name}.weight"] for name in names]
        if self._int8_inputs is None:
            nodes = [op.constant(factor) for factor in factors]
        else:
            rounding = self._int8_inputs[input_name]
            divisors = np.ones(factors[0].shape[1], dtype=np.float32)
            divisors[list(rounding.divisors)] = list(rounding.divisors.values())
            hidden = _rounded(op.multiply(hidden, op.constant(1 / divisors)), rounding.low, rounding.high, 256)
            nodes = [self._rounded_weights(factor * divisors) for factor in factors]
        return [
            op.add(op.matmul(hidden, node, False, True, name=name), self._weight(f"{name}.bias"))
            for node, name in zip(nodes, names, strict=True)
        ]

    def _rounded_weights(self, weights: NDArray[np.float32]) -> ov.Node:
        """Weights rounded to 255 steps in each row; the runtime multiplies in int8 where it sees that they are."""
        largest = np.abs(weights).max(axis=1, keepdims=True)
        if self._in_float:
            step = largest / np.float32(127)
            return op.constant(np.round(weights / step) * step)
        return _rounded(op.constant(weights), -largest, largest, 255)

    def _normalised(self, hidden: ov.Node, name: str) -> ov.Node:
        centred = op.mvn(hidden, _constant([-1]), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(centred, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _in_heads(self, hidden: ov.Node, heads: tuple[int, int]) -> ov.Node:
        parted = op.reshape(hidden, _constant([0, 0, *heads]), special_zero=True)
        return op.transpose(parted, _constant([0, 2, 1, 3]))


def _rounded(node: ov.Node, low: object, high: object, levels: int) -> ov.Node:
    bounds = [op.constant(np.asarray(bound, dtype=np.float32)) for bound in (low, high)]
    return op.fake_quantize(node, *bounds, *bounds, levels)


def _constant(value: object) -> ov.Node:
    array = np.asarray(value)
    return op.constant(array if array.dtype == np.float32 else array.astype(np.int64))
