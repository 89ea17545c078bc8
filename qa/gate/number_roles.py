"""Whether numbers and dates of a claim are said of what its sources say them of; pure.

A claim may hold every number of its source and still be wrong, since they have changed places. So each is compared by
the words around it: those of a swapped number fit the place of another better than its own.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from qa.gate.facts import DATES, Fact, Kind
from qa.gate.names import ProperName, same_name
from qa.gate.readings import Place, Reading, fit_crossed, fits_better, place_of
from qa.gate.tokens import Word

_NEAR = 6
"""Words between a date or a name and a number that may belong to it."""
_JUST_BEFORE = 4
"""Words between a number and what it may be said of, which stands before it."""
_OF = re.compile(r" (?:out )?of (?:the |its |our |their |these |those |his |her |all )?")
_RANGE = re.compile(r"(?: ?[–—-] ?| to | in | of | of the |, and | and | \| )")
_CLAUSE = re.compile(r"[,;]| (?:and|but|while|whereas|then|to)(?= )")
_ATTRIBUTES = re.compile(r"\b(?:according to|said|says|told)(?: the)?(?: [A-Z][\w.]*)* $")
_SAYS = re.compile(r"(?: [A-Z][\w.]*)* (?:said|says|told|wrote|reported|estimated|estimates|predicted)\b")


def numbers_swapped(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether numbers or dates of a claim have the places of others in its sources."""
    for group in (_is_number, _is_date, _is_ordinal):
        own = [fact for fact in claim.facts if group(fact)]
        stated = [(source, fact) for source in sources for fact in source.facts if group(fact)]
        places = {fact: _places(claim, fact, stated) for fact in own}
        if any(_is_whole(source, other, own) for source, other in stated):
            return True
        if any(_range_turned(claim, one, other, stated) for one, other in combinations(own, 2)):
            return True
        if any(_crossed(claim, one, other, places[one], places[other]) for one, other in combinations(own, 2)):
            return True
        for fact in own:
            rest = [
                place_of(source, other.start, other.end)
                for source, other in stated
                if other.kind is fact.kind
                and not any(mine.agrees(other, source.year) for mine in own)
                and not _whole_of(source, other)
            ]
            if fits_better(place_of(claim, fact.start, fact.end), places[fact], rest):
                return True
    return _number_of_another(claim, sources)


def _is_number(fact: Fact) -> bool:
    return fact.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.POINTS, Kind.FACTOR, Kind.VAGUE)


def _is_ordinal(fact: Fact) -> bool:
    return fact.kind is Kind.ORDINAL


def _whole_of(source: Reading, whole: Fact) -> Fact | None:
    """The part that a number is the whole of: 'three' of 'eight' in 'three of the eight'."""
    before = source.text[: whole.start]
    return next((one for one in source.facts if _is_number(one) and _OF.fullmatch(before[one.end :])), None)


def _is_whole(source: Reading, stated: Fact, own: Sequence[Fact]) -> bool:
    """Whether the claim has the whole where the source tells of a part of it."""
    part = _whole_of(source, stated)
    return part is not None and any(one.agrees(stated) for one in own) and not any(one.agrees(part) for one in own)


def _is_date(fact: Fact) -> bool:
    return fact.kind in DATES


def _places(claim: Reading, fact: Fact, stated: Sequence[tuple[Reading, Fact]]) -> list[Place]:
    return [place_of(source, other.start, other.end) for source, other in stated if fact.agrees(other, source.year)]


def _range_turned(claim: Reading, one: Fact, other: Fact, stated: Sequence[tuple[Reading, Fact]]) -> bool:
    """Whether 'from A to B' or 'A of B' has become 'from B to A' or 'B of A'."""
    joined = _RANGE.fullmatch(claim.text[one.end : other.start])
    if joined is None or one.key == other.key:
        return False
    orders = {
        first.agrees(one)
        for (source, first), (also, second) in combinations(stated, 2)
        if source is also
        and {first.key, second.key} == {one.key, other.key}
        and _RANGE.fullmatch(source.text[first.end : second.start])
    }
    return orders == {False}


def _crossed(claim: Reading, one: Fact, other: Fact, ones: Sequence[Place], others: Sequence[Place]) -> bool:
    if one.key == other.key or not ones or not others:
        return False
    first, second = place_of(claim, one.start, one.end), place_of(claim, other.start, other.end)
    return fit_crossed(first, second, ones, others)


def _number_of_another(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a date, a name, a word or a number of the claim belongs, in the sources, to another number."""
    for anchor, start, end in _anchors(claim):
        # A number may belong to one of another kind, as an amount to an age.
        kind = anchor.kind if isinstance(anchor, Fact) else None
        numbers = [fact for fact in claim.facts if _is_number(fact) and fact.kind is not kind]
        if numbers:
            nearest = _nearest(claim, (start, end), numbers)
            found = [
                _belongs(source, place, nearest, numbers)
                for source in sources
                for other, *place in _anchors(source)
                if _same_anchor(anchor, other, source.year)
            ]
            if False in found and True not in found:
                return True
    return False


def _belongs(source: Reading, anchor: Sequence[int], number: Fact, numbers: Sequence[Fact]) -> bool | None:
    """Whether a place of a source goes with a number, or with another that the claim leaves out; None for neither."""
    alike = [fact for fact in source.facts if fact.kind is number.kind]
    held = [fact for fact in alike if number.agrees(fact)]
    if not held:
        return None
    own, nearest = _nearest(source, anchor, held), _nearest(source, anchor, alike)
    if any(mine.agrees(nearest) for mine in numbers):
        return True
    between = source.text[min(own.end, anchor[1]) : max(own.start, anchor[0])]
    near, far = (_distance(source, anchor, fact) for fact in (nearest, own))
    return not (near < far and near <= _NEAR and _CLAUSE.search(between))


def _nearest(reading: Reading, anchor: Sequence[int], numbers: Sequence[Fact]) -> Fact:
    return min(numbers, key=lambda fact: _distance(reading, anchor, fact))


def _distance(reading: Reading, anchor: Sequence[int], fact: Fact) -> int:
    """Words from an anchor to a number."""
    one, other = place_of(reading, anchor[0], anchor[1]), place_of(reading, fact.start, fact.end)
    return one.first - other.last if one.first > other.last else max(0, other.first - one.last)


Anchor = Fact | ProperName | Word


def _anchors(reading: Reading) -> Iterator[tuple[Anchor, int, int]]:
    """Dates, numbers, names, and what stands directly before a number: 'wages' in 'wages fell by 5 percent'."""
    yield from ((fact, fact.start, fact.end) for fact in reading.facts if _is_date(fact) or _is_number(fact))
    for name in reading.names:
        # Who says it belongs to every number that is said.
        told = _ATTRIBUTES.search(reading.text[: name.start]) or _SAYS.match(reading.text, name.end)
        if not (name.is_title or told):
            yield name, name.start, name.end
    numbers = [place_of(reading, fact.start, fact.end).first for fact in reading.facts if _is_number(fact)]
    for place, word in enumerate(reading.words):
        if word.tells and ":" not in word.key and any(0 < number - place <= _JUST_BEFORE for number in numbers):
            yield word, word.start, word.end


def _same_anchor(one: Anchor, other: Anchor, year: int | None) -> bool:
    if isinstance(one, Fact) and isinstance(other, Fact):
        return one.agrees(other, year)
    if isinstance(one, Word) and isinstance(other, Word):
        return one.key == other.key
    return isinstance(one, ProperName) and isinstance(other, ProperName) and same_name(one.key, other.key)
