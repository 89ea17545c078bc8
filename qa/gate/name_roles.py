"""Whether names of a claim do what its sources say of them: who did what to whom; pure."""

import re
from collections.abc import Sequence
from itertools import combinations

from qa.english.stems import stem
from qa.gate.names import ProperName, same_name
from qa.gate.readings import Place, Reading, fit_crossed, place_of

_MUTUAL = frozenset(
    stem(word) for word in ("meet talk speak agree cooperate discuss join negotiate differ marry partner ally").split()
)
"""Stems of words that say the same of two when they are exchanged."""
_CLOSE = 3
"""Words between two names that do the same together."""
_BY = re.compile(r"\bby (?:the |a |an )?(?:[\w.’'-]+ ){0,4}$")
_AND = re.compile(r"[\s,]*(?:(?:and|or|&|/|–|-|as well as)[\s,]*)?(?:the )?$", re.IGNORECASE)
_THING = re.compile(r"\b(?:[Tt]he|[Aa]n?) ([a-z]+)\b")


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
    if len(own_words) <= _CLOSE and (own_words | their_words) & _MUTUAL:
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
    return passive or fit_crossed(first, second, [one], [other])


def _run_place(reading: Reading, name: ProperName) -> Place:
    """The place of the whole name that a word of it stands in."""
    run = [one for one in reading.names if one.run == name.run] or [name]
    return place_of(reading, run[0].start, run[-1].end)


def _exchanged_relations(
    claim: Reading, pair: tuple[ProperName, ProperName], source: Reading, way: tuple[ProperName, ProperName]
) -> bool:
    """Whether 'from A to B' has become 'from B to A'."""
    own = tuple(_relation(claim, name) for name in pair)
    theirs = tuple(_relation(source, name) for name in way)
    return None not in own and own[0] != own[1] and own == theirs[::-1]


def _relation(reading: Reading, name: ProperName) -> str | None:
    before = re.search(
        r"\b(from|to|by|against|over|under|for)(?: the)?(?: [A-Z][\w.]*)? ?$", reading.text[: name.start]
    )
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
