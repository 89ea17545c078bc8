"""Sentences that the extractive answerer quotes beside those that annotators chose, within the given passage.

Run it with the folder of CLAP NQ (`questions.jsonl`) and a scratch folder for the index of its passages, whose
statistics of words the answerer needs::

    python tests/benchmarks/clapnq.py CLAPNQ SCRATCH

A sentence of ours is right when it stands in one that was chosen, or holds one, by letters and digits. Precision,
recall and F1 are means over the answerable questions, of what the answerer would quote whether or not it abstains.

| 143 answerable questions | precision | recall | F1 |
| --- | --- | --- | --- |
| the extractive answerer | 0.717 | 0.642 | 0.641 |
| the first sentence | 0.727 | 0.284 | 0.397 |
| the first three | 0.506 | 0.546 | 0.510 |
| all sentences | 0.460 | 0.993 | 0.607 |

AUROC of the confidence, 132 questions without an answer beside them: 0.875; answered 0.923 of those with, abstained
0.591 of others.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmark_rows import document_name, index_rows, read_rows

from embeddings import VectorRows, default_encoder
from qa import Filters, Hit
from qa.answering.extractive import ExtractiveAnswerer
from qa.answering.reading import own_reader
from qa.documents.passages import split
from qa.english.sentences import sentence_spans
from qa.evaluation.measures import auroc
from qa.evaluation.scores import letters
from qa.store.lexical import LexicalIndex
from qa.store.passage_vectors import PassageVectors
from qa.store.writer_lock import writer_lock
from qa.understanding.questions import understand

Span = tuple[int, int]


def right_sentences(text: str, selected: Sequence[str]) -> set[Span]:
    """The sentences of the passage that annotators chose."""
    chosen = [letters(sentence) for sentence in selected]
    return {
        (start, end)
        for start, end in sentence_spans(text)
        if (own := letters(text[start:end])) and any(own in other or other in own for other in chosen)
    }


def quoted_sentences(text: str, quotes: Sequence[Span]) -> set[Span]:
    """The sentences of the passage that quotes hold most of."""
    return {
        (start, end)
        for start, end in sentence_spans(text)
        if any(2 * (min(end, last) - max(start, first)) > end - start for first, last in quotes)
    }


def agreement(found: set[Span], right: set[Span]) -> tuple[float, float, float]:
    """Precision, recall, F1; 0 where nothing agrees."""
    both = len(found & right)
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / len(found), both / len(right)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Quoted sentences beside those that annotators chose.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("scratch", type=Path)
    arguments = parser.parse_args()
    asked = read_rows(arguments.folder / "questions.jsonl")
    collection = index_rows(((row["id"], row["title"], row["passage"]) for row in asked), arguments.scratch)
    encoder = default_encoder()
    rows = VectorRows(collection.folder / "vectors", encoder.fingerprint, encoder.dimension)
    vectors = PassageVectors(lambda: encoder, lambda: rows, lambda: writer_lock(collection.folder))
    answerer = ExtractiveAnswerer(vectors, LexicalIndex(collection.folder / "lexical"), own_reader())
    agreements: dict[str, list[tuple[float, float, float]]] = {}
    confidences: dict[bool, list[float]] = {True: [], False: []}
    abstained: dict[bool, list[bool]] = {True: [], False: []}
    for row in asked:
        document = collection.catalog.document(document_name(row["id"]))
        assert document is not None
        passages = split(document, encoder.count_tokens, encoder.max_tokens)  # most often one
        hits = [Hit(passage, document.info, 1.0, rank) for rank, passage in enumerate(passages, start=1)]
        question = understand(row["question"], row["question"], Filters())
        draft = answerer.draft(question, encoder.encode_queries([row["question"]]), hits)
        confidences[row["answerable"]].append(draft.confidence)
        abstained[row["answerable"]].append(draft.abstains)
        if row["answerable"]:
            spans = sentence_spans(document.text)
            right = right_sentences(document.text, row["selected_sentences"])
            chosen = {
                "the extractive answerer": quoted_sentences(
                    document.text, [(quote.start, quote.end) for quote in draft.quotes]
                ),
                "the first sentence": set(spans[:1]),
                "the first three": set(spans[:3]),
                "all sentences": set(spans),
            }
            for name, found in chosen.items():
                agreements.setdefault(name, []).append(agreement(found, right))
    print(f"| {len(confidences[True])} answerable questions | precision | recall | F1 |\n| --- | --- | --- | --- |")
    for name, some in agreements.items():
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in np.mean(some, axis=0)) + " |")
    area = auroc(confidences[True], confidences[False])
    print(f"\nAUROC of the confidence, {len(confidences[False])} questions without an answer beside them: {area:.3f};")
    answered, refused = 1 - np.mean(abstained[True]), np.mean(abstained[False])
    print(f"answered {answered:.3f} of those with, abstained {refused:.3f} of others")


if __name__ == "__main__":
    main()
