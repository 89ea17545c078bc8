"""The encoders of the packaged model beside sentence-transformers' own: speed, nearness and retrieval.

Run it with a folder of documents, of which 384 passages are encoded unless `--passages` gives another number, and for
retrieval with the folder of BEIR SciFact (`corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`)::

    python tests/benchmarks/encoders.py DOCUMENTS --scifact SCIFACT

The encoders take turns, three times, and the best time of each counts, since other work on the machine only slows.
"""

import argparse
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from int8_inputs import passages

from embeddings import DenseIndex, SentenceTransformerEncoder, Vectors
from embeddings.openvino_encoder import OpenVinoEncoder
from embeddings.processor import cpu_flags, multiplies_int8

TURNS = 3
DEPTH = 10

Encode = Callable[[Sequence[str]], Vectors]


def sample(folder: Path, encoder: OpenVinoEncoder, size: int) -> list[str]:
    """Passages of the folder's documents, the same ones each time."""
    found = list(passages(folder, encoder))
    return random.Random(0).sample(found, min(size, len(found)))


def times(encoders: dict[str, Encode], texts: list[str]) -> dict[str, float]:
    """The best time of each encoder for all texts, in seconds."""
    spent: dict[str, list[float]] = {name: [] for name in encoders}
    for _ in range(TURNS):
        for name, encode in encoders.items():
            started = perf_counter()
            encode(texts)
            spent[name].append(perf_counter() - started)
    return {name: min(some) for name, some in spent.items()}


def ndcg(encode: Encode, folder: Path) -> float:
    """Mean nDCG@10 of dense retrieval for the test claims; texts are read as far as the encoder reads."""
    documents = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    queries = {one["_id"]: one["text"] for one in map(json.loads, (folder / "queries.jsonl").open(encoding="utf-8"))}
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        relevant.setdefault(query, {})[document] = int(grade)
    vectors = encode([f"{one['title']} {one['text']}".strip() for one in documents])
    index = DenseIndex(vectors.shape[1])
    index.add(np.arange(len(documents)), vectors)
    _, found = index.search(encode([queries[query] for query in relevant]), DEPTH)
    discounts = 1 / np.log2(np.arange(DEPTH) + 2)
    scores = []
    for row, grades in zip(found, relevant.values(), strict=True):
        gains = np.array([grades.get(documents[place]["_id"], 0) for place in row])
        ideal = np.sort(list(grades.values()))[::-1][:DEPTH]
        scores.append(float(gains @ discounts) / float(ideal @ discounts[: len(ideal)]))
    return float(np.mean(scores))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Speed, nearness and retrieval of the packaged model's encoders.")
    parser.add_argument("documents", type=Path)
    parser.add_argument("--passages", type=int, default=384)
    parser.add_argument("--scifact", type=Path)
    arguments = parser.parse_args()
    float32, int8 = OpenVinoEncoder(), OpenVinoEncoder(int8=True)
    encoders: dict[str, Encode] = {
        "sentence-transformers, torch": SentenceTransformerEncoder().encode_queries,
        "OpenVINO float32": float32.encode_queries,
        "OpenVINO int8": int8.encode_queries,
    }
    texts = sample(arguments.documents, float32, arguments.passages)
    tokens = sum(float32.count_tokens(texts))
    expected, *_ = vectors = [encode(texts) for encode in encoders.values()]  # warms up too
    seconds = times(encoders, texts)
    slowest = next(iter(seconds.values()))
    inside = "in int8" if multiplies_int8(cpu_flags()) else "in float32, since the processor has neither VNNI nor AMX"
    print(f"{len(texts)} passages, {tokens} tokens; int8 is multiplied {inside}\n")
    print("| encoder | tokens/s | × torch | cosine to torch, mean | min | SciFact nDCG@10 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (name, encode), rows in zip(encoders.items(), vectors, strict=True):
        cosines = np.sum(rows * expected, axis=1)
        retrieval = f"{ndcg(encode, arguments.scifact):.4f}" if arguments.scifact else "–"
        print(
            f"| {name} | {tokens / seconds[name]:,.0f} | {slowest / seconds[name]:.2f} "
            f"| {cosines.mean():.4f} | {cosines.min():.4f} | {retrieval} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
