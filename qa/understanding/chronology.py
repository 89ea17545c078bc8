"""Questions that ask how something developed over time, and the words that say so; general English, pure."""

import re
from collections.abc import Sequence

from qa.english.periods import Period

_UNIT = r"(?:year|month|quarter|week)"
_REQUEST = (
    r"^\W*(?:please\s+)?(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?"
    r"(?:(?:give|show|tell|make|build|draw|write|create|list)\s+(?:(?:me|us)\s+)?|what\s+(?:is|was)\s+|what[’']s\s+)?"
    r"(?:(?:the|a)\s+)?(?:(?:brief|short|full|whole|complete|detailed)\s+)?"
)
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # With its verb, which says no more than that; 'climate change over time' has a noun there.
        r"\bhow\b[^?.;]*\b(?P<words>(?:changed?|evolved?|developed?|progressed?)\s+over\s+(?:time|the\s+years))\b"
        r"|\bover\s+time\b(?!\s+(?:pay|hours?|wages?|work|rates?|rules?|limits?|compensation)\b)",
        r"\b(?:over|across|through|throughout|down)\s+the\s+years\b|\bas\s+time\s+(?:went|goes)\s+(?:on|by)\b",
        rf"\b(?:from\s+)?(?P<unit>{_UNIT})\s+(?:by|to)\s+(?P=unit)\b|\bby\s+(?:year|month)\W*$",
        rf"\b(?:each|every)\s+{_UNIT}(?=\s+(?:since|from|between)\b)",
        r"\bchronolog(?:y|ies)(?:\s+of)?\b|\bchronologically\b"
        r"|\bin\s+(?:the\s+)?(?:chronological\s+order|order\s+of\s+(?:time|dates?))\b",
        # 'The timeline for' what is planned is a date or two; one that is asked to be shown is of what happened.
        rf"\btime\s?lines?\s+of\b|{_REQUEST}(?<=\ba\s)(?P<words>time\s?line)\b(?:\s+(?:for|on|about|with)\b)?",
        r"^(?!\W*(?:what|when|which|who|whose|where|why|how|is|are|was|were|do|does|did|has|have)\b)"
        r"[^?]*\S\s+(?P<words>time\s?line)\W*$",
        # 'The largest in the history of' is no question about it.
        rf"{_REQUEST}(?P<words>(?:history|evolution)\s+(?:of|behind))\b",
        r"\bhow\s+(?:did|has|have|had|do|does|is|are)\b[^?.;]*\b(?P<words>evolv(?:e[ds]?|ing)|unfold(?:ed|s|ing)?)\b",
        # 'Has changed the rules' names what was changed, and by what.
        r"\bhow\s+(?:did|has|have)\b[^?.;]*\b(?P<words>(?:change|develop|progress)(?:e?d)?)"
        r"(?=\s*(?:[?.!]|$)|\s+since\b)",
        r"\bwhat\s+(?P<words>happened\s+when)(?=\s+(?:with|to)\b|\W*$)",
    )
]
_TOPIC_BEHIND = re.compile(r"\s\([^()]*\)$")  # of the questions before, as `conversation` adds it
_HOW = re.compile(r"\bhow\s+(?:did|has|have|had|do|does|was|were|is|are)\b", re.IGNORECASE)
_RANGE = re.compile(r"(?:from|between)\b", re.IGNORECASE)


def find_chronology(text: str, periods: Sequence[Period]) -> tuple[int, int] | None:
    """Where the words stand that ask for a chronology; None where the question asks for none.

    Args:
        text: A standalone question; a topic in parentheses at its end is not read, since it was asked before.
        periods: The periods that it names: 'from 2021 to 2024, how did it go?' asks about one year after another.
    """
    asked = _TOPIC_BEHIND.sub("", text)
    for pattern in _PATTERNS:
        if found := pattern.search(asked):
            return found.span("words") if "words" in pattern.groupindex and found["words"] else found.span()
    how = _HOW.search(asked)
    return how.span() if how and any(_spans_years(period) for period in periods) else None


def _spans_years(period: Period) -> bool:
    """Whether a period runs from one year to another; two months or days are usually compared with each other."""
    if period.first is None or period.last is None or not _RANGE.match(period.words):
        return False
    whole = (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)
    return whole and period.first.year < period.last.year
