"""How well the words of questions are understood, on questions whose filters are known.

    python tests/benchmarks/understanding.py COLLECTION QUESTIONS.jsonl

A line of QUESTIONS.jsonl is that of `quotable evaluate` with `filters`: `date_from`, `date_to` and `category`, null
where none is asked for. Of questions with a range of dates it counts those whose period equals it, of those with a
category the ones that it is among; of the other questions those whose period or categories miss every document that
answers. A filter that the words demand must miss no document.
"""

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from time import perf_counter

from qa.documents import DocumentInfo
from qa.filters import Filters
from qa.store.catalog import Catalog
from qa.store.sqlite import SqliteDatabase
from qa.understanding.questions import UnderstoodQuestion, understand
from qa.understanding.vocabulary import learn_vocabulary


def judge(asked: dict[str, object], found: UnderstoodQuestion, documents: list[DocumentInfo]) -> Counter[str]:
    """What is right and what is wrong of one question."""
    counts: Counter[str] = Counter()
    gold = asked["filters"]
    assert isinstance(gold, dict)
    if gold["date_from"] or gold["date_to"]:
        counts["with dates"] += 1
        period = found.period or (None, None)
        counts["  period equal"] += period == tuple(
            date.fromisoformat(day) if day else None for day in (gold["date_from"], gold["date_to"])
        )
    elif found.period is not None and documents:
        counts["without dates, a period understood"] += 1
        counts["  it misses every document"] += not any(holds(found.period, info.date) for info in documents)
    if gold["category"]:
        counts["with a category"] += 1
        counts["  it is understood"] += gold["category"] in found.categories
    elif found.categories and documents:
        counts["without a category, some understood"] += 1
        counts["  they miss every document "] += not any(info.category in found.categories for info in documents)
    if found.filters and documents:
        counts["a filter demanded"] += 1
        counts["  it loses a document"] += not all(
            holds((found.filters.date_from, found.filters.date_to), info.date)
            and (not found.filters.categories or info.category in found.filters.categories)
            for info in documents
        )
    return counts


def holds(period: tuple[date | None, date | None], day: date | None) -> bool:
    """Whether a day lies in a period."""
    first, last = period
    return day is not None and (first is None or first <= day) and (last is None or day <= last)


def main(folder: Path, questions: Path) -> None:
    """Print the counts, and the times."""
    catalog = Catalog(SqliteDatabase(folder / "catalog.sqlite"))
    started = perf_counter()
    vocabulary = learn_vocabulary(catalog.titles(), catalog.turns())
    learned = perf_counter()
    asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    counts: Counter[str] = Counter()
    spent = 0.0
    for one in asked:
        begun = perf_counter()
        found = understand(one["question"], one["question"], Filters(), vocabulary)
        spent += perf_counter() - begun
        documents = [document.info for name in one["docs"] if (document := catalog.document(name))]
        counts.update(judge(one, found, documents))
        counts["questions"] += 1
    for name, count in counts.items():
        print(f"{name:40}{count}")
    learning, reading = (learned - started) * 1000, spent / len(asked) * 1000
    print(f"vocabulary learned in {learning:.0f} ms, a question read in {reading:.1f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
