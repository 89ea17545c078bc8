"""Whether a claim that cites several sentences puts a number or a name of one into what another says; pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from qa.gate.facts import Fact
from qa.gate.names import ProperName, same_name
from qa.gate.readings import Reading

_MORE = 2.0
"""How many times more of the claim's words the sentence holds whose own number or name is left out."""


def patched(claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a sentence says the claim but for a number or a name, which comes from another that says little of it.

    Args:
        claim: What is claimed.
        sources: The cited sentences.
    """
    if len(sources) < 2:
        return False
    told = {word.key for word in claim.words if word.tells and ":" not in word.key}
    shared = [len(told.intersection(word.key for word in source.words)) for source in sources]
    for holds, leaves_out in _statements(claim):
        held = [holds(source) for source in sources]
        most = max((count for count, has in zip(shared, held, strict=True) if has), default=None)
        if most is not None and any(
            count >= _MORE * max(1, most) and not has and leaves_out(source)
            for count, has, source in zip(shared, held, sources, strict=True)
        ):
            return True
    return False


Asks = Callable[[Reading], bool]


def _statements(claim: Reading) -> Iterator[tuple[Asks, Asks]]:
    """For each number and name of the claim: whether a sentence holds it; whether it has another which is left out."""
    for fact in claim.facts:
        yield partial(_holds_fact, fact), partial(_leaves_fact_out, claim, fact)
    for name in claim.names:
        if not name.is_title:
            yield partial(_holds_name, name), partial(_leaves_name_out, claim)


def _holds_fact(fact: Fact, source: Reading) -> bool:
    return any(fact.agrees(other, source.year) for other in source.facts)


def _leaves_fact_out(claim: Reading, fact: Fact, source: Reading) -> bool:
    alike = [other for other in source.facts if other.kind is fact.kind]
    return any(not any(own.agrees(other, source.year) for own in claim.facts) for other in alike)


def _holds_name(name: ProperName, source: Reading) -> bool:
    return any(same_name(name.key, other.key) for other in source.names)


def _leaves_name_out(claim: Reading, source: Reading) -> bool:
    """Whether the first name of a sentence, which is mostly whom it tells of, is not in the claim."""
    first = next((name for name in source.names if not name.is_title), None)
    return first is not None and not _holds_name(first, claim)
