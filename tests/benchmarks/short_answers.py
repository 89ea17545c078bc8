"""How often the short answer inside a quote is marked, and how often rightly.

Run it with a file of questions with their evidence and short answers::

    python tests/benchmarks/short_answers.py QUESTIONS.jsonl

Each piece of evidence is taken for a quote; a mark is right when it holds a short answer or is part of one. Questions
whose answers are longer than 60 characters (reasons, lists) are left out. On the dev set:

| questions | marks | precision | recall |
| --- | --- | --- | --- |
| 87 | 43 | 0.953 | 0.356 |
"""

import argparse
import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from qa import Filters
from qa.answering.short_answers import short_answer
from qa.documents.markdown.markdown import read_markdown
from qa.evaluation.question_file import read_questions
from qa.understanding.questions import understand


def main() -> None:
    """Print the share of marks that are right, and of questions with a right mark."""
    parser = argparse.ArgumentParser(description="Measures the marks of short answers.")
    parser.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--detail", action="store_true", help="print each question")
    arguments = parser.parse_args()
    marked = right = asked = hit = 0
    for question in chain.from_iterable(read_questions(arguments.questions)):
        if not question.docs or not question.answers or max(map(len, question.answers)) > 60:
            continue
        asked += 1
        understood = understand(question.question, question.question, Filters())
        found = False
        for evidence in question.evidence:
            quote = " ".join(block.text for block in read_markdown(evidence))
            span = short_answer(question.question, understood.answer_type, quote)
            good = span is not None and overlaps(quote, span, question.answers)
            marked += span is not None
            right += good
            found = found or good
            if arguments.detail:
                mark = "-" if span is None else ("RIGHT " if good else "WRONG ") + quote[slice(*span)]
                print(
                    f"{understood.answer_type.name:7}{mark} | {question.question} | {question.answers} | {quote[:300]}"
                )
        hit += found
    print(f"{asked} questions, {marked} marks; precision {right / marked:.3f}, recall {hit / asked:.3f}")


def overlaps(quote: str, span: tuple[int, int], answers: Sequence[str]) -> bool:
    """Whether a span holds a short answer or stands in one."""
    marked = _letters(quote[slice(*span)])
    return any(_letters(answer) in marked or marked in _letters(answer) for answer in answers)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9%]", "", text.lower())


if __name__ == "__main__":
    main()
