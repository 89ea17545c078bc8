"""Questions for what a sentence says of its subject: when, why, where, how much, by whom, which and what; pure."""

import re

from qa.english.amounts import AmountKind, find_amounts
from qa.english.names import find_names
from qa.english.words import ARTICLES, content_words
from qa.suggestions.deeds import asked_for_change, asked_what_to_do, asked_what_told, asked_who
from qa.suggestions.objects import ABOUT, asked_for_amount, asked_for_object, before_date
from qa.suggestions.verbs import past_base, present_base

PREPOSITIONS = frozenset("of in for on at to by with from between under over into about against across near".split())
AUXILIARIES = frozenset("is are was were has have had will would can could may must should".split())
_MODAL = frozenset("will would can could may must should".split())
_PARTICIPLE = re.compile(
    r"(?:\w+(?:ed|wn|ght|ken|ten|sen|ven)|built|held|sold|told|made|done|sent|spent|paid|laid|cut|put|set|won|led|begun"
    r"|lost|met|found)$"
)
_MANY_DO = re.compile(rf"[a-z]{{2}}(?<!s)s (?!(?:{'|'.join(sorted(PREPOSITIONS))}|and)\b)[a-z]+\b")
"""A plural and a verb behind it: 'unions give', of which 'workers' is the object."""
_ADJECTIVE = re.compile(r" (long|high|wide|deep|tall|thick|old|away)\b")
_BY = re.compile(
    r"(?:(?P<told>[a-z]+(?: [a-z]+)?) (?P<whom>by)|(?P<called>named) (?P<after>for|after)) (?=(?:the |an? )?[A-Z])"
)
_IN = re.compile(r"(?P<told>[a-z]+) (?:in|at|near) (?:the )?(?P<place>[A-Z])")


def question_about(subject: str, verb: str, rest: str) -> str | None:
    """A question that a sentence answers; None where its form leaves doubt.

    Args:
        subject: As it stands inside a question.
        verb: An auxiliary, or a finite verb.
        rest: What follows it, to the end of the sentence, without the full stop.
    """
    asked = _of_auxiliary(subject, verb, rest) if verb in AUXILIARIES else _of_verb(subject, verb, rest)
    return asked or asked_who(subject, verb, rest)


def _of_auxiliary(subject: str, verb: str, rest: str) -> str | None:
    first = rest.split(" ", 1)[0].lower()
    if first in ("not", "no", "never", "there"):
        return None
    if reason := re.match(r"(?P<told>.+?),? because (?!of\b)", rest):
        is_clear = verb not in ("has", "have", "had") and says_which(subject) and not reason["told"].endswith("ly")
        return f"Why {verb} {subject} {reason['told']}?" if is_clear else None
    is_passive = _PARTICIPLE.match(first) is not None
    if (told := before_date(rest)) and (is_passive or verb in ("will", "would", "has", "have", "had")):
        return f"When {verb} {subject} {told}?"
    if verb in ("is", "are", "was", "were"):
        return _of_passive(subject, verb, rest) if is_passive else _of_being(subject, verb, rest)
    if verb in ("has", "have", "had"):
        return _of_having(subject, verb, rest, is_passive)
    return _of_modal(subject, verb, rest)


def _of_having(subject: str, verb: str, rest: str, is_perfect: bool) -> str | None:
    if not is_perfect:
        return asked_for_amount(subject, {"has": "does", "have": "do", "had": "did"}[verb], "have", rest)
    done = re.match(r"(\S+(?: (?:out|up|in|back|over))?) ", rest)
    return asked_for_amount(subject, verb, done[1], rest[done.end() :]) if done else None


def _of_modal(subject: str, verb: str, rest: str) -> str | None:
    action, _, what = rest.partition(" ")
    if action in ("be", "have"):
        return None
    if asked := asked_for_amount(subject, verb, action, what):
        return asked
    if says_which(subject) and (asked := asked_for_object(subject, verb, action, what)):
        return asked
    return (asked_what_to_do(subject, verb, rest) if _says_who(subject) else None) or _whether(subject, verb, rest)


def _of_passive(subject: str, verb: str, rest: str) -> str | None:
    if not says_which(subject):
        return None
    if by := _BY.match(rest):
        return f"Who {verb} {subject} {by['told'] or by['called']} {by['whom'] or by['after']}?"
    where = _IN.match(rest)
    is_place = where and any(name.start == where.start("place") for name in find_names(rest))
    return f"Where {verb} {subject} {where['told']}?" if where and is_place else None


def _of_being(subject: str, verb: str, rest: str) -> str | None:
    if continuing := re.match(r"(worth|[a-z]+ing) ", rest):
        return asked_for_amount(subject, verb, continuing[1], rest[continuing.end() :])
    if amount := re.match(rf"(?:{ABOUT} )?(?=[$€£\d])", rest):
        found = [one for one in find_amounts(rest) if one.start <= amount.end() < one.end]
        if found and found[0].kind is AmountKind.MONEY:
            return f"How much {verb} {subject}?"
        if found and (adjective := _ADJECTIVE.match(rest[found[0].whole[1] :])):
            how = {"away": "far away"}.get(adjective[1], adjective[1])
            return f"How {how} {verb} {subject}?"
        return None
    if planned := re.match(r"to (?P<base>[a-z]+) ", rest):
        return asked_for_amount(subject, verb, f"to {planned['base']}", rest[planned.end() :])
    is_told = re.match(r"(?:an?|the|that) [a-z]|to [a-z]", rest) is not None
    if verb in ("is", "was") and is_told and (_is_title(subject) or _is_definite(subject)):
        return f"What {verb} {subject}?"
    return _whether(subject, verb, rest)


def _whether(subject: str, verb: str, rest: str) -> str | None:
    """'Is …?' or 'Can …?', where that does not give away a figure."""
    is_short = len(rest) <= 60 and not re.search(r"[\d,;–—]", rest)
    is_open = is_short and not re.search(r"\b(?:this|these|those|its|their|his|her|such|more|there|then)\b", rest)
    first = rest.split(" ", 1)[0]
    is_state = verb in _MODAL or first not in ARTICLES | PREPOSITIONS and first.islower() and not first.endswith("ing")
    return (
        f"{verb.capitalize()} {subject} {rest}?"
        if is_open and is_state and len(list(content_words(rest))) > 1
        else None
    )


def _says_who(subject: str) -> bool:
    """Whether it tells one from all others: by a name of several words, or by words beside a name."""
    words = subject.removeprefix("the ").split(" ")
    return says_which(subject) and len(list(content_words(subject))) > 1 and any(word[:1].isupper() for word in words)


def _is_title(subject: str) -> bool:
    """Whether it is the name of a thing: names without an article may be those of people."""
    words = [word for word in subject.split(" ") if word not in PREPOSITIONS | ARTICLES | {"and"}]
    return subject.startswith("the ") and len(words) > 1 and all(word[:1].isupper() for word in words)


def _is_definite(subject: str) -> bool:
    """Whether it is a thing that others are told from by its words: 'the goal of the harbour plan'."""
    is_one = subject.startswith("the ") or re.search(r"[’']s? [a-z]", subject) is not None
    named, *more = re.split(r" (?:of|for|in|on|at|to) ", subject)
    return bool(is_one and more) and named.split(" ")[-1].islower() and len(list(content_words(subject))) > 2


def says_which(subject: str) -> bool:
    """Whether it holds a name, or words enough to tell it from others of its kind."""
    words = subject.removeprefix("the ").split(" ")
    if any(past_base(word) or word.startswith(("$", "€", "£")) for word in words):
        return False
    return any(word[:1].isupper() for word in words) or len(list(content_words(subject))) > 1


def _of_verb(subject: str, word: str, rest: str) -> str | None:
    if base := past_base(word):
        if asked := asked_for_change(subject, base, rest):
            return asked
        if not re.match(rf"(?:{ABOUT} )?[$€£\d]|(?:an?|the|its|his|her|their|that|on|to|for) |[A-Z]", rest):
            return None  # a participle that only tells more of the subject: 'documents released by …'
        if re.search(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|must)\b", rest.split(" that ")[0]):
            return None
        if asked := asked_for_amount(subject, "did", base, rest):
            return asked
        if says_which(subject) and (asked := asked_what_told(subject, "did", base, rest)):
            return asked
        told = before_date(rest)
        if told and not re.search(r"\b(?:its|his|her|their)\b", told):
            return f"When did {subject} {base} {told}?"
        return asked_for_object(subject, "did", base, rest) if says_which(subject) else None
    base = present_base(word)
    if base and re.match(rf"(?:{ABOUT} )?[$€£\d]", rest):
        return asked_for_amount(subject, "does", base, rest)
    if base is None or not says_which(subject) or _MANY_DO.search(subject):
        return None
    # An article hardly ever follows a plural: the word is a verb.
    return asked_what_told(subject, "does", base, rest) or asked_for_object(subject, "does", base, rest)
