"""What speaks exactly against a claim: words, numbers, dates, names that its cited sentences do not hold; pure."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from qa.answerers.evidence import Evidence
from qa.answerers.facts import DATES, IDENTIFIERS, Fact, Sort, facts
from qa.answerers.orders import gives_orders
from qa.answerers.polarity import denies_otherwise, direction_differs, is_surer, mark_negations, negation_differs
from qa.answerers.proper_names import ProperName, fold, holds_name, proper_names, same_name
from qa.answerers.number_roles import numbers_swapped
from qa.answerers.patches import patched
from qa.answerers.readings import Reading
from qa.answerers.roles import names_swapped, turned
from qa.answerers.words import Word, stem, words


class Cause(Enum):
    """Why a claim is not verified; the value is its name in JSON."""

    NO_EVIDENCE = "no_evidence"
    INVENTED_ID = "invented_id"
    ORDERS = "orders"
    NOT_VERBATIM = "not_verbatim"
    MARKUP = "markup"
    NUMBER = "number"
    DATE = "date"
    IDENTIFIER = "identifier"
    NAME = "name"
    SWAPPED = "swapped"
    NEGATION = "negation"
    DIRECTION = "direction"
    BOUND = "bound"
    UNSUPPORTED = "unsupported"
    DATE_OF_DOCUMENT = "date_of_document"
    NEARBY = "nearby"
    TITLE = "title"
    TURNED = "turned"
    DENIED_OTHERWISE = "denied_otherwise"
    SURER = "surer"
    LIMIT = "limit"
    LOOSELY_SUPPORTED = "loosely_supported"

    @property
    def is_fatal(self) -> bool:
        """Whether a claim is not shown for it; else it is shown and marked."""
        return self not in _MARKED

    @property
    def sentence(self) -> str:
        """The same for people."""
        return _SENTENCES[self]


_SENTENCES = {
    Cause.NO_EVIDENCE: "The statement cites no sentence that it was given.",
    Cause.INVENTED_ID: "The statement cites a sentence that does not exist.",
    Cause.ORDERS: "The cited sentence gives orders to a reader instead of telling something.",
    Cause.NOT_VERBATIM: "The words in quotation marks do not stand in the cited sentences.",
    Cause.MARKUP: "The statement holds a link or markup that the cited sentences do not have.",
    Cause.NUMBER: "A number does not stand in the cited sentences.",
    Cause.DATE: "A date does not stand in the cited sentences.",
    Cause.IDENTIFIER: "A number of a law, an order or the like does not stand in the cited sentences.",
    Cause.NAME: "A name does not stand in the cited sentences.",
    Cause.SWAPPED: "Names or numbers seem to have changed places.",
    Cause.NEGATION: "The statement denies what the cited sentences say, or the reverse.",
    Cause.DIRECTION: "The statement says the opposite of a word in the cited sentences.",
    Cause.BOUND: "The statement gives as a lower limit what is an upper one, or the reverse.",
    Cause.UNSUPPORTED: "The cited sentences do not say this.",
    Cause.DATE_OF_DOCUMENT: "The date is that of the document, and not of the cited sentences.",
    Cause.NEARBY: "A name or a number stands near the cited sentences, and not in them.",
    Cause.TITLE: "A title or an office does not stand in the cited sentences.",
    Cause.TURNED: "Who does something and to what may have changed places.",
    Cause.DENIED_OTHERWISE: "The statement or the cited sentences deny, and the other says it in another way.",
    Cause.SURER: "The cited sentences call this planned, possible or alleged, or the statement does and they do not.",
    Cause.LIMIT: "The statement and the cited sentences differ in whether a number is a limit.",
    Cause.LOOSELY_SUPPORTED: "The cited sentences say something like this.",
}
_MARKED = frozenset(
    {
        Cause.DATE_OF_DOCUMENT,
        Cause.NEARBY,
        Cause.TITLE,
        Cause.TURNED,
        Cause.DENIED_OTHERWISE,
        Cause.SURER,
        Cause.LIMIT,
        Cause.LOOSELY_SUPPORTED,
    }
)


def objections(claim: str, cited: Sequence[Evidence], shown: Sequence[Evidence]) -> Iterator[Cause]:
    """The objections to a claim; none where it is one of its cited sentences, word for word.

    Args:
        claim: What it says.
        cited: The sentences that it rests on, not empty.
        shown: All sentences that the model was given.
    """
    if any(gives_orders(one) for one in cited):
        yield Cause.ORDERS
    if stands_in(claim, cited):
        return
    if not all(any(quoted in _unified(one.text) for one in cited) for quoted in _quoted(claim)):
        yield Cause.NOT_VERBATIM
    if any(not any(mark[0] in one.text for one in cited) for mark in _MARKUP.finditer(claim)):
        yield Cause.MARKUP
    small = {stem(word) for one in shown for word in re.findall(r"(?<![^\W_])[a-z]+", f"{one.text} {one.passage}")}
    reading = _reading(claim, None, small)
    sources = [_reading(one.text, one.date.year if one.date else None, small) for one in cited]
    yield from _missing_facts(reading, sources, cited)
    yield from _missing_names(reading, sources, cited)
    if patched(reading, sources) or numbers_swapped(reading, sources) or names_swapped(reading, sources):
        yield Cause.SWAPPED
    elif turned(reading, sources):
        yield Cause.TURNED
    own, theirs = _marked(claim), [_marked(one.text) for one in cited]
    if negation_differs(own, theirs):
        yield Cause.DENIED_OTHERWISE if denies_otherwise(own, theirs) else Cause.NEGATION
    if direction_differs(own, theirs):
        yield Cause.DIRECTION
    yield from _limits(reading, sources)
    if is_surer(claim, own, [(one.text, marked) for one, marked in zip(cited, theirs, strict=True)]):
        yield Cause.SURER


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
_MARKUP = re.compile(r"!?\[[^\]]*\]\([^)]*\)|<[/!a-zA-Z][^>]*>|https?://\S+|\bwww\.\S+|\bdata:\w+/|javascript:|!\[")


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


def _missing_facts(claim: Reading, sources: Sequence[Reading], cited: Sequence[Evidence]) -> Iterator[Cause]:
    stated = [(fact, source.year) for source in sources for fact in source.facts]
    for place, fact in enumerate(claim.facts):
        held = sum(fact.agrees(other, year) for other, year in stated)
        before = sum(fact.key == other.key for other in claim.facts[:place])
        # A number that is stated once is not the other number too.
        if held > before or (held and fact.sort in IDENTIFIERS):
            continue
        kind = Cause.DATE if fact.sort in DATES else Cause.IDENTIFIER if fact.sort in IDENTIFIERS else Cause.NUMBER
        left_out = any(
            other.sort is fact.sort and not any(own.agrees(other, year) for own in claim.facts)
            for other, year in stated
        )
        if held == 0 and fact.sort is Sort.DATE and not left_out and _is_date_of_document(fact, cited):
            if not _SAYS_OF_DOCUMENT.search(claim.text):
                yield Cause.DATE_OF_DOCUMENT
        elif held == 0 and not left_out and _in_title(fact, cited):
            if fact.sort not in IDENTIFIERS:
                yield Cause.NEARBY
        elif held == 0 and fact.sort is Sort.ORDINAL and fact.value == "1":
            yield Cause.NEARBY
        else:
            yield kind


def _is_date_of_document(fact: Fact, cited: Sequence[Evidence]) -> bool:
    dates = (Fact(Sort.DATE, one.date.isoformat(), "", 0, 0) for one in cited if one.date is not None)
    return any(fact.agrees(date) for date in dates)


def _in_title(fact: Fact, cited: Sequence[Evidence]) -> bool:
    return any(fact.agrees(other) for one in cited for other in facts(one.title))


_ABOVE = r"(?:more than|over|above|at least|exceed\w*|no (?:less|fewer) than|not less than|upwards? of|passed|topp\w+)"
_BELOW = (
    r"(?:less than|fewer than|under|below|up to|at most|as (?:much|many) as|no more than|not more than|nearly|almost"
    r"|just short of|barely|only|limited to)"
)
_LIMITING = re.compile(r"(?:up to|at most|as (?:much|many) as|at least|no more than|no (?:less|fewer) than)$")
_BOUND_BEFORE = re.compile(
    rf"\b(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))(?: (?:about|a|an|the|some|another))?\W*$", re.IGNORECASE
)
_OR_MORE = re.compile(r"\W*(?:\w+\W+){0,2}?or (?:(?P<above>more)|(?P<below>less|fewer))\b", re.IGNORECASE)


def _limits(claim: Reading, sources: Sequence[Reading]) -> Iterator[Cause]:
    """A number that is a limit in one and none, or the opposite, in the other."""
    for fact in claim.facts:
        if fact.sort in DATES | IDENTIFIERS or fact.sort in (Sort.ORDINAL, Sort.VAGUE):
            continue
        own, own_limits = _bound(claim.text, fact)
        stated = [_bound(source.text, other) for source in sources for other in source.facts if fact.agrees(other)]
        if not stated or any(own == bound and own_limits <= limits for bound, limits in stated):
            continue
        if own and all(bound and bound != own for bound, _ in stated):
            yield Cause.BOUND
        elif own or all(limits for _, limits in stated):
            yield Cause.LIMIT


def _bound(text: str, fact: Fact) -> tuple[str, bool]:
    """'above' or 'below' or neither, and whether the words set a limit and do not only round."""
    before = _BOUND_BEFORE.search(text[: fact.start])
    match = before or _OR_MORE.match(text, fact.end)
    if match is None:
        return "", False
    limits = before is None or bool(_LIMITING.search((match["above"] or match["below"]).lower()))
    return ("above" if match["above"] else "below"), limits


# Names

_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|him|them|this|these|that|those|i|we|my|our|me|us|the (?:president"
    r"|secretary|company|companies|bill|act|order|plan|program|law|agreement|government|administration|department"
    r"|agency|country|state|city|court|letter|report|message|article|release))\b",
    re.IGNORECASE,
)


def _missing_names(claim: Reading, sources: Sequence[Reading], cited: Sequence[Evidence]) -> Iterator[Cause]:
    text = "\n".join(one.text for one in cited)
    around = "\n".join(f"{one.title}\n{one.speaker or ''}" for one in cited)
    first_missing = any(_subject_missing(source, claim) for source in sources)
    points_back = bool(_POINTS_BACK.search(text))
    for name in claim.names:
        if holds_name(text, name.key):
            if _is_spliced(name, claim, sources):
                yield Cause.NAME
        elif name.is_title:
            if not holds_name(around, name.key):
                yield Cause.TITLE
        elif _is_speaker(name, cited) and (points_back or not first_missing):
            continue
        elif holds_name(around, name.key) and (points_back or not first_missing):
            yield Cause.NEARBY
        elif points_back and not first_missing and any(holds_name(one.passage, name.key) for one in cited):
            yield Cause.NEARBY
        else:
            yield Cause.NAME


def _is_speaker(name: ProperName, cited: Sequence[Evidence]) -> bool:
    return any(one.speaker is not None and holds_name(one.speaker, name.key) for one in cited)


def _subject_missing(source: Reading, claim: Reading) -> bool:
    """Whether the first name of a sentence, which is mostly whom it tells of, is not in the claim."""
    first = next((name for name in source.names if not name.is_title), None)
    return first is not None and not any(same_name(first.key, name.key) for name in claim.names)


def _is_spliced(name: ProperName, claim: Reading, sources: Sequence[Reading]) -> bool:
    """Whether a name follows another directly that it belongs to nowhere: a first name and the last one of another."""
    before = [one for one in claim.names if one.run == name.run and one.end <= name.start]
    if not name.follows or name.is_title or not before or before[-1].is_title:
        return False
    if len(before[-1].key) <= 2 or len(name.key) <= 2:
        return False
    for source in sources:
        runs = {one.run for one in source.names if same_name(one.key, name.key)}
        if any(one.run in runs for one in source.names if same_name(one.key, before[-1].key)):
            return False
    held = [one.key for source in sources for one in source.names]
    return all(any(same_name(key, one) for one in held) for key in (name.key, before[-1].key))
