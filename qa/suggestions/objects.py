"""Questions for the object of a sentence, for an amount in it, and for its date; pure."""

import re

from qa.english.amounts import AmountKind, find_amounts
from qa.english.dates import find_dates

ABOUT = (
    r"(?:(?:more|less|fewer|greater|no more|no less) than|up to|at least|at most|about|around|over|under|nearly|almost"
    r"|approximately|roughly|some|only|just|an? (?:additional|estimated|total of|record|average of)|as (?:much|many) as"
    r"|an? average of|exactly)"
)
_NOUN = re.compile(
    r"((?:[a-z][a-z-]+ ){0,2}?[a-z][a-z-]+s)"
    r"(?=$|,| (?:in|for|on|at|to|by|with|from|between|under|over|a|an|per|each|every)\b)"
)
_LAST_WORDS = re.compile(r"\s(?:but|that|which|who|while|as|because|so|if|when|where|including|with)\s.*$")
_CLOSED = re.compile(
    r"$|\s|, (?:according|including|which|who|yet|but|an?|the|under|with|up|down|from|as|to|while|by)\b"
)
"""What may follow the end of a clause; anything else belongs to a list, or to the noun."""
_PREPOSITIONS = frozenset("of in for on at to by with from between under over into about against across near".split())
_OBJECT = re.compile(r"(?:an?|the|its|his|her|their|new|all|several|more|whether|how) [a-z]")
_LIGHT = frozenset(
    "be become begin come do fall get give go grow have hold keep lead let make mean meet play put rise run say see"
    " seem serve take tell use".split()
)
"""Verbs that say little without their object: 'What did the council take?'"""
_CLAUSE = frozenset("conclude estimate find learn predict propose recommend show suggest warn".split())
"""Verbs before 'that': 'What did the survey find?'"""
_WITH = frozenset(
    "agree on, agree to, aim at, apply to, argue for, belong to, call for, consist of, contribute to, depend on,"
    " focus on, look for, object to, pay for, point to, refer to, rely on, respond to, result in, work on".split(", ")
)
"""Verbs whose object follows a preposition, without which they mean something else."""


def asked_for_object(subject: str, auxiliary: str, base: str, rest: str) -> str | None:
    """'What did the council approve on 3 May?'; None where it would not be clear what is asked.

    Args:
        subject: As it stands in the question.
        auxiliary: What the question begins with after 'What'.
        base: The verb.
        rest: What follows the verb, to the end of the sentence.
    """
    preposition, _, what = rest.partition(" ")
    if f"{base} {preposition}" in _WITH and what:
        return f"What {auxiliary} {subject} {base} {preposition}{_when(what)}?"
    is_clause = base in _CLAUSE and rest.startswith("that ")
    if base in _LIGHT or not (is_clause or _OBJECT.match(rest)):
        return None
    return f"What {auxiliary} {subject} {base}{'' if is_clause else _when(rest)}?"


def _when(rest: str) -> str:
    """The date in a sentence with its preposition, or nothing."""
    for date in find_dates(rest):
        if date.days is not None and (before := re.search(r" (?:on|in) $", rest[: date.start])):
            return rest[before.start() : date.end]
    return ""


def asked_for_amount(subject: str, auxiliary: str, base: str, rest: str) -> str | None:
    """'How much …' or 'How many …' where an amount of money or a count is the object."""
    about = re.match(rf"(?:{ABOUT} )?", rest)
    start = about.end() if about else 0
    amount = next((one for one in find_amounts(rest) if one.start == start), None)
    if amount is None or amount.whole != (amount.start, amount.end):
        return None
    behind = rest[amount.end :]
    if amount.kind is AmountKind.MONEY:
        tail = _short(behind)
        return None if tail is None else f"How much {auxiliary} {subject} {base}{tail}?"
    noun = _NOUN.match(behind[1:]) if behind.startswith(" ") else None
    if amount.kind is not AmountKind.COUNT or noun is None or " or " in noun[1] or " and " in noun[1]:
        return None
    tail = _short(behind[1 + noun.end() :])
    return None if tail is None else f"How many {noun[1]} {auxiliary} {subject} {base}{tail}?"


def before_date(rest: str) -> str | None:
    """What stands before the date at the end: 'opened' of 'opened on 3 May 2021, …'; None where no day or year is."""
    for named in find_dates(rest):
        before = re.match(r"(?P<told>.*\w) (?:in|on)$", rest[: named.start].rstrip())
        if before and named.days is not None and re.match(r"$|,", rest[named.end :]) and "," not in before["told"]:
            told = before["told"]
            is_vague = re.search(r"\ban? ", told) and not _PREPOSITIONS & set(told.split(" "))
            return None if is_vague else told
    return None


def _short(words: str) -> str | None:
    """What follows an amount, to the end of its clause; None where that would tear a list or a pair."""
    clause = _LAST_WORDS.sub("", re.split(r"[,–—]", words, maxsplit=1)[0])
    is_torn = not _CLOSED.match(words[len(clause) :]) or re.search(r"\b(?:and|or)\b", clause)
    return None if is_torn else clause.rstrip()
