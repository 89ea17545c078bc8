"""Passages beside chunks of 200 tokens: token recall, precision and IoU of what dense search finds.

Run it with the folder of the benchmark (`documents.jsonl`, `questions.jsonl`)::

    python tests/benchmarks/chunking.py CHUNKING --tokens 100 150 200

The measures are those of Smith and Troynikov, 'Evaluating chunking strategies for retrieval', Chroma 2024: of the
tokens of a question's excerpts and those of the passages that are found, recall = |both| / |excerpts|, precision =
|both| / |found|, IoU = |both| / |either|, each the mean over the questions; all five documents are searched together.
Both kinds are encoded by the packaged model, passages with their context, as the program does it. Chunks are the
text's paragraphs, lines, sentences, words, whichever is first short enough, packed to 200 tokens without overlap.
IoU at equal recall lies between those of the two numbers of passages around it.

With five passages (254 tokens are what the program has; a passage's context counts among them, not among those found):

| 472 questions | number | recall | precision | IoU | tokens |
| --- | --- | --- | --- | --- | --- |
| passages of 254 | 1700 | 0.761 | 0.043 | 0.043 | 1019 |
| passages of 200 | 2239 | 0.741 | 0.051 | 0.050 | 793 |
| passages of 150 | 3277 | 0.692 | 0.066 | 0.065 | 569 |
| passages of 100 | 3923 | 0.707 | 0.095 | 0.092 | 395 |
| chunks of 200 | 2302 | 0.777 | 0.060 | 0.059 | 759 |

| IoU at recall | 0.5 | 0.6 | 0.7 | 0.75 | 0.8 |
| --- | --- | --- | --- | --- | --- |
| passages of 254 | 0.102 | 0.080 | 0.059 | 0.046 | 0.035 |
| passages of 200 | 0.106 | 0.078 | 0.062 | 0.047 | 0.032 |
| passages of 150 | 0.113 | 0.092 | 0.061 | 0.045 | 0.032 |
| passages of 100 | 0.171 | 0.131 | 0.095 | 0.069 | 0.051 |
| chunks of 200 | 0.130 | 0.109 | 0.088 | 0.068 | 0.053 |
"""

import argparse
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from benchmark_rows import read_rows

from embeddings import DenseIndex, Encoder, default_encoder
from qa.documents import FoundFile, read_document
from qa.documents.passages import split

Span = tuple[int, int]
CountTokens = Callable[[Sequence[str]], list[int]]

CHUNK_TOKENS = 200
SEPARATORS = ("\n\n", "\n", ". ", " ")
SHOWN = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
"""Numbers of passages that are retrieved."""
RECALLS = (0.5, 0.6, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a document that is searched as one."""

    document: str
    start: int
    end: int
    encoded: str


@dataclass(frozen=True, slots=True)
class Source:
    """The texts of the documents, the excerpts of each question in them, and the pieces that they were divided into."""

    texts: dict[str, str]
    excerpts: list[tuple[str, list[Span]]]
    pieces: list[Piece]


def recursive(
    text: str, start: int, end: int, count: CountTokens, separators: Sequence[str] = SEPARATORS
) -> list[Span]:
    """Chunks of a text: parts at the first separator, packed in order; a part that is too long by the next one."""
    if count([text[start:end]])[0] <= CHUNK_TOKENS:
        return [(start, end)]
    if not separators:
        middle = (start + end) // 2
        return [*recursive(text, start, middle, count, ()), *recursive(text, middle, end, count, ())]
    chunks: list[Span] = []
    parts = list(_parts(text, start, end, separators[0]))
    packed: Span | None = None
    tokens = 0
    for (first, last), length in zip(parts, count([text[first:last] for first, last in parts]), strict=True):
        if packed and tokens + length <= CHUNK_TOKENS:
            packed, tokens = (packed[0], last), tokens + length
            continue
        chunks += [packed] if packed else []
        packed, tokens = ((first, last), length) if length <= CHUNK_TOKENS else (None, 0)
        if packed is None:
            chunks += recursive(text, first, last, count, separators[1:])
    return [*chunks, packed] if packed else chunks


def _parts(text: str, start: int, end: int, separator: str) -> Iterator[Span]:
    """What stands between separators, each part with the one that ends it."""
    while start < end:
        found = text.find(separator, start, end)
        stop = end if found < 0 else found + len(separator)
        yield start, stop
        start = stop


def chunks(rows: list[dict[str, Any]], questions: list[dict[str, Any]], encoder: Encoder) -> Source:
    """The documents as they are, in chunks."""
    texts = {row["_id"]: row["text"] for row in rows}
    pieces = [
        Piece(name, start, end, text[start:end])
        for name, text in texts.items()
        for start, end in recursive(text, 0, len(text), encoder.count_tokens)
        if text[start:end].strip()
    ]
    return Source(
        texts, [(q["document"], [(r["start"], r["end"]) for r in q["references"]]) for q in questions], pieces
    )


def passages(rows: list[dict[str, Any]], questions: list[dict[str, Any]], encoder: Encoder, most: int) -> Source:
    """The documents as the program reads them, in its passages of at most so many tokens with their context."""
    texts: dict[str, str] = {}
    pieces: list[Piece] = []
    moved: dict[str, Callable[[Span], Span]] = {}
    with TemporaryDirectory() as folder:
        for row in rows:
            file = Path(folder) / f"{row['_id']}.md"
            file.write_text(row["text"].replace("<", "&lt;"), encoding="utf-8")  # they are texts, not HTML
            document = read_document(FoundFile(file, file.name))
            texts[row["_id"]] = document.text
            moved[row["_id"]] = mapping(row["text"], document.text)
            for passage in split(document, encoder.count_tokens, most):
                pieces.append(Piece(row["_id"], passage.start, passage.end, passage.encoded_text))
    excerpts = [
        (q["document"], [moved[q["document"]]((r["start"], r["end"])) for r in q["references"]]) for q in questions
    ]
    return Source(texts, excerpts, pieces)


def mapping(text: str, other: str) -> Callable[[Span], Span]:
    """Where a span of a text stands in another with the same letters and digits."""
    places = [index for index, character in enumerate(text) if character.isalnum()]
    others = [index for index, character in enumerate(other) if character.isalnum()]
    assert [text[index] for index in places] == [other[index] for index in others]

    def move(span: Span) -> Span:
        first, last = bisect_left(places, span[0]), bisect_right(places, span[1] - 1) - 1
        return others[first], others[last] + 1

    return move


def measure(source: Source, ranking: list[list[int]], k: int, count: CountTokens) -> tuple[float, float, float, float]:
    """Mean recall, precision, IoU and number of tokens found, with k pieces for each question."""
    rows = []
    for (document, excerpts), ranked in zip(source.excerpts, ranking, strict=True):
        found = [source.pieces[index] for index in ranked[:k]]
        wanted = _union(excerpts)
        both = [
            (max(start, piece.start), min(end, piece.end))
            for piece in found
            if piece.document == document
            for start, end in wanted
            if max(start, piece.start) < min(end, piece.end)
        ]
        text = source.texts[document]
        shared, relevant = (sum(count([text[start:end] for start, end in spans])) for spans in (both, wanted))
        retrieved = sum(count([source.texts[piece.document][piece.start : piece.end] for piece in found]))
        # Tokens of a part of a word may be more than its own share of the whole's.
        shared = min(shared, relevant, retrieved)
        rows.append((shared / relevant, shared / retrieved, shared / (relevant + retrieved - shared), retrieved))
    recall, precision, iou, tokens = np.array(rows).mean(axis=0).tolist()
    return recall, precision, iou, tokens


def _union(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def main() -> None:
    """Print the curve of each kind, and the IoU of each at equal recall."""
    parser = argparse.ArgumentParser(description="Passages beside chunks of 200 tokens.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tokens", type=int, nargs="+", default=[], help="shorter passages to measure too")
    arguments = parser.parse_args()
    encoder = default_encoder()
    rows, questions = (read_rows(arguments.folder / f"{name}.jsonl") for name in ("documents", "questions"))
    vectors = encoder.encode_queries([question["question"] for question in questions])
    kinds = {
        f"passages of {most}": partial(passages, most=most) for most in sorted({encoder.max_tokens, *arguments.tokens})
    }
    at_recall: dict[str, list[float]] = {}
    print(f"| {len(questions)} questions | number | k | recall | precision | IoU | tokens |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, divide in {**kinds, f"chunks of {CHUNK_TOKENS}": chunks}.items():
        source = divide(rows, questions, encoder)
        index = DenseIndex(encoder.dimension)
        index.add(np.arange(len(source.pieces)), encoder.encode_passages([piece.encoded for piece in source.pieces]))
        ranking = index.search(vectors, max(SHOWN))[1].tolist()
        curve = [measure(source, ranking, k, encoder.count_tokens) for k in SHOWN]
        for k, (*figures, tokens) in zip(SHOWN, curve, strict=True):
            shown = " | ".join(f"{figure:.3f}" for figure in figures)
            print(f"| {name} | {len(source.pieces)} | {k} | {shown} | {tokens:.0f} |", flush=True)
        recalls, _, ious, _ = zip(*curve, strict=True)
        at_recall[name] = np.interp(RECALLS, recalls, ious, left=np.nan, right=np.nan).tolist()
    print("\n| IoU at recall | " + " | ".join(map(str, RECALLS)) + " |\n| --- |" + " --- |" * len(RECALLS))
    for name, ious in at_recall.items():
        print(f"| {name} | " + " | ".join(f"{iou:.3f}" for iou in ious) + " |")


if __name__ == "__main__":
    main()
