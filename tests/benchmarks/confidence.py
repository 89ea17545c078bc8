"""Fits the confidence, and measures it on questions that it was not fitted on.

Run it with a collection that is encoded completely, the files that it was made of, its questions and conversations,
and SQuAD 2.0::

    python tests/benchmarks/confidence.py COLLECTION CORPUS QUESTIONS.jsonl CONVERSATIONS.jsonl SQUAD2 WORK

There are four sets, each in two halves: the questions and the conversations' first turns, by a hash of their ids;
500 questions of SQuAD, by article, of the articles that the reader was not trained on, and none of the 400 that others
judge by; and both kinds asked of small collections of 1 to 30 documents, where questions of other documents have no
answer. Weights are fitted on one half of each set, measured on the other half, and then fitted on all. Answerable and
unanswerable questions weigh the same in each set, and the two sets of the archive twice as much as those of SQuAD,
whose unanswerable questions differ from answerable ones by a word.

AUROC with the reader, of weights fitted on the first halves and measured on the second, and the other way round. The
last two columns have two weights for the period, one for being within it and one for being outside of it, in place of
one:

| set | one weight | | two weights | |
| --- | --- | --- | --- | --- |
| archive | 0.852 | 0.910 | 0.844 | 0.910 |
| small archives | 0.944 | 0.930 | 0.963 | 0.938 |
| SQuAD | 0.739 | 0.822 | 0.724 | 0.812 |
| small articles | 0.707 | 0.859 | 0.681 | 0.850 |

Two gain in one set and lose in three, so there is one. On all questions this makes 3.37, 1.83, 1.55, 0.067 and a
constant of -5.49. The weights in the code are of an earlier run, on what was found before the last changes of how
sentences are chosen.
"""

import argparse
import json
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from benchmark_rows import index_rows, read_rows, unseen_squad
from numpy.typing import NDArray

from qa import Collection
from qa.answering import extractive
from qa.answering.confidence import READ, UNREAD, Signs, confidence

_SIZES = (*[1] * 14, *[3] * 5, *[10] * 2, 25)
"""Documents of the small collections of the archive."""
_SIZES_OF_ARTICLES = (*[1] * 6, *[3] * 3, 10, 30)
"""Paragraphs of the small collections of each article."""
_MOST_OF_ARTICLE = 24
"""Questions that a small collection of an article is asked of its own."""
_LONGEST_FILE = 60_000
"""Bytes of a document of a small collection."""
WEIGHT = {"archive": 2.0, "small archives": 2.0, "SQuAD": 1.0, "small articles": 1.0}
"""How much each set counts."""
_RIDGE = 0.02
_STEPS, _STEP = 6000, 0.5
_THRESHOLDS = (0.25, 0.32, 0.4, 0.5)

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


def fit(sets: Mapping[str, Rows], columns: Sequence[int]) -> NDArray[np.float64]:
    """Weights of the signs and the constant, (5,): logistic regression with a small ridge, by gradient descent."""
    signs = joined(sets.values())[0][:, columns]
    target = joined(sets.values())[1].astype(float)
    share = np.concatenate([WEIGHT[name] * _shares(answerable) for name, (_, answerable) in sets.items()])
    share /= sum(WEIGHT.values())
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


def half(name: str) -> int:
    """The half that a question is of."""
    return int(sha256(name.encode()).hexdigest(), 16) % 2


def file_rows(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The questions of files with the ids of their lines; of conversations the first turns."""
    rows = [{**row.get("turns", [row])[0], "id": row["id"]} for path in paths for row in read_rows(path)]
    return [row if row.get("answerable", True) else {**row, "docs": []} for row in rows]


def small_archives(corpus: Path, rows: Sequence[dict[str, Any]], work: Path) -> Iterator[Rows]:
    """Signs over small collections of the documents that answer some of the questions."""
    chance = random.Random(5)
    answerable = [row for row in rows if row["docs"] and (corpus / row["docs"][0]).stat().st_size < _LONGEST_FILE]
    chance.shuffle(answerable)
    for number, size in enumerate(_SIZES):
        own = [answerable.pop(0) for _ in range(min(size, len(answerable)))]
        answerable += own
        names = {row["docs"][0] for row in own}
        folder = work / f"{number}"
        for name in names:
            (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(corpus / name, folder / "docs" / name)
        collection = Collection.open(folder / "collection")
        collection.index([folder / "docs"])
        inside = [row["question"] for row in rows if names.intersection(row["docs"])]
        outside = [row["question"] for row in rows if not names.intersection(row["docs"])]
        # Half of those without an answer share as many words with the others as any do.
        near = sorted(outside, key=lambda question: -max(_shared(question, other) for other in inside))
        asked = near[: len(inside)] + chance.sample(outside, len(inside))
        yield signs_of(collection, [*((one, True) for one in inside), *((one, False) for one in asked)])


def _shared(question: str, other: str) -> int:
    return len({word for word in question.lower().split() if len(word) > 3} & set(other.lower().split()))


def small_articles(squad: Path, rows: Sequence[dict[str, Any]], work: Path) -> Iterator[Rows]:
    """Signs over small collections of paragraphs of one article, asked what they answer, seem to, and do not."""
    chance = random.Random(5)
    paragraphs = read_rows(squad / "corpus.jsonl")
    for article in sorted({article_of(row) for row in rows}):
        own = [one for one in paragraphs if one["_id"].split("::")[0] == article]
        for number, size in enumerate(_SIZES_OF_ARTICLES):
            chosen = chance.sample(own, min(size, len(own)))
            names = {one["_id"] for one in chosen}
            texts = [(one["_id"], one["title"], one["text"]) for one in chosen]
            collection = index_rows(texts, work / f"{article}-{number}")
            inside = [(row["question"], bool(row["answerable"])) for row in rows if row["passage"] in names]
            others = [row["question"] for row in rows if row["passage"] not in names and row["answerable"]]
            outside = [(question, False) for question in chance.sample(others, 3)]
            yield signs_of(collection, [*inside[:_MOST_OF_ARTICLE], *outside])


def article_of(row: dict[str, Any]) -> str:
    """The article that a question of SQuAD is of."""
    return str(row["passage"]).split("::")[0]


def joined(parts: Iterable[Rows]) -> Rows:
    """Several sets as one."""
    found = [part for part in parts if len(part[1])]
    return np.vstack([rows for rows, _ in found]), np.concatenate([answerable for _, answerable in found])


def main() -> None:
    """Print weights and figures, with the reader and without."""
    parser = argparse.ArgumentParser(description="Fits the confidence.")
    for name in ("collection", "corpus", "questions", "conversations", "squad", "work"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    archive = Collection.open(arguments.collection)
    rows = file_rows([arguments.questions, arguments.conversations])
    squad = unseen_squad(arguments.squad)
    articles = sorted({article_of(row) for row in squad})
    paragraphs = [(row["_id"], row["title"], row["text"]) for row in read_rows(arguments.squad / "corpus.jsonl")]
    all_paragraphs = index_rows(paragraphs, arguments.work / "squad")
    sets: dict[str, list[Rows]] = {name: [] for name in WEIGHT}
    for number in (0, 1):
        own = [row for row in rows if half(row["id"]) == number]
        of_articles = [row for row in squad if articles.index(article_of(row)) % 2 == number]
        asked = [(row["question"].replace("\n", " "), bool(row["answerable"])) for row in of_articles]
        sets["archive"].append(signs_of(archive, [(row["question"], bool(row["docs"])) for row in own]))
        sets["small archives"].append(
            joined(small_archives(arguments.corpus, own, arguments.work / f"archives{number}"))
        )
        sets["SQuAD"].append(signs_of(all_paragraphs, asked))
        sets["small articles"].append(
            joined(small_articles(arguments.squad, of_articles, arguments.work / f"articles{number}"))
        )
    for name, columns, now in (("read", (0, 1, 2, 3), READ), ("unread", (0, 1, 2), UNREAD)):
        print(f"{name}, now {now}")
        for title, fitted_on, measured in (
            ("first halves", (0,), (1,)),
            ("second halves", (1,), (0,)),
            ("all", (0, 1), (0, 1)),
        ):
            weights = fit({one: joined(halves[of] for of in fitted_on) for one, halves in sets.items()}, columns)
            print(f"  fitted on {title}: {json.dumps([round(weight, 3) for weight in weights])}")
            for one, halves in sets.items():
                of_half = joined(halves[of] for of in measured)
                shares = (at_threshold(of_half, weights, at) for at in _THRESHOLDS)
                said = ", ".join(f"{at}: {yes:.2f} {no:.2f}" for at, (yes, no) in zip(_THRESHOLDS, shares, strict=True))
                print(f"    {one}: AUROC {auroc(of_half, weights):.3f}; answered and refused at {said}", flush=True)


if __name__ == "__main__":
    main()
