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
            continue
        if name.is_title:
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
    """Whether the first name of a sentence, which usually names whom it tells of, is not in the claim."""
    first = next((name for name in source.names if not name.is_title), None)
    return first is not None and not _is_held(first, claim)


def _is_held(name: ProperName, reading: Reading) -> bool:
    return any(same_name(name.key, other.key) for other in reading.names)
