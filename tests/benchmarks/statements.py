"""Which of 120 written statements the gate shows: half of them say what their evidence does not.

Run it::

    python tests/benchmarks/statements.py

The statements stand in `statements.json`, with the one to three sentences that each cites and with what was changed
against them. They were written before the gate was seen to judge them, and nothing is to be chosen on them: they are
what is reported at the end. A statement that is shown with the mark 'weak' is neither verified nor rejected.

| statements | of | verified | weak | rejected |
| --- | --- | --- | --- | --- |
| wrong | 60 | 13 | 21 | 26 |
| right | 60 | 34 | 17 | 9 |

By the checks by hand and the similarity alone, before the verifier, 34 of the wrong ones were verified and 11 of the
right ones rejected.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from qa.answering.reading import own_reader
from qa.gate.evidence import Claim, Evidence
from qa.gate.judge import Judged, Verdict, judge_claims

STATEMENTS = Path(__file__).with_name("statements.json")
DAY = date(2030, 1, 15)
"""Every text was published on it; no statement mentions it."""


def main() -> None:
    """Print what becomes of the statements, by kind of change."""
    parser = argparse.ArgumentParser(description="Counts the statements that the gate judges wrongly.")
    parser.add_argument("--list", action="store_true", help="print the statements that are judged wrongly")
    listed = parser.parse_args().list
    rows = json.loads(STATEMENTS.read_text(encoding="utf-8"))
    judged = judge_all(rows)
    print("| statements | change | of | verified | weak | rejected |\n| --- | --- | --- | --- | --- | --- |")
    for right in (False, True):
        print_kinds(
            right,
            [(row["change"], one.verdict) for row, one in zip(rows, judged, strict=True) if row["right"] == right],
        )
    if listed:
        for row, one in zip(rows, judged, strict=True):
            if one.verdict is (Verdict.REJECTED if row["right"] else Verdict.VERIFIED):
                reasons = ", ".join(cause.value for cause in one.reasons)
                print(
                    f"\n{one.verdict.value}: {row['claim']} ({row['change']}; {reasons})\n  {' '.join(row['evidence'])}"
                )


def judge_all(rows: Sequence[dict[str, Any]]) -> list[Judged]:
    """What the gate says of each statement."""
    return [judge_claims([read(row)], evidence(row), own_reader())[0] for row in rows]


def read(row: dict[str, Any]) -> Claim:
    """The statement as a model would make it: it cites all of its evidence."""
    return Claim(row["claim"], tuple(f"S{number}" for number in range(1, len(row["evidence"]) + 1)))


def evidence(row: dict[str, Any]) -> list[Evidence]:
    """The sentences of a statement, as they stand one after another in a text."""
    passage = " ".join(row["evidence"])
    found, start = [], 0
    for number, text in enumerate(row["evidence"], start=1):
        found.append(Evidence(f"S{number}", text, "text.md", "A text", DAY, None, start, start + len(text), passage))
        start += len(text) + 1
    return found


def print_kinds(right: bool, verdicts: Sequence[tuple[str, Verdict]]) -> None:
    """A line for each kind of change, and one for all."""
    name = "right" if right else "wrong"
    counts = Counter(verdicts)
    for kind in dict.fromkeys(kind for kind, _ in verdicts):
        row = [counts[kind, verdict] for verdict in Verdict]
        print(f"| {name} | {kind} | {sum(row)} | {' | '.join(map(str, row))} |")
    total = [sum(counts[kind, verdict] for kind in {kind for kind, _ in verdicts}) for verdict in Verdict]
    print(f"| {name} | all | {len(verdicts)} | {' | '.join(map(str, total))} |")


if __name__ == "__main__":
    main()
