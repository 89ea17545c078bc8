"""What the reader brings, and where: in ranking, in quoting, in the confidence.

Run it with a collection that is encoded completely and a file of questions::

    python tests/benchmarks/answers.py COLLECTION QUESTIONS.jsonl

Quotations count whether or not the answer abstains, so that what is chosen and how sure it is are told apart:
`first` is the share of the answerable questions whose first quotation answers, `all` the same for all quotations,
`quotations` how many an answer has; `AUROC` is of the confidence, and `refused` the share of the unanswerable that
is refused where three quarters of the others are answered.

On the 136 dev questions over the whole archive:

| reader | first | all | quotations | evidence@5 | AUROC | refused |
| --- | --- | --- | --- | --- | --- | --- |
| off | 0.444 | 0.558 | 2.269 | 0.782 | 0.847 | 0.882 |
| in ranking only | 0.469 | 0.537 | 2.151 | 0.790 | 0.858 | 0.882 |
| in quoting only | 0.493 | 0.588 | 2.176 | 0.782 | 0.825 | 0.765 |
| in the confidence only | 0.444 | 0.558 | 2.269 | 0.782 | 0.865 | 0.941 |
| in quoting and the confidence: the program | 0.493 | 0.588 | 2.176 | 0.782 | 0.850 | 0.882 |
| in all three | 0.495 | 0.575 | 2.008 | 0.790 | 0.850 | 0.882 |

In ranking it brings one question more among five, and reading sixteen passages for it: the program leaves it out, and
`retrieve` stays fast.
"""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from embeddings.reader import ReaderPassage, default_reader
from qa import Collection, Hit
from qa.answering import choosing, extractive
from qa.answering.confidence import Signs, find_signs
from qa.evaluation.question_file import Question, read_questions
from qa.evaluation.scores import has_evidence, share_quoted
from qa.retrieval.retriever import Retriever

_READ_HITS = 16
_MARGIN = 0.03
"""Weight of a passage's margin beside its score; chosen on half of the dev questions."""


def unread_signs(*given: Any) -> Signs:  # noqa: ANN401 - passed on
    """The signs as if nothing had been read."""
    return replace(find_signs(*given), margin=None)


def reranked(retriever: Retriever, question: Any, *given: Any) -> list[Hit]:  # noqa: ANN401 - passed on
    """The hits, the first of them in the order that the reader helps to make."""
    hits = _RETRIEVE(retriever, question, *given)
    head = hits[:_READ_HITS]
    readings = default_reader().read(
        question.interpreted, [ReaderPassage(hit.passage.context, hit.passage.text) for hit in head]
    )
    scored = [replace(hit, score=hit.score + _MARGIN * one.margin) for hit, one in zip(head, readings, strict=True)]
    order = sorted(scored, key=lambda hit: -hit.score) + hits[_READ_HITS:]
    return [replace(hit, rank=rank) for rank, hit in enumerate(order, start=1)]


_RETRIEVE = Retriever.retrieve
_NO_QUOTING = (choosing, "READ", choosing.UNREAD)
_NO_CONFIDENCE = (extractive, "find_signs", unread_signs)
_RANKING = (Retriever, "retrieve", reranked)
VARIANTS = {
    "reader off": (_NO_QUOTING, _NO_CONFIDENCE),
    "in ranking only": (_NO_QUOTING, _NO_CONFIDENCE, _RANKING),
    "in quoting only": (_NO_CONFIDENCE,),
    "in the confidence only": (_NO_QUOTING,),
    "the program: quoting and confidence": (),
    "in all three": (_RANKING,),
}


def row(name: str, collection: Collection, questions: Sequence[Question]) -> str:
    """A line of the table."""
    figures, sure, unsure = [], [], []
    for question in questions:
        answer = collection.ask(question.question, k=_READ_HITS)
        if not question.docs:
            unsure.append(answer.confidence)
            continue
        sure.append(answer.confidence)
        quotes = [citation.quote for citation in answer.citations or answer.withheld]
        evidence = has_evidence(question, answer.search.hits[:5])
        figures.append((share_quoted(question, quotes[:1]), share_quoted(question, quotes), len(quotes), evidence))
    pairs = np.array(sure)[:, None] - np.array(unsure)[None]
    threshold = sorted(sure)[len(sure) // 4]
    shown = [
        *np.mean(figures, axis=0),
        ((pairs > 0) + 0.5 * (pairs == 0)).mean(),
        np.mean(np.array(unsure) < threshold),
    ]
    return f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in shown) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What the reader brings, and where.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    arguments = parser.parse_args()
    collection = Collection.open(arguments.collection)
    questions = [talk[0] for talk in read_questions(arguments.questions)]
    print("| reader | first | all | quotations | evidence@5 | AUROC | refused |\n|" + " --- |" * 7)
    for name, changes in VARIANTS.items():
        with ExitStack() as stack:
            for holder, attribute, value in changes:
                stack.enter_context(patch.object(holder, attribute, value))
            print(row(name, collection, questions), flush=True)


if __name__ == "__main__":
    main()
