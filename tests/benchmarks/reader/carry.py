"""The packaged model's weights rounded to bfloat16, words to int8, for a machine that has no packages.

Run it with the file to write, and with trained weights to go on from if there are any::

    python tests/benchmarks/reader/carry.py BASE.xz --trained WEIGHTS.safetensors
"""

import argparse
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tables import write_arrays

from embeddings.encoders import check_packaged_weights


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("out", type=Path)
    parser.add_argument("--trained", type=Path)
    options = parser.parse_args()
    trained = load_file(options.trained) if options.trained else {}
    known = {**load_file(check_packaged_weights()[0] / "model.safetensors"), **trained}
    arrays: dict[str, np.ndarray] = {}
    for name, weights in known.items():
        if weights.dtype == np.float16:
            weights = weights.astype(np.float32)
        if name.endswith("word_embeddings.weight"):
            step = np.abs(weights).max(axis=1, keepdims=True) / 127
            arrays[f"{name}#int8"] = np.round(weights / step).astype(np.int8)
            arrays[f"{name}#step"] = step
        elif weights.dtype == np.float32:
            bits = weights.reshape(-1).view(np.uint32)
            arrays[name] = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
            arrays[f"{name}#shape"] = np.array(weights.shape)
    write_arrays(options.out, arrays)


if __name__ == "__main__":
    main()
