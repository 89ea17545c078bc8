"""Rows of questions with the passages that they are asked of: chosen, reworded, written and read."""

import json
import lzma
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive_near_misses import near_miss
from archive_negatives import Lookalikes, lacks_answer
from archive_passages import Passage, Question
from archive_wording import varied
from archive_words import stems

_FROM_FORMS = frozenset({"nomination", "bill", "title", "list", "briefing", "evaded"})
_CURRICULUM = re.compile(
    r"\b(?:[JMP]h?\.[DAS]\.|B\.[AS]\.|law clerk|Attorney’s Office|private practice|Master’s|bachelor|magistrate judge)",
    re.I,
)
_MOST_OF_A_PATTERN = 14
_UNANSWERED_SHARE = 0.17
_NEAR_MISS_SHARE = 0.2
_REWORDED_SHARE = 0.7


def chosen(questions: Iterable[Question]) -> Iterator[Question]:
    """Without repetitions, questions that give their answer away, and the many of one pattern."""
    seen: set[tuple[str, int]] = set()
    patterns: Counter[str] = Counter()
    for question in questions:
        whole = question.passage.text[question.begin :]
        if (question.text, question.passage.document) in seen:
            continue
        if any(whole[a:b].lower().strip(" .") in question.text.lower() for a, b in question.answers):
            continue
        years = re.findall(r"\b[Ii]n (?:19|20)\d\d\b", question.text)
        if len(years) > 1 or question.kind not in _FROM_FORMS and len(stems(question.text)) < 3:
            continue
        if _CURRICULUM.search(question.text) and zlib.crc32(question.text.encode()) % 3:
            continue
        pattern = re.sub(r"\W*\b(?:[A-Z][\w’-]*|\d[\d,.]*)\b\W*", " ", question.text[1:])
        patterns[pattern] += 1
        if patterns[pattern] > (_MOST_OF_A_PATTERN if question.kind not in _FROM_FORMS else 150):
            continue
        seen.add((question.text, question.passage.document))
        yield question


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the passage that it is asked of and those that only resemble."""

    question: Question
    context: Passage
    begin: int
    answers: tuple[tuple[int, int], ...]
    negatives: tuple[int, ...]
    source: str


def make_rows(questions: Sequence[Question], passages: Sequence[Passage], chance: random.Random) -> Iterator[Row]:
    """Rows in random order: questions in one or two wordings, near misses, and look-alikes in the place of answers."""
    lookalikes = Lookalikes(passages)
    wordings: list[tuple[Question, Question]] = []
    for question in questions:
        wordings.append((question, varied(question, chance)))
        if question.answers and chance.random() < _REWORDED_SHARE:
            wordings.append((question, varied(question, chance)))
        if question.answers and chance.random() < _NEAR_MISS_SHARE and (missed := near_miss(question, chance)):
            wordings.append((question, varied(missed, chance)))
    chance.shuffle(wordings)
    seen: set[str] = set()
    for original, asked in wordings:
        if asked.text in seen or len(asked.text.split()) < 3:
            continue
        seen.add(asked.text)
        found = [passage for passage in lookalikes.find(asked.text, 16) if lacks_answer(passage, original)][:6]
        if asked.answers and found and chance.random() < _UNANSWERED_SHARE:
            context, *others = found
            yield Row(asked, context, 0, (), tuple(p.id for p in others), f"look-alike/{asked.kind}")
        else:
            yield Row(asked, asked.passage, asked.begin, asked.answers, tuple(p.id for p in found), asked.kind)


def write_rows(rows: Iterable[Row], passages: Sequence[Passage], file: Path) -> Counter[str]:
    """Write the rows after the table of the passages that they name; returns how many of each source there are."""
    kept = list(rows)
    named = {row.context.id for row in kept}.union(*(row.negatives for row in kept))
    counts: Counter[str] = Counter()
    partial = file.with_name(file.name + ".part")
    with lzma.open(partial, "wt", encoding="utf-8", preset=6) as lines:
        for passage in passages:
            if passage.id in named:
                row = {"id": passage.id, "text": passage.text, "title": passage.title, "date": passage.date}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        for row in kept:
            counts[row.source] += 1
            lines.write(
                json.dumps(
                    {
                        "question": row.question.text,
                        "passage": row.context.id,
                        "begin": row.begin,
                        "answers": row.answers,
                        "negatives": row.negatives,
                        "source": row.source,
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )
    partial.rename(file)
    return counts


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a written file with their passages' texts in the place of ids.

    Yields:
        `question`, `context`, `answers` ([start, end) in the context; none: it does not answer), `title`, `date`,
        `source` and `negatives` (objects with `text`, `title` and `date`).
    """
    table: dict[int, dict[str, str]] = {}
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if "id" in row:
                table[row.pop("id")] = row
                continue
            passage = table[row["passage"]]
            yield {
                "question": row["question"],
                "context": passage["text"][row["begin"] :],
                "answers": row["answers"],
                "title": passage["title"],
                "date": passage["date"],
                "source": row["source"],
                "negatives": [table[identity] for identity in row["negatives"]],
            }
