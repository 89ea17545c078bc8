"""Whether the cited sentences hold the names of a claim; pure."""

import re
from collections.abc import Iterator, Sequence

from qa.gate.evidence import Evidence
from qa.gate.names import ProperName, holds_name, same_name
from qa.gate.objection_types import Objection
from qa.gate.readings import Reading

_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|him|them|this|these|that|those|i|we|my|our|me|us|the (?:president"
    r"|secretary|company|companies|bill|act|order|plan|program|law|agreement|government|administration|department"
    r"|agency|country|state|city|court|letter|report|message|article|release))\b",
    re.IGNORECASE,
)


_APPOSED = re.compile(r",? (?:the |an? |of |of the |\()?(?:[a-z]+ ){0,2}(?:of )?(?:the )?")


def name_objections(claim: Reading, sources: Sequence[Reading], cited: Sequence[Evidence]) -> Iterator[Objection]:
    """Names that the sentences do not hold; one that stands in a title or nearby may be what a pronoun means."""
    text = "\n".join(one.text for one in cited)
    around = "\n".join(f"{one.title}\n{one.speaker or ''}" for one in cited)
    first_missing = any(_subject_missing(source, claim) for source in sources)
    # A name from around a sentence stands for its pronoun, and in place of none of its names.
    all_held = all(_is_held(name, claim) for source in sources for name in source.names if not name.is_title)
    points_back = bool(_POINTS_BACK.search(text))
    for name in claim.names:
        if holds_name(text, name.key):
            if _is_spliced(name, claim, sources):
                yield Objection.NAME
        elif name.is_title:
            if not holds_name(around, name.key):
                yield Objection.TITLE
        elif _is_speaker(name, cited) and (points_back or not first_missing):
            continue
        elif holds_name(around, name.key) and (points_back or not first_missing):
            yield Objection.NEARBY
        elif points_back and all_held and any(holds_name(one.passage, name.key) for one in cited):
            yield Objection.NEARBY
        else:
            yield Objection.NAME


def _is_speaker(name: ProperName, cited: Sequence[Evidence]) -> bool:
    return any(one.speaker is not None and holds_name(one.speaker, name.key) for one in cited)


def _subject_missing(source: Reading, claim: Reading) -> bool:
    """Whether the first name of a sentence, which is mostly whom it tells of, is not in the claim."""
    first = next((name for name in source.names if not name.is_title), None)
    return first is not None and not _is_held(first, claim)


def _is_held(name: ProperName, reading: Reading) -> bool:
    return any(same_name(name.key, other.key) for other in reading.names)


def _is_spliced(name: ProperName, claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a name follows another that it belongs to nowhere: a first name and the last one of another.

    Titles between them, as in 'Harbour Secretary Lorne', are passed over.
    """
    before = [one for one in claim.names if one.run == name.run and one.end <= name.start and not one.is_title]
    if not name.follows or name.is_title or not before:
        return False
    other = before[-1]
    if len(other.key) <= 2 or len(name.key) <= 2:
        return False
    pairs = [
        (source, one, two)
        for source in sources
        for one in source.names
        if same_name(one.key, name.key)
        for two in source.names
        if same_name(two.key, other.key)
    ]
    return bool(pairs) and not any(_belong(*pair) for pair in pairs)


def _belong(source: Reading, one: ProperName, other: ProperName) -> bool:
    """Whether two names are of one run, or one is said of the other: 'Ada Lorne, the Aldern mayor'."""
    first, last = (one, other) if one.start < other.start else (other, one)
    between = source.text[first.end : last.start]
    return one.run == other.run or bool(_APPOSED.fullmatch(between))
