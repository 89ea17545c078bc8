"""Groups of a question and passages, from public data and from questions on documents of one's own.

Run it with the folder of the training texts, that of SQuAD 2.0 (`corpus.jsonl`, `questions.jsonl`), a file of
questions on documents of one's own if there is one, and the folder to write into::

    python tests/benchmarks/reader/questions.py TRAINING SQUAD2 OUT --archive QUESTIONS.jsonl.xz

It writes `questions.xz` to train on and `dev.json.xz` to choose on. A question's look-alikes are what BM25
and the packaged encoder, fused by rank, find for it among all passages of its source, unless they hold an answer's
words. Questions whose own passage is not among the first three ('What does it fit?') are no questions about a
collection: they get no look-alikes. Every fourth SQuAD article is kept for choosing, and the 400 questions which others
judge by (seed 7) are kept out of both. Seed 13.
"""

import argparse
import hashlib
import json
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import declared
import numpy as np
from edits import edited, entities
from lexical import indexed, search
from tables import FOUND, GOLD, OWN, Member, Span, Tables, pieces

from embeddings.openvino_encoder import OpenVinoEncoder

SEED = 13
DEPTH, CANDIDATES, DEV_CANDIDATES = 30, 10, 8
SPECIFIC = 3
"""Rank up to which a question's own passage must be found if the question is to have look-alikes."""
RANK_OFFSET = 20
EDITS = 2
"""Changes that are tried on each answered question."""
LONGEST_ANSWER = 400
"""Characters; longer ones are no answers but passages."""
POLICY_SHARE = 0.35
"""Of PolicyQA, whose questions repeat."""
_POOL_OF = {"squadshifts/new_wiki": "wiki", "selqa (whole sentences)": "wiki", "squad2": "wiki"}
_DECLARED = ("squad2", "squadshifts/new_wiki", "archive", "covidqa")
_EDITED = ("squad2", "squadshifts/new_wiki")

Key = tuple[str, str]
"""A passage: its title line and its text."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the passages that it was written for."""

    text: str
    source: str
    own: tuple[tuple[Key, tuple[Span, ...]], ...]
    answers: tuple[str, ...]
    lookalikes: tuple[Key, ...] = ()


@dataclass(slots=True)
class Pool:
    """Passages among which look-alikes are sought."""

    keys: dict[Key, int] = field(default_factory=dict)

    def add(self, key: Key) -> None:
        """Take in a passage."""
        self.keys.setdefault(key, len(self.keys))


def cut(context: str, text: str, spans: Sequence[Span]) -> list[tuple[Key, tuple[Span, ...]]]:
    """Pieces of a text with the answers that lie in each."""
    found = []
    for start, end in pieces(text, spans):
        inside = tuple((first - start, last - start) for first, last in spans if start <= first and last <= end)
        found.append(((context, text[start:end]), inside))
    return found


def public(path: Path, chance: random.Random) -> Iterator[Question]:
    """Questions of the public sources."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["source"] == "policyqa" and chance.random() > POLICY_SHARE:
                continue
            yield question_of(row)


def question_of(row: dict[str, object]) -> Question:
    """A row of the public data."""
    text = str(row["context"])
    spans = [(int(start), int(end)) for start, end in row["answers"]]  # type: ignore[attr-defined]
    spans = [span for span in spans if span[1] - span[0] <= LONGEST_ANSWER]
    answers = tuple({text[start:end] for start, end in spans})
    return Question(str(row["question"]), str(row["source"]), tuple(cut("", text, spans)), answers)


def archive(path: Path) -> Iterator[Question]:
    """Questions on documents of one's own, with look-alikes, which come as numbers of passages that stand before."""
    passages: dict[int, dict[str, str]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if "id" in row:
                passages[row["id"]] = row
                continue
            passage = passages[row["passage"]]
            text = passage["text"][row["begin"] :]
            spans = tuple((start, end) for start, end in row["answers"] if end - start <= LONGEST_ANSWER)
            if row["answers"] and not spans:
                continue
            others = tuple((title_line(passages[one]), passages[one]["text"]) for one in row["negatives"])
            own = (((title_line(passage), text), spans),)
            answers = tuple(text[start:end] for start, end in spans)
            yield Question(row["question"], "archive", own, answers, others)


def title_line(row: Mapping[str, str]) -> str:
    """Title and date as they stand before a passage."""
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    parts = [row.get("title") or "", f"{day:%B} {day.day}, {day.year}" if day else ""]
    return ". ".join(part for part in parts if part)


def squad(folder: Path) -> tuple[list[Question], list[tuple[Question, bool]]]:
    """Questions of SQuAD 2.0: to train on; and to measure with, whether each is one of the 400."""
    texts = {one["_id"]: one for one in _lines(folder / "corpus.jsonl")}
    articles = sorted({name.split("::")[0] for name in texts})
    held = set(articles[1::4])
    rows = list(_lines(folder / "questions.jsonl"))
    shuffled = rows.copy()
    random.Random(7).shuffle(shuffled)
    judged = {row["id"] for row in shuffled[:400]}
    train, measured = [], []
    for row in rows:
        passage = texts[row["passage"]]
        spans = [span for answer in row["answers"] for span in _places(answer, passage["text"])]
        asked, answers = row["question"].strip(), tuple(row["answers"])
        if row["id"] in judged or row["passage"].split("::")[0] in held:
            whole = (((passage["title"], passage["text"]), tuple(spans)),)
            measured.append((Question(asked, "squad2", whole, answers), row["id"] in judged))
        else:
            own = tuple(cut(passage["title"], passage["text"], spans))
            train.append(Question(asked, "squad2", own, answers))
    return train, measured


def _places(answer: str, text: str) -> list[Span]:
    first = text.find(answer)
    second = text.find(answer, first + 1)
    return [(place, place + len(answer)) for place in (first, second) if place >= 0]


def retrieve(pool: Pool, questions: Sequence[Question], cache: Path) -> list[list[Key]]:
    """The best passages of a pool for each question, by two searches fused by rank."""
    keys = list(pool.keys)
    texts = [" ".join(key) for key in keys]
    wanted = [question.text for question in questions]
    passages, asked = _vectors(texts, cache), _vectors(wanted, cache)
    found = []
    with TemporaryDirectory() as folder:
        index = indexed(texts, folder)
        for start in range(0, len(wanted), 512):
            similar = asked[start : start + 512] @ passages.T
            depth = min(DEPTH, len(keys))
            nearest = np.argpartition(-similar, depth - 1, axis=1)[:, :depth]
            for row, text in enumerate(wanted[start : start + 512]):
                near = nearest[row][np.argsort(-similar[row, nearest[row]])].tolist()
                scores: dict[int, float] = defaultdict(float)
                for ranked in (near, [number for number, _ in search(index, text, DEPTH)]):
                    for rank, number in enumerate(ranked):
                        scores[number] += 1 / (RANK_OFFSET + rank)
                found.append([keys[number] for number in sorted(scores, key=lambda one: -scores[one])])
    return found


def _vectors(texts: Sequence[str], cache: Path) -> np.ndarray:
    """Vectors of the packaged encoder, kept in a folder, since they take minutes."""
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    path = cache / f"{digest}.npy"
    if not path.exists():
        np.save(path, OpenVinoEncoder(int8=True).encode_queries(texts).astype(np.float16))
    return np.load(path).astype(np.float32)


def lookalikes(question: Question, found: Sequence[Key]) -> list[Key]:
    """Passages that look as if they answered, and do not hold an answer."""
    own = [key for key, _ in question.own]
    meant = [key for key, spans in question.own if spans] or own
    others = list(question.lookalikes)
    if any(key in found[:SPECIFIC] for key in meant):
        others += [key for key in found if key not in own]
    answers = [answer.lower() for answer in question.answers]
    return [key for key in dict.fromkeys(others) if not any(answer in key[1].lower() for answer in answers)]


def add(tables: Tables, question: Question, found: Sequence[Key], chance: random.Random) -> None:
    """One group: the passages that it was written for, and its look-alikes; and claims made of it."""
    members = [Member(tables.passage(*key), GOLD if spans else OWN, spans) for key, spans in question.own]
    if len(members) > 3:  # of a long text, the pieces with an answer and two more
        members = [*(one for one in members if one.answers), *[one for one in members if not one.answers][:2]]
    near = lookalikes(question, found)[:CANDIDATES]
    tables.group(question.text, question.source, [*members, *(Member(tables.passage(*key), FOUND) for key in near)])
    gold = next((key for key, spans in question.own if spans), None)
    if question.source in _DECLARED and gold:
        short = [answer for answer in question.answers if answer in gold[1]]
        for claim in (
            declared.claims(question.text, short, gold[1], near[0][1] if near else None, chance) if short else ()
        ):
            tables.pair(*claim, "declared")


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("training", type=Path)
    parser.add_argument("squad2", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--archive", type=Path)
    options = parser.parse_args()
    chance = random.Random(SEED)
    train, measured = squad(options.squad2)
    train += public(options.training / "reader.jsonl.xz", chance)
    pools: dict[str, Pool] = defaultdict(Pool)
    by_pool: dict[str, list[Question]] = defaultdict(list)
    for question in train:
        name = _POOL_OF.get(question.source, question.source)
        by_pool[name].append(question)
        for key, _ in question.own:
            pools[name].add(key)
    tables = Tables()
    for name, questions in by_pool.items():
        print(name, len(questions), "questions,", len(pools[name].keys), "passages", flush=True)
        known = entities(question.text for question in questions)
        for question, found in zip(questions, retrieve(pools[name], questions, options.out), strict=True):
            add(tables, question, found, chance)
            gold = next((one for one in question.own if one[1]), None)
            tries = EDITS if question.source in _EDITED and gold else 0
            for change in sorted({edited(question.text, gold[0][1], known, chance) for _ in range(tries)} - {None}):
                wrong = Question(change[0], "edited", ((gold[0], ()),), ())
                add(tables, wrong, lookalikes(question, found), chance)
                claim = declared.declared(change[0], question.answers[0])
                if claim:
                    tables.pair(claim, gold[0][1], change[1], "declared")
    if options.archive:
        for question in archive(options.archive):
            add(tables, question, [], chance)
    tables.save(options.out / "questions.xz")
    print(len(tables.passages), "passages")
    measure_on(options.squad2, measured, options.out)


def measure_on(folder: Path, measured: Sequence[tuple[Question, bool]], out: Path) -> None:
    """Write the questions to choose on and to judge by, each with the paragraphs that are retrieved for it."""
    paragraphs = Pool()
    for row in _lines(folder / "corpus.jsonl"):
        paragraphs.add((row["title"], row["text"]))
    numbers = paragraphs.keys
    rows = [
        {
            "question": question.text,
            "answers": question.answers,
            "judged": judged,
            "own": numbers[question.own[0][0]],
            "found": [numbers[key] for key in found[:DEV_CANDIDATES]],
        }
        for (question, judged), found in zip(
            measured, retrieve(paragraphs, [one for one, _ in measured], out), strict=True
        )
    ]
    dev = json.dumps({"passages": list(numbers), "questions": rows})
    (out / "dev.json.xz").write_bytes(lzma.compress(dev.encode()))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    main()
