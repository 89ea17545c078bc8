"""What each choice of caution makes of questions: the shares that get an answer, and a possible match.

    python tests/benchmarks/cautions.py COLLECTION QUESTIONS.jsonl

QUESTIONS has the rows of `quotable evaluate`; one that names no document is a question that none answers.
"""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from qa import Answer, Collection
from qa.answering.caution import CAUTIONS, Caution, State
from qa.evaluation.question_file import read_questions


def state_with(answer: Answer, caution: Caution) -> State:
    """The state that an answer would have with another caution."""
    quoted, abstained = answer.citations or answer.withheld, answer.confidence < caution.threshold
    citations, withheld = ((), quoted) if abstained else (quoted, ())
    return replace(answer, caution=caution, abstained=abstained, citations=citations, withheld=withheld).state


def main() -> None:
    """Ask every question once, and print a line for each caution."""
    collection = Collection.open(sys.argv[1])
    questions = [talk[0] for talk in read_questions(Path(sys.argv[2]))]
    asked = [(bool(one.docs), collection.ask(one.question)) for one in questions]
    for caution in CAUTIONS.values():
        states = Counter((answerable, state_with(answer, caution)) for answerable, answer in asked)
        for answerable, of in ((True, "answered by the documents"), (False, "not")):
            total = sum(answerable is each for each, _ in asked)
            shares = ", ".join(f"{one.value} {states[answerable, one] / total:.3f}" for one in State)
            print(f"{caution.name:12} {of} ({total}): {shares}")


if __name__ == "__main__":
    main()
