"""Trained weights into `embeddings/reader.safetensors`: int8 for each output, with bounds of what is multiplied.

Run it at the root of the repository with the weights that `train.py` wrote; several are averaged::

    python tests/benchmarks/reader/pack.py WEIGHTS.safetensors

Bounds are those of what was seen on passages of the sample collection, each with a question made of its title, as
`int8_inputs.py` finds them for the encoder. The hash that it prints belongs into `embeddings/reader.py`.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from int8_inputs import ROOT, passages, rounding, seen_inputs  # noqa: E402 - it stands in the folder above

from embeddings.bert import Int8Input, build_reader  # noqa: E402
from embeddings.encoders import check_packaged_weights  # noqa: E402
from embeddings.openvino_encoder import OpenVinoEncoder  # noqa: E402
from embeddings.reader import divisors  # noqa: E402

_LONGEST = 380


def of_reader() -> Iterator[list[NDArray[np.generic]]]:
    """Token ids, masks and kinds of the passages of the sample collection, each with a question and with a sentence."""
    encoder = OpenVinoEncoder()
    for text in passages(ROOT / "qa" / "sample" / "briefs", encoder):
        context, _, rest = text.partition("\n")
        for first in (f"What is said of {context}?", rest.split(". ")[0]):
            asked, told, read = (encoder._tokenizer.encode(part).ids for part in (first, context, rest))
            asked = asked[:64]
            ids = np.array([[*asked, *told[1:], *read[1:]][:_LONGEST]])
            kinds = (np.arange(ids.shape[1])[None] >= len(asked)).astype(np.int64)
            yield [ids, np.ones(ids.shape, dtype=np.float32), kinds]


def packed(weights: dict[str, NDArray[np.float32]], inputs: dict[str, Int8Input]) -> dict[str, NDArray[np.generic]]:
    """Weights of products as whole numbers from -127 to 127 with a step for each row, all others in float32."""
    found: dict[str, NDArray[np.generic]] = {}
    for name, values in weights.items():
        if not name.startswith("encoder") or values.ndim != 2:
            found[name] = values
            continue
        scaled = values * divisors(name, inputs, values.shape[1])
        step = np.abs(scaled).max(axis=1) / np.float32(127)
        found[name] = np.round(scaled / step[:, None]).astype(np.int8)
        found[f"{name}.step"] = step
    return found


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("weights", type=Path, nargs="+")
    options = parser.parse_args()
    several = [load_file(path) for path in options.weights]
    weights = {name: np.mean([one[name].astype(np.float32) for one in several], axis=0) for name in several[0]}
    graph = build_reader(check_packaged_weights()[0], weights)
    inputs = {name: rounding(seen) for name, seen in seen_inputs(graph, of_reader()).items()}
    bounds = {
        name: {"low": round(one.low, 7), "high": round(one.high, 7), "divisors": one.divisors}
        for name, one in inputs.items()
    }
    data = save(packed(weights, inputs), metadata={"int8_inputs": json.dumps(bounds)})
    (ROOT / "embeddings" / "reader.safetensors").write_bytes(data)
    print(len(data), "bytes, sha256", hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
