"""How well a model reads: exact match, F1, choice among passages, answerability, claims."""

import json
import lzma
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Best:
    """The best span of a passage: its text, and its score less that of 'no answer here'."""

    text: str
    score: float


class Read(Protocol):
    """Reads questions in passages, each a title line and a text."""

    def __call__(self, questions: Sequence[str], passages: Sequence[tuple[str, str]]) -> list[Best]:
        """The best span for each question in its passage."""


def normalised(answer: str) -> str:
    """As SQuAD's own script compares answers."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def f1(found: str, gold: str) -> float:
    """Harmonic mean of precision and recall of words."""
    ours, theirs = normalised(found).split(), normalised(gold).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive has the higher score; equal ones count half."""
    if not len(positive) or not len(negative):
        return float("nan")
    values = np.concatenate([positive, negative])
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    size = len(positive)
    return float((ranks[:size].sum() - size * (size + 1) / 2) / (size * len(negative)))


def squad_figures(path: Path, read: Read, *, found: bool = True) -> dict[str, dict[str, float]]:
    """Figures of the questions that choose and of the 400 that judge.

    Within the paragraph: `em`, `f1` on answerable questions and `auroc` of answerability. Over the eight retrieved
    paragraphs: `choice`, the share of answerable questions whose paragraph comes first of those where it is among them;
    `found_em`, `found_f1`, `found_auroc`; they are left out without `found`.
    """
    data = json.loads(lzma.decompress(path.read_bytes()))
    rows, passages = data["questions"], [tuple(passage) for passage in data["passages"]]
    if not found:
        rows = [{**row, "found": []} for row in rows]
    titles = {passages[row["own"]][0] for row in rows if not row["judged"]}
    jobs = [(row["question"], passages[number]) for row in rows for number in (row["own"], *row["found"])]
    results = iter(read([question for question, _ in jobs], [key for _, key in jobs]))
    read_rows = [(row, next(results), [next(results) for _ in row["found"]]) for row in rows]
    parts = {
        "chosen on": [one for one in read_rows if not one[0]["judged"]],
        "judge's 400": [one for one in read_rows if one[0]["judged"]],
        "of them unseen articles": [
            one for one in read_rows if one[0]["judged"] and passages[one[0]["own"]][0] in titles
        ],
    }
    return {name: _figures(part) for name, part in parts.items()}


def _figures(rows: Sequence[tuple[dict[str, list[str]], Best, list[Best]]]) -> dict[str, float]:
    yes = [one for one in rows if one[0]["answers"]]
    no = [one for one in rows if not one[0]["answers"]]
    among = [(row, found) for row, _, found in yes if row["own"] in row["found"]]

    def best_of(measure: object, texts: Sequence[str]) -> float:
        pairs = zip(texts, yes, strict=True)
        return float(np.mean([max(measure(text, gold) for gold in one[0]["answers"]) for text, one in pairs]))  # type: ignore[operator]

    def exact(text: str, gold: str) -> bool:
        return normalised(text) == normalised(gold)

    within = {
        "n": len(yes),
        "em": best_of(exact, [own.text for _, own, _ in yes]),
        "f1": best_of(f1, [own.text for _, own, _ in yes]),
        "auroc": auroc([own.score for _, own, _ in yes], [own.score for _, own, _ in no]),
    }
    if not among:
        return within
    tops = [max(found, key=lambda best: best.score) for _, _, found in yes]
    chosen = [row["found"][int(np.argmax([best.score for best in found]))] == row["own"] for row, found in among]
    return within | {
        "choice": float(np.mean(chosen)),
        "found_em": best_of(exact, [top.text for top in tops]),
        "found_f1": best_of(f1, [top.text for top in tops]),
        "found_auroc": auroc([top.score for top in tops], [max(best.score for best in found) for _, _, found in no]),
    }


def claim_figures(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], sources: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Accuracy of three labels, and AUROC of supported against the rest, of all public ones and of each source."""
    names = np.array(sources)
    found = {}
    for name in ["public", *sorted(set(sources))]:
        part = (names == name) if name != "public" else (names != "archive")
        right = probabilities[part].argmax(axis=1) == labels[part]
        supported = labels[part] == 0
        scores = probabilities[part][:, 0]
        found[name] = {
            "n": int(part.sum()),
            "accuracy": float(right.mean()),
            "auroc": auroc(scores[supported].tolist(), scores[~supported].tolist()),
        }
    return found


def report(what: str, figures: dict[str, dict[str, float]]) -> None:
    """Print figures, one line each."""
    for name, values in figures.items():
        shown = " ".join(
            f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}" for key, value in values.items()
        )
        print(f"{what} | {name} | {shown}", flush=True)
