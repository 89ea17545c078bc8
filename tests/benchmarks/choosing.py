"""Fits the choice of sentences, and measures it on questions that it was not fitted on.

Run it with a collection that is encoded completely, a file of questions and one of conversations, SQuAD 2.0, and the
chunking benchmark::

    python tests/benchmarks/choosing.py COLLECTION QUESTIONS.jsonl CONVERSATIONS.jsonl SQUAD2 CHUNKING WORK

There are three sets: the questions with the conversations' first turns; SQuAD's of the articles that the reader was not
trained on; and the chunking benchmark, where the sentences of the references answer. Of a question the probability of a
sentence is the softmax of its score, and what is fitted is the probability of all sentences that answer; every set
weighs the same. Each set is divided into halves by a hash of its ids. Weights are fitted on one half of all sets and
measured on the other, by the share of the questions whose best sentence answers, and then fitted on all but the second
half of the file of questions, on which they are reported.

First sentences that answer, of 128 questions of the archive, 231 of SQuAD and 408 of the chunking benchmark:

| weights | measured on | archive | SQuAD | chunking |
| --- | --- | --- | --- | --- |
| fitted on the first halves | second halves | 0.540 | 0.895 | 0.505 |
| `READ` | second halves | 0.540 | 0.895 | 0.500 |
| fitted on the second halves | first halves | 0.585 | 0.863 | 0.570 |
| `READ` | first halves | 0.615 | 0.863 | 0.570 |

On the second half of the questions alone the weights fitted on all else are right for 0.536, and so are `READ`, which
an earlier fit of this form made without that half. With the new ones whole answers quote what is sought for 0.557 of
the questions, with `READ` for 0.571, and equally often in the second half: `READ` stays.

The weight of what must be named near is given, not fitted: it tells two sentences apart in 12 of the questions only.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
from benchmark_rows import document_name, index_rows, read_rows, unseen_squad
from numpy.typing import NDArray

from qa import Collection
from qa.answering import extractive
from qa.answering.choosing import READ, Candidate, chosen
from qa.answering.hit_sentences import Sentence
from qa.evaluation.question_file import Question, read_questions
from qa.evaluation.scores import share_quoted
from qa.understanding.answer_types import AnswerType

CLUES = ("similarity", "nearby", "fits", "passage", "place", "alone")
_FARTHEST = -8.0
_RIDGE = 0.005
_STEPS, _STEP = 800, 0.05

Asked = tuple[str, str, Callable[[Sentence], bool]]
"""The name of a question, the question, and whether a sentence answers it."""


@dataclass(frozen=True, slots=True)
class Row:
    """The sentences that were read for a question: their clues, (n_sentences, 6), what naming adds, which answer."""

    clues: NDArray[np.float64]
    given: NDArray[np.float64]
    right: NDArray[np.bool_]


def rows_of(collection: Collection, questions: Iterable[Asked]) -> list[tuple[str, int, Row]]:
    """What the program knew of each question's sentences, with the question's name and the half that it is of."""
    seen: list[Sequence[Candidate]] = []

    def record(candidates: Sequence[Candidate], answer_type: AnswerType) -> list[Candidate]:
        seen.append(candidates)
        return chosen(candidates, answer_type)

    rows = []
    with patch.object(extractive, "chosen", record):
        for name, question, answers in questions:
            seen.clear()
            collection.ask(question)
            if seen:
                right = np.array([answers(one.sentence) for one in seen[0]])
                given = np.array([READ.named * one.is_named_near for one in seen[0]])
                rows.append((name, half(name), Row(np.array([clues_of(one) for one in seen[0]]), given, right)))
    return rows


def clues_of(one: Candidate) -> tuple[float, ...]:
    """What is weighed, in the order of `CLUES`."""
    place = one.finding.place if one.finding is not None else _FARTHEST
    match = one.match
    return match.similarity, match.coverage_nearby, one.fits, one.below_best, max(place, _FARTHEST), one.alone or 0.0


def half(name: str) -> int:
    """The half that a question is of."""
    return int(sha256(name.encode()).hexdigest(), 16) % 2


def fit(sets: Sequence[Sequence[Row]]) -> NDArray[np.float64]:
    """The weights, (6,), by Adam; of questions with sentences that answer and others that do not."""
    telling = [[row for row in rows if row.right.any() and not row.right.all()] for rows in sets]
    share = np.array([1 / len(rows) / len(telling) for rows in telling for _ in rows])
    every = [row for rows in telling for row in rows]
    clues, right = np.vstack([row.clues for row in every]), np.concatenate([row.right for row in every])
    given = np.concatenate([row.given for row in every])
    number = np.repeat(np.arange(len(every)), [len(row.right) for row in every])
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]])
    deviation = clues.std(axis=0)
    inputs = clues / deviation
    weights, mean, square = np.zeros(len(CLUES)), np.zeros(len(CLUES)), np.zeros(len(CLUES))
    for step in range(1, _STEPS + 1):
        scores = inputs @ weights + given
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[number])
        all_of = odds / np.add.reduceat(odds, starts)[number]
        right_of = odds * right / np.add.reduceat(odds * right, starts)[number]
        slope = inputs.T @ ((all_of - right_of) * share[number]) + _RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= _STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights / deviation


def first_right(rows: Sequence[Row], weights: NDArray[np.float64]) -> float:
    """The share of the questions whose best sentence answers."""
    return float(np.mean([row.right[np.argmax(row.clues @ weights + row.given)] for row in rows]))


def file_questions(path: Path) -> list[Asked]:
    """Answerable questions of a file; of conversations their first turns."""

    def asked(name: str, question: Question) -> Asked:
        return name, question.question, lambda sentence: share_quoted(question, [sentence.text]) > 0

    rows = zip(read_rows(path), read_questions(path), strict=True)
    return [asked(row["id"], talk[0]) for row, talk in rows if talk[0].docs]


def squad_questions(folder: Path) -> list[Asked]:
    """Answerable questions of the articles that the reader was not trained on."""

    def asked(row: dict[str, object], answers: Sequence[str]) -> Asked:
        document = document_name(str(row["passage"]))

        def right(sentence: Sentence) -> bool:
            return sentence.hit.document.name == document and any(answer in sentence.text for answer in answers)

        return str(row["id"]), str(row["question"]).replace("\n", " "), right

    return [asked(row, row["answers"]) for row in unseen_squad(folder) if row["answerable"]]


def chunking_questions(folder: Path, texts: dict[str, str]) -> list[Asked]:
    """The questions of the chunking benchmark; a sentence of a reference, or one that holds a whole one, answers."""

    def asked(row: dict[str, object], references: Sequence[str]) -> Asked:
        def right(sentence: Sentence) -> bool:
            said = " ".join(sentence.text.split())
            return len(said) > 20 and any(said in one or one in said for one in references)

        return str(row["id"]), str(row["question"]).replace("\n", " "), right

    return [
        asked(row, [" ".join(texts[row["document"]][one["start"] : one["end"]].split()) for one in row["references"]])
        for row in read_rows(folder / "questions.jsonl")
    ]


def main() -> None:
    """Print weights and figures."""
    parser = argparse.ArgumentParser(description="Fits the choice of sentences.")
    for name in ("collection", "questions", "conversations", "squad", "chunking", "work"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    archive = Collection.open(arguments.collection)
    texts = {row["_id"]: row["text"] for row in read_rows(arguments.chunking / "documents.jsonl")}
    documents = index_rows([(name, None, text) for name, text in texts.items()], arguments.work / "chunking")
    paragraphs = [(row["_id"], row["title"], row["text"]) for row in read_rows(arguments.squad / "corpus.jsonl")]
    asked = file_questions(arguments.questions)
    sets = {
        "archive": rows_of(archive, asked + file_questions(arguments.conversations)),
        "SQuAD": rows_of(index_rows(paragraphs, arguments.work / "squad"), squad_questions(arguments.squad)),
        "chunking": rows_of(documents, chunking_questions(arguments.chunking, texts)),
    }
    parts = {name: [[row for _, of, row in rows if of == number] for number in (0, 1)] for name, rows in sets.items()}
    now = np.array([getattr(READ, name) for name in CLUES])
    for own, other in ((0, 1), (1, 0)):
        weights = fit([halves[own] for halves in parts.values()])
        print(f"fitted on the {own + 1}. halves: {_said(weights)}")
        for title, measured in (("fitted", weights), ("now", now)):
            shown = {name: round(first_right(halves[other], measured), 3) for name, halves in parts.items()}
            print(f"  {title}, on the other halves: {json.dumps(shown)}", flush=True)
    reported = {name for name, *_ in asked if half(name) == 1}
    fitted = fit([[row for name, _, row in rows if name not in reported] for rows in sets.values()])
    print(f"fitted on all but the second half of the questions: {_said(fitted)}")
    left_out = [row for name, _, row in sets["archive"] if name in reported]
    for title, measured in (("fitted", fitted), ("now", now)):
        print(f"  {title}, on that half: {first_right(left_out, measured):.3f}")


def _said(weights: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(CLUES, weights.round(3).tolist(), strict=True))


if __name__ == "__main__":
    main()
