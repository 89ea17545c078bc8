"""Whether numbers or dates of a claim have changed places; pure.

A claim may hold every number of its source and still be wrong. So each two are compared by the words around them: those
of exchanged numbers fit the place of the other better than their own.
"""

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from qa.gate.facts import DATES, Fact, Kind
from qa.gate.readings import Place, Reading, fit_crossed, place_of

_RANGE = re.compile(r"(?: ?[–—-] ?| to | in | of | of the |, and | and | \| )")

Stated = Sequence[tuple[Reading, Fact]]
"""Facts of the sources, each with the sentence that it stands in."""


def numbers_swapped(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether two numbers or two dates of a claim have the places of each other in its sources."""
    return any(_two_swapped(claim, sources, group) for group in (_is_number, _is_date, _is_ordinal))


def _two_swapped(claim: Reading, sources: Sequence[Reading], group: Callable[[Fact], bool]) -> bool:
    own = [fact for fact in claim.facts if group(fact)]
    stated = [(source, fact) for source in sources for fact in source.facts if group(fact)]
    places = {fact: _places(fact, stated) for fact in own}
    return any(
        one.key != other.key
        and (_range_turned(claim, one, other, stated) or _crossed(claim, (one, other), (places[one], places[other])))
        for one, other in combinations(own, 2)
    )


def _is_number(fact: Fact) -> bool:
    return fact.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.POINTS, Kind.FACTOR, Kind.VAGUE)


def _is_date(fact: Fact) -> bool:
    return fact.kind in DATES


def _is_ordinal(fact: Fact) -> bool:
    return fact.kind is Kind.ORDINAL


def _places(fact: Fact, stated: Stated) -> list[Place]:
    return [place_of(source, other.start, other.end) for source, other in stated if fact.agrees(other, source.year)]


def _range_turned(claim: Reading, one: Fact, other: Fact, stated: Stated) -> bool:
    """Whether 'from A to B' or 'A of B' has become 'from B to A' or 'B of A'."""
    if not _RANGE.fullmatch(claim.text[one.end : other.start]):
        return False
    orders = {
        first.agrees(one)
        for (source, first), (also, second) in combinations(stated, 2)
        if source is also
        and {first.key, second.key} == {one.key, other.key}
        and _RANGE.fullmatch(source.text[first.end : second.start])
    }
    return orders == {False}


def _crossed(claim: Reading, pair: tuple[Fact, Fact], places: tuple[list[Place], list[Place]]) -> bool:
    """Whether the words around both fit the place of the other better."""
    if not all(places):
        return False
    first, second = (place_of(claim, fact.start, fact.end) for fact in pair)
    return fit_crossed(first, second, *places)
