"""Claims and sentences as they are compared, and how alike the surroundings of two places in them are; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.stems import stem
from qa.gate.facts import Fact
from qa.gate.names import ProperName
from qa.gate.tokens import Word

_RELATIONS = frozenset(
    stem(word)
    for word in (
        "from to than by against over under between with without until through since before after for in at on".split()
    )
)
_RELATED_WITHIN = 2
"""Words between a place and a preposition that may belong to it."""
_OTHER_SIDE = 0.5
"""Weight of a shared word that stands before in one text and behind in the other."""
_EXACT = 2.0
"""Weight of a shared number or date beside that of a word."""
_BY_FACTOR = 1.12
"""How many times better other places must fit; of the claims that this was fitted to, no right one came above 1.08."""
_BY_DIFFERENCE = 0.03
"""By how much they must fit better at least."""


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


def place_of(reading: Reading, start: int, end: int) -> Place:
    """The place of the words that stand between two offsets of the text."""
    inside = [place for place, word in enumerate(reading.words) if word.start < end and start < word.end]
    return Place(reading, inside[0], inside[-1]) if inside else Place(reading, 0, 0)


def fit_crossed(first: Place, second: Place, ones: Sequence[Place], others: Sequence[Place]) -> bool:
    """Whether the words around two places of a claim suit those of a source better when these are exchanged.

    Args:
        first: A place in the claim.
        second: Another.
        ones: Where what stands in the first stands in the sources.
        others: Where what stands in the second does.
    """
    alike = _alike(ones, others)
    direct = _best(first, ones, alike) + _best(second, others, alike)
    crossed = _best(first, others, alike) + _best(second, ones, alike)
    return crossed > direct * _BY_FACTOR and crossed > direct + _BY_DIFFERENCE


def fits_better(own: Place, places: Sequence[Place], rest: Sequence[Place]) -> bool:
    """Whether the words around a place of a claim suit others, which the claim leaves out, better than its own.

    Args:
        own: A place in the claim.
        places: Where what stands there stands in the sources.
        rest: Where others of its kind do.
    """
    if not places or not rest:
        return False
    here, there = _best(own, places), _best(own, rest)
    return there > here * _BY_FACTOR and there > here + _BY_DIFFERENCE


def _alike(ones: Sequence[Place], others: Sequence[Place]) -> frozenset[str]:
    """Words that tell two places apart no more than 'less than' does in 'less than 5 or less than 7'."""
    if len(ones) != 1 or len(others) != 1:
        return frozenset()
    one, other = _around(ones[0]), _around(others[0])
    return frozenset(key for key, place in one.items() if other.get(key) == place)


def _best(own: Place, places: Sequence[Place], alike: frozenset[str] = frozenset()) -> float:
    return max((_affinity(own, place, alike) for place in places), default=0.0)


def _affinity(own: Place, other: Place, alike: frozenset[str]) -> float:
    """How alike the surroundings of two places are: shared words weigh the more, the nearer they are to both."""
    around, weight = _around(own), 0.0
    for key, (distance, before) in _around(other).items():
        if key in around and key not in alike:
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
        if distance > 0 and (word.tells or (word.key in _RELATIONS and distance <= _RELATED_WITHIN)):
            if word.key not in found or distance < found[word.key][0]:
                found[word.key] = (distance, before)
    return found
