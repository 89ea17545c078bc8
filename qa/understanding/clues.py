"""What the words of a question say about which documents are meant, apart from its subject; pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from qa.english.amounts import AmountKind, find_amounts
from qa.english.dates import find_dates
from qa.english.identifiers import find_identifiers
from qa.english.numerals import CURRENCY_SIGNS, ONES
from qa.english.periods import Period, find_periods
from qa.english.words import FUNCTION_WORDS, word_spans
from qa.understanding.chronology import find_chronology
from qa.understanding.kinds import FoundKind, find_kinds, plain_word
from qa.understanding.vocabulary import Vocabulary


class Order(Enum):
    """Whether the newest or the oldest document is asked for."""

    LATEST = "latest"
    EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that a question says about the documents that it means.

    Attributes:
        name: 'from', 'to', 'category', 'kind', 'document', 'speaker', 'identifier', 'order' or 'timeline'.
        value: A date as YYYY-MM-DD, a category, a kind as the vocabulary has it, a document's name, a label, an
            identifier, an order, 'over time'.
        words: The words that say it.
        start: Where they start in the standalone question.
        end: Where they end; half-open.
        hard: Whether the words demand it, so that no other document is searched.
    """

    name: str
    value: str
    words: str
    start: int
    end: int
    hard: bool = False

    @property
    def key(self) -> str:
        """What a user names to have the clue left out: `name:value`."""
        return f"{self.name}:{self.value}"


_PUBLISHED = r"(?:published|issued|posted|released|dated|made\s+public|put\s+out)"
_SAYS_PUBLISHED = re.compile(
    rf"\s{{1,9}}(?:(?:that|which)\s+)?(?:(?:was|were|are|is)\s+)?(?:{_PUBLISHED}|(?P<signed>signed))\s*$", re.IGNORECASE
)
_FROM = re.compile(r"(?:from|dated|since)\b", re.IGNORECASE)
_LIMITS_PERIOD = re.compile(
    r"(?:since|from|between|after|following|starting|beginning|before|prior|until|till|up|through|throughout|by|in|on"
    r"|during|over|within)\b",
    re.IGNORECASE,
)
# 'The harbour documents' may be things that the text tells about; 'the documents' are those of the collection.
_ANY_DOCUMENT = re.compile(
    r"(?:^|[.,;:?!]\s*|\b(?:in|from|of|among|all|any|the|which|what|only|search)\s+)(?:documents?|transcripts?)$",
    re.IGNORECASE,
)
_DEMANDS_KIND = re.compile(
    r"(?:\bonly\s+(?:in|from|among|within|search)|\bsearch\s+(?:only(?:\s+in)?|in|through|among)|\bjust\s+(?:in|from))"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_NUMBERED = re.compile(r"\b(?:(?-i:[A-Z])[a-z]+\s)?[a-z]+\s$", re.IGNORECASE)
"""The words before 'No. 12-4' that say what is numbered."""
_LONGEST_LABEL = 40
_QUOTED = re.compile(r"“([^“”]{2,80})”|(?<!\w)\"([^\"]{2,80})\"(?!\w)")

_DETERMINER = r"(?:\b(?:the|his|her|its|their|our)|\b\w+[’']s)\s+"
_LATEST = re.compile(
    rf"\b(?:the\s+)?(?:latest|newest|most\s+recent(?:ly)?)\b|{_DETERMINER}(?P<word>last)\s+"
    rf"(?!half|time|minute|name|resort|one\b|few|several|couple|(?:{ONES})\b)(?=[a-z])",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    rf"\b(?:the\s+)?(?:oldest|earliest|very\s+first)\b|{_DETERMINER}(?P<word>first)\s+(?!lad(?:y|ies)|famil|gentlem"
    r"|responder|amendment|half|nation|world|anniversary|time|place|step|round|aid|term|year|century|class|grade"
    rf"|hundred|few|(?!one\b)(?:{ONES})\b)(?=[a-z])",
    re.IGNORECASE,
)

_CAPITALISED_BEFORE = re.compile(r"\b[A-Z][\w’'.-]*\s+(?:[A-Z][\w’'.-]*\s+)?$")
_LONGEST_FIRST_NAME = 60
"""Characters of the words before a last name that may be a first name or a form of address."""
_FEWEST_DOCUMENTS = 3
"""Documents in which a speaker must speak to be known by the last name alone."""


def find_clues(text: str, vocabulary: Vocabulary, asked_of: tuple[int, int] | None) -> list[Clue]:
    """All clues in a question, in the order of the words.

    Args:
        text: The standalone question.
        vocabulary: The collection's own words.
        asked_of: Where the question names whose words it asks for; None where it asks for nobody's.
    """
    periods = find_periods(text, vocabulary.present)
    identifiers = list(_identifier_clues(text))
    # 'Executive Order 14028' names no kind: documents of any kind may tell about it.
    kinds = [
        kind
        for kind in find_kinds(text, vocabulary)
        if not any(clue.start <= kind.start and kind.end <= clue.end for clue in identifiers)
    ]
    taken = [(period.start, period.end) for period in periods] + [(kind.start, kind.end) for kind in kinds]
    over_time = find_chronology(text, periods)
    clues = [
        clue for period in periods for clue in _period_clues(text, period, _demands(text, period, kinds, over_time))
    ]
    clues += [clue for found in kinds for clue in _kind_clues(text, found)]
    clues += identifiers
    clues += _order_clues(text)
    if over_time:
        clues.append(Clue("timeline", "over time", text[slice(*over_time)], *over_time))
    clues += _speaker_clues(text, vocabulary, asked_of, taken)
    return sorted(clues, key=lambda clue: (clue.start, clue.end))


# Periods


def _period_clues(text: str, period: Period, hard: bool) -> Iterator[Clue]:
    for name, day in (("from", period.first), ("to", period.last)):
        if day is not None:
            yield Clue(name, day.isoformat(), period.words, period.start, period.end, hard)


def _demands(text: str, period: Period, kinds: Sequence[FoundKind], over_time: tuple[int, int] | None) -> bool:
    """Whether the words say when documents were published: 'fact sheets from May 2023', 'bills signed in June 2021'.

    The period of a timeline does so too ('each year since 2021'), unless it belongs to a thing ('a timeline of the
    storm of 2021'). A noun with a period alone ('messages in May 2023') may refer to what happened then, and so may a
    single thing that was signed ('the law signed in May 2023').
    """
    if over_time and _LIMITS_PERIOD.match(period.words):
        return True
    before = text[: period.start].rstrip()
    published = _SAYS_PUBLISHED.search(before)
    from_then = _FROM.match(period.words)
    for found in kinds:
        if found.end == len(before):
            return found.is_plural if before.lower().endswith("signed") else bool(from_then)
        if published and found.end == published.start():
            return found.is_plural or not published["signed"]
    if published and not published["signed"]:
        return bool(_ANY_DOCUMENT.search(before, 0, published.start()))
    return bool(from_then and _ANY_DOCUMENT.search(before))


# Kinds of documents


def _kind_clues(text: str, found: FoundKind) -> Iterator[Clue]:
    words = text[found.start : found.end]
    hard = bool(_DEMANDS_KIND.search(text, 0, found.start))
    yield Clue("kind", found.phrase, words, found.start, found.end)
    for category in sorted(found.kind.categories):
        yield Clue("category", category, words, found.start, found.end, hard)


# Identifiers and order


def _identifier_clues(text: str) -> Iterator[Clue]:
    for found in find_identifiers(text):
        start = found.start
        is_number_of = not found.label and not text[start].isdigit()
        if is_number_of and (numbered := _NUMBERED.search(text, max(0, start - _LONGEST_LABEL), start)):
            start = numbered.start()
        if found.names_paper:
            yield Clue("identifier", text[start : found.end], text[start : found.end], start, found.end)
    for amount in find_amounts(text):
        start, end = amount.start, amount.end
        if amount.kind is AmountKind.MONEY and text[start] in CURRENCY_SIGNS:
            yield Clue("identifier", text[start:end], text[start:end], start, end)
    for match in _QUOTED.finditer(text):
        yield Clue("identifier", match[1] or match[2], match[0], *match.span())


def _order_clues(text: str) -> Iterator[Clue]:
    dates = find_dates(text)  # 'the last month' names a time
    for order, pattern in ((Order.LATEST, _LATEST), (Order.EARLIEST, _EARLIEST)):
        for match in pattern.finditer(text):
            start, end = match.span("word" if match["word"] else 0)
            if not any(date.start < end and start < date.end for date in dates):
                yield Clue("order", order.value, text[start:end], start, end)


# Speakers


def _speaker_clues(
    text: str, vocabulary: Vocabulary, asked_of: tuple[int, int] | None, taken: Sequence[tuple[int, int]]
) -> Iterator[Clue]:
    """Names and roles of speakers.

    Any word may be a name. So a lower-case name counts only where the question asks what somebody said, and a last
    name alone only if its owner speaks in several documents.
    """
    named: set[str] = set()
    for match in re.finditer(r"\w[\w’'.-]*", text):
        word = plain_word(match[0])
        start, end = match.start(), match.start() + len(word)
        labels = vocabulary.names.get(word.lower().replace("’", "'"), frozenset())
        if not labels or any(first <= start < last for first, last in taken):
            continue
        asked = asked_of is not None and asked_of[0] <= start < asked_of[1]
        begin = _start_of_name(text, start)
        is_known = sum(vocabulary.speakers[label] for label in labels) >= _FEWEST_DOCUMENTS
        if asked or (word[0].isupper() and (begin < start or (start > 0 and is_known))):
            meant = _with_first_name(labels, text[begin:start], vocabulary)
            named |= meant
            yield from (Clue("speaker", label, text[begin:end], begin, end) for label in sorted(meant))
    if asked_of is not None:
        words = text[slice(*asked_of)]
        if words.upper() in vocabulary.speakers.keys() - named:
            yield Clue("speaker", words.upper(), words, *asked_of)


def _start_of_name(text: str, start: int) -> int:
    """Where the first name or the form of address before a last name starts; the place of that where it has none."""
    before = _CAPITALISED_BEFORE.search(text, max(0, start - _LONGEST_FIRST_NAME), start)
    words = word_spans(before[0]) if before else ()
    names = (word for word in words if word[0].lower() not in FUNCTION_WORDS)
    return next((before.start() + name.start() for name in names if before), start)


def _with_first_name(labels: frozenset[str], before: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Those of the labels that hold the first name too; all of them where none does.

    A word that opens labels is a form of address: 'Vice President Adler' may be 'THE VICE PRESIDENT' as well.
    """
    first = before.upper().split()[-1:]
    if not first or any(label.startswith(f"{first[0]} ") for label in vocabulary.speakers):
        return labels
    return frozenset(label for label in labels if first[0] in label.split()[1:-1]) or labels
