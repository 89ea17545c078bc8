"""Whether what stands before a verb and behind it has changed places: who does something, and to what; pure."""

from collections import Counter
from collections.abc import Sequence

from qa.english.stems import stem
from qa.gate.name_roles import MUTUAL
from qa.gate.readings import Reading

_BE = frozenset(map(stem, "is are was were be been being am get gets got".split()))
_BE_WITHIN = 3
"""Words before a participle among which a form of 'be' makes it passive."""
_JOINS = frozenset({",", *map(stem, ("and", "or"))})
"""Marks and words behind a word of a list, which is no verb."""
_NEAR = 3
"""Telling words on each side of a verb that are compared."""
_LEAST = 1.0
"""How alike the exchanged sides must be at least: 1 is one word that stands next to the verb in both."""
_BY_FACTOR = 2.0
"""How many times more alike the exchanged sides must be."""

Sides = tuple[list[str], list[str]]


def verb_turned(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether around a word the words before it and behind it are those behind it and before it in a source.

    The word stands once in both, written small. Where only one of them is passive ('was met by'), its sides count as
    exchanged already, so that the passive of a sentence is no change, and 'was met by' for 'met' is one.
    """
    return any(_is_turned(claim, source) for source in sources)


def _is_turned(claim: Reading, source: Reading) -> bool:
    own, theirs = _verbs(claim), _verbs(source)
    for key in own.keys() & theirs.keys():
        (own_passive, (before, behind)), (passive, (first, last)) = own[key], theirs[key]
        if own_passive != passive:
            first, last = last, first
        crossed = (_alike(before, last), _alike(behind, first))
        direct = _alike(before, first) + _alike(behind, last)
        if all(crossed) and sum(crossed) >= _LEAST and sum(crossed) > direct * _BY_FACTOR:
            return True
    return False


def _verbs(reading: Reading) -> dict[str, tuple[bool, Sides]]:
    """Words that may be verbs, by their stem: whether passive, and the nearest telling words before and behind."""
    telling = [(place, word) for place, word in enumerate(reading.words) if word.tells]
    keys = [word.key for _, word in telling]
    counts = Counter(keys)
    found: dict[str, tuple[bool, Sides]] = {}
    for number, (place, word) in enumerate(telling):
        before = {one.key for one in reading.words[max(0, place - _BE_WITHIN) : place]}
        behind = {one.key for one in reading.words[place + 1 : place + 2]}
        may_be_verb = word.key not in MUTUAL and not behind & _JOINS
        if counts[word.key] == 1 and reading.text[word.start].islower() and may_be_verb:
            is_passive = bool(before & _BE) and "by" in behind
            found[word.key] = (is_passive, (keys[max(0, number - _NEAR) : number][::-1], keys[number + 1 :][:_NEAR]))
    return found


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two sides share, each word weighing the more, the nearer it stands to the verb in both."""
    return sum(1 / ((1 + place) * (1 + other.index(key))) for place, key in enumerate(one) if key in other)
