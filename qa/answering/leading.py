"""Which quotations answer, and which only say the same or something else; pure."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from qa.answering.short_answers import is_list, may_be_short_answer
from qa.documents.whitespace import fold
from qa.understanding.answer_types import AnswerType
from qa.understanding.comparisons import sides_of
from qa.understanding.questions import UnderstoodQuestion


class Quotation(Protocol):
    """What is asked of a quotation."""

    @property
    def document(self) -> str:
        """Name of its document."""

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


def _adds(quotation: Quotation, led: Sequence[Quotation], question: UnderstoodQuestion) -> bool:
    if question.answer_type is AnswerType.LIST:
        return is_list("".join(quotation.parts())) and quotation.document == led[0].document
    own, others = short_answer_of(quotation, question), [short_answer_of(other, question) for other in led]
    said, known = _words(own), [_words(other) for other in others]
    return bool(said) and all(other and said not in other and other not in said for other in known)


def _words(short: str | None) -> str:
    return fold(short).lower() if short else ""
