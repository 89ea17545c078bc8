"""Sentences that the extractive answerer quotes beside those that annotators chose, within the given passage.

Run it with the folder of CLAP NQ (`questions.jsonl`) and a scratch folder for the index of its passages, whose
statistics of words the answerer needs::

    python tests/benchmarks/clapnq.py CLAPNQ SCRATCH

A sentence of ours is right when it stands in one that was chosen, or holds one, by letters and digits. Precision,
recall and F1 are means over the answerable questions, of what the answerer would quote whether or not it abstains.

FIGURES
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmark_rows import document_name, index_rows, read_rows

from embeddings import default_encoder
from qa import Filters, Hit
from qa.answerers.extractive import ExtractiveAnswerer
from qa.documents import DocumentInfo
from qa.judgements import letters
from qa.lexical import LexicalIndex
from qa.measures import auroc
from qa.passages import Passage
from qa.questions import understand
from qa.sentences import sentence_spans

Span = tuple[int, int]


def right_sentences(row: dict[str, Any]) -> set[Span]:
    """The sentences of the passage that annotators chose."""
    chosen = [letters(sentence) for sentence in row["selected_sentences"]]
    spans = sentence_spans(row["passage"])
    return {
        (start, end)
        for start, end in spans
        if (text := letters(row["passage"][start:end])) and any(text in other or other in text for other in chosen)
    }


def quoted_sentences(row: dict[str, Any], quotes: Sequence[Span]) -> set[Span]:
    """The sentences of the passage that quotes hold most of."""
    return {
        (start, end)
        for start, end in sentence_spans(row["passage"])
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
    rows = read_rows(arguments.folder / "questions.jsonl")
    collection = index_rows(((row["id"], row["title"], row["passage"]) for row in rows), arguments.scratch)
    encoder = default_encoder()
    answerer = ExtractiveAnswerer(encoder, LexicalIndex(collection.folder / "lexical"))
    agreements: dict[str, list[tuple[float, float, float]]] = {}
    confidences: dict[bool, list[float]] = {True: [], False: []}
    abstained: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        passage = Passage(0, len(row["passage"]), row["passage"], row["title"], None, None)
        info = DocumentInfo(document_name(row["id"]), row["title"], None, None, None)
        question = understand(row["question"], row["question"], Filters())
        draft = answerer.draft(question, encoder.encode_queries([row["question"]]), [Hit(passage, info, 1.0, 1)])
        confidences[row["answerable"]].append(draft.confidence)
        abstained[row["answerable"]].append(draft.abstains)
        if row["answerable"]:
            spans = sentence_spans(row["passage"])
            right = right_sentences(row)
            chosen = {
                "the extractive answerer": quoted_sentences(row, [(quote.start, quote.end) for quote in draft.quotes]),
                "the first sentence": set(spans[:1]),
                "the first three": set(spans[:3]),
                "all sentences": set(spans),
            }
            for name, found in chosen.items():
                agreements.setdefault(name, []).append(agreement(found, right))
    print(f"| {len(confidences[True])} answerable questions | precision | recall | F1 |\n| --- | --- | --- | --- |")
    for name, some in agreements.items():
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in np.mean(some, axis=0)) + " |")
    print(f"\nAUROC of the confidence, {len(confidences[False])} questions without an answer beside them: ", end="")
    print(f"{auroc(confidences[True], confidences[False]):.3f}; ", end="")
    print(f"answered {1 - np.mean(abstained[True]):.3f} of those with, abstained {np.mean(abstained[False]):.3f}")


if __name__ == "__main__":
    main()
