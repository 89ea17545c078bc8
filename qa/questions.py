"""What a question asks for, from its words alone; pure."""

import re
from dataclasses import dataclass
from enum import Enum

from qa.filters import Filters


class AnswerType(Enum):
    """What kind of thing would answer a question."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    REASON = "reason"
    WORDS = "words"
    ENTITY = "entity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnderstoodQuestion:
    """A question as it is searched for.

    Attributes:
        question: As it was typed.
        interpreted: The standalone question.
        subject: What the question is about: its words without those that only make it a question ('how long',
            'when', 'what did'), which its answer need not hold.
        answer_type: What kind of thing would answer it.
        filters: Which documents are searched.
    """

    question: str
    interpreted: str
    subject: str
    answer_type: AnswerType
    filters: Filters


_PATTERNS = {
    AnswerType.NUMBER: re.compile(
        r"\bhow (?:much|many|long|large|big|far|high|tall|old|fast|often|deep|wide|heavy)\b"
        r"|\bwhat (?:is the |was the |were the |are the )?(?:percentage|percent|share|number|amount|size|total)\b",
        re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        r"\bwhen\b|\b(?:what|which|on what|on which) (?:date|day|month|year)\b|\bsince what\b", re.IGNORECASE
    ),
}
_FUNCTION_WORDS = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|am|is|are|was|were|be|been|being|do|does|did|done|has|have|had"
    r"|can|could|will|would|shall|should|may|might|must|i|me|my|you|your|he|him|his|she|her|it|its|we|us|our|they|them"
    r"|their|this|that|these|those|there|here|a|an|the|and|or|but|if|as|at|by|for|from|in|into|of|on|onto|to|with|about"
    r"|between|during|since|until|than|then|so|not|no|any|some|each|every|per|please|tell|give|show|list|exactly)\b"
    r"(?:[’']s\b)?",
    re.IGNORECASE,
)


def understand(question: str, interpreted: str, filters: Filters) -> UnderstoodQuestion:
    """Read a question.

    Args:
        question: As it was typed.
        interpreted: The standalone question (`conversation.standalone`).
        filters: Set by the user beside the question.
    """
    answer_type = next((kind for kind, pattern in _PATTERNS.items() if pattern.search(interpreted)), AnswerType.OTHER)
    subject = _PATTERNS[answer_type].sub(" ", interpreted) if answer_type in _PATTERNS else interpreted
    return UnderstoodQuestion(question, interpreted, _FUNCTION_WORDS.sub(" ", subject), answer_type, filters)
