"""Whether a claim that cites several sentences puts a number or a name of one into what another says; pure."""

from collections.abc import Callable, Iterator, Sequence

from qa.answerers.proper_names import same_name
from qa.answerers.readings import Reading

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
        yield (
            lambda source, fact=fact: any(fact.agrees(other, source.year) for other in source.facts),
            lambda source, fact=fact: any(
                other.sort is fact.sort and not any(own.agrees(other, source.year) for own in claim.facts)
                for other in source.facts
            ),
        )
    for name in claim.names:
        if not name.is_title:
            yield (
                lambda source, name=name: any(same_name(name.key, other.key) for other in source.names),
                lambda source: any(
                    not other.is_title and not any(same_name(own.key, other.key) for own in claim.names)
                    for other in source.names[:1]
                ),
            )
