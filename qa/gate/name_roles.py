"""Whether names of a claim do what its sources say of them: who did what to whom; pure."""

import re
from collections.abc import Sequence
from itertools import combinations

from qa.english.stems import stem
from qa.gate.names import ProperName, same_name
from qa.gate.readings import Place, Reading, fit_crossed, place_of

MUTUAL = frozenset(
    stem(word) for word in ("meet talk speak agree cooperate discuss join negotiate differ marry partner ally").split()
)
"""Stems of words that say the same of two when they are exchanged."""
_CLOSE = 3
"""Words between two names that do the same together."""
_BY = re.compile(r"\bby (?:the |a |an )?(?:[\w.’'-]+ ){0,4}$")
_AND = re.compile(r"[\s,]*(?:(?:and|or|&|/|–|-|as well as)[\s,]*)?(?:the )?$", re.IGNORECASE)


def names_swapped(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether two names of a claim have changed places around the same word."""
    own = [name for name in claim.names if not name.is_title]
    pairs = [(one, other) for one, other in combinations(own, 2) if one.run != other.run and one.key != other.key]
    return any(_are_swapped(claim, pair, source) for pair in pairs for source in sources)


def _are_swapped(claim: Reading, pair: tuple[ProperName, ProperName], source: Reading) -> bool:
    """Whether a source holds both names, and wherever it does the other way round."""
    ones, others = ([name for name in source.names if same_name(own.key, name.key)] for own in pair)
    ways = [(one, other) for one in ones for other in others]
    return bool(ways) and all(_is_turned(claim, pair, source, way) for way in ways)


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
    if len(own_words) <= _CLOSE and (own_words | their_words) & MUTUAL:
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
        and (word.tells or word.key in MUTUAL)
        and not any(first <= word.start < last for first, last in named)
    }
