"""What a question asks for, from its words alone; pure."""

import re
from dataclasses import dataclass
from enum import Enum

from qa.filters import Filters


class AnswerType(Enum):
    """What kind of thing would answer a question."""

    NUMBER = "number"
    DATE = "date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it is searched for.

    Attributes:
        question: As it was typed.
        interpreted: The standalone question.
        answer_type: What kind of thing would answer it.
        filters: Which documents are searched.
    """

    question: str
    interpreted: str
    answer_type: AnswerType
    filters: Filters


_NUMBER = re.compile(
    r"\bhow (?:much|many|long|large|big|far|high|tall|old|fast|often|deep|wide)\b"
    r"|\bwhat (?:is the |was the )?(?:percentage|percent|share|number|amount|size|price|cost|rate|total)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\bwhen\b|\b(?:what|which|on what|on which) (?:date|day|month|year)\b|\bsince what\b", re.IGNORECASE
)


def understand(question: str, interpreted: str, filters: Filters) -> UnderstoodQuestion:
    """Read a question.

    Args:
        question: As it was typed.
        interpreted: The standalone question (`conversation.standalone`).
        filters: Set by the user beside the question.
    """
    if _NUMBER.search(interpreted):
        answer_type = AnswerType.NUMBER
    elif _DATE.search(interpreted):
        answer_type = AnswerType.DATE
    else:
        answer_type = AnswerType.OTHER
    return UnderstoodQuestion(question, interpreted, answer_type, filters)
