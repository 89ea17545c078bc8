"""What each part of the ranking brings, on questions whose documents and evidence are known.

Run it with a collection that is encoded completely and a file of questions::

    python tests/benchmarks/ranking.py COLLECTION QUESTIONS.jsonl

It prints the share of the answerable questions with a right document, and with evidence, among the first hits: by one
search alone, by the fusion of both, by the program, and by the program without one of its parts. On the archive of
165,888 passages with the 119 answerable questions of the dev set:

| | document@1 | document@5 | evidence@1 | evidence@5 | evidence@10 |
| --- | --- | --- | --- | --- | --- |
| lexical alone | 0.487 | 0.689 | 0.336 | 0.571 | 0.622 |
| dense alone | 0.479 | 0.664 | 0.303 | 0.487 | 0.580 |
| both, fused by rank | 0.538 | 0.706 | 0.370 | 0.546 | 0.664 |
| the program | 0.731 | 0.866 | 0.571 | 0.765 | 0.815 |
| without the words of sentences | 0.731 | 0.849 | 0.546 | 0.714 | 0.773 |
| without the similarity of the passage | 0.756 | 0.866 | 0.588 | 0.773 | 0.807 |
| without the words of its document | 0.697 | 0.832 | 0.555 | 0.756 | 0.832 |
| without the words of its context | 0.731 | 0.866 | 0.580 | 0.748 | 0.815 |
| without what the question says of documents | 0.664 | 0.832 | 0.496 | 0.714 | 0.807 |
| without the period | 0.689 | 0.857 | 0.538 | 0.748 | 0.815 |
| ranking 30 of the fusion | 0.714 | 0.840 | 0.571 | 0.723 | 0.773 |
| ranking 120 of the fusion | 0.731 | 0.857 | 0.571 | 0.765 | 0.815 |
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from searches import Searches

from qa import Collection, Hit
from qa.evaluation.question_file import Question, read_questions
from qa.evaluation.scores import has_evidence
from qa.retrieval import matching, ranking, retriever
from qa.store.catalog import Catalog

CLUES = "_PERIOD _CATEGORY _KIND _SPEAKER _IDENTIFIER _ORDER".split()
WITHOUT = {
    "the program": {},
    "without the words of sentences": {(matching, "WORDS"): 0.0},
    "without the similarity of the passage": {(ranking, "_MEANING"): 0.0},
    "without the words of its document": {(ranking, "_DOCUMENT"): 0.0},
    "without the words of its context": {(ranking, "_CONTEXT"): 0.0},
    "without what the question says of documents": {(ranking, name): 0.0 for name in CLUES},
    "without the period": {(ranking, "_PERIOD"): 0.0},
    "ranking 30 of the fusion": {(retriever, "RANKED"): 30},
    "ranking 120 of the fusion": {(retriever, "RANKED"): 120},
}


def hits(catalog: Catalog, ids: Sequence[int]) -> list[Hit]:
    """The first ten as hits."""
    stored = catalog.passages(ids[:10])
    return [Hit(stored[i].passage, stored[i].document, 0.0, rank) for rank, i in enumerate(ids[:10], start=1)]


def row(name: str, questions: Sequence[Question], found: Sequence[Sequence[Hit]]) -> str:
    """A line of the table."""
    right = [
        [float(any(hit.document.name in question.docs for hit in hits[:k])) for k in (1, 5)]
        + [float(has_evidence(question, hits[:k])) for k in (1, 5, 10)]
        for question, hits in zip(questions, found, strict=True)
    ]
    return f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in np.mean(right, axis=0)) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What each part of the ranking brings.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    arguments = parser.parse_args()
    collection = Collection.open(arguments.collection)
    questions = [talk[0] for talk in read_questions(arguments.questions) if talk[0].docs]
    searches = Searches(collection.folder)
    print("| | document@1 | document@5 | evidence@1 | evidence@5 | evidence@10 |\n|" + " --- |" * 6)
    for name, search in (
        ("lexical alone", searches.by_words),
        ("dense alone", searches.by_meaning),
        ("both, fused by rank", searches.fused),
    ):
        print(row(name, questions, [hits(collection.catalog, search(q.question)) for q in questions]), flush=True)
    for name, without in WITHOUT.items():
        patches = [patch.object(module, constant, value) for (module, constant), value in without.items()]
        for one in patches:
            one.start()
        print(row(name, questions, [collection.retrieve(q.question, 10) for q in questions]), flush=True)
        patch.stopall()


if __name__ == "__main__":
    main()
