"""Which quotations answer, whether they hold what is asked for, and which only say the same; pure."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from qa.answering.short_answers import is_list, may_be_short_answer
from qa.documents.whitespace import fold
from qa.english.numerals import NUMERAL, SCALE
from qa.understanding.answer_types import AnswerType
from qa.understanding.comparisons import sides_of
from qa.understanding.questions import UnderstoodQuestion

_ASKS_HOW_MANY = re.compile(
    r"\bhow (?:many|much)\b|\bwhat (?:is |was |were |are )?(?:the )?(?:number|amount|percentage|share)\b", re.IGNORECASE
)
_NUMBER = re.compile(rf"{NUMERAL}|\b{SCALE}s\b", re.IGNORECASE)


class Quotation(Protocol):
    """What is asked of a quotation."""

    @property
    def document(self) -> str:
        """Name of its document."""

    @property
    def context(self) -> str | None:
        """What it is not understood without."""

    def parts(self) -> tuple[str, str, str]:
        """The words before the short answer, the short answer, and those behind."""


_Quotation = TypeVar("_Quotation", bound=Quotation)


def leading(quotations: Sequence[_Quotation], question: UnderstoodQuestion) -> tuple[_Quotation, ...]:
    """The best quotation, and those that add an answer to it: another value, the rest of a list, or another side.

    Args:
        quotations: The best first.
        question: What they answer.
    """
    if sides_of(question):
        return tuple(quotations)  # one for each side that is compared
    led = list(quotations[:1])
    for quotation in quotations[1:]:
        if _adds(quotation, led, question):
            led.append(quotation)
    return tuple(led)


def short_answer_of(quotation: Quotation, question: UnderstoodQuestion) -> str | None:
    """The short answer of a quotation, where it is of the kind that is asked for."""
    words = quotation.parts()[1]
    return words if words and may_be_short_answer(question.answer_type, words) else None


def holds_what_is_asked(quotations: Sequence[Quotation], question: UnderstoodQuestion) -> bool:
    """Whether one of the quotations holds a number, where the question asks how many there are, or how much.

    A sentence without one may be about the same, but it does not answer. A day, a name or a reason has too many forms
    to be missed with certainty.
    """
    if not _ASKS_HOW_MANY.search(question.interpreted):
        return True
    return any(_NUMBER.search(f"{one.context or ''} {''.join(one.parts())}") for one in quotations)


def _adds(quotation: Quotation, led: Sequence[Quotation], question: UnderstoodQuestion) -> bool:
    if question.answer_type is AnswerType.LIST:
        return is_list("".join(quotation.parts())) and quotation.document == led[0].document
    own, others = short_answer_of(quotation, question), [short_answer_of(other, question) for other in led]
    said, known = _words(own), [_words(other) for other in others]
    return bool(said) and all(other and said not in other and other not in said for other in known)


def _words(short: str | None) -> str:
    return fold(short).lower() if short else ""
