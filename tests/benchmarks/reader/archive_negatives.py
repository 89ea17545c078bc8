"""Passages that resemble a question and do not answer it."""

import re
import sys
from collections.abc import Sequence
from functools import cache
from tempfile import TemporaryDirectory

from archive_passages import Passage, Question
from archive_words import STOP, spoken_month, stems
from lexical import indexed, search


class Lookalikes:
    """BM25 over passages, for those that resemble a question and do not answer it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        """Index the passages, each with its title and month."""
        months = [spoken_month(passage.date) if passage.date else "" for passage in passages]
        texts = [f"{one.title} {month} {one.text}" for one, month in zip(passages, months, strict=True)]
        self._folder = TemporaryDirectory()
        self._index = indexed(texts, self._folder.name)
        self._passages = passages

    def find(self, question: str, most: int) -> list[Passage]:
        """The passages that resemble a question most, best first."""
        words = [word for word in re.findall(r"[a-z0-9]+", question.lower()) if word not in STOP]
        return [self._passages[number] for number, _ in search(self._index, " ".join(words), most)]


@cache
def _passage_words(passage: Passage) -> tuple[str, frozenset[str]]:
    return passage.text.lower(), frozenset(map(sys.intern, stems(passage.text)))


def lacks_answer(passage: Passage, question: Question) -> bool:
    """Whether a passage neither is the question's own nor holds the answer, or most of the words of a long one."""
    if passage.id == question.passage.id or not question.answers:
        return passage.id != question.passage.id
    whole = question.passage.text[question.begin :]
    lowered, held = _passage_words(passage)
    for start, end in question.answers:
        answer = whole[start:end].lower()
        if re.sub(r"^(?:the|a|an|in|on|at|by|to|since|over|more than|nearly) ", "", answer) in lowered:
            return False
        number = re.search(r"\d[\d,.]*", answer)
        if (
            number
            and len(answer) < 40
            and number[0].rstrip(".,") in lowered
            and not re.fullmatch(r"\d{1,2}", number[0])
        ):
            return False
        words = stems(answer)
        if len(words) > 3 and len(words & held) > 0.5 * len(words):
            return False
    return True
