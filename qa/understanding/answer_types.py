"""What kind of thing would answer a question, and which of its words only ask for it; pure."""

import re
from enum import Enum

from qa.english.spans import Span
from qa.english.words import GRAMMAR_WORDS, drop_words


class AnswerType(Enum):
    """What kind of thing would answer a question."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    LIST = "list"
    WORDS = "words"
    ENTITY = "entity"
    OTHER = "other"


_ASKED = r"(?:did|do|does|was|were|is|are|will|would|has|have|had|can|could|should|must)"
_WHO = r"(?P<who>(?:[\w.’'-]+\s+){0,4}?[\w.’'-]+)"
_SAY = r"(?:say|said|tell|told|think|thought|claim|argue|promise|warn|mention|comment)"
_SAYING = re.compile(rf"\b{_SAY}\b", re.IGNORECASE)
_OPEN = r"(?:^|[,;:?.–—]|\band|\bor|\bbut|\bso|\bby|\bfor|\bfrom|\bto|\bwith|\bof|\bin|\bon)\s*"
_ACTING = rf"(?:[a-z-]+\s+){{0,3}}(?!{_ASKED}\b)[a-z]+[^\Wsui_]s\s+(?:the|an?|his|her|its|their|our|\d+)\b"
"""A verb with its object, which looks like a noun in the plural: 'which ship brings the mail'."""
_PLURAL = (
    r"(?!was\b|has\b|does\b|its\b)[a-z]+[^\Wsui_]s"  # a noun with the ending of the plural, in lower case: no name
)
_NUMBER_ASKED = (
    r"\bhow (?:much|many|long|large|big|far|high|tall|old|fast|often|deep|wide|heavy)\b"
    r"|\bwhat (?:is the |was the |were the |are the )?(?:percentage|percent|share|number|amount|size|total)\b"
)
_DATE_ASKED = r"\b(?:what|which|on what|on which) (?:date|day|month|year)s?\b|\bsince what\b"
_WORDS_ASKED = (
    re.compile(rf"\bwhat\s+(?:did|does|do|has|have|had)\s+{_WHO}\s+{_SAY}\b", re.IGNORECASE),
    re.compile(
        rf"\bhow\s+(?:did|does|do|has|have|had)\s+{_WHO}\s+"
        r"(?:respond|answer|reply|react|describe|characteri[sz]e|put\s+it|comment)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,3})\s+on\s+(?:who|what|why|how|whether|when|where)\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:his|her|their)\s+(?:own\s+|exact\s+)?words\b|\bin\s+(?P<who>[\w.-]+)[’']s\s+words\b", re.IGNORECASE
    ),
)
_SAYING_NAMED = (
    *_WORDS_ASKED,
    re.compile(rf"\b(?:did|does|do|has|have|had)\s+{_WHO}\s+{_SAY}\b", re.IGNORECASE),
    re.compile(
        r"\b(?:according\s+to|in\s+the\s+words\s+of|quotes?\s+(?:from|by))\s+(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,2})",
        re.I,
    ),
)
_SUMMARY = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:summari[sz]e\b|sum\s+up\b|recap\b|tl;?dr\b"
    r"|(?:give|show|write|make)\s+(?:me\s+|us\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:summary|overview|outline|gist)\s+of\b"
    r"|(?:an?\s+|the\s+)?(?:\w+\s+)?(?:summary|overview|gist)\s+of\b"
    r"|what\s+(?:is|are)\s+the\s+(?:gist|main\s+points|key\s+points|key\s+takeaways)\s+of\b)",
    re.IGNORECASE,
)
_TYPES = {
    AnswerType.NUMBER: re.compile(
        rf"{_NUMBER_ASKED}|^\W*(?:exact |total )?(?:number|share|percentage|amount|size) of\b", re.IGNORECASE
    ),
    AnswerType.DATE: re.compile(
        rf"^\W*when\b|\bwhen(?=\s+{_ASKED}\b)|\bwhen\W*$|{_DATE_ASKED}|\bdeadline\b", re.IGNORECASE
    ),
    AnswerType.REASON: re.compile(
        rf"{_OPEN}why\b|\bwhy\W*$|\b(?:rationale|grievances?|reasons?|justification|purpose|point)\b(?=\s+(?:of|for|behind|did|does))"
        r"|\bwhat\s+grievances?\b|\bto\s+what\s+end\b|\bwhat\s+for\W*$",
        re.IGNORECASE,
    ),
    AnswerType.PLACE: re.compile(
        rf"{_OPEN}where\b|\b(?:which|what)\s+(?:town|city|village|place|location|county)\b", re.IGNORECASE
    ),
    AnswerType.PERSON: re.compile(rf"{_OPEN}who(?:m|se)?\b", re.IGNORECASE),
    AnswerType.LIST: re.compile(
        rf"\b(?i:which|what)\s+(?!{_ACTING})(?:(?!of\b|on\b|in\b|for\b|to\b|{_ASKED}\b)[a-z0-9-]+\s+){{0,4}}{_PLURAL}\b"
        r"|\b(?i:names?\s+of\s+the|what\s+(?:are|were)\s+(?:the|all)|list\s+(?:of|the|all)|name\s+(?:the|all))\b",
    ),
    AnswerType.ENTITY: re.compile(r"\bwhich\b", re.IGNORECASE),
}
"""In the order in which they are tried."""
_TAKEN_OUT = {
    AnswerType.NUMBER: re.compile(_NUMBER_ASKED, re.IGNORECASE),
    AnswerType.DATE: re.compile(rf"\bwhen\b|{_DATE_ASKED}", re.IGNORECASE),
}
"""Words that an answer need not hold, since it holds the number or the date."""
_NOT_OF_SUBJECT = GRAMMAR_WORDS | frozenset("exactly give list please show summarise summarize tell two".split())
"""Words that only ask."""


def answer_type_of(text: str) -> AnswerType:
    """What kind of thing would answer a question."""
    if any(pattern.search(text) for pattern in _WORDS_ASKED):
        return AnswerType.WORDS
    return next((kind for kind, pattern in _TYPES.items() if pattern.search(text)), AnswerType.OTHER)


def asks_for_summary(text: str) -> bool:
    """Whether a question asks for a summary of something."""
    return bool(_SUMMARY.search(text))


def who_is_asked_for(text: str) -> Span | None:
    """Where a question names whose words it asks for; None where it asks for nobody's."""
    found = (match for pattern in _SAYING_NAMED if (match := pattern.search(text)))
    return next((match.span("who") for match in found if match["who"]), None)


def subject_of(text: str, answer_type: AnswerType) -> str:
    """A question without the words that only ask, which an answer need not hold; what is left stays in order."""
    taken = _TAKEN_OUT[answer_type].sub(" ", text) if answer_type in _TAKEN_OUT else text
    return drop_words(taken, _NOT_OF_SUBJECT)


def without_saying(text: str) -> str:
    """A question without the verbs that ask for somebody's words."""
    return _SAYING.sub(" ", text)
