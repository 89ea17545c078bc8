"""How good retrieval is before all passages are encoded, with and without encoding some at question time.

Run it with a collection that is encoded completely and a file of questions with their documents and evidence::

    python tests/benchmarks/late_vectors.py COLLECTION QUESTIONS.jsonl

It keeps the vectors of the first 0, 25, 50, 75 % of the passages, lets each question have up to N of its best passages
by words encoded, and prints the share of questions with a right document and with evidence among five hits. On the
archive of 165,888 passages with the 119 answerable questions of the dev set:

| ready | encoded | document@1 | document@5 | evidence@5 |
| --- | --- | --- | --- | --- |
| 0 % | 0 | 0.521 | 0.714 | 0.580 |
| 0 % | 8 | 0.613 | 0.731 | 0.580 |
| 0 % | 16 | 0.639 | 0.773 | 0.647 |
| 25 % | 0 | 0.378 | 0.471 | 0.437 |
| 25 % | 8 | 0.655 | 0.790 | 0.672 |
| 25 % | 16 | 0.681 | 0.824 | 0.689 |
| 50 % | 0 | 0.420 | 0.513 | 0.479 |
| 50 % | 8 | 0.664 | 0.790 | 0.681 |
| 50 % | 16 | 0.689 | 0.815 | 0.697 |
| 75 % | 0 | 0.513 | 0.664 | 0.588 |
| 75 % | 8 | 0.697 | 0.840 | 0.723 |
| 75 % | 16 | 0.714 | 0.849 | 0.731 |
| 100 % | 0 | 0.731 | 0.866 | 0.765 |
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings import VectorRows, default_encoder
from qa import Collection, Filters
from qa.documents.passages import Passage
from qa.evaluation.question_file import read_questions
from qa.evaluation.scores import has_evidence
from qa.retrieval.retriever import Retriever
from qa.store.dense import DenseFile, FilteredIndex
from qa.store.lexical import LexicalIndex
from qa.store.passage_vectors import PassageVector, PassageVectors
from qa.store.writer_lock import writer_lock
from qa.understanding.questions import understand
from qa.understanding.vocabulary import learn_vocabulary

SHARES = (0, 0.25, 0.5, 0.75)
ENCODED = (0, 8, 16)


class Late:
    """Vectors of what is encoded, and of the first of the passages that a question wants encoded."""

    def __init__(self, complete: PassageVectors, most: int) -> None:
        self.complete = complete
        self.most = most
        self.lacking: set[Passage] = set()

    def encode(self, passages: Sequence[Passage]) -> None:
        """Leave out all but the first."""
        self.lacking = set(passages[self.most :])

    def of(self, passages: Sequence[Passage]) -> list[PassageVector | None]:
        """The vectors of those that are not left out."""
        vectors = self.complete.of(passages)
        return [None if passage in self.lacking else vector for passage, vector in zip(passages, vectors, strict=True)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Retrieval before all passages are encoded.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    arguments = parser.parse_args()
    catalog = Collection.open(arguments.collection).catalog
    lexical, columns = LexicalIndex(arguments.collection / "lexical"), catalog.columns()
    encoder = default_encoder()
    rows = VectorRows(arguments.collection / "vectors", encoder.fingerprint, encoder.dimension)
    complete = PassageVectors(lambda: encoder, lambda: rows, lambda: writer_lock(arguments.collection))
    vocabulary = learn_vocabulary(catalog.titles(), catalog.turns())
    questions = [talk[0] for talk in read_questions(arguments.questions) if talk[0].docs]
    vectors = [encoder.encode_queries([question.question]) for question in questions]
    print("| ready | encoded | document@1 | document@5 | evidence@5 |")
    print("| --- | --- | --- | --- | --- |")
    for share, most in [*((share, most) for share in SHARES for most in ENCODED), (1.0, 0)]:
        dense = DenseFile(arguments.collection / "dense.faiss", catalog).build(rows)
        dense.remove(dense.ids[int(share * len(dense)) :])
        retriever = Retriever(catalog, lexical, FilteredIndex(dense, columns), columns, Late(complete, most))
        right = np.zeros((len(questions), 3))
        for row, (question, vector) in enumerate(zip(questions, vectors, strict=True)):
            asked = understand(question.question, question.question, Filters(), vocabulary)
            hits = retriever.retrieve(asked, vector, 5)
            names = [hit.document.name for hit in hits]
            right[row] = (
                names[:1] != [] and names[0] in question.docs,
                bool(set(names) & set(question.docs)),
                has_evidence(question, hits),
            )
        figures = " | ".join(f"{figure:.3f}" for figure in right.mean(axis=0))
        print(f"| {share:.0%} | {most} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
