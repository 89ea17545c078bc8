"""Whether numbers, dates and names of a claim stand where they stand in its sources: who did what to whom; pure.

A claim may hold every number and every name of its source and still be wrong, since they have changed places. So each
is compared by the words around it: those of a swapped pair fit the other's place better than their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from qa.answerers.facts import DATES, Fact, Sort
from qa.answerers.proper_names import ProperName, same_name
from qa.answerers.words import Word, stem

_RELATIONS = frozenset(
    stem(word)
    for word in "from to than by against over under between with without until through since before after for in at of on".split()
)
_OTHER_SIDE = 0.5
"""Weight of a shared word that stands before in one text and behind in the other."""
_EXACT = 2.0
"""Weight of a shared number or date beside that of a word."""
_CROSSED, _CLEARLY = 1.12, 0.03
"""How much better, by factor and by difference, the places fit when they are exchanged."""
_MUTUAL = frozenset(
    stem(word)
    for word in "meet talk speak agree border cooperate discuss share join negotiate differ marry trade partner ally both between among call".split()
)
_NEAR = 6
"""Words between a date or a name and a number that may belong to it."""
_JUST_BEFORE = 3
"""Words between a number and what it may be said of, which stands before it."""
_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?) ([a-z]+)\b")
_BY = re.compile(r"\bby (?:the |a |an )?(?:[\w.’'-]+ ){0,4}$")
_AND = re.compile(r"[\s,]*(?:and|or|&|,|/|–|-|as well as)?[\s,]*(?:the )?$", re.IGNORECASE)
_OF = re.compile(r" (?:out )?of (?:the |its |our |their |these |those |his |her |all )?")
_CLAUSE = re.compile(r"[,;]| (?:and|but|while|whereas|then|to)(?= )")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what it states.

    Attributes:
        text: A claim or a cited sentence.
        facts: Its facts.
        names: Its names.
        words: Its words, marks and facts.
        year: Of its dates that name none; None when unknown.
    """

    text: str
    facts: tuple[Fact, ...]
    names: tuple[ProperName, ...]
    words: tuple[Word, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact or a name stands: the reading, and the first and last of its words."""

    reading: Reading
    first: int
    last: int


def numbers_swapped(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether numbers or dates of a claim have the places of others in its sources."""
    for group in (_is_number, _is_date, _is_ordinal):
        own = [fact for fact in claim.facts if group(fact)]
        stated = [(source, fact) for source in sources for fact in source.facts if group(fact)]
        places = {fact: _places(claim, fact, stated) for fact in own}
        if any(_is_whole(source, other, own) for source, other in stated):
            return True
        if any(_crossed(claim, one, other, places[one], places[other]) for one, other in combinations(own, 2)):
            return True
        for fact in own:
            rest = [
                _place(source, other.start, other.end)
                for source, other in stated
                if other.sort is fact.sort
                and not any(mine.agrees(other, source.year) for mine in own)
                and not _whole_of(source, other)
            ]
            if _fits_better(_place(claim, fact.start, fact.end), places[fact], rest):
                return True
    return _number_of_another(claim, sources)


def _is_number(fact: Fact) -> bool:
    return fact.sort in (Sort.NUMBER, Sort.MONEY, Sort.SHARE, Sort.POINTS, Sort.FACTOR, Sort.VAGUE)


def _is_ordinal(fact: Fact) -> bool:
    return fact.sort is Sort.ORDINAL


def _whole_of(source: Reading, whole: Fact) -> Fact | None:
    """The part that a number is the whole of: 'three' of 'eight' in 'three of the eight'."""
    before = source.text[: whole.start]
    return next((one for one in source.facts if _is_number(one) and _OF.fullmatch(before[one.end :])), None)


def _is_whole(source: Reading, stated: Fact, own: Sequence[Fact]) -> bool:
    """Whether the claim has the whole where the source tells of a part of it."""
    part = _whole_of(source, stated)
    return part is not None and any(one.agrees(stated) for one in own) and not any(one.agrees(part) for one in own)


def _is_date(fact: Fact) -> bool:
    return fact.sort in DATES


def _places(claim: Reading, fact: Fact, stated: Sequence[tuple[Reading, Fact]]) -> list[Place]:
    return [
        _place(source, other.start, other.end) for source, other in stated if fact.agrees(other, source.year)
    ]


def _place(reading: Reading, start: int, end: int) -> Place:
    inside = [place for place, word in enumerate(reading.words) if word.start < end and start < word.end]
    return Place(reading, inside[0], inside[-1]) if inside else Place(reading, 0, 0)


def _crossed(claim: Reading, one: Fact, other: Fact, ones: Sequence[Place], others: Sequence[Place]) -> bool:
    if one.key == other.key or not ones or not others:
        return False
    first, second = _place(claim, one.start, one.end), _place(claim, other.start, other.end)
    return _cross(first, second, ones, others)


def _cross(first: Place, second: Place, ones: Sequence[Place], others: Sequence[Place]) -> bool:
    direct = _best(first, ones) + _best(second, others)
    crossed = _best(first, others) + _best(second, ones)
    return crossed > direct * _CROSSED and crossed > direct + _CLEARLY


def _fits_better(own: Place, places: Sequence[Place], rest: Sequence[Place]) -> bool:
    """Whether the words around suit a number that the claim leaves out better than its own."""
    if not places or not rest:
        return False
    here, there = _best(own, places), _best(own, rest)
    return there > here * _CROSSED and there > here + _CLEARLY


def _best(own: Place, places: Sequence[Place]) -> float:
    return max((_affinity(own, place) for place in places), default=0.0)


def _affinity(own: Place, other: Place) -> float:
    """How alike the surroundings of two places are: shared words weigh the more, the nearer they are to both."""
    around, weight = _around(own), 0.0
    for key, (distance, before) in _around(other).items():
        if key in around:
            own_distance, own_before = around[key]
            side = 1.0 if before == own_before else _OTHER_SIDE
            exact = _EXACT if ":" in key else 1.0
            weight += exact * side / ((1 + distance) * (1 + own_distance))
    return weight


def _around(place: Place) -> dict[str, tuple[int, bool]]:
    """The nearest distance of each word, and whether it stands before the place."""
    found: dict[str, tuple[int, bool]] = {}
    for number, word in enumerate(place.reading.words):
        before = number < place.first
        distance = place.first - number if before else number - place.last
        if distance > 0 and (word.tells or (word.key in _RELATIONS and distance <= 2)):
            if word.key not in found or distance < found[word.key][0]:
                found[word.key] = (distance, before)
    return found


def _number_of_another(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a date or a name of the claim belongs, in a source, to another number of the same kind."""
    numbers = [fact for fact in claim.facts if _is_number(fact)]
    for anchor, start, end in _anchors(claim):
        if not numbers:
            return False
        here = _place(claim, start, end)
        number = min(numbers, key=lambda fact: _distance(here, _place(claim, fact.start, fact.end)))
        for source in sources:
            theirs = [fact for fact in source.facts if fact.sort is number.sort]
            if not any(number.agrees(fact) for fact in theirs):
                continue
            for other_anchor, other_start, other_end in _anchors(source):
                if not _same_anchor(anchor, other_anchor, source.year):
                    continue
                there = _place(source, other_start, other_end)
                nearest = min(theirs, key=lambda fact: _distance(there, _place(source, fact.start, fact.end)))
                own = min(
                    (fact for fact in theirs if number.agrees(fact)),
                    key=lambda fact: _distance(there, _place(source, fact.start, fact.end)),
                )
                if any(mine.agrees(nearest) for mine in numbers):
                    continue
                between = source.text[min(own.end, other_end) : max(own.start, other_start)]
                near = _distance(there, _place(source, nearest.start, nearest.end))
                far = _distance(there, _place(source, own.start, own.end))
                if near < far and near <= _NEAR and _CLAUSE.search(between):
                    return True
    return False


Anchor = Fact | ProperName | Word


def _anchors(reading: Reading) -> Iterator[tuple[Anchor, int, int]]:
    """Dates, names, and what stands directly before a number: 'wages' in 'wages fell by 5 percent'."""
    yield from ((fact, fact.start, fact.end) for fact in reading.facts if _is_date(fact))
    yield from ((name, name.start, name.end) for name in reading.names if not name.is_title)
    numbers = [_place(reading, fact.start, fact.end).first for fact in reading.facts if _is_number(fact)]
    for place, word in enumerate(reading.words):
        if word.tells and ":" not in word.key and any(0 < number - place <= _JUST_BEFORE for number in numbers):
            yield word, word.start, word.end


def _same_anchor(one: Anchor, other: Anchor, year: int | None) -> bool:
    if isinstance(one, Fact) and isinstance(other, Fact):
        return one.agrees(other, year)
    if isinstance(one, Word) and isinstance(other, Word):
        return one.key == other.key
    return isinstance(one, ProperName) and isinstance(other, ProperName) and same_name(one.key, other.key)


def _distance(one: Place, other: Place) -> int:
    if one.first > other.last:
        return one.first - other.last
    return max(0, other.first - one.last)


def names_swapped(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether two names of a claim have changed places around the same word."""
    own = [name for name in claim.names if not name.is_title]
    pairs = [(one, other) for one, other in combinations(own, 2) if one.run != other.run]
    return any(_turned_somewhere(claim, pair, source, source.names) for pair in pairs for source in sources)


def turned(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a name and a thing of a claim ('the company') seem to have changed places around the same word."""
    own = [name for name in claim.names if not name.is_title]
    things = _things(claim)
    pairs = [(one, other) if one.start < other.start else (other, one) for one in own for other in things]
    return any(
        _turned_somewhere(claim, pair, source, (*source.names, *_things(source)))
        for pair in pairs
        for source in sources
    )


def _things(reading: Reading) -> list[ProperName]:
    """Words directly behind an article that stand there once, as if they were names."""
    found = [
        ProperName(stem(match[1]), match.start(1), match.end(1), -number, False)
        for number, match in enumerate(_THING.finditer(reading.text), start=1)
    ]
    return [one for one in found if sum(word.key == one.key for word in reading.words) == 1]


def _turned_somewhere(
    claim: Reading, pair: tuple[ProperName, ProperName], source: Reading, named: Sequence[ProperName]
) -> bool:
    one, other = pair
    ones = [name for name in named if same_name(one.key, name.key)]
    others = [name for name in named if same_name(other.key, name.key)]
    return one.key != other.key and bool(ones and others) and _turned(claim, pair, source, ones, others)


def _turned(
    claim: Reading,
    pair: tuple[ProperName, ProperName],
    source: Reading,
    ones: Sequence[ProperName],
    others: Sequence[ProperName],
) -> bool:
    """Whether every way to find the pair in a source has it the other way round."""
    ways = [(one, other) for one in ones for other in others]
    return all(_is_turned(claim, pair, source, way) for way in ways)


def _is_turned(
    claim: Reading,
    pair: tuple[ProperName, ProperName],
    source: Reading,
    way: tuple[ProperName, ProperName],
) -> bool:
    between = claim.text[pair[0].end : pair[1].start]
    reversed_order = way[1].start < way[0].start
    left, right = (way[1], way[0]) if reversed_order else way
    source_between = source.text[left.end : right.start]
    if _AND.fullmatch(between) or _AND.fullmatch(source_between):
        return False
    own_words = _keys(claim, pair[0].end, pair[1].start)
    their_words = _keys(source, left.end, right.start)
    if (own_words | their_words) & _MUTUAL:
        return False
    if _exchanged_relations(claim, pair, source, way):
        return True
    if not own_words & their_words:
        return False
    passive = bool(_BY.search(between)) != bool(_BY.search(source_between))
    if reversed_order == passive:
        return False
    # The words around must fit the exchanged places better, or the order is one of two clauses.
    first, second = (_run_place(claim, name) for name in pair)
    one, other = (_run_place(source, name) for name in way)
    return passive or _cross(first, second, [one], [other])


def _run_place(reading: Reading, name: ProperName) -> Place:
    """The place of the whole name that a word of it stands in."""
    run = [one for one in reading.names if one.run == name.run] or [name]
    return _place(reading, run[0].start, run[-1].end)


def _exchanged_relations(
    claim: Reading, pair: tuple[ProperName, ProperName], source: Reading, way: tuple[ProperName, ProperName]
) -> bool:
    """Whether 'from A to B' has become 'from B to A'."""
    own = tuple(_relation(claim, name) for name in pair)
    theirs = tuple(_relation(source, name) for name in way)
    return None not in own and own[0] != own[1] and own == theirs[::-1]


def _relation(reading: Reading, name: ProperName) -> str | None:
    before = re.search(r"\b(from|to|by|against|over|under|for)(?: the)?(?: [A-Z][\w.]*)? ?$", reading.text[: name.start])
    return before[1] if before else None


def _keys(reading: Reading, start: int, end: int) -> set[str]:
    named = [(name.start, name.end) for name in reading.names]
    return {
        word.key
        for word in reading.words
        if start <= word.start < end
        and (word.tells or word.key in _MUTUAL)
        and not any(first <= word.start < last for first, last in named)
    }
