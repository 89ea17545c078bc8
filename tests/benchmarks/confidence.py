"""Fits the confidence, and measures it on questions that it was not fitted on.

Run it with a collection that is encoded completely, its questions, and SQuAD 2.0::

    python tests/benchmarks/confidence.py COLLECTION QUESTIONS.jsonl SQUAD2 WORK

Questions of the file are divided into halves by a hash of their ids: weights are fitted on one half with SQuAD,
measured on the other half, and then fitted on all. Of SQuAD 500 questions are taken, of the articles that the
reader was not trained on (every fourth), and none of the 400 that others judge by. Answerable and unanswerable
questions weigh the same in each set.
"""

import argparse
import json
import random
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
from benchmark_rows import index_rows, read_rows
from numpy.typing import NDArray

from qa import Collection
from qa.answering import extractive
from qa.answering.confidence import READ, UNREAD, Signs, confidence

_SQUAD_QUESTIONS = 500
_RIDGE = 0.02
_STEPS, _STEP = 6000, 0.5
_THRESHOLDS = (0.2, 0.3, 0.32, 0.35, 0.4, 0.45, 0.5)

Asked = tuple[str, bool]
"""A question, and whether it can be answered."""
Rows = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Signs, (n_questions, 4), and whether each question can be answered."""


def signs_of(collection: Collection, questions: Sequence[Asked]) -> Rows:
    """The signs of each question that anything was found for."""
    seen: list[Signs] = []

    def record(signs: Signs) -> float:
        seen.append(signs)
        return confidence(signs)

    rows, answerable = [], []
    with patch.object(extractive, "confidence", record):
        for question, can_be_answered in questions:
            seen.clear()
            collection.ask(question)
            if seen:
                one = seen[0]
                rows.append((one.match, one.information, one.period, one.margin or 0.0))
                answerable.append(can_be_answered)
    return np.array(rows), np.array(answerable)


def fit(sets: Sequence[Rows], columns: Sequence[int]) -> NDArray[np.float64]:
    """Weights of the signs and the constant, (5,): logistic regression with a small ridge, by gradient descent."""
    signs = np.vstack([rows for rows, _ in sets])[:, columns]
    target = np.concatenate([answerable for _, answerable in sets]).astype(float)
    share = np.concatenate([_shares(answerable) for _, answerable in sets]) / len(sets)
    mean, deviation = signs.mean(axis=0), signs.std(axis=0)
    inputs = np.c_[(signs - mean) / deviation, np.ones(len(signs))]
    weights = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        error = 1 / (1 + np.exp(-inputs @ weights)) - target
        weights -= _STEP * (inputs.T @ (share * error) + _RIDGE * np.r_[weights[:-1], 0])
    full = np.zeros(5)
    full[list(columns)] = weights[:-1] / deviation
    full[4] = weights[-1] - (weights[:-1] * mean / deviation).sum()
    return full


def _shares(answerable: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(answerable, 0.5 / answerable.sum(), 0.5 / (~answerable).sum())


def auroc(rows: Rows, weights: NDArray[np.float64]) -> float:
    """Probability that an answerable question has a higher confidence than one that is not."""
    scores, answerable = rows[0] @ weights[:4], rows[1]
    pairs = scores[answerable][:, None] - scores[~answerable][None]
    return float(((pairs > 0) + 0.5 * (pairs == 0)).mean())


def at_threshold(rows: Rows, weights: NDArray[np.float64], threshold: float) -> tuple[float, float]:
    """The shares of the answerable that are answered, and of the others that are refused."""
    scores, answerable = 1 / (1 + np.exp(-(rows[0] @ weights[:4] + weights[4]))), rows[1]
    return float((scores[answerable] >= threshold).mean()), float((scores[~answerable] < threshold).mean())


def halves(path: Path) -> tuple[list[Asked], list[Asked]]:
    """The questions of a file in two halves."""
    parts: tuple[list[Asked], list[Asked]] = ([], [])
    for row in read_rows(path):
        parts[int(sha256(row["id"].encode()).hexdigest(), 16) % 2].append((row["question"], bool(row["docs"])))
    return parts


def squad_questions(folder: Path) -> list[Asked]:
    """Questions of the articles that the reader was not trained on, without those that others judge by."""
    rows = list(read_rows(folder / "questions.jsonl"))
    articles = sorted({row["_id"].split("::")[0] for row in read_rows(folder / "corpus.jsonl")})
    unseen = set(articles[1::4])
    shuffled = list(rows)
    random.Random(7).shuffle(shuffled)
    judging = {row["id"] for row in shuffled[:400]}
    own = [row for row in rows if row["id"] not in judging and row["passage"].split("::")[0] in unseen]
    random.Random(3).shuffle(own)
    return [(row["question"].replace("\n", " "), row["answerable"]) for row in own[:_SQUAD_QUESTIONS]]


def main() -> None:
    """Print weights and figures, with the reader and without."""
    parser = argparse.ArgumentParser(description="Fits the confidence.")
    parser.add_argument("collection", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("squad", type=Path)
    parser.add_argument("work", type=Path, help="a folder for SQuAD's paragraphs as a collection")
    arguments = parser.parse_args()
    archive = Collection.open(arguments.collection)
    first, second = (signs_of(archive, part) for part in halves(arguments.questions))
    paragraphs = [(row["_id"], row["title"], row["text"]) for row in read_rows(arguments.squad / "corpus.jsonl")]
    squad = signs_of(index_rows(paragraphs, arguments.work), squad_questions(arguments.squad))
    every = (np.vstack([first[0], second[0]]), np.concatenate([first[1], second[1]]))
    for name, columns, now in (("read", (0, 1, 2, 3), READ), ("unread", (0, 1, 2), UNREAD)):
        print(f"{name}, now {now}")
        for title, fitted_on, measured in (
            ("first half and SQuAD", first, {"second half": second}),
            ("second half and SQuAD", second, {"first half": first}),
            ("all", every, {"all": every, "SQuAD": squad}),
        ):
            weights = fit([fitted_on, squad], columns)
            print(f"  fitted on {title}: {json.dumps([round(weight, 3) for weight in weights])}")
            for where, rows in measured.items():
                shares = (at_threshold(rows, weights, at) for at in _THRESHOLDS)
                said = ", ".join(
                    f"{at}: {one:.2f} {two:.2f}" for at, (one, two) in zip(_THRESHOLDS, shares, strict=True)
                )
                print(f"    {where}: AUROC {auroc(rows, weights):.3f}; answered and refused at {said}", flush=True)


if __name__ == "__main__":
    main()
