"""What speaks exactly against a claim: words, numbers, dates, names that its cited sentences do not hold; pure."""

import re
from collections.abc import Iterator, Sequence

from qa.english.stems import stem
from qa.gate.evidence import Evidence
from qa.gate.facts import DATES, IDENTIFIERS, Fact, Kind, facts
from qa.gate.injections import gives_orders
from qa.gate.limits import limit_objections
from qa.gate.name_roles import names_swapped, turned
from qa.gate.names import proper_names
from qa.gate.names_held import name_objections
from qa.gate.number_roles import numbers_swapped
from qa.gate.objection_types import Objection
from qa.gate.polarity import denies_otherwise, direction_differs, is_surer, mark_negations, negation_differs
from qa.gate.readings import Reading
from qa.gate.splices import patched
from qa.gate.tokens import Word, words

_LONGEST = 600
"""Characters of the longest claim that can be checked as one statement."""
_LONGEST_CITED = 6000
"""Characters of all the sentences that it may cite."""
_MOST = 30
"""Facts and names of a text: each pair is compared, and a claim of more is a list."""


def objections(claim: str, cited: Sequence[Evidence], shown: Sequence[Evidence]) -> Iterator[Objection]:
    """The objections to a claim; none where it is one of its cited sentences, word for word.

    Args:
        claim: What it says.
        cited: The sentences that it rests on, not empty.
        shown: All sentences that the model was given.
    """
    if any(gives_orders(one) for one in cited):
        yield Objection.ORDERS
    if stands_in(claim, cited):
        return
    if len(claim) > _LONGEST or sum(len(one.text) for one in cited) > _LONGEST_CITED:
        yield Objection.TOO_MUCH
        return
    if not all(any(quoted in _unified(one.text) for one in cited) for quoted in _quoted(claim)):
        yield Objection.NOT_VERBATIM
    if any(not any(mark[0] in one.text for one in cited) for mark in _MARKUP.finditer(claim)):
        yield Objection.MARKUP
    yield from _differences(claim, cited, shown)


def _differences(claim: str, cited: Sequence[Evidence], shown: Sequence[Evidence]) -> Iterator[Objection]:
    """What the claim states otherwise than its sentences do."""
    small = {stem(word) for one in shown for word in re.findall(r"(?<![^\W_])[a-z]+", f"{one.text} {one.passage}")}
    reading = _reading(claim, None, small)
    sources = [_reading(one.text, one.date.year if one.date else None, small) for one in cited]
    if any(len(one.facts) + len(one.names) > _MOST for one in (reading, *sources)):
        yield Objection.TOO_MUCH
        return
    yield from _missing_facts(reading, sources, cited)
    yield from name_objections(reading, sources, cited)
    if patched(reading, sources) or numbers_swapped(reading, sources) or names_swapped(reading, sources):
        yield Objection.SWAPPED
    elif turned(reading, sources):
        yield Objection.TURNED
    own, theirs = _marked(claim), [_marked(one.text) for one in cited]
    if negation_differs(own, theirs):
        yield Objection.DENIED_OTHERWISE if denies_otherwise(own, theirs) else Objection.NEGATION
    if direction_differs(own, theirs):
        yield Objection.DIRECTION
    yield from limit_objections(reading, sources)
    if is_surer(claim, own, [(one.text, marked) for one, marked in zip(cited, theirs, strict=True)]):
        yield Objection.SURER


def stands_in(claim: str, cited: Sequence[Evidence]) -> bool:
    """Whether a claim is one of its cited sentences, white space and forms of quotation marks apart."""
    return any(_unified(claim) == _unified(one.text) for one in cited)


def _reading(text: str, year: int | None, small: set[str]) -> Reading:
    stated = facts(text)
    return Reading(text, tuple(stated), tuple(proper_names(text, stated, small)), tuple(words(text, stated)), year)


def _marked(text: str) -> list[Word]:
    marked = mark_negations(text)
    return words(marked, facts(marked))


# Quotations

_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛`´", "'"))
_MARKS = re.compile(r'"([^"]*)(?:"|$)|(?<!\w)\'([^\']*(?:\'\w[^\']*)*)\'(?!\w)')
_MARKUP = re.compile(
    r"!?\[[^\]]{0,300}\]\([^)]{0,300}\)|<[/!a-zA-Z][^<>]*>|https?://\S+|\bwww\.\S+|\bdata:\w+/|javascript:|!\["
)


def _unified(text: str) -> str:
    return " ".join(text.translate(_DOUBLE).split())


def _quoted(claim: str) -> Iterator[str]:
    """What stands in quotation marks, without a last comma or stop; behind an open one all that follows."""
    for match in _MARKS.finditer(_unified(claim)):
        if words_quoted := (match[1] or match[2] or "").strip().rstrip(",.;"):
            yield words_quoted


# Numbers, dates, identifiers

_SAYS_OF_DOCUMENT = re.compile(
    r"\b(?:said|says|published|issued|released|announced|dated|according|reported|wrote|statement|fact sheet|letter"
    r"|proclamation|order|remarks|briefing|press release|memorandum|document|brief|minutes|transcript)\b",
    re.IGNORECASE,
)


def _missing_facts(claim: Reading, sources: Sequence[Reading], cited: Sequence[Evidence]) -> Iterator[Objection]:
    stated = [(fact, source.year) for source in sources for fact in source.facts]
    for place, fact in enumerate(claim.facts):
        held = sum(fact.agrees(other, year) for other, year in stated)
        before = sum(fact.key == other.key for other in claim.facts[:place])
        # A number that is stated once is not the other number too.
        if held > before or (held and fact.kind in IDENTIFIERS):
            continue
        kind = (
            Objection.DATE
            if fact.kind in DATES
            else Objection.IDENTIFIER
            if fact.kind in IDENTIFIERS
            else Objection.NUMBER
        )
        left_out = any(
            other.kind is fact.kind and not any(own.agrees(other, year) for own in claim.facts)
            for other, year in stated
        )
        if held == 0 and fact.kind is Kind.DATE and not left_out and _is_date_of_document(fact, cited):
            if not _SAYS_OF_DOCUMENT.search(claim.text):
                yield Objection.DATE_OF_DOCUMENT
        elif held == 0 and not left_out and _in_title(fact, cited):
            if fact.kind not in IDENTIFIERS:
                yield Objection.NEARBY
        elif held == 0 and fact.kind is Kind.ORDINAL and fact.value == "1":
            yield Objection.NEARBY
        else:
            yield kind


def _is_date_of_document(fact: Fact, cited: Sequence[Evidence]) -> bool:
    return any(fact.agrees(stated) for one in cited if one.date for stated in facts(one.date.isoformat()))


def _in_title(fact: Fact, cited: Sequence[Evidence]) -> bool:
    return any(fact.agrees(other) for one in cited for other in facts(one.title))
