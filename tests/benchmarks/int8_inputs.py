"""How the inputs of the packaged model's products are rounded for int8: writes `embeddings/int8_inputs.json`.

Run it at the root of the repository::

    python tests/benchmarks/int8_inputs.py

Bounds are those of what was seen on the passages of the sample collection, after the channels that reach farthest
were divided so that they reach as far as the next one. Other bounds make other vectors: whoever changes the file
changes the encoder's fingerprint too.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.bert import Int8Input, build, ov
from embeddings.encoders import check_packaged_weights
from embeddings.openvino_encoder import OpenVinoEncoder
from qa.documents import FoundFile, find_files, read_document
from qa.documents.passages import split

ROOT = Path(__file__).resolve().parents[2]
DIVIDED = 30
"""Channels of each input that are divided. Of 10, 30, 60 and 100, the one with the vectors nearest to float32."""


def passages(folder: Path, encoder: OpenVinoEncoder) -> Iterator[str]:
    """What is encoded of the documents in a folder."""
    for file in find_files(folder):
        assert isinstance(file, FoundFile)
        for passage in split(read_document(file), encoder.count_tokens, encoder.max_tokens):
            yield passage.encoded_text


def seen_inputs(graph: ov.Model, texts: Iterable[Sequence[NDArray[np.generic]]]) -> dict[str, NDArray[np.float32]]:
    """Inputs of the layers' products in float32, (n_tokens, n_channels), by the name in the file.

    Args:
        graph: In float32.
        texts: What the graph is given, one text at a time.
    """
    products = {node.get_friendly_name(): node for node in graph.get_ops() if node.get_type_name() == "MatMul"}
    names = [name for name in sorted(products) if name.startswith("encoder")]
    names = [name for name in names if not name.endswith((".key", ".value"))]  # that of the query
    sources = [products[name].input(0).get_source_output() for name in names]
    compiled = ov.Core().compile_model(ov.Model(sources, graph.get_parameters()), "CPU")
    seen: dict[str, list[NDArray[np.float32]]] = {name.removesuffix(".query"): [] for name in names}
    for given in texts:
        for output, rows in zip(compiled(list(given)).values(), seen.values(), strict=True):
            rows.append(output[0].copy())
    return {name: np.concatenate(rows) for name, rows in seen.items()}


def of_encoder() -> Iterator[list[NDArray[np.generic]]]:
    """Token ids and masks of the passages of the sample collection."""
    encoder = OpenVinoEncoder()
    for text in passages(ROOT / "qa" / "sample" / "briefs", encoder):
        ids = np.array([encoder._tokenizer.encode(text).ids])
        yield [ids, np.ones(ids.shape, dtype=np.float32)]


def rounding(seen: NDArray[np.float32]) -> Int8Input:
    """Bounds that hold all that was seen, and divisors of the channels that reach farthest."""
    reach = np.abs(seen).max(axis=0)
    divided = np.argsort(-reach, kind="stable")[:DIVIDED]
    divisors = {int(channel): round(float(reach[channel] / np.sort(reach)[-DIVIDED - 1]), 4) for channel in divided}
    scaled = seen / np.array([divisors.get(channel, 1) for channel in range(seen.shape[1])], dtype=np.float32)
    low, high = float(scaled.min()), float(scaled.max())
    step = round((high - low) / 254, 7)  # one step is spare, so that 0 can be made one of the values
    below = int(np.ceil(-low / step))
    return Int8Input(-below * step, (255 - below) * step, dict(sorted(divisors.items())))


def main() -> None:
    """Write the file."""
    found = {}
    graph, _ = build(check_packaged_weights()[0])
    for name, seen in seen_inputs(graph, of_encoder()).items():
        one = rounding(seen)
        found[name] = {"low": round(one.low, 7), "high": round(one.high, 7), "divisors": one.divisors}
    lines = (f"{json.dumps(name)}: {json.dumps(one)}" for name, one in found.items())
    (ROOT / "embeddings" / "int8_inputs.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
